using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission;
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
    public override bool IsInput => true;

    /// <inheritdoc/>
    public override void Parse(AttributeReader reader, IReadOnlyDictionary<string, int> arguments, LayerStack stack)
    {
        (int padding, bool sparse) = ParseTable(reader, arguments);
        (string member, string name) = stack.Named(reader, "embedding");
        stack.AddInput(
            reader, Attribute, "it takes token ids",
            new EmbeddingSpec(member, name, arguments["vocabulary"], arguments["size"])
            {
                PaddingIndex = padding,
                HasSparseRows = sparse,
                Dropout = DropoutSpec.Parse(reader),
            });
    }

    /// <summary>Reads what tables of tokens and of bags have in common, and reports what is wrong.</summary>
    public static (int PaddingIndex, bool HasSparseRows) ParseTable(AttributeReader reader, IReadOnlyDictionary<string, int> arguments)
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

        return (padding, reader.Option("SparseRows", false));
    }
}

/// <summary>A table of tokens.</summary>
internal sealed record EmbeddingSpec(string Member, string Name, int Vocabulary, int Output) : InputSpec(Member, Name, 0, Output)
{
    /// <summary>No token stands for nothing.</summary>
    public const int NoPadding = -1;

    /// <summary>The token whose row is not trained, or <see cref="NoPadding"/>.</summary>
    public int PaddingIndex { get; init; } = NoPadding;

    /// <summary>Whether its gradients are those of the rows that were added to.</summary>
    public bool HasSparseRows { get; init; }

    /// <summary>The name of the dense layer whose weight the table is, too, or null: that has the parameters.</summary>
    public string? TiedTo { get; init; }

    /// <inheritdoc/>
    public override string[] Endings => [""];

    /// <inheritdoc/>
    public override IEnumerable<ModuleSpec> Modules => [new("", [new TensorSpec("weight", Vocabulary, Output) { IsOptional = TiedTo is not null }])];

    /// <inheritdoc/>
    public override string Declared => $"EmbeddingLayer(vocabulary: {Vocabulary}, size: {Output})";

    /// <inheritdoc/>
    public override long ParameterFloats() => TiedTo is null ? (long)Vocabulary * Output : 0;

    /// <inheritdoc/>
    public override string Meaning() => StateFingerprint.Joined("Embedding", Vocabulary, Output);

    /// <inheritdoc/>
    public override LayerPlan Plan(LayerPlace place) => new EmbeddingLayer(this, place);

    /// <inheritdoc/>
    public override InputPlan Plan(InputPlace place) => new TokenInput(this, place);

    /// <summary>What the library asks for of a table besides its sizes.</summary>
    public static IEnumerable<(string Type, string Name, string Value)> FactsOf(int paddingIndex, bool hasSparseRows) =>
    [
        .. paddingIndex != NoPadding ? ((string, string, string)[])[("int", "PaddingIndex", CodeText.Number(paddingIndex))] : [],
        .. hasSparseRows ? ((string, string, string)[])[("bool", "HasSparseRows", "true")] : [],
    ];

    /// <summary>The same of a table that is the weight of a dense layer, too.</summary>
    public static IEnumerable<(string Type, string Name, string Value)> FactsOf(string? tiedTo) =>
        tiedTo is null ? [] : [("string", "TiedTo", UserText.Literal(tiedTo))];

    /// <summary>The same in words.</summary>
    public static string DetailsOf(int paddingIndex, bool hasSparseRows) =>
        $"{(paddingIndex != NoPadding ? $", token {CodeText.Number(paddingIndex)} is padding" : "")}{(hasSparseRows ? ", its gradients are sparse" : "")}";
}

/// <summary>A planned table of tokens.</summary>
internal sealed record EmbeddingLayer : LayerPlan
{
    private readonly int _paddingIndex;
    private readonly bool _hasSparseRows;

    /// <summary>Plans it.</summary>
    public EmbeddingLayer(EmbeddingSpec spec, LayerPlace place)
        : base(spec, place)
    {
        Vocabulary = spec.Vocabulary;
        _paddingIndex = spec.PaddingIndex;
        _hasSparseRows = spec.HasSparseRows;
        TiedTo = spec.TiedTo;
        Dropout = spec.Dropout;
    }

    /// <summary>The name of the dense layer whose weight the table is, too, or null.</summary>
    public string? TiedTo { get; }

    /// <inheritdoc/>
    protected override DropoutSpec Dropout { get; }

    /// <inheritdoc/>
    public override int Vocabulary { get; }

    /// <inheritdoc/>
    public override int ParameterCount => Vocabulary * Output;

    /// <inheritdoc/>
    public override string Description => $"a row of [{Vocabulary}, {Output}]{EmbeddingSpec.DetailsOf(_paddingIndex, _hasSparseRows)}{Dropout.Details}";

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
    protected override IEnumerable<(string Type, string Name, string Value)> Facts =>
        [.. EmbeddingSpec.FactsOf(_paddingIndex, _hasSparseRows), .. EmbeddingSpec.FactsOf(TiedTo)];

    /// <inheritdoc/>
    public override bool WritesRow => false;

    /// <summary>The driver has looked the row up.</summary>
    protected override string WriteStep(SourceWriter writer, string x, string y) => x;
}

/// <summary>A planned table of tokens, one of several inputs.</summary>
internal sealed record TokenInput : TableInput
{
    private readonly string? _tiedTo;

    /// <summary>Plans it.</summary>
    public TokenInput(EmbeddingSpec spec, InputPlace place)
        : base(spec, place, spec.Vocabulary, spec.PaddingIndex, spec.HasSparseRows) => _tiedTo = spec.TiedTo;

    /// <inheritdoc/>
    public override string Description => $"a row of [{Vocabulary}, {Output}]{Details}";

    /// <inheritdoc/>
    public override string Call => $"Tokens<{Member}>";

    /// <inheritdoc/>
    public override IReadOnlyList<InputSpan> Spans => [new("int", Argument, Field, "Token ids: [{1}]")];

    /// <inheritdoc/>
    public override (string Type, string Meaning) StepMember => ("int", "The token's id.");

    /// <inheritdoc/>
    public override string Measured => $"Tokens({Field}, \"{Argument}\")";

    /// <inheritdoc/>
    public override string AtPlace => $"{Field}.Slice(place, 1)";

    /// <inheritdoc/>
    protected override string Interface => "ITokenInput";

    /// <inheritdoc/>
    protected override IEnumerable<(string Of, string Type, string Name, string Value)> Facts =>
        [.. base.Facts, .. EmbeddingSpec.FactsOf(_tiedTo).Select(static fact => ("ITokenInput", fact.Type, fact.Name, fact.Value))];
}
