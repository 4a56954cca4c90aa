using System.Collections.Generic;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Model;
using RnnGen.Generator.Parsing;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Layers;

/// <summary>One row a sequence, of those of all steps.</summary>
internal sealed class PoolingLayerKind() : LayerKind("PoolingLayer", "pooling")
{
    /// <inheritdoc/>
    public override void Parse(AttributeReader reader, IReadOnlyDictionary<string, int> arguments, LayerStack stack)
    {
        PoolingKind pooling = reader.EnumValue<PoolingKind>("pooling", arguments["pooling"]);
        int input = stack.Input(reader, Attribute, "", new Dictionary<string, int>(), 0);
        if (stack.IsPooled)
        {
            reader.FailWhole(DiagnosticDescriptors.LayerOrder, Attribute, "pooling over time", "a sequence then has one row");
        }
        else if (pooling == PoolingKind.FinalState && stack.Directions == 0)
        {
            reader.FailAt(DiagnosticDescriptors.NoFinalState, "pooling", stack.Above.Length > 0 ? stack.Above : "no layer");
        }
        else if (pooling == PoolingKind.FinalState && stack.IsResidual)
        {
            reader.FailAt(
                DiagnosticDescriptors.OptionsConflict, "pooling", "Pooling.FinalState", "Residual", $"the final state is h alone, without what {stack.Above} adds to it");
        }
        else if (pooling == PoolingKind.FinalState && stack.IsBehindDropout)
        {
            reader.FailWhole(DiagnosticDescriptors.LayerOrder, Attribute, "[DropoutLayer]", "a final state is not dropped: put the dropout behind it");
        }

        Pool(reader, "pooling", pooling, input, stack);
        stack.Below(Attribute, input);
    }

    /// <summary>Puts pooling on the stack. The last step of a layer that reads from the end is not its final state, which is said.</summary>
    /// <param name="reader">The attribute that asks for it.</param>
    /// <param name="argument">The argument of the attribute that does.</param>
    /// <param name="pooling">How.</param>
    /// <param name="input">Floats a row.</param>
    /// <param name="stack">The layers above.</param>
    public static void Pool(AttributeReader reader, string argument, PoolingKind pooling, int input, LayerStack stack)
    {
        if (pooling == PoolingKind.LastStep && stack.ReadsFromEnd && !stack.IsPooled)
        {
            reader.WarnAt(
                DiagnosticDescriptors.LastStepFromEnd, argument, stack.Directions == 1 ? $"{stack.Above}, which reads from the end," : $"the reverse direction of {stack.Above}");
        }

        stack.AddPooling(new PoolingSpec("Pooled", input, pooling));
    }
}

/// <summary>Pooling over time.</summary>
/// <param name="Pooling">How.</param>
internal sealed record PoolingSpec(string Member, int Input, PoolingKind Pooling) : LayerSpec(Member, "", Input, Input)
{
    /// <inheritdoc/>
    public override long StateFloats() => Pooling switch
    {
        PoolingKind.FinalState => 0,
        PoolingKind.Mean => (2L * Output) + CountFloats,
        _ => (long)Output + CountFloats,
    };

    /// <summary>Floats that the number of steps takes.</summary>
    private const int CountFloats = sizeof(long) / sizeof(float);

    /// <inheritdoc/>
    public override string Meaning() => StateFingerprint.Joined("Pooling", Input, Pooling);

    /// <inheritdoc/>
    public override LayerPlan Plan(LayerPlace place) => new PoolingLayer(this, place);
}

/// <summary>Planned pooling: it takes rows as they come, and gives one in the end.</summary>
internal sealed record PoolingLayer : LayerPlan
{
    private readonly PoolingKind _pooling;

    // Floats of the network's state before what it keeps, or before the final states of the layer above.
    private readonly int _state;

    // Those of the layer above, if it is recurrent: their final states.
    private readonly int _firstCell;
    private readonly int _directions;

    /// <summary>Plans it.</summary>
    public PoolingLayer(PoolingSpec spec, LayerPlace place)
        : base(spec, place)
    {
        _pooling = spec.Pooling;
        _directions = place.Above?.Cells.Count ?? 0;
        _firstCell = place.Cell - _directions;
        _state = KeepsRows || place.Above?.StateRow is not { } states ? place.State : place.State - (states.Directions * states.PaddedFloats);
    }

    /// <inheritdoc/>
    public override bool GivesSequences => true;

    /// <inheritdoc/>
    public override string Description => _pooling switch
    {
        PoolingKind.Mean => "the mean over time",
        PoolingKind.Max => "the largest over time",
        PoolingKind.FinalState => "the final state",
        _ => "the last step",
    };

    /// <inheritdoc/>
    public override PooledRow? Pooled => !KeepsRows ? null
        : _pooling == PoolingKind.Mean ? new(Member, Output, "double", sizeof(double))
        : new(Member, Output, "float", sizeof(float));

    /// <summary>What the library's passes call it where it takes the rows of steps.</summary>
    public string TakeCall => $"Pool<{Member}>";

    /// <inheritdoc/>
    public override string Call => $"FinishPooling<{Member}>";

    /// <summary>Whether something of the rows is kept in the state; a final state is there already.</summary>
    private bool KeepsRows => _pooling != PoolingKind.FinalState;

    /// <inheritdoc/>
    protected override string Interface => "IPoolingLayer";

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, int Value, string Summary)> Sizes =>
    [
        ("Width", Output, "Floats of a row."),
        ("State", _state, KeepsRows ? "Floats of the network's state before what it keeps." : "Floats of the network's state before the final states."),
        .. KeepsRows ? ((string, int, string)[])[] :
        [
            ("Cell", _firstCell, "Cells of the network before those of the layer above."),
            ("Directions", _directions, "Directions of the layer above."),
        ],
    ];

    /// <inheritdoc/>
    protected override IEnumerable<(string Type, string Name, string Value)> Facts => [("Pooling", "Pooling", $"Pooling.{_pooling}")];

    /// <inheritdoc/>
    public override bool WritesRow => KeepsRows;

    /// <inheritdoc/>
    protected override string OutputConstant => "Width";

    /// <inheritdoc/>
    protected override string WriteStep(SourceWriter writer, string x, string y)
    {
        if (!KeepsRows)
        {
            return x;
        }

        writer.WriteLine($"PooledState.Step<{Member}>(ref {x}, ref state, ref {y});");
        return y;
    }
}
