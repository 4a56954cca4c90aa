using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Numerics;

namespace RnnGen.Formats;

/// <summary>A tensor and where its rows lie in a flat span of parameters: the way in and out of it.</summary>
/// <param name="Name">The tensor's full name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Columns">Elements a row.</param>
/// <param name="Groups">All rows, in their order.</param>
internal sealed record TensorPlace(string Name, int[] Shape, int Columns, IEnumerable<RowGroup> Groups)
{
    /// <summary>Loads the tensor, if it is as it should be; else the reader keeps what is wrong.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="parameters">The flat span.</param>
    public void Load(ModelReader reader, Span<float> parameters)
    {
        using TensorRows? rows = reader.Rows(Name, Shape, Columns, RowGroup.MaxRows);
        if (rows is null)
        {
            return;
        }

        foreach (RowGroup group in Groups)
        {
            Transposition.Copy(rows.Next(group.Rows), Columns, group.Rows, Columns, parameters[group.Offset..], group.Stride);
        }
    }

    /// <summary>Saves the tensor.</summary>
    /// <param name="sink">Where to.</param>
    /// <param name="parameters">The flat span.</param>
    public void Save(ITensorSink sink, ReadOnlySpan<float> parameters)
    {
        float[] tensor = new float[Shape.Aggregate(1, static (count, size) => count * size)];
        Span<float> rest = tensor;
        foreach (RowGroup group in Groups)
        {
            Transposition.Copy(parameters[group.Offset..], group.Stride, Columns, group.Rows, rest, Columns);
            rest = rest[(group.Rows * Columns)..];
        }

        sink.Write(Name, Shape, tensor);
    }
}

/// <summary>Neighbouring rows of a tensor that lie side by side in a flat span: the element of a row and column is at Offset + column * Stride + row.</summary>
/// <param name="Rows">How many: at most <see cref="MaxRows"/>.</param>
/// <param name="Offset">Where the first element of the first row is.</param>
/// <param name="Stride">Floats from one column to the next.</param>
internal readonly record struct RowGroup(int Rows, int Offset, int Stride)
{
    /// <summary>The most rows of a group: the lanes of a panel.</summary>
    public const int MaxRows = PanelProduct.Lanes;

    /// <summary>The rows of a tensor in panels: sixteen side by side, and as many as are left in the last, which may be narrower.</summary>
    /// <param name="rows">Rows in all.</param>
    /// <param name="panel">Of a panel's number, where it starts and its lanes.</param>
    public static IEnumerable<RowGroup> Panels(int rows, Func<int, (int Offset, int Lanes)> panel)
    {
        for (int first = 0; first < rows; first += MaxRows)
        {
            (int offset, int lanes) = panel(first / MaxRows);
            yield return new RowGroup(Math.Min(MaxRows, rows - first), offset, lanes);
        }
    }

    /// <summary>Rows of which each is contiguous.</summary>
    /// <param name="rows">Rows in all.</param>
    /// <param name="offset">Where the first starts.</param>
    /// <param name="distance">Floats from one row to the next.</param>
    public static IEnumerable<RowGroup> Lines(int rows, int offset, int distance)
    {
        for (int row = 0; row < rows; row++)
        {
            yield return new RowGroup(1, offset + (row * distance), 1);
        }
    }
}
