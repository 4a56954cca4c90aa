using System;
using System.Collections.Generic;
using RnnGen.Generator.Model;
using RnnGen.Generator.Parsing;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Layers;

/// <summary>Floats, beside other inputs.</summary>
internal sealed class InputLayerKind() : LayerKind("InputLayer", "size")
{
    /// <inheritdoc/>
    public override bool KnowsInput => true;

    /// <inheritdoc/>
    public override bool IsInput => true;

    /// <inheritdoc/>
    public override void Parse(AttributeReader reader, IReadOnlyDictionary<string, int> arguments, LayerStack stack)
    {
        int size = arguments["size"];
        reader.CheckSize("size", size, CellSpec.MinSize, CellSpec.MaxLayerSize);
        (string member, string name) = stack.Named(reader, "input");
        stack.AddInput(reader, Attribute, "it takes floats of its own", new FloatInputSpec(member, name, size) { Dropout = DropoutSpec.Parse(reader) });
    }
}

/// <summary>Floats.</summary>
internal sealed record FloatInputSpec(string Member, string Name, int Output) : InputSpec(Member, Name, Output, Output)
{
    /// <summary>What stands behind the name of the span of gradients.</summary>
    public const string Gradients = nameof(Gradients);

    /// <inheritdoc/>
    public override string[] Endings => ["", Gradients];

    /// <inheritdoc/>
    public override string Meaning() => StateFingerprint.Joined("Input", Output);

    /// <inheritdoc/>
    public override LayerPlan Plan(LayerPlace place) => throw new InvalidOperationException("Floats are no layer where they are the only input.");

    /// <inheritdoc/>
    public override InputPlan Plan(InputPlace place) => new FloatInput(this, place);
}

/// <summary>Planned floats.</summary>
internal sealed record FloatInput : InputPlan
{
    /// <summary>Plans it.</summary>
    public FloatInput(FloatInputSpec spec, InputPlace place)
        : base(spec, place)
    {
    }

    /// <inheritdoc/>
    public override bool TakesFloats => true;

    /// <summary>The name of the span of its gradients.</summary>
    public string Gradients => Argument + FloatInputSpec.Gradients;

    /// <inheritdoc/>
    public override string Description => "floats";

    /// <inheritdoc/>
    public override string Call => $"Floats<{Member}>";

    /// <inheritdoc/>
    public override IReadOnlyList<InputSpan> Spans => [new("float", Argument, Field, $"Floats: [{{0}}{CodeText.Number(Output)}]")];

    /// <inheritdoc/>
    public override (string Type, string Meaning) StepMember => ("global::System.ReadOnlySpan<float>", $"Floats: [{CodeText.Number(Output)}]");

    /// <inheritdoc/>
    public override string Measured => $"Floats({Field}, {Member}.Outputs, \"{Argument}\")";

    /// <inheritdoc/>
    public override string AtPlace => $"{Field}.Slice(place * {Member}.Outputs, {Member}.Outputs)";

    /// <inheritdoc/>
    protected override string Interface => "IFloatInput";

    /// <inheritdoc/>
    protected override IEnumerable<(string Of, string Name, int Value, string Summary)> Sizes =>
        [("IFloatInput", "FloatColumn", Place.FloatColumn, "Floats of a step that inputs of floats before it take.")];
}
