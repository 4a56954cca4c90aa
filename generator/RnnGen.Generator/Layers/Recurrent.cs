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

/// <summary>Cells of one kind: stacked, in one direction or both, with dropout between them.</summary>
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
        double dropout = ParseDropout(reader, stacked);
        (string member, string name) = stack.Named(reader, kind.ToString().ToLowerInvariant());
        string state = stack.NamedStates(name, kind.ToString(), StateEndings(stacked, bidirectional));
        CellSpec first = CellOptions.Read(reader, new CellSpec(stack.Type, kind, input, hidden)) with { IsLayer = true, Training = stack.IsTrained };
        int output = bidirectional ? 2 * first.OutputSize : first.OutputSize;
        for (int index = 0; index < stacked && reader.IsValid; index++)
        {
            CellSpec cell = stack.Nested(index == 0 ? first : first with { Input = output });
            string ending = StateEnding(index);
            stack.Add(new RecurrentSpec(member + ending, state + ending, name, cell, index, bidirectional, index + 1 < stacked ? dropout : 0));
        }

        stack.Below(Attribute, output, bidirectional ? 2 : 1);
    }

    private static double ParseDropout(AttributeReader reader, int stacked)
    {
        double dropout = reader.Option("Dropout", 0.0);
        if (!(dropout is >= 0 and < 1))
        {
            reader.FailAt(DiagnosticDescriptors.UnusableNumber, "Dropout", "Dropout", Number(dropout), "from 0 to below 1");
        }
        else if (dropout > 0 && stacked == 1)
        {
            reader.FailAt(DiagnosticDescriptors.OptionsConflict, "Dropout", AttributeReader.Idle, "Dropout", "Layers = 1", "it drops between stacked cells only");
        }

        return dropout;
    }

    /// <summary>What stands behind a layer's name in those of its cells, whatever number of them there is.</summary>
    private static string StateEnding(int index) => string.Format(CultureInfo.InvariantCulture, "L{0}", index);

    private static string[] StateEndings(int stacked, bool bidirectional) =>
    [
        .. from index in Enumerable.Range(0, Math.Min(Math.Max(1, stacked), MaxStacked))
           from direction in bidirectional ? (string[])["", RecurrentSpec.Reverse] : [""]
           select StateEnding(index) + direction,
    ];
}

/// <summary>One cell, or one a direction.</summary>
/// <param name="StateMember">The member of the network's state that users see; of the other direction with <see cref="Reverse"/> behind it.</param>
/// <param name="Cell">The cell: a type that is nested in the network.</param>
/// <param name="Index">How many cells of its layer are below it.</param>
/// <param name="Bidirectional">Whether a second one reads from the end.</param>
/// <param name="Dropout">The share of its outputs to drop in training.</param>
internal sealed record RecurrentSpec(string Member, string StateMember, string Name, CellSpec Cell, int Index, bool Bidirectional, double Dropout)
    : LayerSpec(Member, Name, Cell.Input, Bidirectional ? 2 * Cell.OutputSize : Cell.OutputSize)
{
    /// <summary>What stands behind the names of what reads from the end.</summary>
    public const string Reverse = nameof(Reverse);

    /// <inheritdoc/>
    public override CellSpec Nested() => Cell;

    /// <inheritdoc/>
    public override long ParameterFloats() => ReverseOffset() + CellPlanner.ParameterFloatsOf(Cell);

    /// <summary>Floats before the parameters of the last direction.</summary>
    public long ReverseOffset() => Bidirectional ? NetworkPlanner.Aligned(CellPlanner.ParameterFloatsOf(Cell)) : 0;

    /// <inheritdoc/>
    public override long StateFloats() => CellPlanner.StateFloatsOf(Cell) * (Bidirectional ? 2L : 1L);

    /// <inheritdoc/>
    public override string Meaning() => StateFingerprint.Joined(StateFingerprint.Meaning(Cell), Index, Bidirectional);

    /// <inheritdoc/>
    public override LayerPlan Plan(LayerPlace place) => new RecurrentLayer(this, place);
}

/// <summary>A planned cell of a network, in one direction or both.</summary>
internal sealed record RecurrentLayer : LayerPlan
{
    private readonly CellSpec _cell;
    private readonly bool _isBidirectional;
    private readonly double _dropout;

    /// <summary>Plans it.</summary>
    public RecurrentLayer(RecurrentSpec spec, LayerPlace place)
        : base(spec, place)
    {
        CellDeclarationPlan plan = place.PlanOf(spec.Cell);
        string suffix = "_l" + Number(spec.Index);
        int floats = plan.Plan.ParameterFloats;
        var forward = new CellInstance(spec.Member, spec.StateMember, plan, Offset, floats, spec.Name, suffix);
        _cell = spec.Cell;
        _isBidirectional = spec.Bidirectional;
        _dropout = spec.Dropout;
        Cells = new EquatableArray<CellInstance>(!_isBidirectional ? [forward] :
        [
            forward,
            forward with
            {
                Member = spec.Member + RecurrentSpec.Reverse,
                StateMember = spec.StateMember + RecurrentSpec.Reverse,
                Offset = Offset + (int)spec.ReverseOffset(),
                Suffix = suffix + "_reverse",
            },
        ]);
        ParameterCount = Cells.Count * plan.Plan.ParameterCount;
        StateRow = new StateRow(
            spec.Name, 1, Cells.Count, _cell.OutputSize, CellCatalogue.Of(_cell).HasCellState ? _cell.Hidden : 0, plan.Plan.PaddedOutput, CellPlanner.StateFloatsOf(_cell));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CellInstance> Cells { get; }

    /// <inheritdoc/>
    public override int ParameterCount { get; }

    /// <inheritdoc/>
    public override StateRow StateRow { get; }

    /// <inheritdoc/>
    public override bool IsCausal => !_isBidirectional;

    /// <inheritdoc/>
    public override bool Drops => _dropout > 0;

    /// <inheritdoc/>
    public override string Description =>
        $"{_cell.Kind} of {_cell.Hidden} units{(_isBidirectional ? " in both directions" : "")}{(Drops ? $", then dropout of {Number(_dropout)} in training" : "")}";

    /// <inheritdoc/>
    public override IReadOnlyList<TensorGroup> Tensors =>
    [
        .. Cells.Select(static cell => new TensorGroup(
            cell.Name, "weight_ih" + cell.Suffix, cell.Offset, cell.Floats, $"({cell.Type}.Layout with {{ Suffix = \"{cell.Suffix}\" }})", "", IsCell: true)),
    ];

    /// <inheritdoc/>
    public override IEnumerable<BufferPlan> Buffers =>
    [
        .. base.Buffers,
        .. _isBidirectional ? (BufferPlan[])[BufferPlan.OfFloats(HalfMember, "rows", _cell.OutputSize), BufferPlan.OfFloats(TurnedMember, "rows", Input)] : [],
    ];

    // Rows of one direction, and inputs from the end.
    private string HalfMember => Member + "Half";

    private string TurnedMember => Member + "Turned";

    private string Half => Local + "Half";

    private string Turned => Local + "Turned";

    private CellInstance Forward => Cells[0];

    private CellInstance Reverse => Cells[1];

    /// <inheritdoc/>
    public override string WriteStep(SourceWriter writer, string input, bool isLast)
    {
        writer.WriteLine($"_layers.{Member}.Step({input}, ref state.{Forward.StateField});");
        return $"state.{Forward.StateField}.Hidden";
    }

    /// <inheritdoc/>
    public override void WriteRun(SourceWriter writer, string input, string output) =>
        writer.WriteLine($"_layers.{Member}.Run({input}, {output}, ref state.{Forward.StateField});");

    /// <inheritdoc/>
    public override void WriteBatch(SourceWriter writer, string input, string output)
    {
        if (_isBidirectional)
        {
            writer.WriteLine();
            writer.WriteLine("// Forward, and from the end of every sequence, side by side.");
        }

        WriteDirections(writer, "workspace", input, output, WriteBatchSegments);
    }

    /// <inheritdoc/>
    public override void WriteForward(SourceWriter writer, string input, string output)
    {
        WriteDirections(writer, "tape", input, output, WriteForwardSegments);
        WriteDropout(writer, output);
    }

    /// <inheritdoc/>
    public override void WriteBackward(SourceWriter writer, string input)
    {
        WriteDropout(writer, "given");
        WriteTaken(writer);
        if (_isBidirectional)
        {
            (string inputs, string half, string both) = Widths;
            WriteHalves(writer, "tape");
            writer.WriteLine($"RnnCells::StridedRows.CopyFrom(ref RnnMemory::MemoryMarshal.GetReference(given), {both}, {half}, {Half});");
            WriteBackwardSegments(writer, Forward, Half, "taken");
            writer.WriteLine($"""
                batch.Reverse(given, {both}, {half}, {half}, {Half}, {half}, 0);
                {Turned} = taken.IsEmpty ? default : {Turned};
                {Turned}.Clear();
                """);
            WriteBackwardSegments(writer, Reverse, Half, Turned);
            writer.WriteLine($"batch.AddReversed({Turned}, {inputs}, taken);");
        }
        else
        {
            WriteBackwardSegments(writer, Forward, "given", "taken");
        }

        WriteSwap(writer);
    }

    /// <summary>Floats a row: that it takes, that a direction gives, that it gives.</summary>
    private (string Inputs, string Half, string Both) Widths => (Number(Input), Number(_cell.OutputSize), Number(Output));

    private void WriteDirections(SourceWriter writer, string memory, string input, string output, Action<SourceWriter, CellInstance, string, string> writeSegments)
    {
        if (!_isBidirectional)
        {
            writeSegments(writer, Forward, input, output);
            return;
        }

        (string inputs, string half, string both) = Widths;
        WriteHalves(writer, memory);
        writeSegments(writer, Forward, input, Half);
        writer.WriteLine($"RnnCells::StridedRows.CopyTo({Half}, {half}, ref RnnMemory::MemoryMarshal.GetReference({output}), {both});");
        writer.WriteLine($"batch.Reverse({input}, {inputs}, 0, {inputs}, {Turned}, {inputs}, 0);");
        writeSegments(writer, Reverse, Turned, Half);
        writer.WriteLine($"batch.Reverse({Half}, {half}, 0, {half}, {output}, {both}, {half});");
    }

    private void WriteHalves(SourceWriter writer, string memory)
    {
        writer.WriteLine($"{Floats} {Half} = {memory}.{HalfMember}.Span[..(batch.Rows * {Number(_cell.OutputSize)})];");
        writer.WriteLine($"{Floats} {Turned} = {memory}.{TurnedMember}.Span[..(batch.Rows * {Number(Input)})];");
    }

    private void WriteDropout(SourceWriter writer, string rows)
    {
        if (Drops)
        {
            writer.WriteLine($"RnnNetworks::DropoutRows.Apply({Number(_dropout)}, tape.RecordedSeed, layer: {Number(Index)}, batch, {rows}, {Number(Output)});");
        }
    }

    private void WriteBatchSegments(SourceWriter writer, CellInstance cell, string input, string output)
    {
        using (writer.WriteBlock("foreach (RnnNetworks::SequenceSegment segment in batch.Segments)"))
        {
            writer.WriteLine($"""
                _layers.{cell.Member}.RunStreams(
                    segment.Of({input}, {Number(Input)}), segment.Of({output}, {Number(_cell.OutputSize)}),
                    global::System.MemoryExtensions.AsSpan(workspace.States.{cell.Member}, 0, segment.Streams), workspace.{cell.Member}, segment.Steps);
                """);
        }

        writer.WriteLine();
    }

    private void WriteForwardSegments(SourceWriter writer, CellInstance cell, string input, string output)
    {
        using (writer.WriteBlock("foreach (RnnNetworks::SequenceSegment segment in batch.Segments)"))
        {
            writer.WriteLine($"""
                _layers.{cell.Member}.ForwardRows(
                    segment.Of({input}, {Number(Input)}), segment.Of({output}, {Number(_cell.OutputSize)}),
                    global::System.MemoryExtensions.AsSpan(tape.States.{cell.Member}, 0, segment.Streams), tape.{cell.Member}, segment.TapeRow);
                """);
        }

        writer.WriteLine();
    }

    private void WriteBackwardSegments(SourceWriter writer, CellInstance cell, string outputGradients, string inputGradients)
    {
        using (writer.WriteBlock("for (int index = batch.Segments.Length - 1; index >= 0; index--)"))
        {
            writer.WriteLine($"""
                RnnNetworks::SequenceSegment segment = batch.Segments[index];
                _layers.{cell.Member}.BackwardRows(
                    segment.Of({outputGradients}, {Number(_cell.OutputSize)}), tape.{cell.Member}, gradients.{cell.Member}, segment.Of({inputGradients}, {Number(Input)}),
                    global::System.MemoryExtensions.AsSpan(tape.StateGradients.{cell.Member}, 0, segment.Streams), segment.TapeRow, segment.Steps, segment.Streams);
                """);
        }

        writer.WriteLine();
    }
}
