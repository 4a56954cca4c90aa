using System;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Rates;
using RnnGen.Tests.Networks;
using Xunit;

namespace RnnGen.Tests.Rates;

/// <summary>Which rates and models there are, and the weights of a delay.</summary>
public sealed class RateCorrectionTests
{
    [Theory]
    [InlineData(double.NaN, 48000, "modelRate")]
    [InlineData(0, 48000, "modelRate")]
    [InlineData(-44100, 48000, "modelRate")]
    [InlineData(double.PositiveInfinity, 48000, "modelRate")]
    [InlineData(44100, double.NaN, "rate")]
    [InlineData(44100, 0, "rate")]
    [InlineData(44100, -1, "rate")]
    [InlineData(44100, double.NegativeInfinity, "rate")]
    [InlineData(44100, 44100 * 16.001, "rate")]
    [InlineData(44100, 44100 * 0.2499, "rate")]
    [InlineData(double.Epsilon, double.MaxValue, "rate")]
    [InlineData(double.MaxValue, double.Epsilon, "rate")]
    public void A_rate_that_is_none_is_refused_by_name(double modelRate, double rate, string name)
    {
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => new RateCorrection(modelRate, rate));
        Assert.Equal(name, exception.ParamName);
        Assert.StartsWith($"'{name}' must be", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interpolation_that_is_none_is_refused() =>
        Assert.Equal("interpolation", Assert.Throws<ArgumentOutOfRangeException>(() => new RateCorrection(1, 1, (RateInterpolation)2)).ParamName);

    [Fact]
    public void It_says_what_it_is()
    {
        var correction = new RateCorrection(44100, 88200);
        Assert.Equal((44100, 88200, 2, RateInterpolation.Cubic), (correction.ModelRate, correction.Rate, correction.Ratio, correction.Interpolation));
        Assert.Equal(RateCorrection.MinRatio, new RateCorrection(4, 1).Ratio);
        Assert.Equal(RateCorrection.MaxRatio, new RateCorrection(1, 16, RateInterpolation.Linear).Ratio);
    }

    [Fact]
    public void A_whole_ratio_reads_one_state()
    {
        for (int ratio = 1; ratio <= 16; ratio++)
        {
            foreach (RateInterpolation interpolation in Enum.GetValues<RateInterpolation>())
            {
                var delay = new StateDelay(ratio, interpolation);
                Assert.Equal([1f], delay.Weights);
                Assert.Equal((ratio, ratio), (delay.First, delay.Last));
            }
        }
    }

    /// <summary>The states are the newest that are there; where all are there, the delay is between the middle ones.</summary>
    [Theory]
    [InlineData(0.25, 1, 1)]
    [InlineData(0.91875, 1, 1)]
    [InlineData(1.0884, 1, 1)]
    [InlineData(1.5, 1, 1)]
    [InlineData(2.177, 2, 1)]
    [InlineData(3.9, 3, 2)]
    [InlineData(15.5, 15, 14)]
    public void The_states_are_around_the_delay(double ratio, int linear, int cubic)
    {
        Assert.Equal(linear, new StateDelay(ratio, RateInterpolation.Linear).First);
        Assert.Equal(cubic, new StateDelay(ratio, RateInterpolation.Cubic).First);
    }

    /// <summary>A polynomial up to the order is met exactly, between the states and beyond them.</summary>
    [Theory]
    [InlineData(0.25)]
    [InlineData(0.91875)]
    [InlineData(1.088435)]
    [InlineData(1.5)]
    [InlineData(2.176871)]
    [InlineData(7.3)]
    public void Polynomials_are_met(double ratio)
    {
        foreach ((RateInterpolation interpolation, int order) in new[] { (RateInterpolation.Linear, 1), (RateInterpolation.Cubic, 3) })
        {
            var delay = new StateDelay(ratio, interpolation);
            Assert.Equal(order + 1, delay.Weights.Length);
            for (int power = 0; power <= order; power++)
            {
                double sum = delay.Weights.ToArray().Select((weight, tap) => weight * Math.Pow(delay.First + tap - ratio, power)).Sum();
                Assert.Equal(power == 0 ? 1 : 0, sum, 1e-5);
            }
        }
    }

    [Fact]
    public void Linear_weights_are_those_of_RTNeural()
    {
        // delayOffFactor = delay - floor(delay): that of the older state; 1 - delayOffFactor: that of the newer one.
        var delay = new StateDelay(2.25, RateInterpolation.Linear);
        Assert.Equal([0.75f, 0.25f], delay.Weights);
        Assert.Equal((2, 3), (delay.First, delay.Last));
    }

    [Fact]
    public void Tokens_have_no_rate()
    {
        var correction = new RateCorrection(44100, 48000);
        IModel tokens = new TestNetworks.Tokens();
        const string message = "'Tokens' takes token ids: only a model of floats, samples of a signal, has a sample rate to correct.";
        Assert.Equal(message, Assert.Throws<NotSupportedException>(() => correction.CreateStream(tokens)).Message);
        Assert.Equal(message, Assert.Throws<NotSupportedException>(() => correction.Examine(tokens)).Message);
    }

    [Fact]
    public void A_model_that_reads_from_the_end_is_refused()
    {
        var correction = new RateCorrection(44100, 48000);
        IModel model = new TestNetworks.Classifier();
        foreach (Action action in new Action[] { () => correction.CreateStream(model), () => correction.Examine(model) })
        {
            string message = Assert.Throws<NotSupportedException>(action).Message;
            Assert.StartsWith("'Classifier' has a layer that reads every sequence from its end", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_model_is_refused()
    {
        var correction = new RateCorrection(44100, 48000);
        Assert.Throws<ArgumentNullException>(() => correction.CreateStream(null!));
        Assert.Throws<ArgumentNullException>(() => correction.CreateStream<int>(null!));
        Assert.Throws<ArgumentNullException>(() => correction.Examine(null!));
    }

    /// <summary>Nobody knows which numbers of its state are recurrent: it may count something.</summary>
    [Fact]
    public void A_model_that_was_written_by_hand_is_refused()
    {
        var correction = new RateCorrection(44100, 48000);
        foreach (Action action in new Action[]
        {
            () => correction.CreateStream(new Counter()), () => correction.CreateStream((IModel)new Counter()), () => correction.Examine(new Counter()),
        })
        {
            Assert.StartsWith("'Counter' is no emitted cell or network", Assert.Throws<NotSupportedException>(action).Message, StringComparison.Ordinal);
        }
    }

    private sealed class Counter : ICausalModel<float, int>
    {
        public int InputSize => 1;

        public int OutputSize => 1;

        public int ParameterCount => 0;

        public Span<float> Parameters => default;

        public bool HasNonFiniteParameters => false;

        public void Initialize(int seed)
        {
        }

        public void Load(ITensorSource source, string prefix = "", LoadMode mode = LoadMode.Module)
        {
        }

        public void Save(ITensorSink sink, string prefix = "")
        {
        }

        public void Step(ReadOnlySpan<float> input, Span<float> output, ref int state) => output[0] = ++state;

        public void Run(ReadOnlySpan<float> inputs, Span<float> outputs, ref int state)
        {
            foreach (ref float output in outputs)
            {
                output = ++state;
            }
        }
    }
}
