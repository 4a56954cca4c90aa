using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.Generator.Tests.Infrastructure;

/// <summary>
/// What a user sees of a declaration, and what a code fix makes of it: the compiler, all analyzers and the generator, as Microsoft's test library runs them. It
/// checks every diagnostic above hidden at its place, and each again with a pragma that suppresses it.
/// </summary>
internal sealed class DeclarationTest : CSharpCodeFixTest<CellDeclarationAnalyzer, EmptyCodeFixProvider, DefaultVerifier>
{
    private readonly ProjectSettings _settings;
    private readonly CodeFixProvider[] _fixes;

    /// <summary>Sets up a test.</summary>
    /// <param name="source">One file; what is at fault stands in <c>{|#0:</c> and <c>|}</c>.</param>
    /// <param name="properties">What the project file says; by default what the source's comments say.</param>
    /// <param name="fixes">The code fixes that are tried.</param>
    public DeclarationTest(string source, IReadOnlyDictionary<string, string>? properties = null, params CodeFixProvider[] fixes)
    {
        properties ??= DiagnosticRun.Properties(source);
        _settings = DiagnosticRun.Settings(properties);
        _fixes = fixes;
        TestCode = source;
        TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck | TestBehaviors.SkipGeneratedCodeCheck;
        CompilerDiagnostics = CompilerDiagnostics.Suggestions;

        // No package is fetched: the references are those of every other test.
        ReferenceAssemblies = new ReferenceAssemblies("net10.0");
        SolutionTransforms.Add(static (solution, project) => solution.WithProjectMetadataReferences(project, GeneratorRun.References));
        TestState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\n" + string.Concat(properties.Select(static property => $"build_property.{property.Key} = {property.Value}\n"))));
        if (properties.ContainsKey(DiagnosticRun.Models))
        {
            TestState.AdditionalFiles.AddRange(ModelFiles.Files.Select(static file => (file.Path, Microsoft.CodeAnalysis.Text.SourceText.From(file.Text))));
        }

        if (properties.TryGetValue(nameof(OtherGenerator), out string? other))
        {
            TestState.AdditionalFiles.Add((OtherGenerator.FileName, other));
        }
    }

    protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => DiagnosticRun.Analyzers;

    protected override IEnumerable<Type> GetSourceGenerators() => [typeof(RnnGenerator), typeof(OtherGenerator)];

    protected override IEnumerable<CodeFixProvider> GetCodeFixProviders() => _fixes.Length > 0 ? _fixes : base.GetCodeFixProviders();

    protected override ParseOptions CreateParseOptions() => _settings.ParseOptions;

    protected override CompilationOptions CreateCompilationOptions() => _settings.CompilationOptions;
}
