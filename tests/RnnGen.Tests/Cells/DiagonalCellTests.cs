using System;
using System.Linq;
using RnnGen.Formats;
using Xunit;

namespace RnnGen.Tests.Cells;

/// <summary>
/// Cells of papers whose recurrence is element by element: their equations, written out here as the papers have them, against ours with the mapped weights of
/// <c>docs/diagonal.md</c>.
/// </summary>
public sealed class DiagonalCellTests
{
    private const int Input = 3;
    private const int Hidden = 21;
    private const int Steps = 8;
    private const double Tolerance = 2e-6;

    [Fact]
    public void IndRnn_is_an_elman_cell()
    {
        var paper = new PaperWeights(gates: 1);
        var cell = new DiagonalCells.IndRnn();
        cell.Load(paper.Tensors([1]));

        DiagonalCells.IndRnn.State state = default;
        double[] h = new double[Hidden];
        foreach (float[] x in PaperWeights.Inputs())
        {
            // h' = relu(W x + u * h + b)
            h = Each(unit => Math.Max(0, paper.Sum(0, unit, x, h)));
            cell.Step(x, ref state);
            AssertClose(h, state.Hidden);
        }
    }

    [Fact]
    public void ParaGru_resets_before_and_has_z_with_the_other_sign()
    {
        var paper = new PaperWeights(gates: 3);
        var cell = new DiagonalCells.ParaGru();
        cell.Load(paper.Tensors([1, -1, 1]));
        DiagonalCells.ParaGru.State state = default;
        Compare(paper, x =>
        {
            cell.Step(x, ref state);
            return state.Hidden.ToArray();
        });
    }

    [Fact]
    public void ParaGru_is_a_gru_of_complements_with_r_of_the_other_sign()
    {
        var paper = new PaperWeights(gates: 3);
        var cell = new DiagonalCells.ParaGruOfComplements();
        cell.Load(paper.Tensors([-1, 1, 1]));
        DiagonalCells.ParaGruOfComplements.State state = default;
        Compare(paper, x =>
        {
            cell.Step(x, ref state);
            return state.Hidden.ToArray();
        });
    }

    [Fact]
    public void ParaLstm_has_coupled_gates_peepholes_and_i_with_the_other_sign()
    {
        // The paper's f, the candidate, o; the peepholes of f and o.
        var paper = new PaperWeights(gates: 3);
        float[] peepholes = Noise.Create(seed: 9, 2 * Hidden);
        TensorStore tensors = paper.Tensors([-1, 1, 1]);
        tensors.Write("weight_peephole_l0", [2 * Hidden], [.. peepholes[..Hidden].Select(static weight => -weight), .. peepholes[Hidden..]]);
        var cell = new DiagonalCells.ParaLstm();
        cell.Load(tensors);

        DiagonalCells.ParaLstm.State state = default;
        double[] h = new double[Hidden];
        double[] c = new double[Hidden];
        foreach (float[] x in PaperWeights.Inputs())
        {
            double[] f = Each(unit => Sigmoid(paper.Sum(0, unit, x, h) + (peepholes[unit] * c[unit])));
            c = Each(unit => (f[unit] * c[unit]) + ((1 - f[unit]) * Math.Tanh(paper.Sum(1, unit, x, h))));
            double[] o = Each(unit => Sigmoid(paper.Sum(2, unit, x, h) + (peepholes[Hidden + unit] * c[unit])));
            h = Each(unit => o[unit] * Math.Tanh(c[unit]));
            cell.Step(x, ref state);
            AssertClose(h, state.Hidden);
            AssertClose(c, state.Cell);
        }
    }

    [Fact]
    public void Recurrent_weights_are_a_vector_a_gate()
    {
        var saved = new MemoryTensors();
        var cell = new DiagonalCells.ParaLstm();
        cell.Initialize(seed: 3);
        cell.Save(saved);

        Assert.Equal(["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0", "weight_peephole_l0"], saved.Tensors.Keys);
        Assert.Equal([3 * Hidden], saved.Tensors["weight_hh_l0"].Shape);
        float bound = 1 / MathF.Sqrt(Hidden);
        Assert.All(saved.Tensors["weight_hh_l0"].Values, value => Assert.InRange(value, -bound, bound));
        Assert.Equal(3 * Hidden, saved.Tensors["weight_hh_l0"].Values.Distinct().Count());
        Assert.Equal(DiagonalCells.ParaLstm.ParameterCount, Hidden * ((3 * (Input + 1 + 1)) + 2));
    }

    /// <summary>As many numbers in a matrix are those of another cell.</summary>
    [Theory]
    [InlineData(Hidden, Hidden)]
    [InlineData(Hidden, 1)]
    [InlineData(1, Hidden)]
    public void Recurrent_weights_of_another_shape_are_refused(params int[] shape)
    {
        TensorStore tensors = new PaperWeights(gates: 1).Tensors([1], shape);
        Assert.Equal("weight_hh_l0", Assert.Throws<TensorFormatException>(() => new DiagonalCells.IndRnn().Load(tensors)).Tensor);
    }

    /// <summary>The sum of nothing is 0, which makes 0 of -0, whether it is added in a kernel or in a product.</summary>
    [Fact]
    public void Zeros_have_the_same_sign_by_every_way()
    {
        AssertZeros<DiagonalZeros.Lstm5x40, DiagonalZeros.Lstm5x40.State, DiagonalZeros.Lstm5x40.Workspace>();
        AssertZeros<DiagonalZeros.Gru5x40, DiagonalZeros.Gru5x40.State, DiagonalZeros.Gru5x40.Workspace>();
        AssertZeros<DiagonalZeros.Gru5x37Before, DiagonalZeros.Gru5x37Before.State, DiagonalZeros.Gru5x37Before.Workspace>();
        AssertZeros<DiagonalZeros.Rnn5x40, DiagonalZeros.Rnn5x40.State, DiagonalZeros.Rnn5x40.Workspace>();
    }

    private static void AssertZeros<TCell, TState, TWorkspace>()
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class
    {
        const int streams = 5;
        var cell = new TCell();
        cell.Parameters.Fill(-0f);
        float[] inputs = new float[streams * TCell.InputSize];
        TState one = default;
        one.Hidden.Fill(0.5f);
        TState[] states = [.. Enumerable.Repeat(one, streams)];
        TState[] running = [.. states];
        cell.Step(inputs.AsSpan(0, TCell.InputSize), ref one);
        cell.Step(inputs, states);
        cell.Run(inputs, new float[streams * TCell.OutputSize], running, TCell.CreateWorkspace(streams));
        for (int stream = 0; stream < streams; stream++)
        {
            Bits.AssertEqual(one.Hidden, states[stream].Hidden, typeof(TCell).Name);
            Bits.AssertEqual(one.Hidden, running[stream].Hidden, typeof(TCell).Name);
        }
    }

    private static void Compare(PaperWeights paper, Func<float[], float[]> step)
    {
        double[] h = new double[Hidden];
        foreach (float[] x in PaperWeights.Inputs())
        {
            // r, z, n; h' = (1 - z) * h + z * n, the other way round than PyTorch's.
            double[] r = Each(unit => Sigmoid(paper.Sum(0, unit, x, h)));
            double[] z = Each(unit => Sigmoid(paper.Sum(1, unit, x, h)));
            double[] left = Each(unit => h[unit] * r[unit]);
            double[] n = Each(unit => Math.Tanh(paper.Sum(2, unit, x, left)));
            h = Each(unit => ((1 - z[unit]) * h[unit]) + (z[unit] * n[unit]));
            AssertClose(h, step(x));
        }
    }

    private static double[] Each(Func<int, double> value) => [.. Enumerable.Range(0, Hidden).Select(value)];

    private static double Sigmoid(double sum) => 1 / (1 + Math.Exp(-sum));

    private static void AssertClose(double[] expected, ReadOnlySpan<float> actual)
    {
        for (int unit = 0; unit < Hidden; unit++)
        {
            Assert.Equal(expected[unit], actual[unit], Tolerance);
        }
    }

    /// <summary>The weights of a paper's cell, gate by gate: W, a and b.</summary>
    private sealed class PaperWeights(int gates)
    {
        private readonly float[] _w = Noise.Create(seed: 1, gates * Hidden * Input);
        private readonly float[] _a = Noise.Create(seed: 2, gates * Hidden);
        private readonly float[] _b = Noise.Create(seed: 3, gates * Hidden);

        /// <summary>a * v + W x + b of a unit of a gate.</summary>
        public double Sum(int gate, int unit, float[] x, double[] v)
        {
            int row = (gate * Hidden) + unit;
            return (_a[row] * v[unit]) + Enumerable.Range(0, Input).Sum(input => (double)_w[(row * Input) + input] * x[input]) + _b[row];
        }

        public static float[][] Inputs() => [.. Noise.Create(seed: 4, Steps * Input).Chunk(Input)];

        /// <summary>Our tensors, each gate with a sign.</summary>
        public TensorStore Tensors(int[] signs, int[]? recurrentShape = null)
        {
            int units = signs.Length * Hidden;
            var tensors = new TensorStore();
            tensors.Write("weight_ih_l0", [units, Input], Signed(_w));
            tensors.Write("weight_hh_l0", recurrentShape ?? [units], recurrentShape is [Hidden, Hidden] ? new float[Hidden * Hidden] : Signed(_a));
            tensors.Write("bias_ih_l0", [units], Signed(_b));
            tensors.Write("bias_hh_l0", [units], new float[units]);
            return tensors;

            float[] Signed(float[] weights) => [.. weights.Select((weight, index) => signs[index / (weights.Length / signs.Length)] * weight)];
        }
    }
}
