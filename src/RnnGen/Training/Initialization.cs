using System;
using RnnGen.Formats;
using RnnGen.Numerics;

namespace RnnGen.Training;

/// <summary>
/// Other first parameters than PyTorch's defaults: of tensors in PyTorch's layout, between <c>Save</c> into a <see cref="TensorStore"/> and
/// <c>Load</c> from it.
/// </summary>
public static class Initialization
{
    /// <summary>Uniform in +-bound.</summary>
    /// <param name="tensors">Where the tensor is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="bound">The bound.</param>
    /// <param name="seed">The same seed gives the same numbers on every machine.</param>
    public static void Uniform(TensorStore tensors, string name, float bound, int seed)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var random = new SplitMix64((ulong)seed);
        foreach (ref float value in tensors.Values(name))
        {
            value = random.NextUniform(bound);
        }
    }

    /// <summary>
    /// Uniform in +-gain * sqrt(6 / (inputs + outputs)) (Glorot and Bengio 2010; PyTorch's <c>xavier_uniform_</c>), of each gate of a recurrent tensor by
    /// itself.
    /// </summary>
    /// <param name="tensors">Where the tensor is: [gates * outputs, inputs].</param>
    /// <param name="name">Its name.</param>
    /// <param name="seed">The same seed gives the same numbers on every machine.</param>
    /// <param name="gates">Gates: 4 of an LSTM, 3 of a GRU, 1 otherwise.</param>
    /// <param name="gain">What it is multiplied with.</param>
    /// <exception cref="ArgumentException">The tensor is no matrix of so many gates.</exception>
    public static void Xavier(TensorStore tensors, string name, int seed, int gates = 1, double gain = 1)
    {
        (int rows, int columns) = Matrix(tensors, name, gates);
        Uniform(tensors, name, (float)(gain * Math.Sqrt(6.0 / (rows + columns))), seed);
    }

    /// <summary>
    /// A random orthogonal matrix for each gate (Saxe, McClelland and Ganguli 2014; PyTorch's <c>orthogonal_</c>): of normal numbers by the method of Gram and
    /// Schmidt, rows or columns, whichever are fewer, orthonormal.
    /// </summary>
    /// <param name="tensors">Where the tensor is: [gates * rows, columns].</param>
    /// <param name="name">Its name, such as <c>lstm.weight_hh_l0</c>.</param>
    /// <param name="seed">The same seed gives the same numbers on every machine.</param>
    /// <param name="gates">Gates: 4 of an LSTM, 3 of a GRU, 1 otherwise.</param>
    /// <param name="gain">What it is multiplied with.</param>
    /// <exception cref="ArgumentException">The tensor is no matrix of so many gates.</exception>
    public static void Orthogonal(TensorStore tensors, string name, int seed, int gates = 1, double gain = 1)
    {
        (int rows, int columns) = Matrix(tensors, name, gates);
        int vectors = Math.Min(rows, columns), length = Math.Max(rows, columns);
        float[] normal = new float[vectors * length];
        for (int gate = 0; gate < gates; gate++)
        {
            Networks.EmbeddingRows.Initialize(Networks.LayerSeeds.Of(seed, gate), normal.Length, normal);
            double[][] basis = new double[vectors][];
            for (int vector = 0; vector < vectors; vector++)
            {
                basis[vector] = Array.ConvertAll(normal[(vector * length)..((vector + 1) * length)], static value => (double)value);
                Orthonormalize(basis, vector);
            }

            Span<float> values = tensors.Values(name).Slice(gate * rows * columns, rows * columns);
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    values[(row * columns) + column] = (float)(gain * (rows <= columns ? basis[row][column] : basis[column][row]));
                }
            }
        }
    }

    /// <summary>Sets the bias of an LSTM's forget gate (Gers et al. 2000: 1), in <c>bias_ih</c>; that of <c>bias_hh</c> becomes 0.</summary>
    /// <param name="tensors">Where the tensors are.</param>
    /// <param name="layer">What stands before <c>bias_ih</c>, with its dot: <c>lstm.</c></param>
    /// <param name="suffix">What stands behind it: <c>_l0</c>, <c>_l1_reverse</c>.</param>
    /// <param name="value">The bias.</param>
    public static void ForgetBias(TensorStore tensors, string layer, string suffix, float value)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        (Span<float> input, Span<float> recurrent, int hidden) = Biases(tensors, layer, suffix, gates: 4);
        input.Slice(hidden, hidden).Fill(value);
        recurrent.Slice(hidden, hidden).Clear();
    }

    /// <summary>
    /// Chrono initialisation (Tallec and Ollivier 2018): the bias of what keeps the state is log(u), u uniform from 1 to <paramref name="longest"/> - 1, so that
    /// units remember for times of every size up to the longest. Of an LSTM that is the forget gate, and the input gate has the negatives; of a GRU it is the
    /// update gate z. All other biases become 0.
    /// </summary>
    /// <param name="tensors">Where the tensors are.</param>
    /// <param name="layer">What stands before <c>bias_ih</c>, with its dot: <c>lstm.</c></param>
    /// <param name="suffix">What stands behind it: <c>_l0</c>, <c>_l1_reverse</c>.</param>
    /// <param name="longest">The longest dependency, in steps: at least 3.</param>
    /// <param name="seed">The same seed gives the same numbers on every machine.</param>
    /// <param name="gates">Gates: 4 of an LSTM, 3 of a GRU.</param>
    /// <exception cref="ArgumentOutOfRangeException">The longest is less than 3, or the gates are neither 3 nor 4.</exception>
    public static void Chrono(TensorStore tensors, string layer, string suffix, double longest, int seed, int gates = 4)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (!(longest >= 3) || !double.IsFinite(longest))
        {
            throw new ArgumentOutOfRangeException(nameof(longest), longest, $"'{nameof(longest)}' must be finite and at least 3.");
        }

        if (gates is not (3 or 4))
        {
            throw new ArgumentOutOfRangeException(nameof(gates), gates, $"'{nameof(gates)}' must be 4 (LSTM) or 3 (GRU).");
        }

        (Span<float> input, Span<float> recurrent, int hidden) = Biases(tensors, layer, suffix, gates);
        var random = new SplitMix64((ulong)seed);
        recurrent.Clear();
        input.Clear();

        // i, f, g, o; r, z, n
        for (int unit = 0; unit < hidden; unit++)
        {
            double u = 1 + ((longest - 2) * ((random.NextUniform(1f) + 1.0) / 2));
            input[hidden + unit] = (float)Math.Log(u);
            if (gates == 4)
            {
                input[unit] = -input[hidden + unit];
            }
        }
    }

    // The classical form, twice, so that rounding leaves no remainder.
    private static void Orthonormalize(double[][] basis, int vector)
    {
        double[] own = basis[vector];
        for (int pass = 0; pass < 2; pass++)
        {
            for (int other = 0; other < vector; other++)
            {
                double share = 0;
                for (int i = 0; i < own.Length; i++)
                {
                    share += own[i] * basis[other][i];
                }

                for (int i = 0; i < own.Length; i++)
                {
                    own[i] -= share * basis[other][i];
                }
            }
        }

        double square = 0;
        foreach (double value in own)
        {
            square += value * value;
        }

        for (int i = 0; i < own.Length; i++)
        {
            own[i] /= Math.Sqrt(square);
        }
    }

    private static (int Rows, int Columns) Matrix(TensorStore tensors, string name, int gates)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentOutOfRangeException.ThrowIfLessThan(gates, 1);
        ReadOnlySpan<int> shape = tensors.Shape(name);
        return shape.Length == 2 && shape[0] % gates == 0
            ? (shape[0] / gates, shape[1])
            : throw new ArgumentException($"'{name}' is [{string.Join(", ", shape.ToArray())}], no matrix of {gates} gates.", nameof(name));
    }

    private static BiasPair Biases(TensorStore tensors, string layer, string suffix, int gates)
    {
        string name = layer + "bias_ih" + suffix;
        Span<float> input = tensors.Values(name);
        return input.Length % gates == 0
            ? new BiasPair { Input = input, Recurrent = tensors.Values(layer + "bias_hh" + suffix), Hidden = input.Length / gates }
            : throw new ArgumentException($"'{name}' has {input.Length} floats, which are not those of {gates} gates.", nameof(layer));
    }

    private ref struct BiasPair
    {
        public Span<float> Input;
        public Span<float> Recurrent;
        public int Hidden;

        public readonly void Deconstruct(out Span<float> input, out Span<float> recurrent, out int hidden)
        {
            input = Input;
            recurrent = Recurrent;
            hidden = Hidden;
        }
    }
}
