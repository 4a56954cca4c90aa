using System;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// A gated recurrent unit (Cho et al. 2014) of any size and in any <see cref="GruVariant"/>, one stream at a time, in plain loops written
/// like the equations:
/// <code>
/// r = sigmoid(Wr x + Ur h + br)
/// z = sigmoid(Wz x + Uz h + bz)
///
/// ResetAfter:       n  = tanh(Wn x + bn + r * (Un h + cn))
///                   h' = (1 - z) * n + z * h
/// ResetBefore:      n  = tanh(Wn x + bn + Un (r * h))
///                   h' = (1 - z) * n + z * h
/// ComplementReset:  n  = tanh(Wn x + bn + Un ((1 - r) * h))
///                   h' = (1 - z) * h + z * n
/// </code>
/// </summary>
/// <remarks>
/// <para>
/// Roundings are part of the definition. A gate sum is its input sum (the bias, then the inputs ascending) plus its recurrent sum (from
/// zero, the hidden units ascending), every term added by a fused multiply-add. The candidate's recurrent sum runs over the rounded
/// products r * h, or over (1 - r) * h with both the difference and the product rounded; in ResetAfter cn is added to it, and r times the result is
/// added to the input sum by a fused multiply-add. The update is n + z * (h - n), and h + z * (n - h) in ComplementReset: the difference
/// is rounded, then one fused multiply-add.
/// </para>
/// <para>Parameters are laid out as in PyTorch's <c>nn.GRU</c>: row-major, gates in the order r, z, n, zero in a new cell.</para>
/// </remarks>
/// <typeparam name="T">The arithmetic: <see cref="double"/> for the truth, <see cref="float"/> for emitted code's bits.</typeparam>
public sealed class GruCell<T>
    where T : IFloatingPointIeee754<T>
{
    /// <summary>Gates: r, z, n.</summary>
    public const int GateCount = 3;

    private readonly Activations<T> _activations;

    /// <summary>Creates a cell of zero parameters with the exact activation functions.</summary>
    /// <param name="inputSize">Inputs a step, at least 1.</param>
    /// <param name="hiddenSize">Hidden units, at least 1.</param>
    /// <param name="variant">Which equations.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or there is no such variant.</exception>
    public GruCell(int inputSize, int hiddenSize, GruVariant variant)
        : this(inputSize, hiddenSize, variant, Activations.Exact<T>())
    {
    }

    /// <summary>Creates a cell of zero parameters.</summary>
    /// <param name="inputSize">Inputs a step, at least 1.</param>
    /// <param name="hiddenSize">Hidden units, at least 1.</param>
    /// <param name="variant">Which equations.</param>
    /// <param name="activations">The functions used as sigmoid and tanh.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or there is no such variant.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="activations"/> is null.</exception>
    public GruCell(int inputSize, int hiddenSize, GruVariant variant, Activations<T> activations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hiddenSize, 1);
        ArgumentNullException.ThrowIfNull(activations);
        if (!Enum.IsDefined(variant))
        {
            throw new ArgumentOutOfRangeException(nameof(variant), variant, "is not a variant of the gated recurrent unit.");
        }

        InputSize = inputSize;
        HiddenSize = hiddenSize;
        Variant = variant;
        _activations = activations;
        WeightIh = new T[checked(GateCount * hiddenSize * inputSize)];
        WeightHh = new T[checked(GateCount * hiddenSize * hiddenSize)];
        Bias = new T[checked(GateCount * hiddenSize)];
        RecurrentBias = variant == GruVariant.ResetAfter ? new T[hiddenSize] : [];
    }

    /// <summary>Inputs a step.</summary>
    public int InputSize { get; }

    /// <summary>Hidden units.</summary>
    public int HiddenSize { get; }

    /// <summary>Which equations.</summary>
    public GruVariant Variant { get; }

    /// <summary>The weights W of the inputs, [3 hidden, input]: PyTorch's <c>weight_ih</c>.</summary>
    public T[] WeightIh { get; }

    /// <summary>The weights U of the hidden state, [3 hidden, hidden]: PyTorch's <c>weight_hh</c>.</summary>
    public T[] WeightHh { get; }

    /// <summary>
    /// The bias b, [3 hidden]: the sum of PyTorch's <c>bias_ih</c> and <c>bias_hh</c>, but the candidate's <c>bias_ih</c> alone in
    /// <see cref="GruVariant.ResetAfter"/>.
    /// </summary>
    public T[] Bias { get; }

    /// <summary>
    /// The bias cn of the candidate's recurrent sum, [hidden]: the candidate's part of PyTorch's <c>bias_hh</c>. Empty but in
    /// <see cref="GruVariant.ResetAfter"/>.
    /// </summary>
    public T[] RecurrentBias { get; }

    /// <summary>The recurrent weights of the gates r and z, [2 hidden, hidden].</summary>
    private ReadOnlySpan<T> GateWeightHh => WeightHh.AsSpan(0, 2 * HiddenSize * HiddenSize);

    /// <summary>The recurrent weights Un of the candidate, [hidden, hidden].</summary>
    private ReadOnlySpan<T> CandidateWeightHh => WeightHh.AsSpan(2 * HiddenSize * HiddenSize);

    /// <summary>Advances one stream by one step.</summary>
    /// <param name="input">x, [input].</param>
    /// <param name="hidden">h, [hidden]: on return h', which is the step's output.</param>
    /// <exception cref="ArgumentException">A size is wrong.</exception>
    public void Step(ReadOnlySpan<T> input, Span<T> hidden)
    {
        ArgumentSize.Check(input.Length, InputSize, "input", nameof(input));
        ArgumentSize.Check(hidden.Length, HiddenSize, "hidden", nameof(hidden));

        T[] inputSums = GateSums.Input(WeightIh, Bias, input);
        T[] gateRecurrentSums = GateSums.Recurrent(GateWeightHh, hidden);
        T[] r = new T[HiddenSize];
        T[] z = new T[HiddenSize];
        for (int unit = 0; unit < HiddenSize; unit++)
        {
            int zRow = HiddenSize + unit;
            r[unit] = _activations.Sigmoid(inputSums[unit] + gateRecurrentSums[unit]);
            z[unit] = _activations.Sigmoid(inputSums[zRow] + gateRecurrentSums[zRow]);
        }

        T[] candidateRecurrentSums = CandidateRecurrentSums(r, hidden);
        for (int unit = 0; unit < HiddenSize; unit++)
        {
            T inputSum = inputSums[(2 * HiddenSize) + unit];
            T recurrentSum = candidateRecurrentSums[unit];
            T h = hidden[unit];
            T n = _activations.Tanh(Variant == GruVariant.ResetAfter
                ? T.FusedMultiplyAdd(r[unit], recurrentSum, inputSum)
                : inputSum + recurrentSum);
            hidden[unit] = Variant == GruVariant.ComplementReset
                ? T.FusedMultiplyAdd(z[unit], n - h, h)
                : T.FusedMultiplyAdd(z[unit], h - n, n);
        }
    }

    /// <summary>Advances one stream by any number of steps.</summary>
    /// <param name="inputs">[step, input]: its length says how many steps.</param>
    /// <param name="outputs">[step, hidden]: h' of every step.</param>
    /// <param name="hidden">The initial h, [hidden]: on return the final one.</param>
    /// <exception cref="ArgumentException">A size is wrong.</exception>
    public void Run(ReadOnlySpan<T> inputs, Span<T> outputs, Span<T> hidden)
    {
        int steps = ArgumentSize.CheckSteps(inputs.Length, InputSize, nameof(inputs));
        ArgumentSize.Check(outputs.Length, checked(steps * HiddenSize), "[step, hidden]", nameof(outputs));
        ArgumentSize.Check(hidden.Length, HiddenSize, "hidden", nameof(hidden));

        for (int step = 0; step < steps; step++)
        {
            Step(inputs.Slice(step * InputSize, InputSize), hidden);
            hidden.CopyTo(outputs.Slice(step * HiddenSize, HiddenSize));
        }
    }

    /// <summary>Un h + cn, Un (r * h) or Un ((1 - r) * h): the candidate's recurrent sums, [hidden].</summary>
    private T[] CandidateRecurrentSums(ReadOnlySpan<T> r, ReadOnlySpan<T> hidden)
    {
        if (Variant == GruVariant.ResetAfter)
        {
            T[] sums = GateSums.Recurrent(CandidateWeightHh, hidden);
            for (int unit = 0; unit < HiddenSize; unit++)
            {
                sums[unit] = RecurrentBias[unit] + sums[unit];
            }

            return sums;
        }

        T[] kept = new T[HiddenSize];
        for (int unit = 0; unit < HiddenSize; unit++)
        {
            T share = Variant == GruVariant.ComplementReset ? T.One - r[unit] : r[unit];
            kept[unit] = share * hidden[unit];
        }

        return GateSums.Recurrent(CandidateWeightHh, kept);
    }
}
