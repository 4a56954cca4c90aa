using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Model;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator;

/// <summary>The pipeline, and nothing else: attribute -> parse -> plan -> emit. Invalid declarations are skipped here; the analyzer reports them.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class RnnGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        Register(context, CellKind.Lstm);
        Register(context, CellKind.Gru);
        Register(context, CellKind.Rnn);
        RegisterNetworks(context);
    }

    private static void Register(IncrementalGeneratorInitializationContext context, CellKind kind)
    {
        IncrementalValuesProvider<CellSpec> cells = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownNames.AttributeOf(kind),
                static (node, _) => node is TypeDeclarationSyntax,
                (context, cancellation) => CellParser.Parse((INamedTypeSymbol)context.TargetSymbol, kind, context.Attributes[0], report: null, cancellation))
            .WithTrackingName(TrackingNames.Spec)
            .Where(static spec => spec is not null)!;

        context.RegisterSourceOutput(cells, static (production, spec) => Add(production, spec.Type, EmittedFile.Of(spec)));
    }

    private static void RegisterNetworks(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<NetworkSpec> networks = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownNames.Network,
                static (node, _) => node is TypeDeclarationSyntax,
                static (context, cancellation) => NetworkParser.Parse((INamedTypeSymbol)context.TargetSymbol, context.Attributes[0], report: null, cancellation))
            .WithTrackingName(TrackingNames.Spec)
            .Where(static spec => spec is not null)!;

        context.RegisterSourceOutput(networks, static (production, spec) => Add(production, spec.Type, EmittedFile.Of(spec)));
    }

    private static void Add(SourceProductionContext production, TypeSpec type, IEnumerable<EmittedFile> emitted)
    {
        EmittedFile[] files = [.. emitted];
        if (EmittedMembers.Conflicts(type, files).Any())
        {
            return;
        }

        foreach (EmittedFile file in files)
        {
            production.AddSource(file.Type.HintName, SourceText.From(file.Text, Encoding.UTF8));
        }
    }
}
