using System;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using RnnGen.Numerics;
using RnnGen.Reference;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Tests.Cells;

/// <summary>A stream that never ends.</summary>
public sealed class LongRunTests(ITestOutputHelper log)
{
    private const int Steps = 100_000;

    private static bool HasFusedMultiplyAdd => Fma.IsSupported || AdvSimd.IsSupported;

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
        if (!HasFusedMultiplyAdd)
        {
            log.WriteLine("No fused multiply-add here: checked to be finite, but without the bits of the reference.");
        }

        for (int step = 0; step < Steps; step++)
        {
            ReadOnlySpan<float> input = inputs.AsSpan(step * TestCells.Lstm2x16.InputSize, TestCells.Lstm2x16.InputSize);
            cell.Step(input, ref state);
            if (HasFusedMultiplyAdd)
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
            TestCells.Lstm2x16.InputSize, TestCells.Lstm2x16.HiddenSize, new Activations<float>(Activation.Sigmoid, Activation.Tanh));
        saved.Tensors["weight_ih_l0"].Values.CopyTo(reference.WeightIh, 0);
        saved.Tensors["weight_hh_l0"].Values.CopyTo(reference.WeightHh, 0);
        saved.Tensors["bias_ih_l0"].Values.CopyTo(reference.Bias, 0);
        return reference;
    }
}
