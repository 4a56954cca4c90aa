using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
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
        DiagnosticDescriptors.LayerName);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var attributes = new Dictionary<INamedTypeSymbol, CellKind>(SymbolEqualityComparer.Default);
            foreach (CellKind kind in new[] { CellKind.Lstm, CellKind.Gru, CellKind.Rnn })
            {
                if (start.Compilation.GetTypeByMetadataName(WellKnownNames.AttributeOf(kind)) is { } attribute)
                {
                    attributes.Add(attribute, kind);
                }
            }

            start.RegisterSymbolAction(
                symbol =>
                {
                    var type = (INamedTypeSymbol)symbol.Symbol;
                    foreach (AttributeData attribute in type.GetAttributes())
                    {
                        if (attribute.AttributeClass is { } attributeClass && attributes.TryGetValue(attributeClass, out CellKind kind))
                        {
                            CellParser.Parse(type, kind, attribute, symbol.ReportDiagnostic, symbol.CancellationToken);
                        }
                        else if (WellKnownNames.IsNetwork(attribute.AttributeClass))
                        {
                            NetworkParser.Parse(type, attribute, symbol.ReportDiagnostic, symbol.CancellationToken);
                        }
                        else if (WellKnownNames.LayerOf(attribute.AttributeClass) is not null)
                        {
                            NetworkParser.CheckNetwork(type, attribute, symbol.ReportDiagnostic, symbol.CancellationToken);
                        }
                    }
                },
                SymbolKind.NamedType);
        });
    }
}
