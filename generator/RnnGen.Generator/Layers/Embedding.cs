using System.Collections.Generic;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Model;
using RnnGen.Generator.Parsing;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Layers;

/// <summary>A row of a table for each token id.</summary>
internal sealed class EmbeddingLayerKind() : LayerKind("EmbeddingLayer", "vocabulary", "size")
{
    private const int MaxVocabulary = 1 << 20;

    /// <inheritdoc/>
    public override bool KnowsInput => true;

    /// <inheritdoc/>
    public override void Parse(AttributeReader reader, IReadOnlyDictionary<string, int> arguments, LayerStack stack)
    {
        (int vocabulary, int size) = (arguments["vocabulary"], arguments["size"]);
        reader.CheckSize("vocabulary", vocabulary, 1, MaxVocabulary);
        reader.CheckSize("size", size, CellSpec.MinSize, CellSpec.MaxLayerSize);
        int padding = reader.Option("PaddingIndex", EmbeddingSpec.NoPadding);

        // A vocabulary that is out of range has been reported, and bounds no token.
        if (vocabulary is >= 1 and <= MaxVocabulary)
        {
            reader.CheckSize("PaddingIndex", padding, EmbeddingSpec.NoPadding, vocabulary - 1);
        }

        if (stack.Above.Length > 0)
        {
            reader.FailWhole(DiagnosticDescriptors.LayerOrder, Attribute, stack.Above, "it takes token ids");
        }

        (string member, string name) = stack.Named(reader, "embedding");
        stack.Add(new EmbeddingSpec(member, name, vocabulary, size) { PaddingIndex = padding }, Attribute);
    }
}

/// <summary>A table of tokens.</summary>
internal sealed record EmbeddingSpec(string Member, string Name, int Vocabulary, int Output) : LayerSpec(Member, Name, 0, Output)
{
    /// <summary>No token stands for nothing.</summary>
    public const int NoPadding = -1;

    /// <summary>The token whose row is not trained, or <see cref="NoPadding"/>.</summary>
    public int PaddingIndex { get; init; } = NoPadding;

    /// <inheritdoc/>
    public override long ParameterFloats() => (long)Vocabulary * Output;

    /// <inheritdoc/>
    public override string Meaning() => StateFingerprint.Joined("Embedding", Vocabulary, Output);

    /// <inheritdoc/>
    public override LayerPlan Plan(LayerPlace place) => new EmbeddingLayer(this, place);
}

/// <summary>A planned table of tokens.</summary>
internal sealed record EmbeddingLayer : LayerPlan
{
    private readonly int _paddingIndex;

    /// <summary>Plans it.</summary>
    public EmbeddingLayer(EmbeddingSpec spec, LayerPlace place)
        : base(spec, place)
    {
        Vocabulary = spec.Vocabulary;
        _paddingIndex = spec.PaddingIndex;
    }

    /// <inheritdoc/>
    public override int Vocabulary { get; }

    /// <inheritdoc/>
    public override int ParameterCount => Vocabulary * Output;

    /// <inheritdoc/>
    public override string Description => $"a row of [{Vocabulary}, {Output}]{(HasPadding ? $", token {_paddingIndex} is padding" : "")}";

    /// <inheritdoc/>
    public override IEnumerable<string> Tensors => ["weight"];

    /// <inheritdoc/>
    public override string Call => $"Embedding<{Member}>";

    /// <inheritdoc/>
    protected override string Interface => "IEmbeddingLayer";

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, int Value, string Summary)> Sizes =>
    [
        ("Vocabulary", Vocabulary, "Tokens: rows of the table."),
        ("Outputs", Output, "Floats of a row."),
        ("Parameters", Offset, "Where the table starts in the parameters."),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<(string Type, string Name, string Value)> Facts => HasPadding ? [("int", "PaddingIndex", CodeText.Number(_paddingIndex))] : [];

    private bool HasPadding => _paddingIndex != EmbeddingSpec.NoPadding;

    /// <inheritdoc/>
    protected override bool WritesRow => false;

    /// <summary>The driver has looked the row up.</summary>
    protected override string WriteStep(SourceWriter writer, string x, string y) => x;
}
