using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator;
using RnnGen.Generator.Model;

namespace RnnGen.Build.Tests;

/// <summary>A project that declares classes, compiled with the generator.</summary>
internal static class Compiled
{
    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) is "RnnGen.dll")
            .Select(static path => (MetadataReference)MetadataReference.CreateFromFile(path)),
    ];

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.CSharp14);

    /// <summary>What the generator makes of declarations, by the names of their types.</summary>
    /// <param name="source">The declarations.</param>
    /// <param name="models">The model files of the project.</param>
    public static IReadOnlyDictionary<string, NetworkSpec> Specs(string source, IEnumerable<ConvertedModel> models) =>
        Run(source, models, out _).GetRunResult().Results.Single().TrackedSteps[TrackingNames.Bound]
            .SelectMany(static step => step.Outputs).Select(static output => output.Value).OfType<NetworkSpec>().ToDictionary(static spec => spec.Type.Declaration.Name);

    /// <summary>Compiles, embeds the weights, and loads the assembly.</summary>
    /// <param name="source">The declarations.</param>
    /// <param name="embedded">The models whose weights are embedded.</param>
    /// <param name="described">Those that the generator sees, where they are others.</param>
    public static Assembly Load(string source, IReadOnlyCollection<ConvertedModel> embedded, IReadOnlyCollection<ConvertedModel>? described = null)
    {
        Run(source, described ?? embedded, out Compilation output);
        using var image = new MemoryStream();
        var emitted = output.Emit(image, manifestResources: embedded.Select(static model => new ResourceDescription(model.Resource, () => new MemoryStream(model.Weights), isPublic: true)));
        if (!emitted.Success)
        {
            throw new InvalidOperationException(string.Join('\n', emitted.Diagnostics.Where(static fault => fault.Severity == DiagnosticSeverity.Error).Take(10)));
        }

        image.Position = 0;
        return new AssemblyLoadContext("Declared", isCollectible: false).LoadFromStream(image);
    }

    /// <summary>What <c>Create</c> of a type gives.</summary>
    public static IModel Create(this Assembly assembly, string type)
    {
        try
        {
            return (IModel)assembly.GetType(type)!.GetMethod("Create", BindingFlags.Public | BindingFlags.Static)!.Invoke(null, null)!;
        }
        catch (TargetInvocationException thrown) when (thrown.InnerException is { } inner)
        {
            throw inner;
        }
    }

    private static GeneratorDriver Run(string source, IEnumerable<ConvertedModel> models, out Compilation output)
    {
        var compilation = CSharpCompilation.Create(
            "Declared", [CSharpSyntaxTree.ParseText("using RnnGen;\n" + source, Parsing)], References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        return CSharpGeneratorDriver.Create(
                [new RnnGenerator().AsSourceGenerator()], models.Select(static model => model.AdditionalFile), Parsing,
                driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true))
            .RunGeneratorsAndUpdateCompilation(compilation, out output, out _);
    }
}
