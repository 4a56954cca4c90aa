using System.Collections.Generic;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Model;
using RnnGen.Generator.Parsing;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Layers;

/// <summary>W x + b, and an activation of it.</summary>
internal sealed class DenseLayerKind() : LayerKind("DenseLayer", "outputs")
{
    private const int MaxOutputs = 1 << 16;

    /// <inheritdoc/>
    public override void Parse(AttributeReader reader, IReadOnlyDictionary<string, int> arguments, LayerStack stack)
    {
        int outputs = arguments["outputs"];
        reader.CheckSize("outputs", outputs, 1, MaxOutputs);
        int input = stack.Input(reader, Attribute, "inputs", arguments, MaxOutputs);
        DenseActivationKind activation = reader.EnumOption("Activation", DenseActivationKind.None);
        if (reader.EnumOption("Steps", DenseStepsKind.PerStep) == DenseStepsKind.LastStep && !stack.IsPooled)
        {
            PoolingLayerKind.Pool(reader, "Steps", PoolingKind.LastStep, input, stack);
        }

        (string member, string name) = stack.Named(reader, "linear");
        string? tieTo = reader.Option<string?>("TieTo", null);
        if (tieTo is not null && reader.IsValid)
        {
            stack.Tie(reader, tieTo, name, input, outputs);
        }

        stack.Add(new DenseSpec(member, name, input, outputs, activation) { TieTo = tieTo }, Attribute);
    }
}

/// <summary>A dense layer.</summary>
/// <param name="Activation">What is applied to its sums.</param>
internal sealed record DenseSpec(string Member, string Name, int Input, int Output, DenseActivationKind Activation) : LayerSpec(Member, Name, Input, Output)
{
    /// <summary>Outputs up to which it sums along its inputs; the library's <c>DenseLayout</c> has the same (a test compares them).</summary>
    private const int MaxDotOutputs = 4;

    /// <summary>Outputs of a panel of its weights.</summary>
    private const int PanelLanes = 8;

    /// <summary>The name of the embedding whose table is its weight, too, or null.</summary>
    public string? TieTo { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<ModuleSpec> Modules =>
        [new("", [new TensorSpec("weight", Output, Input) { IsOptional = TieTo is not null }, new TensorSpec("bias", Output) { IsOptional = true }])];

    /// <inheritdoc/>
    public override string Declared => $"DenseLayer(inputs: {Input}, outputs: {Output})";

    /// <inheritdoc/>
    public override long ParameterFloats() => Output <= MaxDotOutputs
        ? (Output * NetworkPlanner.Aligned(Input)) + NetworkPlanner.LineFloats
        : NetworkPlanner.Aligned((Input + 1L) * ((Output + PanelLanes - 1) / PanelLanes * PanelLanes));

    /// <inheritdoc/>
    public override string Meaning() => StateFingerprint.Joined("Dense", Input, Output, Activation);

    /// <inheritdoc/>
    public override LayerPlan Plan(LayerPlace place) => new DenseLayer(this, place);
}

/// <summary>A planned dense layer.</summary>
internal sealed record DenseLayer : LayerPlan
{
    private readonly DenseActivationKind _activation;
    private readonly string? _tieTo;

    /// <summary>Plans it.</summary>
    public DenseLayer(DenseSpec spec, LayerPlace place)
        : base(spec, place)
    {
        _activation = spec.Activation;
        _tieTo = spec.TieTo;
    }

    /// <inheritdoc/>
    public override int ParameterCount => _tieTo is null ? (Input + 1) * Output : Output;

    /// <inheritdoc/>
    public override string Description =>
        $"{(HasActivation ? _activation.ToString().ToLowerInvariant() + " of " : "")}W x + b{(_tieTo is null ? "" : $", where W is the table of {UserText.Documentation(_tieTo)}")}";

    /// <inheritdoc/>
    public override IEnumerable<string> Tensors => [_tieTo is null ? "weight" : "bias"];

    /// <inheritdoc/>
    public override string Call => $"Dense<{Member}>";

    /// <inheritdoc/>
    protected override string Interface => "IDenseLayer";

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, int Value, string Summary)> Sizes =>
    [
        ("Inputs", Input, "Floats of a row that it takes."),
        ("Outputs", Output, "Floats of a row that it gives."),
        ("Parameters", Offset, "Where its parameters start."),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<(string Type, string Name, string Value)> Facts =>
        HasActivation ? [("DenseActivation", "Activation", $"DenseActivation.{_activation}")] : [];

    private bool HasActivation => _activation != DenseActivationKind.None;

    /// <inheritdoc/>
    protected override string WriteStep(SourceWriter writer, string x, string y)
    {
        writer.WriteLine($"DenseRows.Step<{Member}>(ref {x}, {Part("parameters", "Parameters")}, ref {y});");
        return y;
    }
}
