using System;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Tests.Cells;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>The token that stands for nothing: PyTorch's <c>padding_idx</c>.</summary>
public sealed partial class PaddingIndexTests
{
    private const int Padding = 2;

    [Network]
    [EmbeddingLayer(vocabulary: 5, size: 3, PaddingIndex = Padding)]
    [RnnLayer(hidden: 4)]
    [DenseLayer(outputs: 2)]
    internal sealed partial class Padded;

    [Network]
    [EmbeddingLayer(vocabulary: 5, size: 3)]
    [RnnLayer(hidden: 4)]
    [DenseLayer(outputs: 2)]
    internal sealed partial class Plain;

    [Fact]
    public void Its_row_is_zeros_at_the_start_and_all_others_are_as_without_it()
    {
        var padded = new Padded();
        padded.Initialize(1);
        var plain = new Plain();
        plain.Initialize(1);
        Assert.Equal(Expected(plain.Parameters), padded.Parameters.ToArray());

        // Over what was there.
        padded.Parameters.Fill(1);
        padded.Initialize(1);
        Assert.Equal(Expected(plain.Parameters)[..15], padded.Parameters[..15].ToArray());
    }

    [Fact]
    public void It_has_no_gradients()
    {
        var padded = new Padded();
        padded.Initialize(1);
        var plain = new Plain();
        padded.Parameters.CopyTo(plain.Parameters);
        int[] inputs = [0, Padding, 3, Padding, Padding, 4];
        float[] outputs = new float[12], plainOutputs = new float[12], outputGradients = Noise.Create(seed: 2, 12);
        var tape = new Padded.Tape(3, 2);
        var plainTape = new Plain.Tape(3, 2);
        Padded.Gradients gradients = new();
        Plain.Gradients plainGradients = new();
        padded.Forward(inputs, outputs, new Padded.State[2], tape);
        plain.Forward(inputs, plainOutputs, new Plain.State[2], plainTape);
        Bits.AssertEqual(plainOutputs, outputs, "outputs");
        padded.Backward(outputGradients, tape, gradients);
        plain.Backward(outputGradients, plainTape, plainGradients);
        Assert.Contains(plainGradients.Values.Slice(Padding * 3, 3).ToArray(), static gradient => gradient != 0);
        Bits.AssertEqual(Expected(plainGradients.Values), gradients.Values, "gradients");
    }

    [Fact]
    public void Training_leaves_it_at_zeros()
    {
        var padded = new Padded();
        padded.Initialize(1);
        float[] before = padded.Parameters.ToArray();
        using var trainer = new Trainer<int, int>(padded, new AdamW(padded.Parameters.Length, 0.05f), SequenceLoss.CrossEntropy());
        trainer.Fit([new Example<int, int>((int[])[1, Padding, 3, Padding], (int[])[0, 1, 1, 0])], null, 5);
        Assert.All(padded.Parameters.Slice(Padding * 3, 3).ToArray(), static value => Assert.Equal(0, value));
        Assert.DoesNotContain(before[3..6].Zip(padded.Parameters[3..6].ToArray()), static pair => pair.First == pair.Second);
    }

    [Fact]
    public void Load_takes_the_row_that_a_file_has()
    {
        var plain = new Plain();
        plain.Initialize(1);
        var store = new TensorStore();
        plain.Save(store);
        var padded = new Padded();
        padded.Load(store);
        Bits.AssertEqual(plain.Parameters, padded.Parameters, "parameters");
    }

    private static float[] Expected(ReadOnlySpan<float> plain)
    {
        float[] expected = plain.ToArray();
        expected.AsSpan(Padding * 3, 3).Clear();
        return expected;
    }
}
