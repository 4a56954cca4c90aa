using System;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// A simple recurrent cell (Elman 1990) of any size, one stream at a time, in plain loops written like the equation:
/// <code>
/// h' = act(W x + b + U h)
/// </code>
/// </summary>
/// <remarks>
/// <para>
/// Roundings are part of the definition: the input sum (the bias, then the inputs ascending) plus the recurrent sum (from zero, the hidden
/// units ascending), every term added by a fused multiply-add.
/// </para>
/// <para>The backward pass is defined but for its roundings.</para>
/// <para>Parameters are laid out as in PyTorch's <c>nn.RNN</c>: row-major, zero in a new cell.</para>
/// </remarks>
/// <typeparam name="T">The arithmetic: <see cref="double"/> for the truth, <see cref="float"/> for emitted code's bits.</typeparam>
public sealed class RnnCell<T> : RecurrentCell<T>
    where T : IFloatingPointIeee754<T>
{
    private readonly ActivationFunction<T> _activation;
    private readonly RnnOptions<T> _options;

    /// <summary>Creates a cell of zero parameters.</summary>
    /// <param name="inputSize">Inputs a step, at least 1.</param>
    /// <param name="hiddenSize">Hidden units, at least 1.</param>
    /// <param name="activation">act: <see cref="ActivationFunction.Tanh{T}"/>, <see cref="ActivationFunction.Relu{T}"/> or another.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="activation"/> is null.</exception>
    public RnnCell(int inputSize, int hiddenSize, ActivationFunction<T> activation)
        : this(inputSize, hiddenSize, activation, new RnnOptions<T>())
    {
    }

    /// <summary>Creates a cell of zero parameters.</summary>
    /// <param name="inputSize">Inputs a step, at least 1.</param>
    /// <param name="hiddenSize">Hidden units, at least 1.</param>
    /// <param name="activation">act: <see cref="ActivationFunction.Tanh{T}"/>, <see cref="ActivationFunction.Relu{T}"/> or another.</param>
    /// <param name="options">What else it is.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="activation"/> or <paramref name="options"/> is null.</exception>
    public RnnCell(int inputSize, int hiddenSize, ActivationFunction<T> activation, RnnOptions<T> options)
        : base(inputSize, hiddenSize, hiddenSize, gates: 1, options ?? throw new ArgumentNullException(nameof(options)))
    {
        ArgumentNullException.ThrowIfNull(activation);
        _activation = activation;
        _options = options;
    }

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
    public RnnStep<T>[] Forward(ReadOnlySpan<T> inputs, Span<T> outputs, Span<T> hidden)
    {
        int steps = ArgumentSize.CheckSteps(inputs.Length, InputSize, nameof(inputs));
        ArgumentSize.Check(outputs.Length, checked(steps * HiddenSize), "[step, hidden]", nameof(outputs));
        ArgumentSize.Check(hidden.Length, HiddenSize, "hidden", nameof(hidden));

        var tape = new RnnStep<T>[steps];
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
        ReadOnlySpan<RnnStep<T>> tape,
        RnnGradients<T> gradients,
        Span<T> inputGradients,
        Span<T> hiddenGradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentSize.Check(outputGradients.Length, checked(tape.Length * HiddenSize), "[step, hidden]", nameof(outputGradients));
        ArgumentSize.Check(gradients.WeightIh.Length, WeightIh.Length, "[hidden, input]", nameof(gradients));
        ArgumentSize.Check(gradients.WeightHh.Length, WeightHh.Length, "[hidden, hidden]", nameof(gradients));
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

    private RnnStep<T> Advance(ReadOnlySpan<T> input, Span<T> hidden)
    {
        T[] old = hidden.ToArray();
        T[] sums = InputSums(input);
        AddRecurrentSums(sums, firstGate: 0, old);
        Normalized<T>[] normalized = NormalizeSums(sums, firstGate: 0);
        for (int unit = 0; unit < HiddenSize; unit++)
        {
            hidden[unit] = _activation.ClippedValue(_options.Clip, sums[unit]);
        }

        return new RnnStep<T>(input.ToArray(), old, sums, hidden.ToArray(), normalized);
    }

    private void BackwardStep(
        ReadOnlySpan<T> outputGradients,
        RnnStep<T> step,
        RnnGradients<T> gradients,
        Span<T> inputGradients,
        Span<T> hiddenGradients)
    {
        ArgumentSize.Check(step.Input.Length, InputSize, "input", "tape");
        ArgumentSize.Check(step.Hidden.Length, HiddenSize, "hidden", "tape");

        T[] sumGradients = new T[HiddenSize];
        for (int unit = 0; unit < HiddenSize; unit++)
        {
            // h' is the step's output and the next step's h.
            T dh = outputGradients[unit] + hiddenGradients[unit];

            // h' = act(a)
            sumGradients[unit] = dh * _activation.ClippedSlope(_options.Clip, step.Sum[unit], step.NewHidden[unit]);
        }

        BackwardNormalizedSums(sumGradients, step.NormalizedSums, firstGate: 0, gradients);

        // a = W x + b + U h
        hiddenGradients.Clear();
        BackwardInputSums(step.Input, sumGradients, gradients, inputGradients);
        BackwardRecurrentSums(step.Hidden, sumGradients, firstGate: 0, gradients, hiddenGradients);
    }
}
