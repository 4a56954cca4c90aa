using System;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Model;
using RnnGen.Generator.Models;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator;

/// <summary>The pipeline, and nothing else: symbols -> spec -> spec with its model file -> plan -> text. Invalid declarations are skipped here; the analyzer reports them.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class RnnGenerator : IIncrementalGenerator
{
    private readonly Declarations _declarations;

    /// <summary>Creates the generator, as the compiler does.</summary>
    public RnnGenerator()
        : this(new Declarations())
    {
    }

    internal RnnGenerator(Declarations declarations) => _declarations = declarations;

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Each description by itself, so that only what has changed is read again.
        IncrementalValueProvider<ModelSet> models = context.AdditionalTextsProvider
            .Where(ModelText.IsDescription)
            .Select(static (file, cancellation) => ModelText.Parse(file.Path, file.GetText(cancellation)?.ToString()))
            .WithTrackingName(TrackingNames.Description)
            .Collect()
            .Select(static (descriptions, _) => new ModelSet(new EquatableArray<ModelDescription>(descriptions)));
        foreach (string attribute in WellKnownNames.WholeTypes)
        {
            IncrementalValuesProvider<DeclarationSpec> specs = context.SyntaxProvider
                .ForAttributeWithMetadataName(attribute, static (node, _) => node is TypeDeclarationSyntax, Parse)
                .WithTrackingName(TrackingNames.Spec)
                .Where(static spec => spec is not null)!;

            // Before anything is planned: a declaration depends on its own file, and not on all.
            IncrementalValuesProvider<DeclarationSpec> bound = specs
                .Combine(models)
                .Select(Bind)
                .WithTrackingName(TrackingNames.Bound)
                .Where(static spec => spec is not null)!;
            IncrementalValuesProvider<DeclarationPlan> plans = bound
                .Select(Plan)
                .WithTrackingName(TrackingNames.Plan)
                .Where(static plan => plan is not null)!;
            context.RegisterSourceOutput(plans, Add);
        }
    }

    private DeclarationSpec? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) => Try(() =>
        _declarations.Parse((INamedTypeSymbol)context.TargetSymbol, context.Attributes[0], context.SemanticModel.Compilation, report: null, cancellation));

    private DeclarationSpec? Bind((DeclarationSpec Declaration, ModelSet Models) pair, CancellationToken cancellation) =>
        Try(() => _declarations.Bind(pair.Declaration, pair.Models, report: null, cancellation));

    private DeclarationPlan? Plan(DeclarationSpec spec, CancellationToken cancellation) => Try(() => _declarations.Plan(spec));

    private void Add(SourceProductionContext production, DeclarationPlan plan)
    {
        if (Try(() => _declarations.Emit(plan)) is not { } text)
        {
            return;
        }

        try
        {
            production.AddSource(plan.Type.HintName, SourceText.From(LibraryAlias.Apply(text, plan.Type.LibraryAlias), Encoding.UTF8));
        }
        catch (ArgumentException fault)
        {
            // The analyzer adds no files, and does not see this one.
            production.ReportDiagnostic(InternalError.Of(plan.Type.Declaration.Name, fault, Location.None));
        }
    }

    // A fault of ours in one declaration must not take the others with it: nothing is emitted for it, and the analyzer, which goes the same way, reports it at
    // its place.
    private static T? Try<T>(Func<T?> step)
        where T : class
    {
        try
        {
            return step();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return null;
        }
    }
}
