using System;
using System.Linq;
using RnnGen.Reference;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>Which sums the reference's GRU and Elman cell normalise: two steps against the equations, written out here once more.</summary>
public sealed class ReferenceLayerNormTests
{
    private const int Input = 2;
    private const int Hidden = 3;
    private const double Tolerance = 1e-13;

    [Theory]
    [InlineData(Reference.GruVariant.ResetAfter)]
    [InlineData(Reference.GruVariant.ResetBefore)]
    [InlineData(Reference.GruVariant.ComplementReset)]
    public void Gru_normalises_the_sums_that_the_documentation_says(Reference.GruVariant variant)
    {
        var random = new Random((int)variant + 1);
        var cell = new GruCell<double>(Input, Hidden, variant, new GruOptions<double> { LayerNorm = true });
        foreach (double[] parameter in new[]
        {
            cell.WeightIh, cell.WeightHh, cell.Bias, cell.RecurrentBias, cell.LayerNormGatesWeight, cell.LayerNormGatesBias, cell.LayerNormRecurrentWeight,
            cell.LayerNormRecurrentBias,
        })
        {
            GradientProblem.Fill(random, parameter, 1);
        }

        bool isAfter = variant == Reference.GruVariant.ResetAfter;
        Assert.Equal(isAfter ? Hidden : 0, cell.LayerNormRecurrentWeight.Length);
        double[] inputs = GradientProblem.Fill(random, new double[2 * Input], 1);
        double[] h = GradientProblem.Fill(random, new double[Hidden], 1);
        double[] actual = [.. h];
        foreach (double[] x in inputs.Chunk(Input))
        {
            double[] r = Each(unit => Sigmoid(Normalized(0, Sum(Of(0, x), Recurrent(0, h)))[unit]));
            double[] z = Each(unit => Sigmoid(Normalized(1, Sum(Of(1, x), Recurrent(1, h)))[unit]));
            double[] left = variant == Reference.GruVariant.ResetBefore ? Each(unit => r[unit] * h[unit]) : Each(unit => (1 - r[unit]) * h[unit]);
            double[] n = isAfter
                ? Each(unit => Math.Tanh(Normalized(2, Of(2, x))[unit]
                    + (r[unit] * Normalize(Sum(cell.RecurrentBias, Recurrent(2, h)), cell.LayerNormRecurrentWeight, cell.LayerNormRecurrentBias)[unit])))
                : Each(unit => Math.Tanh(Normalized(2, Sum(Of(2, x), Recurrent(2, left)))[unit]));
            h = variant == Reference.GruVariant.ComplementReset
                ? Each(unit => ((1 - z[unit]) * h[unit]) + (z[unit] * n[unit]))
                : Each(unit => ((1 - z[unit]) * n[unit]) + (z[unit] * h[unit]));
            cell.Step(x, actual);
            AssertClose(h, actual);
        }

        double[] Of(int gate, double[] x) =>
            Each(unit => cell.Bias[(gate * Hidden) + unit] + Dot(cell.WeightIh.AsSpan(((gate * Hidden) + unit) * Input, Input), x));

        double[] Recurrent(int gate, double[] operand) => Each(unit => Dot(cell.WeightHh.AsSpan(((gate * Hidden) + unit) * Hidden, Hidden), operand));

        double[] Normalized(int gate, double[] sums) => Normalize(
            sums, cell.LayerNormGatesWeight[(gate * Hidden)..((gate + 1) * Hidden)], cell.LayerNormGatesBias[(gate * Hidden)..((gate + 1) * Hidden)]);
    }

    [Fact]
    public void Elman_cell_normalises_its_sum()
    {
        var random = new Random(4);
        var cell = new RnnCell<double>(Input, Hidden, ActivationFunction.Tanh<double>(), new RnnOptions<double> { LayerNorm = true });
        foreach (double[] parameter in new[] { cell.WeightIh, cell.WeightHh, cell.Bias, cell.LayerNormGatesWeight, cell.LayerNormGatesBias })
        {
            GradientProblem.Fill(random, parameter, 1);
        }

        double[] x = GradientProblem.Fill(random, new double[Input], 1);
        double[] h = GradientProblem.Fill(random, new double[Hidden], 1);
        double[] sum = Each(unit =>
            cell.Bias[unit] + Dot(cell.WeightIh.AsSpan(unit * Input, Input), x) + Dot(cell.WeightHh.AsSpan(unit * Hidden, Hidden), h));
        double[] expected = [.. Normalize(sum, cell.LayerNormGatesWeight, cell.LayerNormGatesBias).Select(Math.Tanh)];
        cell.Step(x, h);
        AssertClose(expected, h);
    }

    private static double[] Normalize(double[] sums, double[] gain, double[] shift)
    {
        double mean = sums.Average();
        double deviation = Math.Sqrt(sums.Average(sum => (sum - mean) * (sum - mean)) + 1e-5);
        return Each(unit => (gain[unit] * (sums[unit] - mean) / deviation) + shift[unit]);
    }

    private static double[] Each(Func<int, double> value) => [.. Enumerable.Range(0, Hidden).Select(value)];

    private static double[] Sum(double[] one, double[] other) => Each(unit => one[unit] + other[unit]);

    private static double Dot(ReadOnlySpan<double> weights, double[] values)
    {
        double sum = 0;
        for (int index = 0; index < values.Length; index++)
        {
            sum += weights[index] * values[index];
        }

        return sum;
    }

    private static double Sigmoid(double sum) => 1 / (1 + Math.Exp(-sum));

    private static void AssertClose(double[] expected, double[] actual)
    {
        for (int unit = 0; unit < expected.Length; unit++)
        {
            Assert.Equal(expected[unit], actual[unit], Tolerance);
        }
    }
}
