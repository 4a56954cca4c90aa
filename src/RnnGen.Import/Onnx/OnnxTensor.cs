using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace RnnGen.Import.Onnx;

/// <summary>
/// A constant of a graph, or the part of one that operators took: floats, or numbers of an index or shape. Transpositions, slices and repetitions are views; a
/// repeated dimension has the stride 0, and only such a one may have a size that is not known.
/// </summary>
internal sealed class OnnxTensor : OnnxValue
{
    private OnnxTensor(FloatData? floats, Dimension[]? numbers, ImmutableArray<Dimension> shape, ImmutableArray<long> strides, long offset)
    {
        Floats = floats;
        Numbers = numbers;
        Shape = shape;
        Strides = strides;
        Offset = offset;
    }

    /// <summary>The floats, or null.</summary>
    public FloatData? Floats { get; }

    /// <summary>The numbers, or null.</summary>
    public Dimension[]? Numbers { get; }

    /// <summary>The dimensions.</summary>
    public override ImmutableArray<Dimension> Shape { get; }

    /// <summary>Elements from one to the next of each dimension.</summary>
    public ImmutableArray<long> Strides { get; }

    /// <summary>The first element.</summary>
    public long Offset { get; }

    /// <summary>Whether its elements are floats.</summary>
    public bool IsFloat => Floats is not null;

    /// <summary>The name of the tensor in the file that it came from, or empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>Elements, if all dimensions are known.</summary>
    public long? Count
    {
        get
        {
            long count = 1;
            foreach (Dimension dimension in Shape)
            {
                if (!dimension.IsKnown)
                {
                    return null;
                }

                count = checked(count * dimension.Factor);
            }

            return count;
        }
    }

    /// <summary>Floats that lie one after the other.</summary>
    public static OnnxTensor Of(FloatData floats, ImmutableArray<Dimension> shape, string name = "") => new(floats, null, shape, Contiguous(shape), 0) { Name = name };

    /// <summary>Numbers that lie one after the other.</summary>
    public static OnnxTensor Of(Dimension[] numbers, ImmutableArray<Dimension> shape) => new(null, numbers, shape, Contiguous(shape), 0);

    /// <summary>Numbers of one dimension.</summary>
    public static OnnxTensor Of(IEnumerable<Dimension> numbers)
    {
        Dimension[] values = [.. numbers];
        return Of(values, [values.Length]);
    }

    /// <summary>Another view of the same elements.</summary>
    public OnnxTensor View(ImmutableArray<Dimension> shape, ImmutableArray<long> strides, long offset) => new(Floats, Numbers, shape, strides, offset) { Name = Name };

    /// <summary>This repeated, as ONNX's broadcasting does it.</summary>
    /// <exception cref="ArgumentException">It does not fit.</exception>
    public OnnxTensor BroadcastTo(ImmutableArray<Dimension> shape)
    {
        var strides = new long[shape.Length];
        int lead = shape.Length - Shape.Length;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (axis < lead)
            {
                continue;
            }

            if (Shape[axis - lead] == shape[axis])
            {
                strides[axis] = Strides[axis - lead];
            }
            else if (!Shape[axis - lead].IsOne)
            {
                throw new ArgumentException($"{Describe(Shape)} cannot be repeated to {Describe(shape)}");
            }
        }

        return lead < 0 ? throw new ArgumentException($"{Describe(Shape)} cannot be repeated to {Describe(shape)}") : View(shape, [.. strides], Offset);
    }

    /// <summary>All floats, row by row.</summary>
    /// <param name="budget">Is asked for room.</param>
    /// <param name="place">Who wants them.</param>
    public float[] ToFloats(FoldBudget budget, string? place)
    {
        long count = Count ?? throw new OnnxFault(place, null, $"a constant of shape {Describe(Shape)} is needed whole; its size is known only when the model runs");
        FloatData floats = Floats ?? throw new OnnxFault(place, null, "the tensor holds integers where floats are needed");
        budget.Take(place, count);
        float[] values = new float[count];
        long[] index = new long[Shape.Length];
        long at = Offset;
        for (long element = 0; element < count; element++)
        {
            values[element] = floats[at];
            Advance(index, ref at);
        }

        return values;
    }

    /// <summary>All numbers, row by row.</summary>
    /// <param name="budget">Is asked for room.</param>
    /// <param name="place">Who wants them.</param>
    public Dimension[] ToNumbers(FoldBudget budget, string? place)
    {
        long count = Count ?? throw new OnnxFault(place, null, $"numbers of shape {Describe(Shape)} are needed whole; how many is known only when the model runs");
        Dimension[] numbers = Numbers ?? throw new OnnxFault(place, null, "the tensor holds floats where integers are needed");
        budget.Take(place, count, 16);
        var values = new Dimension[count];
        long[] index = new long[Shape.Length];
        long at = Offset;
        for (long element = 0; element < count; element++)
        {
            values[element] = numbers[at];
            Advance(index, ref at);
        }

        return values;
    }

    /// <summary>A shape for people.</summary>
    public static string Describe(ImmutableArray<Dimension> shape) => $"[{string.Join(", ", shape)}]";

    /// <summary>The only element.</summary>
    public bool TrySingle(out Dimension number)
    {
        number = Numbers is not null && Count == 1 ? Numbers[Offset] : default;
        return Numbers is not null && Count == 1;
    }

    private static ImmutableArray<long> Contiguous(ImmutableArray<Dimension> shape)
    {
        var strides = new long[shape.Length];
        long stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = shape[axis].IsOne ? 0 : stride;
            stride = checked(stride * shape[axis].Factor);
        }

        return [.. strides];
    }

    private void Advance(long[] index, ref long at)
    {
        for (int axis = index.Length - 1; axis >= 0; axis--)
        {
            at += Strides[axis];
            if (++index[axis] < Shape[axis].Factor)
            {
                return;
            }

            at -= Strides[axis] * Shape[axis].Factor;
            index[axis] = 0;
        }
    }
}
