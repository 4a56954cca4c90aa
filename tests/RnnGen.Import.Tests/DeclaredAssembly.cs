using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using RnnGen.Generator;

namespace RnnGen.Import.Tests;

/// <summary>Compiles sources with the generator, in this process, and loads what comes out.</summary>
internal static class DeclaredAssembly
{
    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) is "netstandard.dll")
            .Select(static path => (MetadataReference)MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(LstmCellAttribute).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(ModelFile).Assembly.Location),
    ];

    /// <summary>Compiles sources.</summary>
    /// <param name="sources">Their names and texts.</param>
    /// <param name="kind">A library or a program.</param>
    /// <param name="allowsWarnings">Whether warnings are let pass.</param>
    /// <exception cref="InvalidOperationException">They do not compile; the message says why, and shows the sources at fault.</exception>
    public static Assembly Compile(IReadOnlyList<(string Name, string Text)> sources, OutputKind kind, bool allowsWarnings = true)
    {
        var parsing = new CSharpParseOptions(LanguageVersion.CSharp14);
        var compilation = CSharpCompilation.Create(
            "Declared",
            sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, parsing, path: source.Name)),
            References,
            new CSharpCompilationOptions(kind, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true,
                nullableContextOptions: allowsWarnings ? NullableContextOptions.Disable : NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new RnnGenerator().AsSourceGenerator()], parseOptions: parsing)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> generated);
        using var image = new MemoryStream();
        EmitResult emitted = output.Emit(image);
        Diagnostic[] faults = [.. generated.Concat(emitted.Diagnostics).Where(fault => fault.Severity >= (allowsWarnings ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning))];
        if (!emitted.Success || faults.Length > 0)
        {
            throw new InvalidOperationException(string.Join('\n', faults.Take(10)
                .Select(fault => $"{sources.FirstOrDefault(source => source.Name == fault.Location.SourceTree?.FilePath).Text}{fault}")));
        }

        image.Position = 0;
        return new AssemblyLoadContext("Declared", isCollectible: false).LoadFromStream(image);
    }
}
