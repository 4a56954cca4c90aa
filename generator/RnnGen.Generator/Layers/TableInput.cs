using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Layers;

/// <summary>What tables of tokens and of bags have in common, each as one of several inputs.</summary>
internal abstract record TableInput : InputPlan
{
    protected TableInput(InputSpec spec, InputPlace place, int vocabulary, int paddingIndex, bool hasSparseRows)
        : base(spec, place)
    {
        Vocabulary = vocabulary;
        PaddingIndex = paddingIndex;
        HasSparseRows = hasSparseRows;
    }

    /// <summary>Tokens.</summary>
    public int Vocabulary { get; }

    /// <summary>The token whose row is not trained, or -1.</summary>
    public int PaddingIndex { get; }

    /// <summary>Whether its gradients are those of the rows that were added to.</summary>
    public bool HasSparseRows { get; }

    /// <inheritdoc/>
    public override int ParameterCount => Vocabulary * Output;

    /// <inheritdoc/>
    public override IEnumerable<string> Tensors => ["weight"];

    /// <inheritdoc/>
    protected override IEnumerable<(string Of, string Name, int Value, string Summary)> Sizes =>
    [
        ("ITableInput", "Vocabulary", Vocabulary, "Tokens: rows of the table."),
        ("ITableInput", "Parameters", Place.Offset, "Where the table starts in the parameters."),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<(string Of, string Type, string Name, string Value)> Facts => EmbeddingSpec.FactsOf(PaddingIndex, HasSparseRows)
        .Select(static fact => ("ITableInput", fact.Type, fact.Name, fact.Value));

    /// <summary>What is said of both kinds.</summary>
    protected string Details => EmbeddingSpec.DetailsOf(PaddingIndex, HasSparseRows);
}
