using System;
using RnnGen.AccuracyWalk;
using RnnGen.Numerics;
using RnnGen.Reference;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Tests.Cells;

/// <summary>A stream that never ends.</summary>
public sealed class LongRunTests(ITestOutputHelper log)
{
    private const int Steps = 100_000;

    /// <summary>
    /// The recurrent sums of 16 units are not split, so the reference in float, with the same sigmoid and tanh, gives the very bits.
    /// </summary>
    [Fact]
    public void A_hundred_thousand_steps_have_the_bits_of_the_reference()
    {
        var cell = new TestCells.Lstm2x16();
        cell.Initialize(seed: 1);
        LstmCell<float> reference = CreateReference(cell);
        float[] inputs = Noise.Create(seed: 2, Steps * TestCells.Lstm2x16.InputSize);
        var state = default(TestCells.Lstm2x16.State);
        float[] hidden = new float[TestCells.Lstm2x16.HiddenSize];
        float[] c = new float[TestCells.Lstm2x16.HiddenSize];
        if (!Claims.HasFusedMultiplyAdd)
        {
            log.WriteLine("No fused multiply-add here: checked to be finite, but without the bits of the reference.");
        }

        for (int step = 0; step < Steps; step++)
        {
            ReadOnlySpan<float> input = inputs.AsSpan(step * TestCells.Lstm2x16.InputSize, TestCells.Lstm2x16.InputSize);
            cell.Step(input, ref state);
            if (Claims.HasFusedMultiplyAdd)
            {
                reference.Step(input, hidden, c);
                Bits.AssertEqual(hidden, state.Hidden, $"hidden state after step {step}");
                Bits.AssertEqual(c, state.Cell, $"cell state after step {step}");
            }
            else
            {
                Assert.True(float.IsFinite(Sum(state.Hidden) + Sum(state.Cell)), $"step {step}");
            }
        }
    }

    /// <summary>A run goes through blocks of steps and from output to output, not through the state: it never drifts from single steps.</summary>
    [Theory]
    [InlineData("GRU 3x19")]
    [InlineData("GRU 3x19 ResetBefore")]
    [InlineData("GRU 9x48 ComplementReset")]
    [InlineData("RNN 3x19")]
    [InlineData("RNN 16x64 Relu")]
    public void A_run_of_a_hundred_thousand_steps_has_the_bits_of_single_steps(string shape)
    {
        CellStreams run = CellStreams.CreateRandom(shape);
        CellStreams single = run.Fork();
        float[] inputs = Noise.Create(seed: 2, Steps * run.InputSize);
        float[] outputs = new float[Steps * run.HiddenSize];

        run.Run(inputs, outputs);

        for (int step = 0; step < Steps; step++)
        {
            single.Step(inputs.AsSpan(step * run.InputSize, run.InputSize));
            Bits.AssertEqual(single.Hidden(0), outputs.AsSpan(step * run.HiddenSize, run.HiddenSize), $"output of step {step}");
        }

        Assert.All(run.CopyStates(), value => Assert.True(float.IsFinite(value)));
    }

    private static float Sum(ReadOnlySpan<float> values)
    {
        float sum = 0;
        foreach (float value in values)
        {
            sum += value;
        }

        return sum;
    }

    private static LstmCell<float> CreateReference(TestCells.Lstm2x16 cell)
    {
        var saved = new MemoryTensors();
        cell.Save(saved);
        var reference = new LstmCell<float>(
            TestCells.Lstm2x16.InputSize, TestCells.Lstm2x16.HiddenSize, new LstmOptions<float>
            {
                GateActivation = ActivationFunction.Sigmoid<float>() with { Value = Activation.Sigmoid },
                CandidateActivation = ActivationFunction.Tanh<float>() with { Value = Activation.Tanh },
                CellActivation = ActivationFunction.Tanh<float>() with { Value = Activation.Tanh },
            });
        saved.Tensors["weight_ih_l0"].Values.CopyTo(reference.WeightIh, 0);
        saved.Tensors["weight_hh_l0"].Values.CopyTo(reference.WeightHh, 0);
        saved.Tensors["bias_ih_l0"].Values.CopyTo(reference.Bias, 0);
        return reference;
    }
}
