using System;
using System.Collections.Generic;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>What all recurrent cells have: sizes, weights, biases, and their gates' sums, forward and backward.</summary>
/// <typeparam name="T">The arithmetic: <see cref="double"/> for the truth, <see cref="float"/> for emitted code's bits.</typeparam>
public abstract class RecurrentCell<T>
    where T : IFloatingPointIeee754<T>
{
    private readonly CellOptions<T> _options;

    /// <summary>Creates a cell of zero parameters.</summary>
    /// <param name="inputSize">Inputs a step, at least 1.</param>
    /// <param name="hiddenSize">Hidden units, at least 1.</param>
    /// <param name="outputSize">Floats of h.</param>
    /// <param name="gates">Gates.</param>
    /// <param name="options">What the cell is.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    /// <exception cref="ArgumentException">The recurrence is diagonal, and h is a projection.</exception>
    private protected RecurrentCell(int inputSize, int hiddenSize, int outputSize, int gates, CellOptions<T> options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hiddenSize, 1);
        if (options.Diagonal && outputSize != hiddenSize)
        {
            throw new ArgumentException("A diagonal recurrence multiplies h and hidden units one by one: there can be no projection.", nameof(options));
        }

        _options = options;
        InputSize = inputSize;
        HiddenSize = hiddenSize;
        OutputSize = outputSize;
        int units = checked(gates * hiddenSize);
        WeightIh = new T[checked(units * inputSize)];
        WeightHh = new T[checked(units * RecurrentTerms)];
        Bias = new T[options.Bias ? units : 0];
        LayerNormGatesWeight = new T[options.LayerNorm ? units : 0];
        LayerNormGatesBias = new T[LayerNormGatesWeight.Length];
    }

    /// <summary>Inputs a step.</summary>
    public int InputSize { get; }

    /// <summary>Hidden units.</summary>
    public int HiddenSize { get; }

    /// <summary>Floats of h: the hidden units, or their projection.</summary>
    public int OutputSize { get; }

    /// <summary>The weights W of the inputs, [gates hidden, input]: PyTorch's <c>weight_ih</c>.</summary>
    public T[] WeightIh { get; }

    /// <summary>The weights U of the hidden state, [gates hidden, output]: PyTorch's <c>weight_hh</c>. Of a diagonal recurrence u, [gates hidden].</summary>
    public T[] WeightHh { get; }

    /// <summary>
    /// The bias, [gates hidden], or none: the sum of PyTorch's <c>bias_ih</c> and <c>bias_hh</c>, but for a gate whose recurrent sum has a bias of its own.
    /// </summary>
    public T[] Bias { get; }

    /// <summary>The gains of the gates' normalisation, [gates hidden], or none.</summary>
    public T[] LayerNormGatesWeight { get; }

    /// <summary>The shifts of the gates' normalisation, [gates hidden], or none.</summary>
    public T[] LayerNormGatesBias { get; }

    /// <summary>All parameters with their names; what the cell does not have is empty.</summary>
    internal virtual IEnumerable<(string Name, T[] Values)> Tensors =>
    [
        ("weight_ih", WeightIh), ("weight_hh", WeightHh), ("bias", Bias),
        ("layer_norm_gates_weight", LayerNormGatesWeight), ("layer_norm_gates_bias", LayerNormGatesBias),
    ];

    /// <summary>Terms of a recurrent sum.</summary>
    private int RecurrentTerms => _options.Diagonal ? 1 : OutputSize;

    /// <summary>The input sums of all gates: the bias, then the inputs ascending; [gates hidden].</summary>
    private protected T[] InputSums(ReadOnlySpan<T> input) => GateSums.Input(WeightIh, Bias, input);

    /// <summary>
    /// Adds recurrent sums of neighbouring gates. U h is a sum of its own, which is added; u * h is added to the sum (which -0 becomes 0 before, as if nothing had
    /// been added) by a fused multiply-add.
    /// </summary>
    /// <param name="sums">[gates hidden]: of each gate its input sum, or what else its recurrent sum is added to.</param>
    /// <param name="firstGate">The first gate.</param>
    /// <param name="operand">h, or what a reset gate leaves of it.</param>
    private protected void AddRecurrentSums(Span<T> sums, int firstGate, ReadOnlySpan<T> operand)
    {
        ReadOnlySpan<T> weights = RecurrentPart(WeightHh, firstGate, sums.Length);
        T[] products = _options.Diagonal ? [] : GateSums.Recurrent(weights, operand, HiddenSize);
        for (int row = 0; row < sums.Length; row++)
        {
            sums[row] = _options.Diagonal
                ? T.FusedMultiplyAdd(weights[row], operand[row % HiddenSize], sums[row] + T.Zero)
                : sums[row] + products[row];
        }
    }

    /// <summary>The backward pass of <see cref="InputSums"/>.</summary>
    private protected void BackwardInputSums(ReadOnlySpan<T> input, ReadOnlySpan<T> sumGradients, CellGradients<T> gradients, Span<T> inputGradients)
    {
        GateSums.Backward(WeightIh, input, sumGradients, gradients.WeightIh, inputGradients);
        GateSums.AccumulateBias(sumGradients, gradients.Bias);
    }

    /// <summary>The backward pass of <see cref="AddRecurrentSums"/>: adds to the gradients of weights and operand.</summary>
    /// <param name="operand">What was multiplied.</param>
    /// <param name="sumGradients">[gates hidden]</param>
    /// <param name="firstGate">The first gate.</param>
    /// <param name="gradients">The gradients of the parameters.</param>
    /// <param name="operandGradients">Those of the operand.</param>
    private protected void BackwardRecurrentSums(
        ReadOnlySpan<T> operand, ReadOnlySpan<T> sumGradients, int firstGate, CellGradients<T> gradients, Span<T> operandGradients)
    {
        ReadOnlySpan<T> weights = RecurrentPart(WeightHh, firstGate, sumGradients.Length);
        Span<T> weightGradients = RecurrentPart(gradients.WeightHh, firstGate, sumGradients.Length);
        if (!_options.Diagonal)
        {
            GateSums.Backward(weights, operand, sumGradients, weightGradients, operandGradients);
            return;
        }

        for (int row = 0; row < sumGradients.Length; row++)
        {
            weightGradients[row] += sumGradients[row] * operand[row % HiddenSize];
            operandGradients[row % HiddenSize] += sumGradients[row] * weights[row];
        }
    }

    /// <summary>Normalises the sums of neighbouring gates in place, each over the hidden units, where the cell does.</summary>
    /// <param name="sums">[gates hidden]</param>
    /// <param name="firstGate">The first gate.</param>
    /// <returns>What the backward pass needs of each, or none.</returns>
    private protected Normalized<T>[] NormalizeSums(Span<T> sums, int firstGate)
    {
        var normalized = new Normalized<T>[_options.LayerNorm ? sums.Length / HiddenSize : 0];
        for (int index = 0; index < normalized.Length; index++)
        {
            normalized[index] = LayerNormalization.Apply<T>(
                Part(sums, index), Part(LayerNormGatesWeight, firstGate + index), Part(LayerNormGatesBias, firstGate + index));
        }

        return normalized;
    }

    /// <summary>The backward pass of <see cref="NormalizeSums"/>, in place.</summary>
    /// <param name="sumGradients">[gates hidden]</param>
    /// <param name="normalized">What <see cref="NormalizeSums"/> returned.</param>
    /// <param name="firstGate">The first gate.</param>
    /// <param name="gradients">The gradients of the parameters.</param>
    private protected void BackwardNormalizedSums(
        Span<T> sumGradients, ReadOnlySpan<Normalized<T>> normalized, int firstGate, CellGradients<T> gradients)
    {
        for (int index = 0; index < normalized.Length; index++)
        {
            int gate = firstGate + index;
            LayerNormalization.Backward(
                Part(sumGradients, index), normalized[index], Part(LayerNormGatesWeight, gate),
                Part(gradients.LayerNormGatesWeight, gate), Part(gradients.LayerNormGatesBias, gate));
        }
    }

    /// <summary>A gate's part of a vector a gate.</summary>
    private protected Span<T> Part(Span<T> vectors, int gate) => vectors.Slice(gate * HiddenSize, HiddenSize);

    private Span<T> RecurrentPart(T[] weights, int firstGate, int rows) => weights.AsSpan(firstGate * HiddenSize * RecurrentTerms, rows * RecurrentTerms);
}
