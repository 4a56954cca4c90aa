using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace RnnGen.Import.Onnx;

/// <summary>
/// A value that depends on the model's inputs. Which element of what stands where is followed axis by axis: an axis is a product of <see cref="AxisPart">parts</see>,
/// each of which means time, the batch, the cells of a state, or the floats of a row. Operators that only move elements change nothing but the axes.
/// </summary>
internal sealed class DataValue : OnnxValue
{
    /// <summary>The axes; a part of size 1 may be missing.</summary>
    public required ImmutableArray<ImmutableArray<AxisPart>> Axes { get; init; }

    /// <summary>An input of the graph that nothing has computed with, or null.</summary>
    public GraphInput? Input { get; init; }

    /// <summary>Whether an input of floats was cut to integers.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>What the parts <see cref="AxisPartKind.Cells"/> and <see cref="AxisPartKind.Features"/> run over: row by row of layers' outputs or states. Empty for an input.</summary>
    public ImmutableArray<DataPiece> Pieces { get; init; } = [];

    /// <summary>Floats of each piece.</summary>
    public int PieceSize { get; init; }

    /// <inheritdoc/>
    public override ImmutableArray<Dimension> Shape => [.. Axes.Select(SizeOf)];

    /// <summary>How long an axis is.</summary>
    public Dimension SizeOf(ImmutableArray<AxisPart> axis) => axis.Aggregate((Dimension)1, (size, part) => size * SizeOf(part));

    /// <summary>How long a part is.</summary>
    public Dimension SizeOf(AxisPart part) => part.Kind switch
    {
        AxisPartKind.Cells => Pieces.Length,
        AxisPartKind.Features => PieceSize,
        _ => part.Size,
    };

    /// <summary>An axis without the parts that have only one element.</summary>
    public ImmutableArray<AxisPart> Essential(ImmutableArray<AxisPart> axis) => [.. axis.Where(part => !SizeOf(part).IsOne)];

    /// <summary>The same elements with other axes.</summary>
    public DataValue WithAxes(IEnumerable<ImmutableArray<AxisPart>> axes) => With([.. axes], Pieces);

    /// <summary>Other elements with other axes.</summary>
    public DataValue With(ImmutableArray<ImmutableArray<AxisPart>> axes, ImmutableArray<DataPiece> pieces) => new()
    {
        Axes = axes,
        Input = Input,
        IsTruncated = IsTruncated,
        Pieces = pieces,
        PieceSize = PieceSize,
    };

    /// <summary>An input of floats that was cut to integers.</summary>
    public DataValue Truncated() => new() { Axes = Axes, Input = Input, IsTruncated = true, Pieces = Pieces, PieceSize = PieceSize };
}

/// <summary>A factor of an axis.</summary>
/// <param name="Kind">What it means.</param>
internal readonly record struct AxisPart(AxisPartKind Kind)
{
    /// <summary>Of an axis of an input, that axis.</summary>
    public InputAxis? Axis { get; init; }

    /// <summary>Of an axis of an input, its first element.</summary>
    public long Start { get; init; }

    /// <summary>Of an axis of an input, how many elements.</summary>
    public Dimension Size { get; init; }

    /// <summary>Of an axis of an input, whether it runs backwards.</summary>
    public bool IsFlipped { get; init; }

    /// <summary>The cells.</summary>
    public static AxisPart Cells { get; } = new(AxisPartKind.Cells);

    /// <summary>The floats of a row.</summary>
    public static AxisPart Features { get; } = new(AxisPartKind.Features);

    /// <summary>Whether it is all of an axis of an input.</summary>
    public bool IsWhole => Axis is null || (Start == 0 && Size == Axis.Size);

    /// <summary>An axis of an input.</summary>
    public static AxisPart Of(InputAxis axis) => new(AxisPartKind.Input) { Axis = axis, Size = axis.Size };
}

/// <summary>What a factor of an axis means.</summary>
internal enum AxisPartKind
{
    /// <summary>An axis of an input: the batch, time, and others until something uses it.</summary>
    Input,

    /// <summary>The <see cref="DataValue.Pieces"/>: directions and layers.</summary>
    Cells,

    /// <summary>The floats of a piece.</summary>
    Features,
}

/// <summary>A row of what a layer gives, or of its states.</summary>
/// <param name="Stage">The layer.</param>
/// <param name="Kind">What of it.</param>
/// <param name="Direction">Of a recurrent layer, the direction in our order: forward is 0, reverse 1; of a single direction 0.</param>
internal readonly record struct DataPiece(Stage Stage, DataPieceKind Kind, int Direction);

/// <summary>What of a layer.</summary>
internal enum DataPieceKind
{
    /// <summary>Its output: of every step, or of every sequence where time is pooled.</summary>
    Output,

    /// <summary>The output at the last step.</summary>
    Last,

    /// <summary>The output at the first step.</summary>
    First,

    /// <summary>The mean over time.</summary>
    Mean,

    /// <summary>The largest over time.</summary>
    Max,

    /// <summary>The final h.</summary>
    Hidden,

    /// <summary>The final c.</summary>
    Cell,
}
