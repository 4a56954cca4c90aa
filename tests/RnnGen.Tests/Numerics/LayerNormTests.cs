using System;
using System.Linq;
using RnnGen.Numerics;
using RnnGen.Tests.Cells;
using Xunit;

namespace RnnGen.Tests.Numerics;

/// <summary>Layer normalisation against the plain formula in double and its differences, in every lane type.</summary>
public class LayerNormTests
{
    private const int MinHidden = 2;
    private const int MaxHidden = 70;

    private delegate void NormalizeForm(
        ref float values, int gates, int gate, int fullBlocks, int tailLanes, int hidden, ref float gain, ref float shift,
        ref float normalized, ref float inverseDeviation);

    private delegate void BackwardForm(
        ref float gradients, int gates, int gate, int fullBlocks, int tailLanes, int hidden, ref float gain, ref float normalized,
        float inverseDeviation, ref float gainGradient, ref float shiftGradient);

    // The first is what emitted code calls.
    private static readonly (string Name, NormalizeForm Normalize, BackwardForm Backward)[] Forms =
    [
        ("dispatched", LayerNorm.Normalize, LayerNorm.Backward),
        ("512 bits", Normalize<F512, F256>, Backward<F512, F256>),
        ("256 bits", Normalize<F256, F256>, Backward<F256, F256>),
        ("128 bits", Normalize<F128, F128>, Backward<F128, F128>),
        ("one float", Normalize<F32, F32>, Backward<F32, F32>),
    ];

    public static TheoryData<int> GateCounts => [1, 3, 4];

    [Theory]
    [MemberData(nameof(GateCounts))]
    public void Forward_is_the_formula(int gates)
    {
        for (int hidden = MinHidden; hidden <= MaxHidden; hidden++)
        {
            for (int gate = 0; gate < gates; gate++)
            {
                var row = new Row(hidden, gates, gate, seed: hidden);
                double[] x = row.Read(row.Values);
                double[] xhat = Normalized(x, out double inverse);
                float[] before = [.. row.Values];
                row.Normalize(Forms[0].Normalize);

                Assert.Equal(inverse, row.InverseDeviation, 1e-6 * inverse);
                for (int unit = 0; unit < hidden; unit++)
                {
                    // Rounding of x, of its mean and of their difference, times 1 / deviation; then that of the product.
                    double tolerance = (2e-7 * inverse * x.Max(Math.Abs)) + (1e-6 * Math.Abs(xhat[unit]));
                    Assert.Equal(xhat[unit], row.XHat[unit], tolerance);
                    double y = (row.Gain[unit] * xhat[unit]) + row.Shift[unit];
                    Assert.Equal(y, row.Values[row.Place(unit)], (Math.Abs(row.Gain[unit]) * tolerance) + 2e-7);
                }

                row.AssertPaddingIsZero(row.Values, "results");
                row.AssertUnitPaddingIsZero(row.XHat, "xhat");
                row.AssertOtherGatesAre(before, row.Values);
            }
        }
    }

    [Theory]
    [MemberData(nameof(GateCounts))]
    public void Backward_is_the_difference_quotient(int gates)
    {
        const double H = 1e-5;
        for (int hidden = MinHidden; hidden <= MaxHidden; hidden++)
        {
            int gate = hidden % gates;
            var row = new Row(hidden, gates, gate, seed: hidden);
            double[] x = row.Read(row.Values);
            double[] xhat = Normalized(x, out double inverse);
            double[] dy = row.Read(row.Gradients);
            float[] before = [.. row.Gradients];
            float[] gainBefore = [.. row.GainGradient];
            float[] shiftBefore = [.. row.ShiftGradient];
            row.Normalize(Forms[0].Normalize);
            row.Backward(Forms[0].Backward);

            double scale = inverse * Enumerable.Range(0, hidden).Max(unit => Math.Abs(row.Gain[unit] * dy[unit]));
            for (int unit = 0; unit < hidden; unit++)
            {
                double center = x[unit];
                x[unit] = center + H;
                double above = Loss(x);
                x[unit] = center - H;
                double below = Loss(x);
                x[unit] = center;
                Assert.Equal((above - below) / (2 * H), row.Gradients[row.Place(unit)], 2e-6 * scale);
                Assert.Equal(gainBefore[unit] + (dy[unit] * xhat[unit]), row.GainGradient[unit], 3e-6 * (1 + Math.Abs(xhat[unit])));
                Assert.Equal(shiftBefore[unit] + dy[unit], row.ShiftGradient[unit], 2e-7);
            }

            row.AssertPaddingIsZero(row.Gradients, "gradients");
            row.AssertOtherGatesAre(before, row.Gradients);
            Bits.AssertEqual(gainBefore.AsSpan(hidden), row.GainGradient.AsSpan(hidden), "gain gradients of padding");
            Bits.AssertEqual(shiftBefore.AsSpan(hidden), row.ShiftGradient.AsSpan(hidden), "shift gradients of padding");

            double Loss(double[] values)
            {
                double[] hats = Normalized(values, out _);
                return Enumerable.Range(0, hidden).Sum(unit => dy[unit] * row.Gain[unit] * hats[unit]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(GateCounts))]
    public void Every_width_has_the_same_bits(int gates)
    {
        for (int hidden = MinHidden; hidden <= MaxHidden; hidden++)
        {
            int gate = hidden % gates;
            var expected = new Row(hidden, gates, gate, seed: hidden);
            expected.Normalize(Forms[0].Normalize);
            expected.Backward(Forms[0].Backward);
            foreach (var form in Forms[1..])
            {
                var row = new Row(hidden, gates, gate, seed: hidden);
                row.Normalize(form.Normalize);
                row.Backward(form.Backward);
                string what = $"{form.Name}, {gates} gates of {hidden}";
                Assert.Equal(expected.InverseDeviation, row.InverseDeviation);
                Bits.AssertEqual(expected.XHat, row.XHat, $"xhat, {what}");
                Bits.AssertEqual(expected.Read32(expected.Values), row.Read32(row.Values), $"results, {what}");
                Bits.AssertEqual(expected.Read32(expected.Gradients), row.Read32(row.Gradients), $"gradients, {what}");
                Bits.AssertEqual(expected.GainGradient, row.GainGradient, $"gain gradients, {what}");
                Bits.AssertEqual(expected.ShiftGradient, row.ShiftGradient, $"shift gradients, {what}");
                row.AssertPaddingIsZero(row.Values, what);
                row.AssertPaddingIsZero(row.Gradients, what);
            }
        }
    }

    [Fact]
    public void Equal_values_give_the_shift()
    {
        foreach (var form in Forms)
        {
            var row = new Row(hidden: 37, gates: 1, gate: 0, seed: 1);
            row.Values.AsSpan(0, 37).Fill(3f);
            row.Normalize(form.Normalize);
            Assert.Equal(1 / Math.Sqrt(LayerNorm.Epsilon), row.InverseDeviation, 1e-4);
            Assert.Equal(row.Shift[..37], row.Values[..37]);
        }
    }

    /// <summary>The mean of squares less the square of the mean would keep nothing of a variance of 0.3 beside a mean of 4000.</summary>
    [Fact]
    public void A_large_mean_does_not_spoil_the_variance()
    {
        var row = new Row(hidden: 61, gates: 1, gate: 0, seed: 1);
        foreach (ref float value in row.Values.AsSpan(0, 61))
        {
            value += 4000f;
        }

        Normalized(row.Read(row.Values), out double inverse);
        row.Normalize(Forms[0].Normalize);
        Assert.Equal(inverse, row.InverseDeviation, 1e-6 * inverse);
    }

    [Fact]
    public void NaN_makes_its_gate_NaN_and_no_other()
    {
        foreach (var form in Forms)
        {
            var row = new Row(hidden: 21, gates: 3, gate: 1, seed: 1);
            float[] before = [.. row.Values];
            row.Values[row.Place(20)] = float.NaN;
            row.Normalize(form.Normalize);
            Assert.All(row.Read32(row.Values), value => Assert.True(float.IsNaN(value)));
            row.AssertPaddingIsZero(row.Values, form.Name);
            row.AssertOtherGatesAre(before, row.Values);
        }
    }

    private static double[] Normalized(double[] x, out double inverseDeviation)
    {
        double mean = x.Average();
        double inverse = 1 / Math.Sqrt(x.Average(value => (value - mean) * (value - mean)) + LayerNorm.Epsilon);
        inverseDeviation = inverse;
        return [.. x.Select(value => (value - mean) * inverse)];
    }

    private static void Normalize<V, VTail>(
        ref float values, int gates, int gate, int fullBlocks, int tailLanes, int hidden, ref float gain, ref float shift,
        ref float normalized, ref float inverseDeviation)
        where V : struct, IVector<V>
        where VTail : struct, IVector<VTail> => new LayerNorm.Normalization
        {
            Values = ref values,
            Gates = gates,
            Gate = gate,
            FullBlocks = fullBlocks,
            TailLanes = tailLanes,
            Hidden = hidden,
            Gain = ref gain,
            Shift = ref shift,
            Normalized = ref normalized,
            InverseDeviation = ref inverseDeviation,
        }.Run<V, VTail>();

    private static void Backward<V, VTail>(
        ref float gradients, int gates, int gate, int fullBlocks, int tailLanes, int hidden, ref float gain, ref float normalized,
        float inverseDeviation, ref float gainGradient, ref float shiftGradient)
        where V : struct, IVector<V>
        where VTail : struct, IVector<VTail> => new LayerNorm.Differentiation
        {
            Gradients = ref gradients,
            Gates = gates,
            Gate = gate,
            FullBlocks = fullBlocks,
            TailLanes = tailLanes,
            Hidden = hidden,
            Gain = ref gain,
            Normalized = ref normalized,
            InverseDeviation = inverseDeviation,
            GainGradient = ref gainGradient,
            ShiftGradient = ref shiftGradient,
        }.Run<V, VTail>();

    /// <summary>A row of gate sums in blocks, as the planner lays it out, and what belongs to it. Padding is NaN where results must not
    /// depend on it.</summary>
    private sealed class Row
    {
        private readonly int _hidden;
        private readonly int _gates;
        private readonly int _gate;
        private readonly int _fullBlocks;
        private readonly int _tailLanes;
        private float _inverseDeviation = float.NaN;

        public Row(int hidden, int gates, int gate, int seed)
        {
            (_hidden, _gates, _gate) = (hidden, gates, gate);
            int padded = (hidden + 7) / 8 * 8;
            (_fullBlocks, _tailLanes) = (padded / 16, padded % 16);
            Values = Noise.Create(seed, gates * padded);
            Gradients = Noise.Create(seed + 1000, gates * padded);
            Gain = Noise.Create(seed + 2000, padded);
            Shift = Noise.Create(seed + 3000, padded);
            GainGradient = Noise.Create(seed + 4000, padded);
            ShiftGradient = Noise.Create(seed + 5000, padded);
            XHat = [.. Enumerable.Repeat(float.NaN, padded)];
            for (int unit = hidden; unit < padded; unit++)
            {
                Values[Place(unit)] = Gradients[Place(unit)] = Gain[unit] = Shift[unit] = float.NaN;
            }
        }

        public float[] Values { get; }

        public float[] Gradients { get; }

        public float[] Gain { get; }

        public float[] Shift { get; }

        public float[] XHat { get; }

        public float[] GainGradient { get; }

        public float[] ShiftGradient { get; }

        public float InverseDeviation => _inverseDeviation;

        public int Place(int unit) => Place(unit, _gate);

        public void Normalize(NormalizeForm normalize) =>
            normalize(
                ref Values[0], _gates, _gate, _fullBlocks, _tailLanes, _hidden, ref Gain[0], ref Shift[0], ref XHat[0], ref _inverseDeviation);

        public void Backward(BackwardForm backward) =>
            backward(
                ref Gradients[0], _gates, _gate, _fullBlocks, _tailLanes, _hidden, ref Gain[0], ref XHat[0], _inverseDeviation,
                ref GainGradient[0], ref ShiftGradient[0]);

        /// <summary>The gate's units, without the padding.</summary>
        public float[] Read32(float[] row) => [.. Enumerable.Range(0, _hidden).Select(unit => row[Place(unit)])];

        public double[] Read(float[] row) => [.. Read32(row).Select(value => (double)value)];

        public void AssertPaddingIsZero(float[] row, string what)
        {
            for (int unit = _hidden; unit < XHat.Length; unit++)
            {
                Assert.True(BitConverter.SingleToInt32Bits(row[Place(unit)]) == 0, $"{what}: padding unit {unit} is {row[Place(unit)]:R}");
            }
        }

        public void AssertUnitPaddingIsZero(float[] units, string what)
        {
            for (int unit = _hidden; unit < units.Length; unit++)
            {
                Assert.True(BitConverter.SingleToInt32Bits(units[unit]) == 0, $"{what}: padding unit {unit} is {units[unit]:R}");
            }
        }

        public void AssertOtherGatesAre(float[] expected, float[] row)
        {
            for (int gate = 0; gate < _gates; gate++)
            {
                for (int unit = 0; unit < XHat.Length && gate != _gate; unit++)
                {
                    Assert.Equal(expected[Place(unit, gate)], row[Place(unit, gate)]);
                }
            }
        }

        private int Place(int unit, int gate)
        {
            int block = unit / 16;
            int lanes = block < _fullBlocks ? 16 : _tailLanes;
            return (block * _gates * 16) + (gate * lanes) + (unit % 16);
        }
    }
}
