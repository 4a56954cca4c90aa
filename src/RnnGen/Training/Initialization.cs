using System;
using RnnGen.Cells;
using RnnGen.Formats;
using RnnGen.Networks;
using RnnGen.Numerics;

namespace RnnGen.Training;

/// <summary>
/// Other first parameters than PyTorch's defaults: of tensors in PyTorch's layout, between <c>Save</c> into a <see cref="TensorStore"/> and
/// <c>Load</c> from it.
/// </summary>
/// <remarks>
/// A tensor's numbers depend on the seed and on the tensor's name, so that one seed will do for a whole network. Where the meaning of a gate matters, the cell
/// that was saved decides: <see cref="Chrono"/> and <see cref="ForgetBias"/> refuse a cell that has no such gate.
/// </remarks>
public static class Initialization
{
    /// <summary>Uniform in +-bound.</summary>
    /// <param name="tensors">Where the tensor is.</param>
    /// <param name="name">Its name, which goes into the seed.</param>
    /// <param name="bound">The bound.</param>
    /// <param name="seed">The same seed gives the same numbers on every machine.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is negative or not finite.</exception>
    /// <exception cref="TensorFormatException">There is no such tensor.</exception>
    public static void Uniform(TensorStore tensors, string name, float bound, int seed)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(name);
        Optimizer.CheckNotNegative(bound, nameof(bound));
        FillUniform(tensors, name, bound, seed);
    }

    /// <summary>
    /// Uniform in +-gain * sqrt(6 / (inputs + outputs)) (Glorot and Bengio 2010; PyTorch's <c>xavier_uniform_</c>), of each gate of a recurrent tensor by
    /// itself.
    /// </summary>
    /// <param name="tensors">Where the tensor is: [gates * outputs, inputs].</param>
    /// <param name="name">Its name, which goes into the seed.</param>
    /// <param name="seed">The same seed gives the same numbers on every machine.</param>
    /// <param name="gates">Gates: 4 of an LSTM (3 with coupled gates), 3 of a GRU, 1 otherwise.</param>
    /// <param name="gain">What it is multiplied with.</param>
    /// <exception cref="ArgumentException">The tensor is no matrix of so many gates.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gain"/> is negative or not finite, or there are no gates.</exception>
    /// <exception cref="TensorFormatException">There is no such tensor.</exception>
    public static void Xavier(TensorStore tensors, string name, int seed, int gates = 1, double gain = 1)
    {
        (int rows, int columns) = Matrix(tensors, name, gates);
        CheckGain(gain);
        FillUniform(tensors, name, (float)(gain * Math.Sqrt(6.0 / ((long)rows + columns))), seed);
    }

    /// <summary>
    /// A random orthogonal matrix for each gate (Saxe, McClelland and Ganguli 2014; PyTorch's <c>orthogonal_</c>): of normal numbers by the method of Gram and
    /// Schmidt, rows or columns, whichever are fewer, orthonormal.
    /// </summary>
    /// <param name="tensors">Where the tensor is: [gates * rows, columns].</param>
    /// <param name="name">Its name, such as <c>lstm.weight_hh_l0</c>, which goes into the seed.</param>
    /// <param name="seed">The same seed gives the same numbers on every machine.</param>
    /// <param name="gates">Gates: 4 of an LSTM (3 with coupled gates), 3 of a GRU, 1 otherwise.</param>
    /// <param name="gain">What it is multiplied with.</param>
    /// <exception cref="ArgumentException">The tensor is no matrix of so many gates.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gain"/> is negative or not finite, or there are no gates.</exception>
    /// <exception cref="TensorFormatException">There is no such tensor.</exception>
    public static void Orthogonal(TensorStore tensors, string name, int seed, int gates = 1, double gain = 1)
    {
        (int rows, int columns) = Matrix(tensors, name, gates);
        CheckGain(gain);
        int vectors = Math.Min(rows, columns), length = Math.Max(rows, columns);
        SplitMix64 random = RandomOf(name, seed);
        float[] basis = new float[checked(vectors * length)];
        for (int gate = 0; gate < gates; gate++)
        {
            EmbeddingRows.DrawNormal(ref random, basis);
            Orthonormal.Rows(basis, vectors, length);
            Span<float> values = tensors.Values(name).Slice(gate * rows * columns, rows * columns);
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    values[(row * columns) + column] = (float)(gain * basis[rows <= columns ? (row * length) + column : (column * length) + row]);
                }
            }
        }
    }

    /// <summary>
    /// Sets the bias of an LSTM's forget gate (Gers et al. 2000: 1), in <c>bias_ih</c>; that of <c>bias_hh</c> becomes 0. With layer normalisation it is the
    /// shift after it, <c>layer_norm_gates_bias</c>.
    /// </summary>
    /// <param name="tensors">Where the tensors are: saved by the cell, or by a network that has it.</param>
    /// <param name="layer">What stands before <c>bias_ih</c>, with its dot: <c>lstm.</c></param>
    /// <param name="suffix">What stands behind it: <c>_l0</c>, <c>_l1_reverse</c>.</param>
    /// <param name="value">The bias.</param>
    /// <exception cref="ArgumentException">The cell has no forget gate or no biases, or <paramref name="tensors"/> was not told what cell it is.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is not finite.</exception>
    public static void ForgetBias(TensorStore tensors, string layer, string suffix, float value)
    {
        CellDescription cell = Cell(tensors, layer, suffix, nameof(ForgetBias), 0);
        if (!float.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, $"'{nameof(value)}' must be finite.");
        }

        if (cell.Form != CellForm.Lstm)
        {
            throw Refused(cell, layer, suffix, nameof(ForgetBias), cell.Form == CellForm.CoupledLstm ? "its forget gate is 1 - i and has no bias" : "it has no forget gate");
        }

        Span<float> bias = GateBias(tensors, cell, layer, suffix);
        bias.Slice(cell.HiddenSize, cell.HiddenSize).Fill(value);
        if (cell.HasBias)
        {
            tensors.Values(layer + "bias_hh" + suffix).Slice(cell.HiddenSize, cell.HiddenSize).Clear();
        }
    }

    /// <summary>
    /// Chrono initialisation (Tallec and Ollivier 2018): the bias of what keeps the state is log(u), u uniform from 1 to <paramref name="longest"/> - 1, so that
    /// units remember for times of every size up to the longest. All other biases become 0.
    /// <code>
    /// LSTM                      forget gate  log(u), input gate -log(u)
    /// LSTM with coupled gates   input gate  -log(u): what it does not replace is kept
    /// GRU                       update gate  log(u): z keeps
    /// GRU, ComplementReset      update gate -log(u): z replaces
    /// </code>
    /// With layer normalisation they are the shifts after it, <c>layer_norm_gates_bias</c>.
    /// </summary>
    /// <param name="tensors">Where the tensors are: saved by the cell, or by a network that has it.</param>
    /// <param name="layer">What stands before <c>bias_ih</c>, with its dot: <c>lstm.</c></param>
    /// <param name="suffix">What stands behind it: <c>_l0</c>, <c>_l1_reverse</c>.</param>
    /// <param name="longest">The longest dependency, in steps: at least 3.</param>
    /// <param name="seed">The same seed gives the same numbers on every machine. The tensor's name goes into it.</param>
    /// <param name="gates">0, or the gates that the cell must have. It is needed where <paramref name="tensors"/> was not told what cell it is: 4 then means
    /// an LSTM, 3 a GRU whose z keeps.</param>
    /// <exception cref="ArgumentException">
    /// The cell keeps nothing by a gate, or its gates are no sigmoids, or it has no biases or other gates than <paramref name="gates"/>; or
    /// <paramref name="tensors"/> was not told what cell it is.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The longest is less than 3, or the gates are neither 0 nor 3 nor 4.</exception>
    public static void Chrono(TensorStore tensors, string layer, string suffix, double longest, int seed, int gates = 0)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (!(longest >= 3) || !double.IsFinite(longest))
        {
            throw new ArgumentOutOfRangeException(nameof(longest), longest, $"'{nameof(longest)}' must be finite and at least 3.");
        }

        if (gates is not (0 or 3 or 4))
        {
            throw new ArgumentOutOfRangeException(nameof(gates), gates, $"'{nameof(gates)}' must be 0 (the cell's), 4 (LSTM) or 3 (GRU).");
        }

        CellDescription cell = Cell(tensors, layer, suffix, nameof(Chrono), gates);
        (int keeping, int replacing) = cell.Form switch
        {
            CellForm.Lstm => (1, 0),
            CellForm.CoupledLstm => (-1, 0),
            CellForm.Gru => (1, -1),
            CellForm.ComplementGru => (-1, 1),
            _ => throw Refused(cell, layer, suffix, nameof(Chrono), "it has no gate that keeps its state"),
        };
        if (gates > 0 && gates != Gates(cell))
        {
            throw Refused(cell, layer, suffix, nameof(Chrono), $"it has {Gates(cell)} gates, not {gates}");
        }

        if (!cell.GatesAreSigmoid)
        {
            throw Refused(cell, layer, suffix, nameof(Chrono), "its gates are not sigmoids, of which log(u) is the bias");
        }

        Span<float> bias = GateBias(tensors, cell, layer, suffix);
        bias.Clear();
        if (cell.HasBias)
        {
            tensors.Values(layer + "bias_ih" + suffix).Clear();
            tensors.Values(layer + "bias_hh" + suffix).Clear();
        }

        SplitMix64 random = RandomOf(layer + "bias_ih" + suffix, seed);
        for (int unit = 0; unit < cell.HiddenSize; unit++)
        {
            float value = (float)Math.Log(1 + ((longest - 2) * ((random.NextUniform(1f) + 1.0) / 2)));
            if (keeping >= 0)
            {
                bias[(keeping * cell.HiddenSize) + unit] = value;
            }

            if (replacing >= 0)
            {
                bias[(replacing * cell.HiddenSize) + unit] = -value;
            }
        }
    }

    private static void FillUniform(TensorStore tensors, string name, float bound, int seed)
    {
        SplitMix64 random = RandomOf(name, seed);
        foreach (ref float value in tensors.Values(name))
        {
            value = random.NextUniform(bound);
        }
    }

    // The name by Fowler, Noll and Vo's hash (FNV-1a, 64 bits), so that no two tensors have the same numbers.
    private static SplitMix64 RandomOf(string name, int seed)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (char character in name)
        {
            hash = (hash ^ character) * 0x100000001B3;
        }

        return new SplitMix64(new SplitMix64((ulong)seed).Next() ^ hash);
    }

    private static void CheckGain(double gain)
    {
        if (!(gain >= 0) || !float.IsFinite((float)gain))
        {
            throw new ArgumentOutOfRangeException(nameof(gain), gain, $"'{nameof(gain)}' must be finite and not negative.");
        }
    }

    private static (int Rows, int Columns) Matrix(TensorStore tensors, string name, int gates)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(gates, 1);
        ReadOnlySpan<int> shape = tensors.Shape(name);
        return shape.Length == 2 && shape[0] % gates == 0
            ? (shape[0] / gates, shape[1])
            : throw new ArgumentException($"'{name}' is [{string.Join(", ", shape.ToArray())}], no matrix of {gates} gates.", nameof(name));
    }

    // What the cell said when it was saved, or, of tensors that came another way, what the caller says.
    private static CellDescription Cell(TensorStore tensors, string layer, string suffix, string option, int gates)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(suffix);
        if (tensors.Cell(layer + "weight_hh" + suffix) is { Form: not CellForm.Unknown } cell)
        {
            return cell;
        }

        string name = layer + "bias_ih" + suffix;
        int units = tensors.Values(name).Length;
        return gates > 0 && units % gates == 0
            ? new CellDescription(gates == 4 ? CellForm.Lstm : CellForm.Gru, units / gates, GatesAreSigmoid: true, HasBias: true, HasLayerNorm: false)
            : throw new ArgumentException(
                gates > 0
                    ? $"'{name}' has {units} floats, which are not those of {gates} gates."
                    : $"{option} needs to know what cell '{name}' is of: save the cell or its network into '{nameof(tensors)}' first.",
                nameof(layer));
    }

    private static Span<float> GateBias(TensorStore tensors, CellDescription cell, string layer, string suffix) =>
        cell.HasLayerNorm ? tensors.Values(layer + "layer_norm_gates_bias" + suffix)
        : cell.HasBias ? tensors.Values(layer + "bias_ih" + suffix)
        : throw Refused(cell, layer, suffix, "a gate's bias", "it has no biases (Bias = false)");

    private static int Gates(CellDescription cell) => cell.Form == CellForm.Lstm ? 4 : cell.Form == CellForm.Elman ? 1 : 3;

    private static ArgumentException Refused(CellDescription cell, string layer, string suffix, string option, string reason)
    {
        string kind = cell.Form switch
        {
            CellForm.Lstm => "an LSTM",
            CellForm.CoupledLstm => "an LSTM with CoupledGates",
            CellForm.Gru => "a GRU",
            CellForm.ComplementGru => "a GRU with GruVariant.ComplementReset",
            _ => "an Elman cell",
        };
        return new ArgumentException($"{option} does not fit the cell of '{layer}weight_hh{suffix}', {kind}: {reason}.", nameof(layer));
    }
}
