using System;
using System.Collections.Generic;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Model;
using RnnGen.Generator.Parsing;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Text.CodeText;

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

        Pool(reader, "pooling", pooling, input, stack);
        stack.Below(Attribute, input);
    }

    /// <summary>Puts pooling on the stack. The last step of a layer in both directions is not its final state, which is said.</summary>
    /// <param name="reader">The attribute that asks for it.</param>
    /// <param name="argument">The argument of the attribute that does.</param>
    /// <param name="pooling">How.</param>
    /// <param name="input">Floats a row.</param>
    /// <param name="stack">The layers above.</param>
    public static void Pool(AttributeReader reader, string argument, PoolingKind pooling, int input, LayerStack stack)
    {
        const int bothDirections = 2;
        if (pooling == PoolingKind.LastStep && stack.Directions == bothDirections && !stack.IsPooled)
        {
            reader.WarnAt(DiagnosticDescriptors.LastStepOfBothDirections, argument, stack.Above);
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
    private const string MeanRows = "RnnNetworks::MeanRows";
    private const string FinalStateRows = "RnnNetworks::FinalStateRows";

    private readonly PoolingKind _pooling;

    // Those of the layer before, if it is recurrent: their final states.
    private readonly EquatableArray<CellInstance> _cells;

    /// <summary>Plans it.</summary>
    public PoolingLayer(PoolingSpec spec, LayerPlace place)
        : base(spec, place)
    {
        _pooling = spec.Pooling;
        _cells = new EquatableArray<CellInstance>(place.Above?.Cells ?? []);
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
    public override PooledRow? Pooled => !KeepsRows ? null : IsMean ? new(Output, "double", sizeof(double)) : new(Output, "float", sizeof(float));

    /// <inheritdoc/>
    public override IEnumerable<BufferPlan> TapeBuffers => NotesWinners ? [new("PooledFrom", "int[]", $"new int[streams * {Number(Output)}]")] : [];

    /// <summary>Whether something of the rows is kept in the state; a final state is there already.</summary>
    private bool KeepsRows => _pooling != PoolingKind.FinalState;

    /// <summary>Whether it is noted which row each float is from.</summary>
    private bool NotesWinners => _pooling == PoolingKind.Max;

    private bool IsMean => _pooling == PoolingKind.Mean;

    private string Library => IsMean ? MeanRows : "RnnNetworks::PoolingRows";

    /// <summary>The first argument of those that know several kinds.</summary>
    private string Kind => IsMean ? "" : $"global::RnnGen.Pooling.{_pooling}, ";

    /// <inheritdoc/>
    public override string WriteStep(SourceWriter writer, string input, bool isLast)
    {
        if (!KeepsRows)
        {
            return input;
        }

        string output = isLast ? "output" : Local;
        WriteAdd(writer, input);
        if (!isLast)
        {
            writer.WriteLine($"{Floats} {Local} = stackalloc float[{Number(Output)}];");
        }

        WriteRun(writer, "", output);
        return output;
    }

    /// <summary>Takes some rows of one stream.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="row">The row of a <c>step</c>.</param>
    public void WriteRunRows(SourceWriter writer, string row)
    {
        if (KeepsRows)
        {
            using (writer.WriteBlock("for (int step = 0; step < count; step++)"))
            {
                WriteAdd(writer, row);
            }
        }
    }

    /// <summary>Takes the packed rows of many streams.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="rows">The rows.</param>
    public void WriteBatchRows(SourceWriter writer, string rows) => WriteAddBatch(writer, rows, "workspace.States", "");

    /// <summary>Takes the packed rows of many streams, and notes on the tape where each float is from.</summary>
    /// <inheritdoc cref="WriteBatchRows" path="/param"/>
    public void WriteForwardRows(SourceWriter writer, string rows)
    {
        if (NotesWinners)
        {
            writer.WriteLine("global::System.Array.Fill(tape.PooledFrom, -1);");
        }

        WriteAddBatch(writer, rows, "tape.States", NotesWinners ? ", tape.PooledFrom" : "");
    }

    /// <inheritdoc/>
    public override void WriteRun(SourceWriter writer, string input, string output) => writer.WriteLine(KeepsRows
        ? $"{Library}.Finish(state.Pooled, state.PooledCount, {output});"
        : $"state.{_cells[0].StateField}.Hidden.CopyTo({output});");

    /// <inheritdoc/>
    public override void WriteBatch(SourceWriter writer, string input, string output) => WriteFinish(writer, "workspace.States", output);

    /// <inheritdoc/>
    public override void WriteForward(SourceWriter writer, string input, string output) => WriteFinish(writer, "tape.States", output);

    /// <inheritdoc/>
    public override void WriteBackward(SourceWriter writer, string input)
    {
        writer.WriteLine($"taken = taken[..({Rows(IsBehindPooling)} * {Number(Input)})];");
        if (KeepsRows)
        {
            string winners = IsMean ? "" : NotesWinners ? "tape.PooledFrom, " : "default, ";
            writer.WriteLine($"{Library}.Backward({Kind}batch, given, tape.States.PooledCounts, {winners}tape.StateGradients.Pooled, taken, {Number(Output)});");
        }
        else
        {
            WriteDirections(writer, static (cell, first, width) => $"Backward<{cell.Type}.State>(given, {first}, {width}, tape.StateGradients.{cell.Member});");
            writer.WriteLine("taken.Clear();");
        }

        WriteSwap(writer);
    }

    private void WriteAdd(SourceWriter writer, string row) => writer.WriteLine($"{Library}.Add({Kind}{row}, state.Pooled, ref state.PooledCount);");

    private void WriteAddBatch(SourceWriter writer, string rows, string states, string winners)
    {
        if (KeepsRows)
        {
            writer.WriteLine($"{Library}.Add({Kind}batch, {rows}, {Number(Output)}, {states}.Pooled, {states}.PooledCounts{winners});");
        }
    }

    private void WriteFinish(SourceWriter writer, string states, string output)
    {
        if (KeepsRows)
        {
            writer.WriteLine($"{Library}.Finish({states}.Pooled, {states}.PooledCounts, {Number(Output)}, {output});");
        }
        else
        {
            WriteDirections(writer, (cell, first, width) => $"Finish<{cell.Type}.State>({states}.{cell.Member}, {first}, {width}, {output});");
        }
    }

    /// <summary>A call a direction: their final states lie side by side.</summary>
    private void WriteDirections(SourceWriter writer, Func<CellInstance, string, string, string> call)
    {
        int first = 0;
        foreach (CellInstance cell in _cells)
        {
            writer.WriteLine($"{FinalStateRows}.{call(cell, Number(first), Number(Output))}");
            first += cell.Plan.Spec.OutputSize;
        }
    }
}
