using System;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RnnGen.Generator.Diagnostics;

/// <summary>
/// Says once in a compilation, at its first cell or network, that NativeAOT needs to be told which processors to compile for, unless they are known not to
/// be x86. The package makes the properties visible to the compiler.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InstructionSetAnalyzer : DiagnosticAnalyzer
{
    private const string PublishAot = "build_property.PublishAot";
    private const string InstructionSet = "build_property.IlcInstructionSet";
    private const string RuntimeIdentifier = "build_property.RuntimeIdentifier";

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
                || (options.TryGetValue(InstructionSet, out string? instructionSet) && !string.IsNullOrWhiteSpace(instructionSet))
                || (options.TryGetValue(RuntimeIdentifier, out string? runtime) && !string.IsNullOrWhiteSpace(runtime) && !IsX86(runtime)))
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

    /// <summary>Whether a runtime identifier is of x86 (32 or 64 bits): the default of NativeAOT elsewhere, ARM64, has the vectors that emitted code is made for.</summary>
    private static bool IsX86(string runtime) =>
        runtime.Trim().EndsWith("-x64", StringComparison.OrdinalIgnoreCase) || runtime.Trim().EndsWith("-x86", StringComparison.OrdinalIgnoreCase);
}
