using System;
using System.Collections.Generic;
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
/// With <see cref="GruOptions{T}"/> other activations stand for sigmoid and tanh, and their arguments are clipped to +-Clip.
/// </para>
/// <para>
/// With layer normalisation (Ba, Kiros and Hinton 2016) LN(s) = gain * (s - mean(s)) / sqrt(var(s) + 1e-5) + shift stands for the whole sums of r and z. In
/// ResetAfter n = tanh(LN(Wn x + bn) + r * LN(Un h + cn)), as in the paper's GRU; in the other variants LN stands for the whole sum of n. Its roundings are not
/// defined.
/// </para>
/// <para>With a diagonal recurrence U h is u * h, added to its sum by one fused multiply-add; what it is added to is the input sum, or cn in ResetAfter.</para>
/// <para>
/// Roundings are part of the definition. A gate sum is its input sum (the bias, then the inputs ascending) plus its recurrent sum (from
/// zero, the hidden units ascending), every term added by a fused multiply-add. The candidate's recurrent sum runs over the rounded
/// products r * h, or over (1 - r) * h with both the difference and the product rounded; in ResetAfter cn is added to it, and r times the
/// result is added to the input sum by a fused multiply-add. The update is n + z * (h - n), and h + z * (n - h) in ComplementReset: the
/// difference is rounded, then one fused multiply-add.
/// </para>
/// <para>The backward pass is defined but for its roundings; activations are differentiated from their values.</para>
/// <para>Parameters are laid out as in PyTorch's <c>nn.GRU</c>: row-major, gates in the order r, z, n, zero in a new cell.</para>
/// </remarks>
/// <typeparam name="T">The arithmetic: <see cref="double"/> for the truth, <see cref="float"/> for emitted code's bits.</typeparam>
public sealed class GruCell<T> : RecurrentCell<T>
    where T : IFloatingPointIeee754<T>
{
    /// <summary>Gates: r, z, n.</summary>
    public const int GateCount = 3;

    private const int CandidateGate = 2;

    private readonly GruOptions<T> _options;

    /// <summary>Creates a cell of zero parameters with the exact activation functions.</summary>
    /// <param name="inputSize">Inputs a step, at least 1.</param>
    /// <param name="hiddenSize">Hidden units, at least 1.</param>
    /// <param name="variant">Which equations.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or there is no such variant.</exception>
    public GruCell(int inputSize, int hiddenSize, GruVariant variant)
        : this(inputSize, hiddenSize, variant, new GruOptions<T>())
    {
    }

    /// <summary>Creates a cell of zero parameters.</summary>
    /// <param name="inputSize">Inputs a step, at least 1.</param>
    /// <param name="hiddenSize">Hidden units, at least 1.</param>
    /// <param name="variant">Which equations.</param>
    /// <param name="options">What else it is.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or there is no such variant.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public GruCell(int inputSize, int hiddenSize, GruVariant variant, GruOptions<T> options)
        : base(inputSize, hiddenSize, hiddenSize, GateCount, options ?? throw new ArgumentNullException(nameof(options)))
    {
        if (!Enum.IsDefined(variant))
        {
            throw new ArgumentOutOfRangeException(nameof(variant), variant, "is not a variant of the gated recurrent unit.");
        }

        Variant = variant;
        _options = options;
        RecurrentBias = new T[options.Bias && ResetsAfter ? hiddenSize : 0];
        LayerNormRecurrentWeight = new T[options.LayerNorm && ResetsAfter ? hiddenSize : 0];
        LayerNormRecurrentBias = new T[LayerNormRecurrentWeight.Length];
    }

    /// <summary>Which equations.</summary>
    public GruVariant Variant { get; }

    /// <summary>
    /// The bias cn of the candidate's recurrent sum, [hidden]: the candidate's part of PyTorch's <c>bias_hh</c>. Empty but in
    /// <see cref="GruVariant.ResetAfter"/>.
    /// </summary>
    public T[] RecurrentBias { get; }

    /// <summary>The gains of the normalisation of the candidate's recurrent sum in <see cref="GruVariant.ResetAfter"/>, [hidden], or none.</summary>
    public T[] LayerNormRecurrentWeight { get; }

    /// <summary>Its shifts, [hidden], or none.</summary>
    public T[] LayerNormRecurrentBias { get; }

    internal override IEnumerable<(string Name, T[] Values)> Tensors =>
    [
        .. base.Tensors, ("recurrent_bias", RecurrentBias),
        ("layer_norm_recurrent_weight", LayerNormRecurrentWeight), ("layer_norm_recurrent_bias", LayerNormRecurrentBias),
    ];

    private bool ResetsAfter => Variant == GruVariant.ResetAfter;

    /// <summary>Advances one stream by one step.</summary>
    /// <param name="input">x, [input].</param>
    /// <param name="hidden">h, [hidden]: on return h', which is the step's output.</param>
    /// <exception cref="ArgumentException">A size is wrong.</exception>
    public void Step(ReadOnlySpan<T> input, Span<T> hidden)
    {
        ArgumentSize.Check(input.Length, InputSize, "input", nameof(input));
        ArgumentSize.Check(hidden.Length, HiddenSize, "hidden", nameof(hidden));

        Advance(input, hidden);
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

    /// <summary>Advances one stream by any number of steps, as <see cref="Run"/> does, and records what the backward pass needs.</summary>
    /// <param name="inputs">[step, input]: its length says how many steps.</param>
    /// <param name="outputs">[step, hidden]: h' of every step.</param>
    /// <param name="hidden">The initial h, [hidden]: on return the final one.</param>
    /// <returns>[step]: the tape for <see cref="Backward"/>.</returns>
    /// <exception cref="ArgumentException">A size is wrong.</exception>
    public GruStep<T>[] Forward(ReadOnlySpan<T> inputs, Span<T> outputs, Span<T> hidden)
    {
        int steps = ArgumentSize.CheckSteps(inputs.Length, InputSize, nameof(inputs));
        ArgumentSize.Check(outputs.Length, checked(steps * HiddenSize), "[step, hidden]", nameof(outputs));
        ArgumentSize.Check(hidden.Length, HiddenSize, "hidden", nameof(hidden));

        var tape = new GruStep<T>[steps];
        for (int step = 0; step < steps; step++)
        {
            tape[step] = Advance(inputs.Slice(step * InputSize, InputSize), hidden);
            hidden.CopyTo(outputs.Slice(step * HiddenSize, HiddenSize));
        }

        return tape;
    }

    /// <summary>
    /// Backpropagation through time over a whole tape: the gradients of some loss by everything that went in, given its gradients by
    /// everything that came out. The parameters must be those of the forward pass.
    /// </summary>
    /// <param name="outputGradients">The gradients of the outputs, [step, hidden].</param>
    /// <param name="tape">What <see cref="Forward"/> returned: read only.</param>
    /// <param name="gradients">The gradients of the parameters, to which the tape's are added.</param>
    /// <param name="inputGradients">[step, input]: the gradients of the inputs are added.</param>
    /// <param name="hiddenGradients">The gradients of the final h, [hidden]: on return those of the initial one.</param>
    /// <exception cref="ArgumentException">A size is wrong.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="gradients"/> is null.</exception>
    public void Backward(
        ReadOnlySpan<T> outputGradients,
        ReadOnlySpan<GruStep<T>> tape,
        GruGradients<T> gradients,
        Span<T> inputGradients,
        Span<T> hiddenGradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentSize.Check(outputGradients.Length, checked(tape.Length * HiddenSize), "[step, hidden]", nameof(outputGradients));
        ArgumentSize.Check(gradients.WeightIh.Length, WeightIh.Length, "[3 hidden, input]", nameof(gradients));
        ArgumentSize.Check(gradients.WeightHh.Length, WeightHh.Length, "[3 hidden, hidden]", nameof(gradients));
        ArgumentSize.Check(gradients.RecurrentBias.Length, RecurrentBias.Length, "hidden in ResetAfter, else none", nameof(gradients));
        ArgumentSize.Check(inputGradients.Length, checked(tape.Length * InputSize), "[step, input]", nameof(inputGradients));
        ArgumentSize.Check(hiddenGradients.Length, HiddenSize, "hidden", nameof(hiddenGradients));

        for (int step = tape.Length - 1; step >= 0; step--)
        {
            BackwardStep(
                outputGradients.Slice(step * HiddenSize, HiddenSize),
                tape[step],
                gradients,
                inputGradients.Slice(step * InputSize, InputSize),
                hiddenGradients);
        }
    }

    private GruStep<T> Advance(ReadOnlySpan<T> input, Span<T> hidden)
    {
        T[] old = hidden.ToArray();
        T clip = _options.Clip;
        T[] arguments = InputSums(input);
        AddRecurrentSums(GatesPart(arguments), firstGate: 0, old);
        Normalized<T>[] normalizedGates = NormalizeSums(GatesPart(arguments), firstGate: 0);
        T[] r = new T[HiddenSize];
        T[] z = new T[HiddenSize];
        for (int unit = 0; unit < HiddenSize; unit++)
        {
            r[unit] = _options.GateActivation.ClippedValue(clip, arguments[unit]);
            z[unit] = _options.GateActivation.ClippedValue(clip, arguments[HiddenSize + unit]);
        }

        T[] seen = Seen(r, old);
        Span<T> candidates = Part(arguments, CandidateGate);
        T[] recurrentSums = ResetsAfter ? RecurrentBiases() : candidates.ToArray();
        AddRecurrentSums(recurrentSums, CandidateGate, seen);
        Normalized<T>[] normalizedCandidate = NormalizeSums(ResetsAfter ? candidates : recurrentSums, CandidateGate);
        Normalized<T>? normalizedRecurrentSum = LayerNormRecurrentWeight.Length > 0
            ? LayerNormalization.Apply<T>(recurrentSums, LayerNormRecurrentWeight, LayerNormRecurrentBias)
            : null;
        T[] n = new T[HiddenSize];
        for (int unit = 0; unit < HiddenSize; unit++)
        {
            T h = old[unit];
            candidates[unit] = ResetsAfter ? T.FusedMultiplyAdd(r[unit], recurrentSums[unit], candidates[unit]) : recurrentSums[unit];
            n[unit] = _options.CandidateActivation.ClippedValue(clip, candidates[unit]);
            hidden[unit] = Variant == GruVariant.ComplementReset
                ? T.FusedMultiplyAdd(z[unit], n[unit] - h, h)
                : T.FusedMultiplyAdd(z[unit], h - n[unit], n[unit]);
        }

        return new GruStep<T>(
            input.ToArray(), old, arguments, r, z, n, seen, recurrentSums, normalizedGates, normalizedCandidate, normalizedRecurrentSum);
    }

    /// <summary>What the candidate's recurrent sum is added to, where it stays apart: cn, or zeros.</summary>
    private T[] RecurrentBiases() => RecurrentBias.Length > 0 ? [.. RecurrentBias] : new T[HiddenSize];

    /// <summary>What the candidate sees of the old state: h, r * h or (1 - r) * h.</summary>
    private T[] Seen(ReadOnlySpan<T> r, ReadOnlySpan<T> hidden)
    {
        T[] seen = hidden.ToArray();
        for (int unit = 0; unit < HiddenSize; unit++)
        {
            seen[unit] = Variant switch
            {
                GruVariant.ResetBefore => r[unit] * hidden[unit],
                GruVariant.ComplementReset => (T.One - r[unit]) * hidden[unit],
                _ => hidden[unit],
            };
        }

        return seen;
    }

    private void BackwardStep(
        ReadOnlySpan<T> outputGradients,
        GruStep<T> step,
        GruGradients<T> gradients,
        Span<T> inputGradients,
        Span<T> hiddenGradients)
    {
        ArgumentSize.Check(step.Input.Length, InputSize, "input", "tape");
        ArgumentSize.Check(step.Hidden.Length, HiddenSize, "hidden", "tape");

        T[] sumGradients = new T[GateCount * HiddenSize];
        Span<T> rSumGradients = sumGradients.AsSpan(0, HiddenSize);
        Span<T> zSumGradients = sumGradients.AsSpan(HiddenSize, HiddenSize);
        Span<T> nSumGradients = sumGradients.AsSpan(2 * HiddenSize);
        T[] recurrentSumGradients = new T[HiddenSize];
        for (int unit = 0; unit < HiddenSize; unit++)
        {
            T r = step.R[unit];
            T z = step.Z[unit];
            T n = step.N[unit];
            T h = step.Hidden[unit];

            // h' is the step's output and the next step's h.
            T dh = outputGradients[unit] + hiddenGradients[unit];

            // h' = (1 - z) * n + z * h, or (1 - z) * h + z * n
            (T dz, T dn, hiddenGradients[unit]) = Variant == GruVariant.ComplementReset
                ? (dh * (n - h), dh * z, dh * (T.One - z))
                : (dh * (h - n), dh * (T.One - z), dh * z);

            int zRow = HiddenSize + unit;
            int nRow = (2 * HiddenSize) + unit;
            zSumGradients[unit] = dz * _options.GateActivation.ClippedSlope(_options.Clip, step.Arguments[zRow], z);
            nSumGradients[unit] = dn * _options.CandidateActivation.ClippedSlope(_options.Clip, step.Arguments[nRow], n);

            // n = tanh(Wn x + bn + r * s) in ResetAfter
            rSumGradients[unit] = nSumGradients[unit] * step.RecurrentSum[unit];
            recurrentSumGradients[unit] = nSumGradients[unit] * r;
        }

        // s = Un v + cn in ResetAfter; else n = tanh(Wn x + bn + Un v)
        BackwardNormalizedSums(nSumGradients, step.NormalizedCandidate, CandidateGate, gradients);
        if (!ResetsAfter)
        {
            nSumGradients.CopyTo(recurrentSumGradients);
        }

        if (step.NormalizedRecurrentSum is { } normalized)
        {
            LayerNormalization.Backward<T>(
                recurrentSumGradients, normalized, LayerNormRecurrentWeight, gradients.LayerNormRecurrentWeight, gradients.LayerNormRecurrentBias);
        }

        T[] seenGradients = new T[HiddenSize];
        BackwardRecurrentSums(step.Seen, recurrentSumGradients, CandidateGate, gradients, seenGradients);
        GateSums.AccumulateBias(recurrentSumGradients, gradients.RecurrentBias);

        for (int unit = 0; unit < HiddenSize; unit++)
        {
            T r = step.R[unit];
            T h = step.Hidden[unit];
            T dv = seenGradients[unit];
            (T dr, T dh) = Variant switch
            {
                // v = r * h
                GruVariant.ResetBefore => (dv * h, dv * r),

                // v = (1 - r) * h
                GruVariant.ComplementReset => (-dv * h, dv * (T.One - r)),

                // v = h, and r acts on s as above
                _ => (rSumGradients[unit], dv),
            };
            rSumGradients[unit] = dr * _options.GateActivation.ClippedSlope(_options.Clip, step.Arguments[unit], r);
            hiddenGradients[unit] += dh;
        }

        // a = W x + b, and for r and z also + U h
        BackwardNormalizedSums(GatesPart(sumGradients), step.NormalizedGates, firstGate: 0, gradients);
        BackwardInputSums(step.Input, sumGradients, gradients, inputGradients);
        BackwardRecurrentSums(step.Hidden, GatesPart(sumGradients), firstGate: 0, gradients, hiddenGradients);
    }

    /// <summary>The part of r and z, [2 hidden], of a vector a gate.</summary>
    private Span<T> GatesPart(T[] vectors) => vectors.AsSpan(0, CandidateGate * HiddenSize);
}
