using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Reference;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>Emitted models at other rates, against the reference in double.</summary>
public sealed class RateCorrectionTests
{
    private const double Tolerance = 2e-6;

    // Below a ratio of 1 states are extrapolated: weights whose magnitudes add up to more than 1 multiply the rounding.
    private const double TolerancePastTheStates = 5e-5;

    private static readonly int[] Lengths = [1, 2, 5, 150];

    private static readonly Dictionary<string, Func<IModel>> Models = new()
    {
        ["lstm"] = static () => new RateModels.Lstm1x40(),
        ["peephole lstm"] = static () => new RateModels.LstmPeephole3x19(),
        ["projected lstm"] = static () => new RateModels.LstmProjected2x23(),
        ["diagonal lstm"] = static () => new RateModels.LstmDiagonal1x16(),
        ["gru"] = static () => new RateModels.Gru1x24(),
        ["gru before"] = static () => new RateModels.GruBefore2x13(),
        ["elman"] = static () => new RateModels.Rnn2x17(),
        ["amplifier"] = static () => new RateModels.Amplifier(),
        ["mixed"] = static () => new RateModels.Mixed(),
        ["mean"] = static () => new RateModels.Mean(),
        ["final"] = static () => new RateModels.Final(),
    };

    /// <summary>Rates of the model and of the signal.</summary>
    private static readonly (double ModelRate, double Rate)[] Rates =
        [(48000, 48000), (44100, 48000), (48000, 44100), (44100, 88200), (48000, 72000), (44100, 96000), (44100, 192000), (48000, 32000)];

    public static TheoryData<string> Names => [.. Models.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_and_states_are_those_of_the_reference(string name)
    {
        for (int seed = 1; seed <= 3; seed++)
        {
            IModel model = Models[name]();
            model.Initialize(seed);
            Network<double> reference = ReferenceModel.Of(model);
            foreach ((double modelRate, double rate) in Rates)
            {
                foreach (RateInterpolation interpolation in Enum.GetValues<RateInterpolation>())
                {
                    var correction = new RateCorrection(modelRate, rate, interpolation);
                    IModelStream stream = correction.CreateStream(model);
                    var corrected = new RateCorrectedLayer<double>(reference, rate / modelRate, interpolation == RateInterpolation.Linear ? 1 : 3);
                    var random = new Random(seed);

                    // One sequence in pieces; a short one where errors grow from step to step.
                    bool isStable = correction.Ratio >= 1 || correction.Examine(model).IsStable;
                    foreach (int length in isStable ? Lengths : Lengths[..^1])
                    {
                        float[] inputs = [.. Enumerable.Range(0, length * model.InputSize).Select(_ => (random.NextSingle() * 2) - 1)];
                        float[] outputs = new float[(model.HasOutputPerStep ? length : 1) * model.OutputSize];
                        stream.Run(inputs, outputs);
                        double[] expected = corrected.Run(Array.ConvertAll(inputs, static value => (double)value));
                        Assert.Equal(expected.Length, outputs.Length);
                        double error = expected.Zip(outputs, static (one, other) => Math.Abs(one - other)).Max();
                        Assert.True(error <= (correction.Ratio >= 1 ? Tolerance : TolerancePastTheStates), $"{name}, seed {seed}, {modelRate} at {rate}, {interpolation}, {length} steps: off by {error:E2}.");
                    }
                }
            }
        }
    }

    /// <summary>
    /// The poles that are found in the emitted code are what the reference does: long after a push it decays (or grows) by the largest one at each
    /// step.
    /// </summary>
    [Theory]
    [InlineData("lstm", 44100, 48000, RateInterpolation.Cubic)]
    [InlineData("lstm", 48000, 44100, RateInterpolation.Cubic)]
    [InlineData("lstm", 44100, 96000, RateInterpolation.Linear)]
    [InlineData("gru", 44100, 48000, RateInterpolation.Linear)]
    [InlineData("gru", 44100, 88200, RateInterpolation.Cubic)]
    [InlineData("elman", 44100, 96000, RateInterpolation.Cubic)]
    [InlineData("elman", 48000, 12000, RateInterpolation.Cubic)]
    [InlineData("projected lstm", 44100, 96000, RateInterpolation.Cubic)]
    [InlineData("amplifier", 48000, 44100, RateInterpolation.Linear)]
    [InlineData("amplifier", 44100, 48000, RateInterpolation.Cubic)]
    [InlineData("mixed", 44100, 48000, RateInterpolation.Cubic)]
    public void A_push_decays_by_the_largest_pole(string name, double modelRate, double rate, RateInterpolation interpolation)
    {
        IModel model = Models[name]();
        model.Initialize(7);
        RateStability found = new RateCorrection(modelRate, rate, interpolation).Examine(model);
        Assert.True(found.Settles);

        // Where it rests, at any rate; then a push so small that the model is linear, and a new one of the same size in the direction that the last one took.
        Network<double> reference = ReferenceModel.Of(model);
        double ratio = rate / modelRate;
        double[] rest = new double[reference.StateSize];
        for (int step = 0; step < 5000; step++)
        {
            _ = reference.Forward(new double[reference.InputSize], rest);
        }

        Assert.Equal(found.LargestPole, Growth(reference, rest, ratio, interpolation), 1e-3);
    }

    /// <summary>What a deviation from rest is multiplied with a step: it is followed along by the reference's own step, and kept small.</summary>
    private static double Growth(Network<double> reference, double[] rest, double ratio, RateInterpolation interpolation)
    {
        const double small = 1e-6;
        const int steps = 5000, from = 1000;
        int order = interpolation == RateInterpolation.Linear ? 1 : 3;
        int first = Math.Max(1, (int)ratio - (order / 2));
        double[] weights = [.. Enumerable.Range(0, order + 1).Select(k =>
            Enumerable.Range(0, order + 1).Where(j => j != k).Aggregate(1.0, (weight, j) => weight * (ratio - first - j) / (k - j)))];
        var random = new Random(1);
        List<double[]> past = [.. Enumerable.Range(0, first + order).Select(_ => Array.ConvertAll(rest, _ => random.NextDouble() - 0.5))];
        double growth = 0;
        for (int step = 0; step < steps; step++)
        {
            double[] deviation = [.. rest.Select((_, index) => weights.Select((weight, k) => weight * past[first + k - 1][index]).Sum())];
            double scale = small / deviation.Max(Math.Abs);
            double[] above = [.. rest.Select((value, index) => value + (scale * deviation[index]))];
            double[] below = [.. rest.Select((value, index) => value - (scale * deviation[index]))];
            _ = reference.Forward(new double[reference.InputSize], above);
            _ = reference.Forward(new double[reference.InputSize], below);
            past.Insert(0, [.. above.Zip(below, (one, other) => (one - other) / (2 * scale))]);
            past.RemoveAt(past.Count - 1);
            double size = past.Max(static state => state.Max(Math.Abs));
            growth += step >= from ? Math.Log(size) : 0;
            past = [.. past.Select(state => Array.ConvertAll(state, value => value / size))];
        }

        return Math.Exp(growth / (steps - from));
    }
}
