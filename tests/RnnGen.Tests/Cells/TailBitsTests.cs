using System;
using RnnGen.AccuracyWalk;
using RnnGen.Formats;
using RnnGen.Numerics;
using RnnGen.Reference;
using Xunit;

namespace RnnGen.Tests.Cells;

/// <summary>The last one to eight units past a multiple of 16, whose recurrent sums are split in two: the reference, in float and by the same functions, has the very bits.</summary>
public sealed class TailBitsTests
{
    private const int Steps = 6;

    private static readonly ActivationFunction<float> Sigmoid = ActivationFunction.Sigmoid<float>() with { Value = Activation.Sigmoid };
    private static readonly ActivationFunction<float> Tanh = ActivationFunction.Tanh<float>() with { Value = Activation.Tanh };

    [Fact]
    public void Of_an_lstm_are_those_of_the_reference()
    {
        AssertLstm<TestCells.Lstm1x8, TestCells.Lstm1x8.State, TestCells.Lstm1x8.Workspace>(new(), null);
        AssertLstm<TestCells.Lstm3x19, TestCells.Lstm3x19.State, TestCells.Lstm3x19.Workspace>(new(), null);
        AssertLstm<TestCells.Lstm1x40, TestCells.Lstm1x40.State, TestCells.Lstm1x40.Workspace>(new(), null);
        AssertLstm<TestCells.Lstm4x4, TestCells.Lstm4x4.State, TestCells.Lstm4x4.Workspace>(new(), null);
        AssertLstm<TestCells.Lstm5x40Projected, TestCells.Lstm5x40Projected.State, TestCells.Lstm5x40Projected.Workspace>(new(), new() { Projection = 11 });
    }

    [Fact]
    public void Of_a_gru_are_those_of_the_reference()
    {
        AssertGru<TestCells.Gru1x8, TestCells.Gru1x8.State, TestCells.Gru1x8.Workspace>(Reference.GruVariant.ResetAfter);
        AssertGru<TestCells.Gru3x19, TestCells.Gru3x19.State, TestCells.Gru3x19.Workspace>(Reference.GruVariant.ResetAfter);
        AssertGru<TestCells.Gru1x40, TestCells.Gru1x40.State, TestCells.Gru1x40.Workspace>(Reference.GruVariant.ResetAfter);
        AssertGru<TestCells.Gru3x19ResetBefore, TestCells.Gru3x19ResetBefore.State, TestCells.Gru3x19ResetBefore.Workspace>(Reference.GruVariant.ResetBefore);
    }

    [Fact]
    public void Of_an_Elman_cell_are_those_of_the_reference()
    {
        var cell = new TestCells.Rnn3x19();
        TensorStore tensors = Initialized(cell.Initialize, sink => cell.Save(sink));
        var reference = new RnnCell<float>(3, 19, Tanh);
        tensors.Values("weight_ih_l0").CopyTo(reference.WeightIh);
        tensors.Values("weight_hh_l0").CopyTo(reference.WeightHh);
        tensors.Values("bias_ih_l0").CopyTo(reference.Bias);
        AssertBits<TestCells.Rnn3x19, TestCells.Rnn3x19.State, TestCells.Rnn3x19.Workspace>(cell, (input, hidden) => reference.Step(input, hidden));
    }

    private static void AssertLstm<TCell, TState, TWorkspace>(TCell cell, LstmOptions<float>? options)
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class
    {
        TensorStore tensors = Initialized(cell.Initialize, sink => cell.Save(sink));
        var reference = new LstmCell<float>(
            TCell.InputSize, TCell.HiddenSize, (options ?? new()) with { GateActivation = Sigmoid, CandidateActivation = Tanh, CellActivation = Tanh });
        tensors.Values("weight_ih_l0").CopyTo(reference.WeightIh);
        tensors.Values("weight_hh_l0").CopyTo(reference.WeightHh);
        tensors.Values("bias_ih_l0").CopyTo(reference.Bias);
        if (tensors.Contains("weight_hr_l0"))
        {
            tensors.Values("weight_hr_l0").CopyTo(reference.WeightHr);
        }

        float[] state = new float[TCell.HiddenSize];
        AssertBits<TCell, TState, TWorkspace>(cell, (input, hidden) => reference.Step(input, hidden, state));
    }

    private static void AssertGru<TCell, TState, TWorkspace>(Reference.GruVariant variant)
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class
    {
        var cell = new TCell();
        TensorStore tensors = Initialized(cell.Initialize, sink => cell.Save(sink));
        var reference = new GruCell<float>(
            TCell.InputSize, TCell.HiddenSize, variant, new GruOptions<float> { GateActivation = Sigmoid, CandidateActivation = Tanh });
        tensors.Values("weight_ih_l0").CopyTo(reference.WeightIh);
        tensors.Values("weight_hh_l0").CopyTo(reference.WeightHh);
        tensors.Values("bias_ih_l0").CopyTo(reference.Bias);
        tensors.Values("bias_hh_l0")[^reference.RecurrentBias.Length..].CopyTo(reference.RecurrentBias);
        AssertBits<TCell, TState, TWorkspace>(cell, (input, hidden) => reference.Step(input, hidden));
    }

    private static TensorStore Initialized(Action<int> initialize, Action<ITensorSink> save)
    {
        var tensors = new TensorStore();
        initialize(5);
        save(tensors);
        return tensors;
    }

    private static void AssertBits<TCell, TState, TWorkspace>(TCell cell, Action<float[], float[]> referenceStep)
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class
    {
        TState state = default;
        float[] hidden = new float[state.Hidden.Length];
        for (int step = 0; step < Steps; step++)
        {
            float[] input = Noise.Create(step, TCell.InputSize);
            cell.Step(input, ref state);
            referenceStep(input, hidden);
            for (int unit = 0; unit < hidden.Length; unit++)
            {
                // Without fused multiply-add emitted code rounds twice, and the reference once.
                Assert.True(
                    Claims.HasFusedMultiplyAdd ? BitConverter.SingleToInt32Bits(hidden[unit]) == BitConverter.SingleToInt32Bits(state.Hidden[unit]) : Math.Abs(hidden[unit] - state.Hidden[unit]) < 1e-5f,
                    $"{typeof(TCell).Name}, unit {unit}, step {step}: {state.Hidden[unit]:R}, the reference says {hidden[unit]:R}");
            }
        }
    }
}
