using System;
using RnnGen.Rates;

namespace RnnGen;

/// <summary>
/// How a model of one sample rate runs at another one: every recurrent layer reads its state not from one step ago, but from as long ago as one step of the
/// model's own rate lasts, <see cref="Ratio"/> steps:
/// <code>s(n) = F(s(n - ratio), x(n))      s: h and c of all layers</code>
/// Between two steps the state is interpolated. Below a ratio of 1 it is extrapolated, which is an advance. It changes nothing of the model, whose parameters,
/// options and emitted code are as they were.
/// </summary>
/// <remarks>
/// <para>
/// Carson, Wright, Chowdhury, Välimäki and Bilbao, "Sample rate independent recurrent neural networks for audio effects processing", DAFx 2024 (arXiv
/// 2406.06293); for rates below the model's Carson, Wright and Bilbao (arXiv 2409.15884). RTNeural's <c>SampleRateCorrectionMode::LinInterp</c> reads the same
/// states as
/// <see cref="RateInterpolation.Linear"/>, but gives those to the layer above, so that its outputs come <c>ratio - 1</c> steps later.
/// </para>
/// <para>
/// Not every model is stable at every rate: ask <see cref="Examine"/>. It is immutable, and serves any number of models, streams and threads.
/// </para>
/// </remarks>
public sealed class RateCorrection
{
    /// <summary>The smallest <see cref="Ratio"/>: 1/4.</summary>
    public const double MinRatio = 0.25;

    /// <summary>The largest <see cref="Ratio"/>: 16.</summary>
    public const double MaxRatio = 16;

    /// <summary>Creates a correction.</summary>
    /// <param name="modelRate">The rate that the model was trained at, in hertz.</param>
    /// <param name="rate">The rate that it runs at, in hertz: from <see cref="MinRatio"/> to <see cref="MaxRatio"/> times the other.</param>
    /// <param name="interpolation">How a state is read between two steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A rate is not positive and finite, the two are too far from each other, or <paramref name="interpolation"/> is none.
    /// </exception>
    public RateCorrection(double modelRate, double rate, RateInterpolation interpolation = RateInterpolation.Cubic)
    {
        CheckRate(modelRate, nameof(modelRate));
        CheckRate(rate, nameof(rate));
        double ratio = rate / modelRate;
        if (ratio is not (>= MinRatio and <= MaxRatio))
        {
            throw new ArgumentOutOfRangeException(
                nameof(rate), rate,
                FormattableString.Invariant($"'{nameof(rate)}' must be from {MinRatio} to {MaxRatio} times the model's, {modelRate}. Resample instead."));
        }

        if (interpolation is not (RateInterpolation.Linear or RateInterpolation.Cubic))
        {
            throw new ArgumentOutOfRangeException(nameof(interpolation), interpolation, $"'{nameof(interpolation)}' is none of {nameof(RateInterpolation)}.");
        }

        ModelRate = modelRate;
        Rate = rate;
        Interpolation = interpolation;
        Ratio = ratio;
        Delay = new StateDelay(ratio, interpolation);
    }

    /// <summary>The rate that the model was trained at, in hertz.</summary>
    public double ModelRate { get; }

    /// <summary>The rate that it runs at, in hertz.</summary>
    public double Rate { get; }

    /// <summary>How a state is read between two steps.</summary>
    public RateInterpolation Interpolation { get; }

    /// <summary><see cref="Rate"/> / <see cref="ModelRate"/>: the steps that the state is read back. With 1 every bit is the model's own.</summary>
    public double Ratio { get; }

    /// <summary>The states that are summed.</summary>
    internal StateDelay Delay { get; }

    /// <summary>Creates a stream of a model at <see cref="Rate"/>. Its past is the model's rest state (<see cref="IModel{TState}.RestState"/>).</summary>
    /// <typeparam name="TState">What a stream carries.</typeparam>
    /// <param name="model">An emitted cell, or an emitted network none of whose layers reads from the end.</param>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    /// <exception cref="NotSupportedException">It is no emitted model: nobody knows which numbers of its state are recurrent.</exception>
    public RateCorrectedStream<TState> CreateStream<TState>(ICausalModel<float, TState> model)
        where TState : struct
    {
        ArgumentNullException.ThrowIfNull(model);
        return new RateCorrectedStream<TState>(model, this);
    }

    /// <summary>Creates a stream of a model at <see cref="Rate"/>, for code that does not know the model's type.</summary>
    /// <param name="model">An emitted cell, or an emitted network that takes floats and none of whose layers reads from the end.</param>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    /// <exception cref="NotSupportedException">It takes token ids, is not causal, or is no emitted model.</exception>
    public IModelStream CreateStream(IModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.CreateCorrectedStream(this);
    }

    /// <summary>
    /// Whether the corrected model comes to rest again after a small disturbance: the model is linearised at the state at which it settles when its input is
    /// zero, and the largest pole of the corrected recurrence is found (arXiv 2409.15884). It takes time with the cube of the state's floats, and allocates:
    /// ask where a stream is made.
    /// </summary>
    /// <remarks>
    /// It tells of silence, the state around which quiet inputs move; a loud input may meet other poles. An activation with a corner exactly where the model
    /// rests (relu of 0) counts with the mean of both slopes.
    /// </remarks>
    /// <param name="model">An emitted cell, or an emitted network that takes floats and none of whose layers reads from the end.</param>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    /// <exception cref="NotSupportedException">It takes token ids, is not causal, or is no emitted model.</exception>
    public RateStability Examine(IModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Linearization.Examine(model.CreateRecurrence(), Delay);
    }

    private static void CheckRate(double rate, string name)
    {
        if (!double.IsFinite(rate) || rate <= 0)
        {
            throw new ArgumentOutOfRangeException(name, rate, $"'{name}' must be positive and finite: a sample rate in hertz.");
        }
    }
}
