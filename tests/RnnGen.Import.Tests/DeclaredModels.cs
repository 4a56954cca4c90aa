using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator;

namespace RnnGen.Import.Tests;

/// <summary>Compiles the declarations of model files, as users do who paste them, and loads the files into what comes out.</summary>
internal static class DeclaredModels
{
    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) is "netstandard.dll")
            .Select(static path => (MetadataReference)MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(LstmCellAttribute).Assembly.Location),
    ];

    /// <summary>Compiles one declaration for each file, and loads the files.</summary>
    /// <param name="files">Files by names of any kind.</param>
    /// <returns>The models by the same names.</returns>
    public static IReadOnlyDictionary<string, IModel> Load(IReadOnlyDictionary<string, ModelFile> files)
    {
        IReadOnlyDictionary<string, IModel> models = Create(files.ToDictionary(static file => file.Key, static file => file.Value.Description.Declare("Model", "Training = false")));
        foreach ((string name, ModelFile file) in files)
        {
            models[name].Load(file, mode: LoadMode.WholeFile);
        }

        return models;
    }

    /// <summary>Compiles declarations of a class <c>Model</c>, and creates one of each.</summary>
    /// <param name="declarations">Declarations by names of any kind.</param>
    /// <returns>The models by the same names.</returns>
    public static IReadOnlyDictionary<string, IModel> Create(IReadOnlyDictionary<string, string> declarations)
    {
        string[] names = [.. declarations.Keys];
        var parsing = new CSharpParseOptions(LanguageVersion.CSharp14);
        var compilation = CSharpCompilation.Create(
            "Declared",
            names.Select((name, index) => CSharpSyntaxTree.ParseText($"using RnnGen;\nnamespace Case{index};\n{declarations[name]}", parsing, path: $"{index}.cs")),
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true));
        CSharpGeneratorDriver.Create([new RnnGenerator().AsSourceGenerator()], parseOptions: parsing)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        using var image = new MemoryStream();
        var emitted = output.Emit(image);
        if (!emitted.Success)
        {
            throw new InvalidOperationException(string.Join('\n', emitted.Diagnostics.Where(static fault => fault.Severity == DiagnosticSeverity.Error).Take(10)
                .Select(fault => $"{(int.TryParse(Path.GetFileNameWithoutExtension(fault.Location.SourceTree?.FilePath), out int index) ? declarations[names[index]] : "")}{fault}")));
        }

        image.Position = 0;
        var assembly = new AssemblyLoadContext("Declared", isCollectible: false).LoadFromStream(image);
        return names.Select((name, index) => (Name: name, Model: assembly.CreateInstance($"Case{index}.Model") as IModel
            ?? throw new InvalidOperationException($"{name}: nothing was emitted for\n{declarations[name]}"))).ToDictionary(static model => model.Name, static model => model.Model);
    }
}
