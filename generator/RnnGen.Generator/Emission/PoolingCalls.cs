using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;
using static RnnGen.Generator.Emission.VectorSyntax;

namespace RnnGen.Generator.Emission;

/// <summary>The statements with which emitted code pools over time, of each kind of pooling.</summary>
/// <param name="pooling">What was declared.</param>
/// <param name="cells">The cells of the layer before: one a direction, if it is recurrent.</param>
internal sealed class PoolingCalls(PoolingSpec pooling, IReadOnlyList<CellInstance> cells)
{
    private const string Rows = "RnnNetworks::PoolingRows";
    private const string Mean = "RnnNetworks::MeanRows";
    private const string FinalState = "RnnNetworks::FinalStateRows";

    /// <summary>Whether something of the rows is kept in the state; a final state is there already.</summary>
    public bool KeepsRows => pooling.Pooling != PoolingKind.FinalState;

    /// <summary>Whether it is noted which row each float is from.</summary>
    public bool NotesWinners => pooling.Pooling == PoolingKind.Max;

    /// <summary>Floats a row.</summary>
    public int Width => pooling.Output;

    /// <summary>The type of what is kept.</summary>
    public string ElementType => IsMean ? "double" : "float";

    /// <summary>Bytes of each element that is kept.</summary>
    public int ElementBytes => IsMean ? sizeof(double) : sizeof(float);

    private bool IsMean => pooling.Pooling == PoolingKind.Mean;

    private string Kind => $"global::RnnGen.Pooling.{pooling.Pooling}, ";

    /// <summary>Takes one row of one stream.</summary>
    public string Add(string row) => IsMean
        ? $"{Mean}.Add({row}, state.Pooled, ref state.PooledCount);"
        : $"{Rows}.Add({Kind}{row}, state.Pooled, ref state.PooledCount);";

    /// <summary>Takes the packed rows of many streams.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="states">The states of the layers.</param>
    /// <param name="winners">A further argument, or nothing.</param>
    public string AddBatch(string rows, string states, string winners = "") => IsMean
        ? $"{Mean}.Add(batch, {rows}, {Number(Width)}, {states}.Pooled, {states}.PooledCounts);"
        : $"{Rows}.Add({Kind}batch, {rows}, {Number(Width)}, {states}.Pooled, {states}.PooledCounts{winners});";

    /// <summary>What one stream gives.</summary>
    public string Finish(string result) => KeepsRows
        ? $"{(IsMean ? Mean : Rows)}.Finish(state.Pooled, state.PooledCount, {result});"
        : $"state.{cells[0].StateField}.Hidden.CopyTo({result});";

    /// <summary>What every stream gives.</summary>
    public string FinishBatch(string states, string results) => KeepsRows
        ? $"{(IsMean ? Mean : Rows)}.Finish({states}.Pooled, {states}.PooledCounts, {Number(Width)}, {results});"
        : string.Join("\n", cells.Select((cell, direction) =>
            $"{FinalState}.Finish<{cell.Type}.State>({states}.{cell.Member}, {Number(direction * cell.Spec.OutputSize)}, {Number(Width)}, {results});"));

    /// <summary>The gradients of the rows, given those of the results.</summary>
    public string Backward() => pooling.Pooling switch
    {
        PoolingKind.Mean => $"{Mean}.Backward(batch, given, tape.States.PooledCounts, tape.StateGradients.Pooled, taken, {Number(Width)});",
        PoolingKind.FinalState => string.Join("\n", cells.Select((cell, direction) =>
            $"{FinalState}.Backward<{cell.Type}.State>(given, {Number(direction * cell.Spec.OutputSize)}, {Number(Width)}, tape.StateGradients.{cell.Member});"))
            + "\ntaken.Clear();",
        _ => $"{Rows}.Backward({Kind}batch, given, tape.States.PooledCounts, {(NotesWinners ? "tape.PooledFrom" : "default")}, tape.StateGradients.Pooled, taken, {Number(Width)});",
    };
}
