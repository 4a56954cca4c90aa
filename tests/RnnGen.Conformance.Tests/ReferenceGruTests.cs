using System;
using RnnGen.Reference;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>What the reference's GRU promises beyond PyTorch's results: the other variants, its roundings, its checks.</summary>
public sealed class ReferenceGruTests
{
    private const float TwoTo24 = 16777216f;

    /// <summary>1 + 2^-12, whose square 1 + 2^-11 + 2^-24 rounds to 1 + 2^-11.</summary>
    private const float NearlyOne = 1 + (1f / 4096);

    /// <summary>The rounded square of <see cref="NearlyOne"/>.</summary>
    private const float SquareOfNearlyOne = 1 + (1f / 2048);

    /// <summary>With these, r, z and n are the bare sums.</summary>
    private static readonly GruOptions<float> Identity = new()
    {
        GateActivation = new(x => x, _ => 1),
        CandidateActivation = new(x => x, _ => 1),
    };

    [Theory]
    [InlineData(
        Reference.GruVariant.ResetAfter, 0.56699431036618727, -0.91166467117968845, 0.23865815766530082, 0.24845211858960431)]
    [InlineData(
        Reference.GruVariant.ResetBefore, 0.35647403020687882, -0.89759495786103001, 0.08969701430595091, 0.27512264094912206)]
    [InlineData(
        Reference.GruVariant.ComplementReset, 0.58091011705356357, -0.90488315999271991, 0.01690702839286932, -0.69117143342232353)]
    public void Two_steps_are_those_of_gru_variants_py(Reference.GruVariant variant, params double[] expected)
    {
        var cell = new GruCell<double>(inputSize: 2, hiddenSize: 2, variant);
        double[] weightIh = [0.5, -0.25, 0.75, 1.5, -1.25, 0.125, 0.375, -0.625, 0.875, 0.25, -0.5, 1.125];
        double[] weightHh = [-0.375, 0.5, 1.25, -0.125, 0.25, 0.75, -1.5, 0.625, 1.375, -0.75, 0.5, 0.875];
        double[] bias = [0.125, -0.25, 0.375, 0.0625, -0.5, 0.1875];
        double[] recurrentBias = variant == Reference.GruVariant.ResetAfter ? [0.4375, -0.3125] : [];
        weightIh.CopyTo(cell.WeightIh, 0);
        weightHh.CopyTo(cell.WeightHh, 0);
        bias.CopyTo(cell.Bias, 0);
        recurrentBias.CopyTo(cell.RecurrentBias, 0);
        double[] hidden = [0.625, -0.875];
        double[] outputs = new double[4];

        cell.Run([0.5, -1.25, -0.75, 0.375], outputs, hidden);

        for (int i = 0; i < outputs.Length; i++)
        {
            Assert.Equal(expected[i], outputs[i], 1e-15);
        }

        Assert.Equal(outputs[2..], hidden);
    }

    [Fact]
    public void Candidate_bias_is_added_to_the_whole_recurrent_sum()
    {
        // 2^24 + (1 + 2) = 2^24 + 4 in float; were the bias the first term, (2^24 + 1) + 2 = 2^24 + 2.
        GruCell<float> cell = CellOf(Reference.GruVariant.ResetAfter, hiddenSize: 2, r: 1, z: 0, n: 0);
        cell.RecurrentBias[0] = TwoTo24;
        Candidate(cell)[0] = 1;
        Candidate(cell)[1] = 2;

        Assert.Equal(TwoTo24 + 4, FirstUnit(cell, 1, 1));
    }

    [Fact]
    public void Reset_after_is_fused_with_the_input_sum()
    {
        GruCell<float> cell = CellOf(Reference.GruVariant.ResetAfter, hiddenSize: 1, r: NearlyOne, z: 0, n: -SquareOfNearlyOne);
        cell.RecurrentBias[0] = NearlyOne;

        Assert.Equal(MathF.ScaleB(1, -24), FirstUnit(cell, 0));
    }

    [Fact]
    public void Reset_before_rounds_the_kept_state()
    {
        // n = r * h - 1: 2^-11 if the product is rounded, 2^-11 + 2^-24 if it is not.
        GruCell<float> cell = CellOf(Reference.GruVariant.ResetBefore, hiddenSize: 1, r: NearlyOne, z: 0, n: -1);
        Candidate(cell)[0] = 1;

        Assert.Equal(MathF.ScaleB(1, -11), FirstUnit(cell, NearlyOne));
    }

    [Fact]
    public void Complement_reset_rounds_the_complement_before_the_product()
    {
        // 1 - r = 1/2 + 2^-25 rounds to 1/2; h - r * h in one rounding would be 7/8 + 2^-24.
        float r = 0.5f - MathF.ScaleB(1, -25);
        GruCell<float> cell = CellOf(Reference.GruVariant.ComplementReset, hiddenSize: 1, r, z: 1, n: 0);
        Candidate(cell)[0] = 1;

        Assert.Equal(0.875f + MathF.ScaleB(1, -24), MathF.FusedMultiplyAdd(-r, 1.75f, 1.75f));
        Assert.Equal(0.875f, FirstUnit(cell, 1.75f));
    }

    [Theory]
    [InlineData(Reference.GruVariant.ResetAfter)]
    [InlineData(Reference.GruVariant.ResetBefore)]
    public void Update_fuses_z_times_the_difference_with_the_candidate(Reference.GruVariant variant)
    {
        // h - n = 1 + 2^-12 without rounding; z (h - n) + n = 2^-24, or 0 if the product is rounded.
        GruCell<float> cell = CellOf(variant, hiddenSize: 1, r: 0, z: NearlyOne, n: -SquareOfNearlyOne);

        Assert.Equal(MathF.ScaleB(1, -24), FirstUnit(cell, NearlyOne - SquareOfNearlyOne));
    }

    [Fact]
    public void Update_of_complement_reset_fuses_z_times_the_difference_with_the_old_state()
    {
        GruCell<float> cell = CellOf(
            Reference.GruVariant.ComplementReset, hiddenSize: 1, r: 0, z: NearlyOne, n: NearlyOne - SquareOfNearlyOne);

        Assert.Equal(MathF.ScaleB(1, -24), FirstUnit(cell, -SquareOfNearlyOne));
    }

    [Fact]
    public void Wrong_sizes_and_variants_are_named()
    {
        const Reference.GruVariant variant = Reference.GruVariant.ResetBefore;
        var cell = new GruCell<double>(inputSize: 3, hiddenSize: 4, variant);
        double[] three = new double[3];
        double[] four = new double[4];

        ArgumentException exception = Assert.Throws<ArgumentException>("input", () => cell.Step(four, four));
        Assert.Contains("has 4 elements; needs 3", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("hidden", () => cell.Step(three, three));
        Assert.Throws<ArgumentException>("inputs", () => cell.Run(four, four, four));
        Assert.Throws<ArgumentException>("outputs", () => cell.Run(three, three, four));
        Assert.Throws<ArgumentException>("hidden", () => cell.Run([], [], three));
        Assert.Throws<ArgumentOutOfRangeException>("inputSize", () => new GruCell<double>(0, 4, variant));
        Assert.Throws<ArgumentOutOfRangeException>("hiddenSize", () => new GruCell<double>(3, 0, variant));
        Assert.Throws<ArgumentOutOfRangeException>("variant", () => new GruCell<double>(3, 4, (Reference.GruVariant)3));
    }

    /// <summary>A cell whose gate sums are given by their biases alone.</summary>
    private static GruCell<float> CellOf(Reference.GruVariant variant, int hiddenSize, float r, float z, float n)
    {
        var cell = new GruCell<float>(inputSize: 1, hiddenSize, variant, Identity);
        cell.Bias.AsSpan(0, hiddenSize).Fill(r);
        cell.Bias.AsSpan(hiddenSize, hiddenSize).Fill(z);
        cell.Bias.AsSpan(2 * hiddenSize).Fill(n);
        return cell;
    }

    /// <summary>The candidate's recurrent weights, the third of three equal parts.</summary>
    private static Span<float> Candidate(GruCell<float> cell) => cell.WeightHh.AsSpan(2 * cell.HiddenSize * cell.HiddenSize);

    /// <summary>The first unit's new state after a step of input 0.</summary>
    private static float FirstUnit(GruCell<float> cell, params float[] hidden)
    {
        cell.Step([0], hidden);
        return hidden[0];
    }
}
