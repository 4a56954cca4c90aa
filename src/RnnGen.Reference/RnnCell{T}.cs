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
/// <para>Parameters are laid out as in PyTorch's <c>nn.RNN</c>: row-major, zero in a new cell.</para>
/// </remarks>
/// <typeparam name="T">The arithmetic: <see cref="double"/> for the truth, <see cref="float"/> for emitted code's bits.</typeparam>
public sealed class RnnCell<T>
    where T : IFloatingPointIeee754<T>
{
    private readonly ActivationFunction<T> _activation;

    /// <summary>Creates a cell of zero parameters.</summary>
    /// <param name="inputSize">Inputs a step, at least 1.</param>
    /// <param name="hiddenSize">Hidden units, at least 1.</param>
    /// <param name="activation">act: <see cref="ActivationFunction.Tanh{T}"/>, <see cref="ActivationFunction.Relu{T}"/> or another.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="activation"/> is null.</exception>
    public RnnCell(int inputSize, int hiddenSize, ActivationFunction<T> activation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hiddenSize, 1);
        ArgumentNullException.ThrowIfNull(activation);
        InputSize = inputSize;
        HiddenSize = hiddenSize;
        _activation = activation;
        WeightIh = new T[checked(hiddenSize * inputSize)];
        WeightHh = new T[checked(hiddenSize * hiddenSize)];
        Bias = new T[hiddenSize];
    }

    /// <summary>Inputs a step.</summary>
    public int InputSize { get; }

    /// <summary>Hidden units.</summary>
    public int HiddenSize { get; }

    /// <summary>The weights W of the inputs, [hidden, input]: PyTorch's <c>weight_ih</c>.</summary>
    public T[] WeightIh { get; }

    /// <summary>The weights U of the hidden state, [hidden, hidden]: PyTorch's <c>weight_hh</c>.</summary>
    public T[] WeightHh { get; }

    /// <summary>The bias b, [hidden]: the sum of PyTorch's <c>bias_ih</c> and <c>bias_hh</c>.</summary>
    public T[] Bias { get; }

    /// <summary>Advances one stream by one step.</summary>
    /// <param name="input">x, [input].</param>
    /// <param name="hidden">h, [hidden]: on return h', which is the step's output.</param>
    /// <exception cref="ArgumentException">A size is wrong.</exception>
    public void Step(ReadOnlySpan<T> input, Span<T> hidden)
    {
        ArgumentSize.Check(input.Length, InputSize, "input", nameof(input));
        ArgumentSize.Check(hidden.Length, HiddenSize, "hidden", nameof(hidden));

        T[] inputSums = GateSums.Input(WeightIh, Bias, input);
        T[] recurrentSums = GateSums.Recurrent(WeightHh, hidden);
        for (int unit = 0; unit < HiddenSize; unit++)
        {
            hidden[unit] = _activation.Value(inputSums[unit] + recurrentSums[unit]);
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
}
