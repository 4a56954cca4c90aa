using System;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RnnGen.Generator.Diagnostics;

/// <summary>
/// Says once in a compilation, at its first cell or network, that NativeAOT needs to be told which processors to compile for. The package makes both
/// properties visible to the compiler.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InstructionSetAnalyzer : DiagnosticAnalyzer
{
    private const string PublishAot = "build_property.PublishAot";
    private const string InstructionSet = "build_property.IlcInstructionSet";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(DiagnosticDescriptors.NoInstructionSet);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            AnalyzerConfigOptions options = start.Options.AnalyzerConfigOptionsProvider.GlobalOptions;
            if (!options.TryGetValue(PublishAot, out string? publishAot) || !publishAot.Equals("true", StringComparison.OrdinalIgnoreCase)
                || (options.TryGetValue(InstructionSet, out string? instructionSet) && !string.IsNullOrWhiteSpace(instructionSet)))
            {
                return;
            }

            var attributes = new ConcurrentBag<Location>();
            start.RegisterSymbolAction(
                symbol =>
                {
                    foreach (AttributeData attribute in symbol.Symbol.GetAttributes())
                    {
                        if (WellKnownNames.IsWholeType(attribute.AttributeClass) && attribute.ApplicationSyntaxReference is { } reference)
                        {
                            attributes.Add(Location.Create(reference.SyntaxTree, reference.Span));
                        }
                    }
                },
                SymbolKind.NamedType);
            start.RegisterCompilationEndAction(end =>
            {
                // The first by file and place, so that it is always the same one.
                Location? first = attributes
                    .OrderBy(static location => location.SourceTree!.FilePath, StringComparer.Ordinal)
                    .ThenBy(static location => location.SourceSpan.Start)
                    .FirstOrDefault();
                if (first is not null)
                {
                    end.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.NoInstructionSet, first));
                }
            });
        });
    }
}
