using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;

namespace RnnGen.Import.Keras;

/// <summary>Turns Keras' weights into tensors of ours: kernels are [inputs, gates * units] there, GRUs have their gates in the order z, r, h.</summary>
/// <param name="source">Names the file in messages.</param>
/// <param name="file">Has the weights.</param>
internal sealed class KerasTensors(ModelSource source, Hdf5File file)
{
    /// <summary>The tensors.</summary>
    public ImportedTensors Tensors { get; } = new();

    /// <summary>Gates of a kind of cell.</summary>
    public static int Gates(RecurrentKind kind) => kind switch
    {
        RecurrentKind.Lstm => 4,
        RecurrentKind.Gru => 3,
        _ => 1,
    };

    /// <summary>Adds the weights of a recurrent layer's cell.</summary>
    /// <param name="layer">Its description.</param>
    /// <param name="suffix"><c>_l0</c>, and <c>_reverse</c> behind it for a cell that reads from the end.</param>
    /// <param name="weights">kernel, recurrent_kernel, and bias if it has one.</param>
    public void AddRecurrent(RecurrentModelLayer layer, string suffix, IReadOnlyList<Hdf5Object> weights)
    {
        int gates = Gates(layer.Kind);
        int[] order = layer.Kind == RecurrentKind.Gru ? [1, 0, 2] : [.. Enumerable.Range(0, gates)];
        int rows = gates * layer.Hidden;
        Add(layer.Name, $"weight_ih{suffix}", [rows, layer.Input], Transpose(Read(layer.Name, "kernel", weights[0], [layer.Input, rows]), layer.Input, order, layer.Hidden));
        Add(layer.Name, $"weight_hh{suffix}", [rows, layer.Hidden],
            Transpose(Read(layer.Name, "recurrent_kernel", weights[1], [layer.Hidden, rows]), layer.Hidden, order, layer.Hidden));
        if (!layer.Bias)
        {
            return;
        }

        // With reset_after there are two biases, as in PyTorch; else one, and ours of h is 0.
        bool hasTwo = layer is { Kind: RecurrentKind.Gru, Variant: GruVariant.ResetAfter };
        float[] bias = Read(layer.Name, "bias", weights[2], hasTwo ? [2, rows] : [rows]);
        Add(layer.Name, $"bias_ih{suffix}", [rows], Transpose(bias.AsSpan(0, rows), 1, order, layer.Hidden));
        Add(layer.Name, $"bias_hh{suffix}", [rows], hasTwo ? Transpose(bias.AsSpan(rows), 1, order, layer.Hidden) : new float[rows]);
    }

    /// <summary>Adds the weights of a dense layer.</summary>
    /// <param name="layer">Its description.</param>
    /// <param name="weights">kernel, and bias if it has one.</param>
    public void AddDense(DenseModelLayer layer, IReadOnlyList<Hdf5Object> weights)
    {
        float[] kernel = Read(layer.Name, "kernel", weights[0], [layer.Inputs, layer.Outputs]);
        Add(layer.Name, "weight", [layer.Outputs, layer.Inputs], Transpose(kernel, layer.Inputs, [0], layer.Outputs));
        Add(layer.Name, "bias", [layer.Outputs], weights.Count > 1 ? Read(layer.Name, "bias", weights[1], [layer.Outputs]) : new float[layer.Outputs]);
    }

    /// <summary>Adds the table of an embedding.</summary>
    /// <param name="layer">Its description.</param>
    /// <param name="table">The table.</param>
    public void AddEmbedding(EmbeddingModelLayer layer, Hdf5Object table) =>
        Add(layer.Name, "weight", [layer.Vocabulary, layer.Size], Read(layer.Name, "embeddings", table, [layer.Vocabulary, layer.Size]));

    /// <summary>[rows, gates * units] with Keras' gates as [gates * units, rows] with ours.</summary>
    /// <param name="values">The elements.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="order">For each gate of ours, where it is in Keras.</param>
    /// <param name="units">Units of a gate.</param>
    private static float[] Transpose(ReadOnlySpan<float> values, int rows, ReadOnlySpan<int> order, int units)
    {
        float[] result = new float[values.Length];
        int columns = order.Length * units;
        for (int gate = 0; gate < order.Length; gate++)
        {
            for (int unit = 0; unit < units; unit++)
            {
                for (int row = 0; row < rows; row++)
                {
                    result[(((gate * units) + unit) * rows) + row] = values[(row * columns) + (order[gate] * units) + unit];
                }
            }
        }

        return result;
    }

    private float[] Read(string layer, string weight, Hdf5Object dataset, int[] shape)
    {
        int[] found = file.ShapeOf(dataset);
        return found.AsSpan().SequenceEqual(shape) ? file.ReadFloats(dataset)
            : throw source.Fault(layer, weight, $"'{MessageText.Printable(dataset.Path)}' is {TensorShape.Describe(found)}; the layer needs {TensorShape.Describe(shape)}");
    }

    private void Add(string layer, string name, int[] shape, float[] values) => Tensors.Add($"{layer}.{name}", shape, values);
}
