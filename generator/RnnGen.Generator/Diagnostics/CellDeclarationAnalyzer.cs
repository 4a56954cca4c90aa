using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RnnGen.Generator.Model;
using RnnGen.Generator.Models;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator.Diagnostics;

/// <summary>Reports what is wrong with the declaration of a cell or network, at the attribute argument or the identifier at fault.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CellDeclarationAnalyzer : DiagnosticAnalyzer
{
    private readonly Declarations _declarations;

    /// <summary>Creates the analyzer, as the compiler does.</summary>
    public CellDeclarationAnalyzer()
        : this(new Declarations())
    {
    }

    internal CellDeclarationAnalyzer(Declarations declarations) => _declarations = declarations;

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
        DiagnosticDescriptors.NotSeen,
        DiagnosticDescriptors.InternalError,
        DiagnosticDescriptors.NoFinalState,
        DiagnosticDescriptors.TiedTo,
        DiagnosticDescriptors.LastStepFromEnd,
        DiagnosticDescriptors.NotNested,
        DiagnosticDescriptors.NoSuchModel,
        DiagnosticDescriptors.SeveralModels,
        DiagnosticDescriptors.ModelWithLayers,
        DiagnosticDescriptors.IncompleteModel,
        DiagnosticDescriptors.UnusableModel,
        DiagnosticDescriptors.WeightsDiffer,
        DiagnosticDescriptors.WeightsMissing,
        DiagnosticDescriptors.WeightsUnread,
        DiagnosticDescriptors.NoConstructor,
        DiagnosticDescriptors.DescriptionOfAnotherVersion);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            // A project that does not reference the library pays nothing.
            if (!start.Compilation.GetTypesByMetadataName(WellKnownNames.Network).IsEmpty)
            {
                var visible = new VisibleCode(start.Compilation);
                var models = new Lazy<ModelSet>(() => ModelsOf(start.Options.AdditionalFiles));
                start.RegisterSymbolAction(context => Analyze(context, visible, models), SymbolKind.NamedType);
            }
        });
    }

    private static ModelSet ModelsOf(ImmutableArray<AdditionalText> files) => new(new EquatableArray<ModelDescription>(
        files.Where(ModelText.IsDescription).Select(static file => ModelText.Parse(file.Path, file.GetText()?.ToString()))));

    private void Analyze(SymbolAnalysisContext context, VisibleCode visible, Lazy<ModelSet> models)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        ImmutableArray<AttributeData> attributes = type.GetAttributes();
        AttributeData? stray = null;
        bool isNetwork = false;
        foreach (AttributeData attribute in attributes)
        {
            if (WellKnownNames.IsWholeType(attribute.AttributeClass))
            {
                isNetwork |= WellKnownNames.IsNetwork(attribute.AttributeClass);
                Analyze(type, attribute, context, visible, models);
            }
            else if (WellKnownNames.LayerOf(attribute.AttributeClass) is not null)
            {
                stray ??= attribute;
            }
        }

        if (!isNetwork && stray is not null && type.TypeKind == TypeKind.Class)
        {
            NetworkParser.ReportMissingNetwork(type, stray, new GeneratedConstants(context.Compilation, context.CancellationToken), context.ReportDiagnostic, context.CancellationToken);
        }
    }

    private void Analyze(INamedTypeSymbol type, AttributeData attribute, SymbolAnalysisContext context, VisibleCode visible, Lazy<ModelSet> models)
    {
        try
        {
            DeclarationSpec? spec = _declarations.Parse(type, attribute, context.Compilation, context.ReportDiagnostic, context.CancellationToken);
            if (spec?.File is not null)
            {
                var report = new FileReport(type, attribute, context.ReportDiagnostic, context.CancellationToken);
                spec = _declarations.Bind(spec, models.Value, report, context.CancellationToken);
            }

            if (EmittedParts.IsEmitted(type))
            {
                NameConflicts.Report(type, context);
            }
            else if (spec is not null)
            {
                // A fault of ours, which the generator met too; or the generator could not read what can be read here.
                _ = _declarations.Emit(_declarations.Plan(spec));
                visible.Report(type, attribute, context.ReportDiagnostic, context.CancellationToken);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Location location = attribute.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken).GetLocation() ?? Location.None;
            context.ReportDiagnostic(InternalError.Of(type.Name, fault, location));
        }
    }
}
