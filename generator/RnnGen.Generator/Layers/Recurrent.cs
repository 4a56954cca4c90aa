using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Model;
using RnnGen.Generator.Parsing;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Text.CodeText;

namespace RnnGen.Generator.Layers;

/// <summary>Cells of one kind: stacked, in one direction (from the start or from the end) or both, with dropout between them.</summary>
/// <param name="kind">Which cell.</param>
internal sealed class RecurrentLayerKind(CellKind kind) : LayerKind($"{kind}Layer", "hidden")
{
    private const int MaxStacked = 64;

    /// <inheritdoc/>
    public override void Parse(AttributeReader reader, IReadOnlyDictionary<string, int> arguments, LayerStack stack)
    {
        int hidden = arguments["hidden"];
        reader.CheckSize("hidden", hidden, CellSpec.MinSize, CellSpec.MaxLayerSize);
        int input = stack.Input(reader, Attribute, "input", arguments, CellSpec.MaxLayerSize);
        if (stack.IsPooled)
        {
            reader.FailWhole(DiagnosticDescriptors.LayerOrder, Attribute, "pooling over time", "a sequence then has one row");
        }

        int stacked = reader.Option("Layers", 1);
        reader.CheckSize("Layers", stacked, 1, MaxStacked);
        bool bidirectional = reader.Option("Bidirectional", false);
        bool reverse = reader.Option("Reverse", false);
        if (bidirectional && reverse)
        {
            reader.FailAt(DiagnosticDescriptors.OptionsConflict, "Reverse", "Reverse", "Bidirectional", "one of the two cells reads from the end then");
        }

        bool residual = reader.Option("Residual", false);
        DropoutSpec dropout = DropoutSpec.Parse(reader, stacked == 1 ? ("Layers = 1", "it drops between stacked cells only") : null);
        double recurrentDropout = DropoutSpec.ParseShare(reader, "RecurrentDropout");
        (string member, string name) = stack.Named(reader, kind.ToString().ToLowerInvariant());
        string state = stack.NamedStates(name, kind.ToString(), StateEndings(stacked, bidirectional, reverse));
        CellSpec first = CellOptions.Read(reader, new CellSpec(stack.Type, kind, input, hidden)) with { IsLayer = true, Training = stack.IsTrained };
        int output = bidirectional ? 2 * first.OutputSize : first.OutputSize;
        if (residual && reader.IsValid && input != output)
        {
            reader.FailAt(
                DiagnosticDescriptors.OptionsConflict, "Residual", "Residual", first.Projection > 0 ? $"Projection = {Number(first.Projection)}" : $"hidden = {Number(hidden)}",
                $"the layer takes {Number(input)} floats and gives {Number(output)}{(bidirectional ? ", of both directions" : "")}, and the two are added");
        }

        for (int index = 0; index < stacked && reader.IsValid; index++)
        {
            CellSpec cell = stack.Nested(index == 0 ? first : first with { Input = output });
            string ending = StateEnding(index);
            stack.Add(new RecurrentSpec(member + ending, state + ending, name, cell, index, bidirectional, index + 1 < stacked ? dropout : DropoutSpec.None)
            {
                ReadsFromEnd = reverse,
                IsResidual = residual,
                RecurrentDropout = recurrentDropout,
            });
        }

        stack.Below(Attribute, output, bidirectional ? 2 : 1, readsFromEnd: bidirectional || reverse, isResidual: residual);
    }

    /// <summary>What stands behind a layer's name in those of its cells, whatever number of them there is.</summary>
    private static string StateEnding(int index) => string.Format(CultureInfo.InvariantCulture, "L{0}", index);

    private static string[] StateEndings(int stacked, bool bidirectional, bool reverse) =>
    [
        .. from index in Enumerable.Range(0, Math.Min(Math.Max(1, stacked), MaxStacked))
           from direction in bidirectional ? (string[])["", RecurrentSpec.Reverse] : [reverse ? RecurrentSpec.Reverse : ""]
           select StateEnding(index) + direction,
    ];
}

/// <summary>One cell, or one a direction.</summary>
/// <param name="StateMember">The member of the network's state that users see; of the other direction with <see cref="Reverse"/> behind it.</param>
/// <param name="Cell">The cell: a type that is nested in the network.</param>
/// <param name="Index">How many cells of its layer are below it.</param>
/// <param name="Bidirectional">Whether a second one reads from the end.</param>
/// <param name="Dropout">What is dropped of its outputs in training.</param>
internal sealed record RecurrentSpec(string Member, string StateMember, string Name, CellSpec Cell, int Index, bool Bidirectional, DropoutSpec Dropout)
    : LayerSpec(Member, Name, Cell.Input, Bidirectional ? 2 * Cell.OutputSize : Cell.OutputSize)
{
    /// <summary>What stands behind the names of what reads from the end.</summary>
    public const string Reverse = nameof(Reverse);

    private const string ReverseSuffix = "_reverse";

    /// <summary>Whether its only cell reads from the end.</summary>
    public bool ReadsFromEnd { get; init; }

    /// <summary>Whether what it takes is added to what it gives.</summary>
    public bool IsResidual { get; init; }

    /// <summary>The share of its recurrent weights to drop in training.</summary>
    public double RecurrentDropout { get; init; }

    /// <inheritdoc/>
    public override CellSpec Nested() => Cell;

    /// <inheritdoc/>
    public override IEnumerable<ModuleSpec> Modules => Suffixes.Select(suffix => CellTensors.Of(Cell, suffix));

    /// <inheritdoc/>
    public override string Declared => Cell.Declared;

    /// <summary>Which cells of the layer it has, as their tensors' names end.</summary>
    public string[] Suffixes => Bidirectional ? [Suffix, Suffix + ReverseSuffix] : ReadsFromEnd ? [Suffix + ReverseSuffix] : [Suffix];

    private string Suffix => "_l" + Number(Index);

    /// <inheritdoc/>
    public override long ParameterFloats() => ReverseOffset() + CellPlanner.ParameterFloatsOf(Cell);

    /// <summary>Floats before the parameters of the last direction.</summary>
    public long ReverseOffset() => Bidirectional ? NetworkPlanner.Aligned(CellPlanner.ParameterFloatsOf(Cell)) : 0;

    /// <inheritdoc/>
    public override long StateFloats() => CellPlanner.StateFloatsOf(Cell) * (Bidirectional ? 2L : 1L);

    /// <inheritdoc/>
    public override string Meaning() => StateFingerprint.Joined(
        [StateFingerprint.Meaning(Cell), Index, Bidirectional, .. ReadsFromEnd ? (object[])[Reverse] : [], .. IsResidual ? (object[])["Residual"] : []]);

    /// <inheritdoc/>
    public override LayerPlan Plan(LayerPlace place) => new RecurrentLayer(this, place);
}

/// <summary>A planned cell of a network, in one direction or both.</summary>
internal sealed record RecurrentLayer : LayerPlan
{
    private readonly CellSpec _cell;
    private readonly bool _isBidirectional;
    private readonly bool _readsFromEnd;
    private readonly bool _isResidual;
    private readonly double _recurrentDropout;
    private readonly int _depth;
    private readonly int _state;
    private readonly int _firstCell;
    private readonly int _reverseOffset;

    /// <summary>Plans it.</summary>
    public RecurrentLayer(RecurrentSpec spec, LayerPlace place)
        : base(spec, place)
    {
        CellDeclarationPlan plan = place.PlanOf(spec.Cell);
        string[] suffixes = spec.Suffixes;
        var first = new CellInstance(spec.Member, spec.StateMember + (spec.ReadsFromEnd ? RecurrentSpec.Reverse : ""), plan, spec.Name, suffixes[0]);
        _cell = spec.Cell;
        _isBidirectional = spec.Bidirectional;
        _readsFromEnd = spec.ReadsFromEnd;
        _isResidual = spec.IsResidual;
        _recurrentDropout = spec.RecurrentDropout;
        Dropout = spec.Dropout;
        _depth = spec.Index;
        _state = place.State;
        _firstCell = place.Cell;
        _reverseOffset = Offset + (int)spec.ReverseOffset();
        Cells = new EquatableArray<CellInstance>(!_isBidirectional ? [first] :
        [
            first,
            first with
            {
                Member = spec.Member + RecurrentSpec.Reverse,
                StateMember = spec.StateMember + RecurrentSpec.Reverse,
                Suffix = suffixes[1],
            },
        ]);
        ParameterCount = Cells.Count * plan.Plan.ParameterCount;
        StateRow = new StateRow(
            spec.Name, 1, Cells.Count, _cell.OutputSize, CellCatalogue.Of(_cell).HasCellState ? _cell.Hidden : 0, CellPlanner.StateFloatsOf(_cell))
        {
            Member = spec.Member,
            CellType = first.Type,
        };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CellInstance> Cells { get; }

    /// <inheritdoc/>
    public override int ParameterCount { get; }

    /// <inheritdoc/>
    public override StateRow StateRow { get; }

    /// <inheritdoc/>
    public override bool IsCausal => !_isBidirectional && !_readsFromEnd;

    /// <inheritdoc/>
    public override bool Drops => base.Drops || _recurrentDropout > 0;

    /// <inheritdoc/>
    protected override DropoutSpec Dropout { get; }

    /// <inheritdoc/>
    public override string Description =>
        $"{_cell.Kind} of {_cell.Hidden} units{(_isBidirectional ? " in both directions" : _readsFromEnd ? " from the end" : "")}{(_recurrentDropout > 0 ? $", recurrent dropout of {Number(_recurrentDropout)} in training" : "")}{Dropout.Details}{(_isResidual ? ", and what it takes added" : "")}";

    /// <inheritdoc/>
    public override IEnumerable<string> Tensors => Cells.Select(static cell => "weight_ih" + cell.Suffix);

    /// <inheritdoc/>
    public override string Call => $"Recurrent<{Member}, {Type}.Cell>";

    /// <inheritdoc/>
    protected override string Interface => "IRecurrentLayer";

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, int Value, string Summary)> Sizes =>
    [
        ("Parameters", Offset, "Where its parameters start."),
        .. _isBidirectional ? ((string, int, string)[])[("ReverseParameters", _reverseOffset, "Where those of the cell start that reads from the end.")] : [],
        ("State", _state, "Floats of the network's state before its own."),
        ("Cell", _firstCell, "Cells of the network before its own."),
        ("Depth", _depth, "Its place among stacked cells; 0 is the lowest."),
        .. _isResidual ? ((string, int, string)[])[(ResidualConstant, Output, "Floats of a row that it takes, which are added to those that it gives.")] : [],
    ];

    /// <inheritdoc/>
    protected override IEnumerable<(string Of, string Name, double Value, string Summary)> Shares =>
    [
        .. base.Shares,
        .. _recurrentDropout > 0
            ? ((string, string, double, string)[])[(Interface, "RecurrentDropout", _recurrentDropout, "The share of its recurrent weights to drop in training.")]
            : [],
    ];

    /// <inheritdoc/>
    protected override IEnumerable<(string Type, string Name, string Value)> Facts =>
    [
        ("PanelLayout", "Layout", Type + ".Layout"),
        .. _isBidirectional ? ((string, string, string)[])[("bool", "IsBidirectional", "true")] : [],
        .. _readsFromEnd ? ((string, string, string)[])[("bool", "IsReverse", "true")] : [],
    ];

    /// <inheritdoc/>
    public override bool WritesRow => _isResidual;

    /// <inheritdoc/>
    protected override string OutputConstant => ResidualConstant;

    private const string ResidualConstant = "Residual";

    private string Type => Cells[0].Type;

    /// <summary>h stands first in the state: what the next layer takes, if nothing is added to it.</summary>
    protected override string WriteStep(SourceWriter writer, string x, string y)
    {
        string h = _isResidual ? "h" + Member : Camel(Member);
        writer.WriteLine($"ref float {h} = {Part("state", "State")};");
        if (_isResidual)
        {
            // What it takes may be in the state, or where it writes.
            writer.WriteLine($"StepRow.Copy(ref {x}, ref {y}, {Member}.{ResidualConstant});");
            WriteCell(writer, y, h);
            writer.WriteLine($"StepRow.Add(ref {h}, ref {y}, {Member}.{ResidualConstant});");
            return y;
        }

        WriteCell(writer, x, h);
        return h;
    }

    private void WriteCell(SourceWriter writer, string x, string h) =>
        writer.WriteLine($"CellRun<{Type}.Cell>.StepChecked(ref {x}, ref {h}, {Part("parameters", "Parameters")});");
}
