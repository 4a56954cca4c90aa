using System;
using System.Linq;
using RnnGen.Networks;
using RnnGen.Tests.Cells;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Dense layers and their activations against plain double arithmetic, around every boundary of shapes.</summary>
public sealed class DenseRowsTests
{
    public static TheoryData<int, int, int> Shapes
    {
        get
        {
            var shapes = new TheoryData<int, int, int>();
            foreach (int inputs in new[] { 1, 15, 16, 17, 40 })
            {
                foreach (int outputs in new[] { 1, 4, 5, 8, 9, 16, 17, 24, 75 })
                {
                    shapes.Add(inputs, outputs, 1);
                    shapes.Add(inputs, outputs, 9);
                }
            }

            shapes.Add(128, 3000, 300);
            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Sums_and_gradients_are_right(int inputs, int outputs, int rows)
    {
        var layout = new DenseLayout(inputs, outputs);
        float[] parameters = new float[layout.Length];
        layout.Initialize(1, parameters);
        var tensors = new MemoryTensors();
        layout.Save(tensors, "", parameters);
        float[] weight = tensors.Tensors["weight"].Values, bias = tensors.Tensors["bias"].Values;
        float[] x = Noise.Create(seed: 2, rows * inputs), dy = Noise.Create(seed: 3, rows * outputs);

        float[] y = new float[rows * outputs];
        DenseRows.Apply(layout, ref parameters[0], x, y);
        float[] gradients = new float[layout.Length], dx = [.. Enumerable.Repeat(1f, x.Length)];
        DenseRows.Backward(layout, ref parameters[0], x, dy, ref gradients[0], dx, DenseRows.CreateScratch(layout), team: null);
        var saved = new MemoryTensors();
        layout.Save(saved, "", gradients);

        var random = new Random(4);
        for (int sample = 0; sample < 300; sample++)
        {
            int row = random.Next(rows), output = random.Next(outputs), input = random.Next(inputs);
            AssertClose(bias[output] + Sum(inputs, k => (double)weight[(output * inputs) + k] * x[(row * inputs) + k]), y[(row * outputs) + output], inputs);
            AssertClose(1 + Sum(outputs, o => (double)weight[(o * inputs) + input] * dy[(row * outputs) + o]), dx[(row * inputs) + input], outputs);
            AssertClose(Sum(rows, r => (double)dy[(r * outputs) + output] * x[(r * inputs) + input]), saved.Tensors["weight"].Values[(output * inputs) + input], rows);
            AssertClose(Sum(rows, r => dy[(r * outputs) + output]), saved.Tensors["bias"].Values[output], rows);
        }

        // Padding stays zero.
        Assert.Equal((inputs + 1) * outputs, gradients.Count(static value => value != 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(33)]
    [InlineData(2500)]
    public void Softmax_is_stable_and_right(int width)
    {
        float[] sums = [.. Noise.Create(seed: 1, width).Select(static value => 1e4f * value), .. Noise.Create(seed: 2, width)];
        float[] softmax = [.. sums], logarithms = [.. sums];
        ActivationRows.Apply(DenseActivation.Softmax, softmax, width);
        ActivationRows.Apply(DenseActivation.LogSoftmax, logarithms, width);
        for (int row = 0; row < 2; row++)
        {
            double[] s = [.. sums.Skip(row * width).Take(width).Select(static value => (double)value)];
            double largest = s.Max(), total = s.Sum(value => Math.Exp(value - largest));
            for (int i = 0; i < width; i++)
            {
                Assert.Equal(Math.Exp(s[i] - largest) / total, softmax[(row * width) + i], 2e-7);
                double exact = s[i] - largest - Math.Log(total);
                Assert.Equal(exact, logarithms[(row * width) + i], 2e-6 + (2e-7 * Math.Abs(exact)));
            }
        }
    }

    [Fact]
    public void NaN_and_infinities_show()
    {
        float[] row = [1, float.NaN, 2];
        ActivationRows.Apply(DenseActivation.Softmax, row, 3);
        Assert.All(row, static value => Assert.True(float.IsNaN(value)));
        row = [float.NegativeInfinity, 0, -1];
        ActivationRows.Apply(DenseActivation.Softmax, row, 3);
        Assert.InRange(row[0], 0, 1e-30f);
        Assert.Equal(1, row[1] + row[2], 1e-6);
    }

    private static double Sum(int count, Func<int, double> term) => Enumerable.Range(0, count).Sum(term);

    private static void AssertClose(double expected, float actual, int terms) => Assert.Equal(expected, actual, 3e-7 * Math.Sqrt(terms) * Math.Max(1, Math.Abs(expected)));
}
