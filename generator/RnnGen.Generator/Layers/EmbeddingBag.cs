using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Model;
using RnnGen.Generator.Parsing;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Layers;

/// <summary>The sum or mean of rows of a table for a bag of token ids.</summary>
internal sealed class EmbeddingBagLayerKind() : LayerKind("EmbeddingBagLayer", "vocabulary", "size")
{
    /// <inheritdoc/>
    public override bool KnowsInput => true;

    /// <inheritdoc/>
    public override bool IsInput => true;

    /// <inheritdoc/>
    public override void Parse(AttributeReader reader, IReadOnlyDictionary<string, int> arguments, LayerStack stack)
    {
        BagModeKind mode = reader.EnumValue<BagModeKind>("mode", arguments.TryGetValue("mode", out int given) ? given : 0);
        (int padding, bool sparse) = EmbeddingLayerKind.ParseTable(reader, arguments);
        (string member, string name) = stack.Named(reader, "embedding_bag");
        stack.AddInput(
            reader, Attribute, "it takes token ids",
            new EmbeddingBagSpec(member, name, arguments["vocabulary"], arguments["size"], mode)
            {
                PaddingIndex = padding,
                HasSparseRows = sparse,
                Dropout = DropoutSpec.Parse(reader),
            });
    }
}

/// <summary>A table of tokens for bags.</summary>
/// <param name="Mode">What becomes of the rows of a bag.</param>
internal sealed record EmbeddingBagSpec(string Member, string Name, int Vocabulary, int Output, BagModeKind Mode) : InputSpec(Member, Name, 0, Output)
{
    /// <summary>What stands behind the name of the span of offsets.</summary>
    public const string Offsets = nameof(Offsets);

    /// <summary>The token that is not there, or <see cref="EmbeddingSpec.NoPadding"/>.</summary>
    public int PaddingIndex { get; init; } = EmbeddingSpec.NoPadding;

    /// <summary>Whether its gradients are those of the rows that were added to.</summary>
    public bool HasSparseRows { get; init; }

    /// <inheritdoc/>
    public override string[] Endings => ["", Offsets];

    /// <inheritdoc/>
    public override bool MayBeAlone => false;

    /// <inheritdoc/>
    public override IEnumerable<ModuleSpec> Modules => [new("", [new TensorSpec("weight", Vocabulary, Output)])];

    /// <inheritdoc/>
    public override string Declared => $"EmbeddingBagLayer(vocabulary: {Vocabulary}, size: {Output})";

    /// <inheritdoc/>
    public override long ParameterFloats() => (long)Vocabulary * Output;

    /// <summary>Unlike that of a table of single tokens, the token of padding changes what a bag gives.</summary>
    public override string Meaning() => StateFingerprint.Joined(
        ["EmbeddingBag", Vocabulary, Output, Mode, .. PaddingIndex == EmbeddingSpec.NoPadding ? (object[])[] : [PaddingIndex]]);

    /// <inheritdoc/>
    public override LayerPlan Plan(LayerPlace place) => throw new InvalidOperationException("A bag is one of several inputs, also where there is no other.");

    /// <inheritdoc/>
    public override InputPlan Plan(InputPlace place) => new BagInput(this, place);
}

/// <summary>A planned table of tokens for bags.</summary>
internal sealed record BagInput : TableInput
{
    private readonly BagModeKind _mode;

    /// <summary>Plans it.</summary>
    public BagInput(EmbeddingBagSpec spec, InputPlace place)
        : base(spec, place, spec.Vocabulary, spec.PaddingIndex, spec.HasSparseRows) => _mode = spec.Mode;

    /// <inheritdoc/>
    public override string Description => $"the {_mode.ToString().ToLowerInvariant()} of rows of [{Vocabulary}, {Output}]{Details}";

    /// <inheritdoc/>
    public override string Call => $"Bags<{Member}>";

    /// <inheritdoc/>
    public override IReadOnlyList<InputSpan> Spans => new IdRuns(this).Spans("The token ids of all bags, one bag behind the other.", "bag");

    /// <inheritdoc/>
    public override (string Type, string Meaning) StepMember => ("global::System.ReadOnlyMemory<int>", "The token ids of the bag; may be empty.");

    /// <inheritdoc/>
    public override string Measured => new IdRuns(this).Measured;

    /// <inheritdoc/>
    public override string AtPlace => new IdRuns(this).AtPlace;

    /// <inheritdoc/>
    protected override string Interface => "IBagInput";

    /// <inheritdoc/>
    protected override IEnumerable<(string Of, string Type, string Name, string Value)> Facts => [("IBagInput", "BagMode", "Mode", $"BagMode.{_mode}"), .. base.Facts];
}
