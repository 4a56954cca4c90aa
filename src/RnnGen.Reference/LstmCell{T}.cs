using System;
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
/// </summary>
/// <remarks>
/// <para>
/// Roundings are part of the definition. A gate sum is its input sum (the bias, then the inputs ascending) plus its recurrent sum (from
/// zero, the hidden units ascending), every term added by a fused multiply-add. In c' the product i * g is rounded, then f * c is added to
/// it by a fused multiply-add.
/// </para>
/// <para>The backward pass is defined but for its roundings; sigmoid and tanh are differentiated from their values.</para>
/// <para>Parameters are laid out as in PyTorch's <c>nn.LSTM</c>: row-major, gates in the order i, f, g, o, zero in a new cell.</para>
/// </remarks>
/// <typeparam name="T">The arithmetic: <see cref="double"/> for the truth, <see cref="float"/> for emitted code's bits.</typeparam>
public sealed class LstmCell<T>
    where T : IFloatingPointIeee754<T>
{
    /// <summary>Gates: i, f, g, o.</summary>
    public const int GateCount = 4;

    private readonly Activations<T> _activations;

    /// <summary>Creates a cell of zero parameters with the exact activation functions.</summary>
    /// <param name="inputSize">Inputs a step, at least 1.</param>
    /// <param name="hiddenSize">Hidden units, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    public LstmCell(int inputSize, int hiddenSize)
        : this(inputSize, hiddenSize, Activations.Exact<T>())
    {
    }

    /// <summary>Creates a cell of zero parameters.</summary>
    /// <param name="inputSize">Inputs a step, at least 1.</param>
    /// <param name="hiddenSize">Hidden units, at least 1.</param>
    /// <param name="activations">The functions used as sigmoid and tanh.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="activations"/> is null.</exception>
    public LstmCell(int inputSize, int hiddenSize, Activations<T> activations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hiddenSize, 1);
        ArgumentNullException.ThrowIfNull(activations);
        InputSize = inputSize;
        HiddenSize = hiddenSize;
        _activations = activations;
        WeightIh = new T[checked(GateCount * hiddenSize * inputSize)];
        WeightHh = new T[checked(GateCount * hiddenSize * hiddenSize)];
        Bias = new T[checked(GateCount * hiddenSize)];
    }

    /// <summary>Inputs a step.</summary>
    public int InputSize { get; }

    /// <summary>Hidden units.</summary>
    public int HiddenSize { get; }

    /// <summary>The weights of the inputs, [4 hidden, input]: PyTorch's <c>weight_ih</c>.</summary>
    public T[] WeightIh { get; }

    /// <summary>The weights of the hidden state, [4 hidden, hidden]: PyTorch's <c>weight_hh</c>.</summary>
    public T[] WeightHh { get; }

    /// <summary>The bias, [4 hidden]: the sum of PyTorch's <c>bias_ih</c> and <c>bias_hh</c>.</summary>
    public T[] Bias { get; }

    /// <summary>Advances one stream by one step.</summary>
    /// <param name="input">x, [input].</param>
    /// <param name="hidden">h, [hidden]: on return h', which is the step's output.</param>
    /// <param name="cell">c, [hidden]: on return c'.</param>
    /// <exception cref="ArgumentException">A size is wrong.</exception>
    public void Step(ReadOnlySpan<T> input, Span<T> hidden, Span<T> cell)
    {
        ArgumentSize.Check(input.Length, InputSize, "input", nameof(input));
        ArgumentSize.Check(hidden.Length, HiddenSize, "hidden", nameof(hidden));
        ArgumentSize.Check(cell.Length, HiddenSize, "hidden", nameof(cell));

        Advance(input, hidden, cell);
    }

    /// <summary>Advances one stream by any number of steps.</summary>
    /// <param name="inputs">[step, input]: its length says how many steps.</param>
    /// <param name="outputs">[step, hidden]: h' of every step.</param>
    /// <param name="hidden">The initial h, [hidden]: on return the final one.</param>
    /// <param name="cell">The initial c, [hidden]: on return the final one.</param>
    /// <exception cref="ArgumentException">A size is wrong.</exception>
    public void Run(ReadOnlySpan<T> inputs, Span<T> outputs, Span<T> hidden, Span<T> cell)
    {
        int steps = ArgumentSize.CheckSteps(inputs.Length, InputSize, nameof(inputs));
        ArgumentSize.Check(outputs.Length, checked(steps * HiddenSize), "[step, hidden]", nameof(outputs));
        ArgumentSize.Check(hidden.Length, HiddenSize, "hidden", nameof(hidden));
        ArgumentSize.Check(cell.Length, HiddenSize, "hidden", nameof(cell));

        for (int step = 0; step < steps; step++)
        {
            Step(inputs.Slice(step * InputSize, InputSize), hidden, cell);
            hidden.CopyTo(outputs.Slice(step * HiddenSize, HiddenSize));
        }
    }

    /// <summary>Advances one stream by any number of steps, as <see cref="Run"/> does, and records what the backward pass needs.</summary>
    /// <param name="inputs">[step, input]: its length says how many steps.</param>
    /// <param name="outputs">[step, hidden]: h' of every step.</param>
    /// <param name="hidden">The initial h, [hidden]: on return the final one.</param>
    /// <param name="cell">The initial c, [hidden]: on return the final one.</param>
    /// <returns>[step]: the tape for <see cref="Backward"/>.</returns>
    /// <exception cref="ArgumentException">A size is wrong.</exception>
    public LstmStep<T>[] Forward(ReadOnlySpan<T> inputs, Span<T> outputs, Span<T> hidden, Span<T> cell)
    {
        int steps = ArgumentSize.CheckSteps(inputs.Length, InputSize, nameof(inputs));
        ArgumentSize.Check(outputs.Length, checked(steps * HiddenSize), "[step, hidden]", nameof(outputs));
        ArgumentSize.Check(hidden.Length, HiddenSize, "hidden", nameof(hidden));
        ArgumentSize.Check(cell.Length, HiddenSize, "hidden", nameof(cell));

        var tape = new LstmStep<T>[steps];
        for (int step = 0; step < steps; step++)
        {
            tape[step] = Advance(inputs.Slice(step * InputSize, InputSize), hidden, cell);
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
    /// <param name="inputGradients">[step, input]: replaced by the gradients of the inputs.</param>
    /// <param name="hiddenGradients">The gradients of the final h, [hidden]: on return those of the initial one.</param>
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
        ArgumentSize.Check(outputGradients.Length, checked(tape.Length * HiddenSize), "[step, hidden]", nameof(outputGradients));
        ArgumentSize.Check(gradients.WeightIh.Length, WeightIh.Length, "[4 hidden, input]", nameof(gradients));
        ArgumentSize.Check(gradients.WeightHh.Length, WeightHh.Length, "[4 hidden, hidden]", nameof(gradients));
        ArgumentSize.Check(inputGradients.Length, checked(tape.Length * InputSize), "[step, input]", nameof(inputGradients));
        ArgumentSize.Check(hiddenGradients.Length, HiddenSize, "hidden", nameof(hiddenGradients));
        ArgumentSize.Check(cellGradients.Length, HiddenSize, "hidden", nameof(cellGradients));

        inputGradients.Clear();
        for (int step = tape.Length - 1; step >= 0; step--)
        {
            BackwardStep(
                outputGradients.Slice(step * HiddenSize, HiddenSize),
                tape[step],
                gradients,
                inputGradients.Slice(step * InputSize, InputSize),
                hiddenGradients,
                cellGradients);
        }
    }

    private LstmStep<T> Advance(ReadOnlySpan<T> input, Span<T> hidden, Span<T> cell)
    {
        var step = new LstmStep<T>(
            Input: input.ToArray(),
            Hidden: hidden.ToArray(),
            Cell: cell.ToArray(),
            I: new T[HiddenSize],
            F: new T[HiddenSize],
            G: new T[HiddenSize],
            O: new T[HiddenSize],
            TanhNewCell: new T[HiddenSize]);
        T[] inputSums = GateSums.Input(WeightIh, Bias, input);
        T[] recurrentSums = GateSums.Recurrent(WeightHh, hidden);
        for (int unit = 0; unit < HiddenSize; unit++)
        {
            T i = step.I[unit] = _activations.Sigmoid(GateSum(0, unit));
            T f = step.F[unit] = _activations.Sigmoid(GateSum(1, unit));
            T g = step.G[unit] = _activations.Tanh(GateSum(2, unit));
            T o = step.O[unit] = _activations.Sigmoid(GateSum(3, unit));
            T c = T.FusedMultiplyAdd(f, cell[unit], i * g);
            T tanhC = step.TanhNewCell[unit] = _activations.Tanh(c);
            cell[unit] = c;
            hidden[unit] = o * tanhC;
        }

        return step;

        T GateSum(int gate, int unit)
        {
            int row = (gate * HiddenSize) + unit;
            return inputSums[row] + recurrentSums[row];
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
        ArgumentSize.Check(step.Hidden.Length, HiddenSize, "hidden", "tape");

        T[] sumGradients = new T[GateCount * HiddenSize];
        for (int unit = 0; unit < HiddenSize; unit++)
        {
            T i = step.I[unit];
            T f = step.F[unit];
            T g = step.G[unit];
            T o = step.O[unit];
            T c = step.Cell[unit];
            T tanhC = step.TanhNewCell[unit];

            // h' is the step's output and the next step's h.
            T dh = outputGradients[unit] + hiddenGradients[unit];

            // h' = o * tanh(c')
            T dO = dh * tanhC;
            T dc = cellGradients[unit] + (dh * o * (T.One - (tanhC * tanhC)));

            // c' = f * c + i * g
            T di = dc * g;
            T df = dc * c;
            T dg = dc * i;
            cellGradients[unit] = dc * f;

            // sigmoid' = sigmoid (1 - sigmoid), tanh' = 1 - tanh^2
            sumGradients[unit] = di * i * (T.One - i);
            sumGradients[HiddenSize + unit] = df * f * (T.One - f);
            sumGradients[(2 * HiddenSize) + unit] = dg * (T.One - (g * g));
            sumGradients[(3 * HiddenSize) + unit] = dO * o * (T.One - o);
        }

        // a = Wx x + b + Wh h
        hiddenGradients.Clear();
        GateSums.Backward(WeightIh, step.Input, sumGradients, gradients.WeightIh, inputGradients);
        GateSums.Backward(WeightHh, step.Hidden, sumGradients, gradients.WeightHh, hiddenGradients);
        GateSums.Accumulate(sumGradients, gradients.Bias);
    }
}
