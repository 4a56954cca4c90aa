using System;
using System.Collections.Generic;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// A long short-term memory cell (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000) of any size, one stream at a
/// time, in plain loops written like the equations:
/// <code>
/// i = sigmoid(Wxi x + Whi h + bi)
/// f = sigmoid(Wxf x + Whf h + bf)
/// g = tanh   (Wxg x + Whg h + bg)
/// o = sigmoid(Wxo x + Who h + bo)
/// c' = f * c + i * g
/// h' = o * tanh(c')
/// </code>
/// and with <see cref="LstmOptions{T}"/>:
/// <code>
/// Diagonal      wh * h in place of Wh h
/// LayerNorm     a = LN(s) in place of each gate's sums s, and h' = o * tanh(LN(c')), LN(s) = gain * (s - mean(s)) / sqrt(var(s) + 1e-5) + shift
/// Peephole      i and f: s + p * c; o: s + p * c'
/// Clip          min(max(a, -Clip), Clip) in place of what goes into the gates and the candidate
/// CoupledGates  f = 1 - i, and no sums of f
/// Projection    h' = Whr (o * tanh(c'))
/// </code>
/// </summary>
/// <remarks>
/// <para>
/// Roundings are part of the definition. A gate sum is its input sum (the bias, then the inputs ascending) plus its recurrent sum (from
/// zero, the floats of h ascending), every term added by a fused multiply-add; a peephole's term is added by one more. In c' the product i * g is
/// rounded, then f * c is added to it by a fused multiply-add. A projection's sums go from zero, the hidden units ascending. The roundings of layer
/// normalisation are not defined.
/// </para>
/// <para>The backward pass is defined but for its roundings; activations are differentiated from their values.</para>
/// <para>
/// Parameters are laid out as in PyTorch's <c>nn.LSTM</c>: row-major, gates in the order i, f, g, o (i, g, o where they are coupled), zero in a new cell.
/// </para>
/// </remarks>
/// <typeparam name="T">The arithmetic: <see cref="double"/> for the truth, <see cref="float"/> for emitted code's bits.</typeparam>
public sealed class LstmCell<T> : RecurrentCell<T>
    where T : IFloatingPointIeee754<T>
{
    private const int InputGate = 0;

    private readonly LstmOptions<T> _options;

    /// <summary>Creates a cell of zero parameters with the exact activation functions.</summary>
    /// <param name="inputSize">Inputs a step, at least 1.</param>
    /// <param name="hiddenSize">Hidden units, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    public LstmCell(int inputSize, int hiddenSize)
        : this(inputSize, hiddenSize, new LstmOptions<T>())
    {
    }

    /// <summary>Creates a cell of zero parameters.</summary>
    /// <param name="inputSize">Inputs a step, at least 1.</param>
    /// <param name="hiddenSize">Hidden units, at least 1.</param>
    /// <param name="options">What else it is.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or the projection is not smaller than the hidden state.</exception>
    /// <exception cref="ArgumentException">Layer normalisation and peepholes exclude each other.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public LstmCell(int inputSize, int hiddenSize, LstmOptions<T> options)
        : base(inputSize, hiddenSize, OutputSizeOf(hiddenSize, options), options.CoupledGates ? 3 : 4, options)
    {
        if (options.LayerNorm && options.Peephole)
        {
            throw new ArgumentException("Layer normalisation and peepholes exclude each other.", nameof(options));
        }

        _options = options;
        WeightHr = new T[checked(options.Projection * hiddenSize)];
        WeightPeephole = new T[options.Peephole ? (GateCount - 1) * hiddenSize : 0];
        LayerNormCellWeight = new T[options.LayerNorm ? hiddenSize : 0];
        LayerNormCellBias = new T[options.LayerNorm ? hiddenSize : 0];
    }

    /// <summary>Gates: i, f, g, o, or i, g, o where they are coupled.</summary>
    public int GateCount => _options.CoupledGates ? 3 : 4;

    /// <summary>The projection Whr, [output, hidden], or none: PyTorch's <c>weight_hr</c>.</summary>
    public T[] WeightHr { get; }

    /// <summary>The peepholes p, [3 hidden] in the order i, f, o, or [2 hidden], i, o, where gates are coupled, or none.</summary>
    public T[] WeightPeephole { get; }

    /// <summary>The gains of the normalisation of c', [hidden], or none.</summary>
    public T[] LayerNormCellWeight { get; }

    /// <summary>The shifts of the normalisation of c', [hidden], or none.</summary>
    public T[] LayerNormCellBias { get; }

    internal override IEnumerable<(string Name, T[] Values)> Tensors =>
    [
        .. base.Tensors, ("weight_hr", WeightHr), ("weight_peephole", WeightPeephole),
        ("layer_norm_cell_weight", LayerNormCellWeight), ("layer_norm_cell_bias", LayerNormCellBias),
    ];

    // Where a gate's rows are; f has none where it is coupled.
    private int ForgetGate => _options.CoupledGates ? -1 : 1;

    private int Candidate => GateCount - 2;

    private int OutputGate => GateCount - 1;

    /// <summary>Advances one stream by one step.</summary>
    /// <param name="input">x, [input].</param>
    /// <param name="hidden">h, [output]: on return h', which is the step's output.</param>
    /// <param name="cell">c, [hidden]: on return c'.</param>
    /// <exception cref="ArgumentException">A size is wrong.</exception>
    public void Step(ReadOnlySpan<T> input, Span<T> hidden, Span<T> cell)
    {
        ArgumentSize.Check(input.Length, InputSize, "input", nameof(input));
        ArgumentSize.Check(hidden.Length, OutputSize, "output", nameof(hidden));
        ArgumentSize.Check(cell.Length, HiddenSize, "hidden", nameof(cell));

        Advance(input, hidden, cell);
    }

    /// <summary>Advances one stream by any number of steps.</summary>
    /// <param name="inputs">[step, input]: its length says how many steps.</param>
    /// <param name="outputs">[step, output]: h' of every step.</param>
    /// <param name="hidden">The initial h, [output]: on return the final one.</param>
    /// <param name="cell">The initial c, [hidden]: on return the final one.</param>
    /// <exception cref="ArgumentException">A size is wrong.</exception>
    public void Run(ReadOnlySpan<T> inputs, Span<T> outputs, Span<T> hidden, Span<T> cell) => Forward(inputs, outputs, hidden, cell);

    /// <summary>Advances one stream by any number of steps, as <see cref="Run"/> does, and records what the backward pass needs.</summary>
    /// <param name="inputs">[step, input]: its length says how many steps.</param>
    /// <param name="outputs">[step, output]: h' of every step.</param>
    /// <param name="hidden">The initial h, [output]: on return the final one.</param>
    /// <param name="cell">The initial c, [hidden]: on return the final one.</param>
    /// <returns>[step]: the tape for <see cref="Backward"/>.</returns>
    /// <exception cref="ArgumentException">A size is wrong.</exception>
    public LstmStep<T>[] Forward(ReadOnlySpan<T> inputs, Span<T> outputs, Span<T> hidden, Span<T> cell)
    {
        int steps = ArgumentSize.CheckSteps(inputs.Length, InputSize, nameof(inputs));
        ArgumentSize.Check(outputs.Length, checked(steps * OutputSize), "[step, output]", nameof(outputs));
        ArgumentSize.Check(hidden.Length, OutputSize, "output", nameof(hidden));
        ArgumentSize.Check(cell.Length, HiddenSize, "hidden", nameof(cell));

        var tape = new LstmStep<T>[steps];
        for (int step = 0; step < steps; step++)
        {
            tape[step] = Advance(inputs.Slice(step * InputSize, InputSize), hidden, cell);
            hidden.CopyTo(outputs.Slice(step * OutputSize, OutputSize));
        }

        return tape;
    }

    /// <summary>
    /// Backpropagation through time over a whole tape: the gradients of some loss by everything that went in, given its gradients by
    /// everything that came out. The parameters must be those of the forward pass.
    /// </summary>
    /// <param name="outputGradients">The gradients of the outputs, [step, output].</param>
    /// <param name="tape">What <see cref="Forward"/> returned: read only.</param>
    /// <param name="gradients">The gradients of the parameters, to which the tape's are added.</param>
    /// <param name="inputGradients">[step, input]: the gradients of the inputs are added.</param>
    /// <param name="hiddenGradients">The gradients of the final h, [output]: on return those of the initial one.</param>
    /// <param name="cellGradients">The gradients of the final c, [hidden]: on return those of the initial one.</param>
    /// <exception cref="ArgumentException">A size is wrong.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="gradients"/> is null.</exception>
    public void Backward(
        ReadOnlySpan<T> outputGradients,
        ReadOnlySpan<LstmStep<T>> tape,
        LstmGradients<T> gradients,
        Span<T> inputGradients,
        Span<T> hiddenGradients,
        Span<T> cellGradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentSize.Check(outputGradients.Length, checked(tape.Length * OutputSize), "[step, output]", nameof(outputGradients));
        ArgumentSize.Check(gradients.WeightIh.Length, WeightIh.Length, "[gates hidden, input]", nameof(gradients));
        ArgumentSize.Check(gradients.WeightHh.Length, WeightHh.Length, "[gates hidden, output]", nameof(gradients));
        ArgumentSize.Check(inputGradients.Length, checked(tape.Length * InputSize), "[step, input]", nameof(inputGradients));
        ArgumentSize.Check(hiddenGradients.Length, OutputSize, "output", nameof(hiddenGradients));
        ArgumentSize.Check(cellGradients.Length, HiddenSize, "hidden", nameof(cellGradients));

        for (int step = tape.Length - 1; step >= 0; step--)
        {
            BackwardStep(
                outputGradients.Slice(step * OutputSize, OutputSize),
                tape[step],
                gradients,
                inputGradients.Slice(step * InputSize, InputSize),
                hiddenGradients,
                cellGradients);
        }
    }

    private LstmStep<T> Advance(ReadOnlySpan<T> input, Span<T> hidden, Span<T> cell)
    {
        T clip = _options.Clip;
        T[] old = cell.ToArray();
        T[] oldHidden = hidden.ToArray();
        T[] arguments = InputSums(input);
        AddRecurrentSums(arguments, firstGate: 0, oldHidden);
        Normalized<T>[] normalizedSums = NormalizeSums(arguments, firstGate: 0);
        T[] i = new T[HiddenSize];
        T[] f = new T[HiddenSize];
        T[] g = new T[HiddenSize];
        T[] o = new T[HiddenSize];
        for (int unit = 0; unit < HiddenSize; unit++)
        {
            i[unit] = Gate(InputGate, unit, old[unit]);
            f[unit] = _options.CoupledGates ? T.One - i[unit] : Gate(ForgetGate, unit, old[unit]);
            g[unit] = _options.CandidateActivation.ClippedValue(clip, arguments[(Candidate * HiddenSize) + unit]);
            cell[unit] = T.FusedMultiplyAdd(f[unit], old[unit], i[unit] * g[unit]);
            o[unit] = Gate(OutputGate, unit, cell[unit]);
        }

        T[] squashed = cell.ToArray();
        Normalized<T>? normalizedCell = _options.LayerNorm
            ? LayerNormalization.Apply<T>(squashed, LayerNormCellWeight, LayerNormCellBias)
            : null;
        T[] output = new T[HiddenSize];
        for (int unit = 0; unit < HiddenSize; unit++)
        {
            squashed[unit] = _options.CellActivation.Value(squashed[unit]);
            output[unit] = o[unit] * squashed[unit];
        }

        (_options.Projection > 0 ? GateSums.Product<T>(WeightHr, output) : output).CopyTo(hidden);
        return new LstmStep<T>(input.ToArray(), oldHidden, old, cell.ToArray(), arguments, i, f, g, o, squashed, normalizedSums, normalizedCell);

        // The gate's value; with a peephole, its argument sees the cell state.
        T Gate(int gate, int unit, T seen)
        {
            ref T argument = ref arguments[(gate * HiddenSize) + unit];
            if (_options.Peephole)
            {
                argument = T.FusedMultiplyAdd(WeightPeephole[(PeepholeOf(gate) * HiddenSize) + unit], seen, argument);
            }

            return _options.GateActivation.ClippedValue(clip, argument);
        }
    }

    private void BackwardStep(
        ReadOnlySpan<T> outputGradients,
        LstmStep<T> step,
        LstmGradients<T> gradients,
        Span<T> inputGradients,
        Span<T> hiddenGradients,
        Span<T> cellGradients)
    {
        ArgumentSize.Check(step.Input.Length, InputSize, "input", "tape");
        ArgumentSize.Check(step.Hidden.Length, OutputSize, "output", "tape");

        // h' is the step's output and the next step's h.
        T[] dh = new T[OutputSize];
        for (int index = 0; index < OutputSize; index++)
        {
            dh[index] = outputGradients[index] + hiddenGradients[index];
        }

        // h' = m, or Whr m; m = o * tanh(c'), or o * tanh(LN(c'))
        T[] dm = ProjectionGradients(dh, step, gradients);
        T[] argumentGradients = new T[GateCount * HiddenSize];
        T[] squashedGradients = new T[HiddenSize];
        for (int unit = 0; unit < HiddenSize; unit++)
        {
            T squashed = step.SquashedCell[unit];
            SetGate(OutputGate, unit, dm[unit] * squashed, step.O[unit]);
            squashedGradients[unit] = dm[unit] * step.O[unit] * _options.CellActivation.Slope(squashed);
        }

        if (step.NormalizedCell is { } normalized)
        {
            LayerNormalization.Backward<T>(
                squashedGradients, normalized, LayerNormCellWeight, gradients.LayerNormCellWeight, gradients.LayerNormCellBias);
        }

        for (int unit = 0; unit < HiddenSize; unit++)
        {
            T c = step.Cell[unit];
            T dc = cellGradients[unit] + squashedGradients[unit] + Peep(OutputGate, unit, step.NewCell[unit]);

            // c' = f * c + i * g
            T di = dc * step.G[unit];
            T df = dc * c;
            T dg = dc * step.I[unit];
            T before = dc * step.F[unit];
            if (_options.CoupledGates)
            {
                di -= df;
            }
            else
            {
                SetGate(ForgetGate, unit, df, step.F[unit]);
                before += Peep(ForgetGate, unit, c);
            }

            SetGate(InputGate, unit, di, step.I[unit]);
            int row = (Candidate * HiddenSize) + unit;
            argumentGradients[row] = dg * _options.CandidateActivation.ClippedSlope(_options.Clip, step.Arguments[row], step.G[unit]);
            cellGradients[unit] = before + Peep(InputGate, unit, c);
        }

        BackwardNormalizedSums(argumentGradients, step.NormalizedSums, firstGate: 0, gradients);

        // s = Wx x + b + Wh h
        hiddenGradients.Clear();
        BackwardInputSums(step.Input, argumentGradients, gradients, inputGradients);
        BackwardRecurrentSums(step.Hidden, argumentGradients, firstGate: 0, gradients, hiddenGradients);

        void SetGate(int gate, int unit, T gradient, T value)
        {
            int row = (gate * HiddenSize) + unit;
            argumentGradients[row] = gradient * _options.GateActivation.ClippedSlope(_options.Clip, step.Arguments[row], value);
        }

        // What a gate's argument passes to the cell state that it sees, and to its peephole.
        T Peep(int gate, int unit, T seen)
        {
            if (!_options.Peephole)
            {
                return T.Zero;
            }

            T gradient = argumentGradients[(gate * HiddenSize) + unit];
            int peephole = (PeepholeOf(gate) * HiddenSize) + unit;
            gradients.WeightPeephole[peephole] += gradient * seen;
            return gradient * WeightPeephole[peephole];
        }
    }

    /// <summary>From the gradients of h' to those of what it is a projection of (or is).</summary>
    private T[] ProjectionGradients(T[] dh, LstmStep<T> step, LstmGradients<T> gradients)
    {
        if (_options.Projection == 0)
        {
            return dh;
        }

        T[] output = new T[HiddenSize];
        for (int unit = 0; unit < HiddenSize; unit++)
        {
            output[unit] = step.O[unit] * step.SquashedCell[unit];
        }

        T[] dm = new T[HiddenSize];
        GateSums.Backward<T>(WeightHr, output, dh, gradients.WeightHr, dm);
        return dm;
    }

    /// <summary>Which of the peepholes a gate has: i, f, o or i, o.</summary>
    private int PeepholeOf(int gate) => gate == OutputGate ? gate - 1 : gate;

    private static int OutputSizeOf(int hiddenSize, LstmOptions<T> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Projection >= 0 && options.Projection < Math.Max(1, hiddenSize)
            ? options.Projection > 0 ? options.Projection : hiddenSize
            : throw new ArgumentOutOfRangeException(nameof(options), options.Projection, $"The projection must be less than the {hiddenSize} hidden units.");
    }
}
