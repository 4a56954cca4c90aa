using System;
using System.Linq;
using System.Numerics;
using RnnGen.Formats;
using Xunit;

namespace RnnGen.Tests.Rates;

/// <summary>Poles, of recurrences whose poles are known.</summary>
public sealed class RateStabilityTests
{
    private const double Tolerance = 1e-4;

    /// <summary>h(n) = u h(n - r): with a whole r, r poles of the magnitude u^(1/r).</summary>
    [Theory]
    [InlineData(0.9, 1)]
    [InlineData(0.9, 2)]
    [InlineData(-0.7, 3)]
    [InlineData(0.999, 16)]
    [InlineData(1.02, 2)]
    public void A_whole_ratio_takes_the_root(double u, int ratio)
    {
        foreach (RateInterpolation interpolation in Enum.GetValues<RateInterpolation>())
        {
            RateStability found = new RateCorrection(1, ratio, interpolation).Examine(Line(u));
            Assert.Equal(Math.Pow(Math.Abs(u), 1.0 / ratio), found.LargestPole, Tolerance);
            Assert.Equal(Math.Abs(u), found.ModelPole, Tolerance);
            Assert.True(found.Settles);
            Assert.Equal(Math.Abs(u) < 1, found.IsStable);
        }
    }

    /// <summary>h(n) = u ((1 - f) h(n - 1) + f h(n - 2)): z^2 = u (1 - f) z + u f</summary>
    [Theory]
    [InlineData(0.9, 1.5)]
    [InlineData(-0.9, 1.5)]
    [InlineData(0.5, 1.0884)]
    [InlineData(0.95, 0.91875)]
    [InlineData(-0.95, 0.91875)]
    [InlineData(-0.9, 0.5)]
    public void A_line_between_two_states_has_two_poles(double u, double ratio)
    {
        double f = ratio - 1;
        Complex root = Complex.Sqrt((u * u * (1 - f) * (1 - f) / 4) + (u * f));
        double half = u * (1 - f) / 2, expected = Math.Max(Complex.Abs(half + root), Complex.Abs(half - root));
        RateStability found = new RateCorrection(1, ratio, RateInterpolation.Linear).Examine(Line(u));
        Assert.Equal(expected, found.LargestPole, Tolerance);
        Assert.Equal(expected < 1, found.IsStable);
    }

    /// <summary>A fast alternation is extrapolated beyond 1: the model is stable, and at half its rate it is not.</summary>
    [Fact]
    public void An_advance_may_be_unstable()
    {
        RateStability own = new RateCorrection(1, 1).Examine(Line(-0.9)), half = new RateCorrection(2, 1, RateInterpolation.Linear).Examine(Line(-0.9));
        Assert.True(own.IsStable);
        Assert.False(half.IsStable);
        Assert.Equal(1.6266, half.LargestPole, 1e-3);

        // And so it is: a step of the input grows.
        IModelStream stream = new RateCorrection(2, 1, RateInterpolation.Linear).CreateStream((IModel)Line(-0.9));
        float[] outputs = new float[40];
        stream.Run([1, .. new float[39]], outputs);
        Assert.Equal(half.LargestPole, Math.Abs(outputs[39] / outputs[38]), 1e-3);
    }

    /// <summary>h is turned by an angle and shortened by rho: eigenvalues rho exp(+-i angle).</summary>
    [Theory]
    [InlineData(0.95, 0.3)]
    [InlineData(0.8, 1.2)]
    [InlineData(1.01, 2.5)]
    public void A_pair_of_complex_poles(double rho, double angle)
    {
        var cell = new RateCells.Line2();
        Load(cell, [rho * Math.Cos(angle), -rho * Math.Sin(angle), rho * Math.Sin(angle), rho * Math.Cos(angle)], [1, 1]);
        foreach (int ratio in (int[])[1, 2, 5])
        {
            Assert.Equal(Math.Pow(rho, 1.0 / ratio), new RateCorrection(1, ratio).Examine(cell).LargestPole, Tolerance);
        }

        const double f = 0.5;
        Complex lambda = Complex.FromPolarCoordinates(rho, angle), half = lambda * (1 - f) / 2, root = Complex.Sqrt((half * half) + (lambda * f));
        RateStability between = new RateCorrection(1, 1.5, RateInterpolation.Linear).Examine(cell);
        Assert.Equal(Math.Max(Complex.Abs(half + root), Complex.Abs(half - root)), between.LargestPole, Tolerance);
    }

    /// <summary>Of a matrix of blocks the eigenvalues are those of the blocks; the cell rests elsewhere than at zero, and has padding.</summary>
    [Fact]
    public void Real_and_complex_poles_side_by_side()
    {
        var cell = new RateCells.Line5();
        double[] u =
        [
            0.9, 0.5, 0, 0, 0.1,
            -0.2, 0.6, 0, 0, 0.2,
            0, 0, 0.3, 0, 0,
            0, 0, 1, -0.4, 0,
            0, 0, 0, 0, 0.2,
        ];
        Load(cell, u, [1, 1, 1, 1, 1], [0.1, 0.2, -0.3, 0.5, 0.4]);

        // Of [0.9 0.5; -0.2 0.6]: determinant 0.64, a pair of the magnitude 0.8.
        Assert.Equal(0.8, new RateCorrection(1, 1).Examine(cell).LargestPole, Tolerance);
        Assert.Equal(Math.Sqrt(0.8), new RateCorrection(1, 2).Examine(cell).LargestPole, Tolerance);
    }

    /// <summary>A double eigenvalue with one eigenvector.</summary>
    [Fact]
    public void A_matrix_without_a_basis_of_eigenvectors()
    {
        var cell = new RateCells.Line2();
        Load(cell, [0.5, 1, 0, 0.5], [1, 1]);
        Assert.Equal(0.5, new RateCorrection(1, 1).Examine(cell).LargestPole, 5e-3);
    }

    /// <summary>What is found is what is seen: the cubic recurrence itself, run long, grows or decays by the largest pole at each step.</summary>
    [Theory]
    [InlineData(-0.95, 0.91875)]
    [InlineData(0.97, 0.91875)]
    [InlineData(-0.9, 1.0884)]
    [InlineData(0.9, 2.1769)]
    [InlineData(-0.99, 2.1769)]
    public void A_cubic_recurrence_grows_by_its_largest_pole(double u, double ratio)
    {
        double[] weights = Lagrange(ratio, out int first);
        double[] past = [.. Enumerable.Repeat(0.0, 7), 1];
        const int steps = 4000, from = 2000;
        double growth = 0;
        for (int step = 0; step < steps; step++)
        {
            double next = u * weights.Select((weight, tap) => weight * past[^(first + tap)]).Sum();
            past = [.. past[1..], next];
            double size = past.Max(Math.Abs);
            growth += step >= from ? Math.Log(size) : 0;
            past = [.. past.Select(value => value / size)];
        }

        Assert.Equal(Math.Exp(growth / (steps - from)), new RateCorrection(1, ratio).Examine(Line(u)).LargestPole, 1e-3);

        static double[] Lagrange(double delay, out int first)
        {
            int start = first = Math.Max(1, (int)delay - 1);
            return [.. Enumerable.Range(0, 4).Select(k => Enumerable.Range(0, 4).Where(j => j != k).Aggregate(1.0, (w, j) => w * (delay - start - j) / (k - j)))];
        }
    }

    /// <summary>Turned by an angle, and pushed away from zero: it goes round and round.</summary>
    [Fact]
    public void A_model_that_oscillates_does_not_settle()
    {
        var cell = new RateCells.Tanh2();
        double cosine = 1.5 * Math.Cos(1), sine = 1.5 * Math.Sin(1);
        Load(cell, [cosine, -sine, sine, cosine], [1, 1], [0.1, 0]);
        RateStability found = new RateCorrection(44100, 48000).Examine(cell);
        Assert.False(found.Settles);
        Assert.False(found.IsStable);
        Assert.True(double.IsNaN(found.LargestPole));

        // At zero exactly it would stay, and its poles are those of U.
        Load(cell, [cosine, -sine, sine, cosine], [1, 1], [0, 0]);
        found = new RateCorrection(1, 1).Examine(cell);
        Assert.True(found.Settles);
        Assert.Equal(1.5, found.LargestPole, 1e-3);
        Assert.False(found.IsStable);
    }

    [Fact]
    public void A_model_that_grows_does_not_settle()
    {
        var cell = new RateCells.Line5();
        Load(cell, [.. Enumerable.Range(0, 25).Select(static index => index % 6 == 0 ? 1.5 : 0)], [1, 1, 1, 1, 1], [1, 1, 1, 1, 1]);
        Assert.False(new RateCorrection(1, 1).Examine(cell).Settles);
    }

    [Fact]
    public void Parameters_that_are_no_numbers_do_not_settle()
    {
        IModel cell = Line(double.NaN);
        RateStability found = new RateCorrection(1, 1.5).Examine(cell);
        Assert.Equal((false, false), (found.Settles, found.IsStable));
    }

    /// <summary>Memoryless: nothing that could grow.</summary>
    [Fact]
    public void Without_a_recurrent_layer_there_is_no_pole()
    {
        RateStability found = new RateCorrection(44100, 48000).Examine(RateModels.All["dense"]);
        Assert.Equal((true, 0, true), (found.Settles, found.LargestPole, found.IsStable));
    }

    /// <summary>Cells of all kinds, stacked, projected and pooled. (That the poles are those of what is seen, RnnGen.Conformance.Tests shows.)</summary>
    [Theory]
    [InlineData("lstm")]
    [InlineData("padded lstm")]
    [InlineData("gru")]
    [InlineData("elman")]
    [InlineData("projected")]
    [InlineData("amplifier")]
    [InlineData("mixed")]
    [InlineData("mean")]
    public void A_whole_ratio_takes_the_root_of_any_models_poles(string name)
    {
        IModel model = RateModels.All[name];
        RateStability own = new RateCorrection(1, 1).Examine(model), twice = new RateCorrection(1, 2).Examine(model);
        Assert.True(own.IsStable);
        Assert.Equal(own.ModelPole, own.LargestPole, 1e-12);
        Assert.Equal(Math.Sqrt(own.ModelPole), twice.LargestPole, 1e-12);
        Assert.InRange(own.LargestPole, 0.01, 1);
    }

    private static RateCells.Line1 Line(double u)
    {
        var cell = new RateCells.Line1();
        Load(cell, [u], [1]);
        return cell;
    }

    private static void Load(IModel cell, double[] recurrent, double[] input, double[]? bias = null)
    {
        var tensors = new TensorStore();
        cell.Save(tensors);
        Fill("weight_hh_l0", recurrent);
        Fill("weight_ih_l0", input);
        if (bias is not null)
        {
            Fill("bias_ih_l0", bias);
            Fill("bias_hh_l0", new double[bias.Length]);
        }

        cell.Load(tensors);

        void Fill(string name, double[] values) => Array.ConvertAll(values, static value => (float)value).CopyTo(tensors.Values(name));
    }
}
