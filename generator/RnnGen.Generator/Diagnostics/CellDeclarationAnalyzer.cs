using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Model;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator.Diagnostics;

/// <summary>Reports what is wrong with the declaration of a cell or network, at the attribute argument or the identifier at fault.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CellDeclarationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        DiagnosticDescriptors.NotPartial,
        DiagnosticDescriptors.StaticType,
        DiagnosticDescriptors.SizeOutOfRange,
        DiagnosticDescriptors.UndefinedValue,
        DiagnosticDescriptors.SeveralCells,
        DiagnosticDescriptors.ProjectionOutOfRange,
        DiagnosticDescriptors.OptionsConflict,
        DiagnosticDescriptors.ConstantNotTaken,
        DiagnosticDescriptors.ConstantOutOfRange,
        DiagnosticDescriptors.UnusableNumber,
        DiagnosticDescriptors.LayerWithoutNetwork,
        DiagnosticDescriptors.NoLayers,
        DiagnosticDescriptors.SizesDiffer,
        DiagnosticDescriptors.UnknownInput,
        DiagnosticDescriptors.LayerOrder,
        DiagnosticDescriptors.LayerName,
        DiagnosticDescriptors.FileLocal,
        DiagnosticDescriptors.NameTaken,
        DiagnosticDescriptors.LanguageVersion,
        DiagnosticDescriptors.LargeState,
        DiagnosticDescriptors.LayersInParts,
        DiagnosticDescriptors.DerivedCell,
        DiagnosticDescriptors.NoFinalState,
        DiagnosticDescriptors.LastStepOfBothDirections);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            // A project that does not reference the library pays nothing.
            if (!start.Compilation.GetTypesByMetadataName(WellKnownNames.Network).IsEmpty)
            {
                start.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        ImmutableArray<AttributeData> attributes = type.GetAttributes();
        AttributeData? stray = null;
        bool isNetwork = false;
        foreach (AttributeData attribute in attributes)
        {
            if (WellKnownNames.CellOf(attribute.AttributeClass) is { } kind)
            {
                if (CellParser.Parse(type, kind, attribute, context.ReportDiagnostic, context.CancellationToken) is { } spec)
                {
                    NameConflicts.Report(type, spec.Type, EmittedFile.Of(spec), context);
                }
            }
            else if (WellKnownNames.IsNetwork(attribute.AttributeClass))
            {
                isNetwork = true;
                if (NetworkParser.Parse(type, attribute, context.ReportDiagnostic, context.CancellationToken) is { } spec)
                {
                    NameConflicts.Report(type, spec.Type, EmittedFile.Of(spec), context);
                }
            }
            else if (WellKnownNames.LayerOf(attribute.AttributeClass) is not null)
            {
                stray ??= attribute;
            }
        }

        if (!isNetwork && stray is not null && type.TypeKind == TypeKind.Class)
        {
            NetworkParser.ReportMissingNetwork(type, stray, context.ReportDiagnostic, context.CancellationToken);
        }
    }
}
