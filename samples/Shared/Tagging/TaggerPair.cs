using System;
using RnnGen.Formats;
using RnnGen.Training;

namespace Shared.Tagging;

/// <summary>A recurrent network, a linear chain beside it, and both together: how they are trained, saved and loaded.</summary>
/// <typeparam name="TSentence">What they tag.</typeparam>
/// <param name="recurrent">The network.</param>
/// <param name="linear">The linear chain.</param>
/// <param name="decoder">Decodes what both say, with a chain of its own.</param>
/// <param name="loadChain">Loads that chain.</param>
public abstract class TaggerPair<TSentence>(ISpanTagger<TSentence> recurrent, ISpanTagger<TSentence> linear, SpanDecoder decoder, Action<ITensorSource> loadChain)
    where TSentence : Sentence
{
    private const string LinearPrefix = "linear";

    // The loss is a mean over hundreds of words, of which few have a feature.
    private const float LinearRate = 10;

    /// <summary>The network.</summary>
    public ISpanTagger<TSentence> Recurrent { get; } = recurrent;

    /// <summary>The linear chain.</summary>
    public ISpanTagger<TSentence> Linear { get; } = linear;

    /// <summary>Both.</summary>
    public SpanVote<TSentence> Together { get; } = new([recurrent, linear], decoder, loadChain);

    /// <summary>Trains both.</summary>
    /// <param name="training">To learn from.</param>
    /// <param name="validation">To choose the epochs by.</param>
    /// <param name="course">How; without an optimiser.</param>
    /// <returns>The losses of the network.</returns>
    public LearningCurve Train(TSentence[] training, TSentence[] validation, TaggerOptions<TSentence> course)
    {
        ArgumentNullException.ThrowIfNull(course);
        LearningCurve curve = TaggerCourse.Train(Recurrent, training, validation, Begin(training, course));
        TaggerOptions<TSentence> ofLinear = course with { Optimizer = static parameters => new Sgd(parameters, LinearRate) };
        if (course.LearnsValidation)
        {
            // How it goes meanwhile is not shown.
            Linear.TrainAll([.. training, .. validation], ofLinear);
        }
        else
        {
            Linear.Train(training, validation, ofLinear);
        }

        return curve;
    }

    /// <summary>Loads both.</summary>
    /// <param name="source">What <see cref="Save"/> wrote.</param>
    public void Load(ITensorSource source)
    {
        Recurrent.Load(source);
        Linear.Load(source, LinearPrefix);
    }

    /// <summary>Writes both.</summary>
    /// <param name="sink">Where to.</param>
    public void Save(ITensorSink sink)
    {
        Recurrent.Save(sink);
        Linear.Save(sink, LinearPrefix);
    }

    /// <summary>Draws the network's first parameters.</summary>
    /// <param name="training">What it will learn from.</param>
    /// <param name="course">How it will be trained.</param>
    /// <returns>That, with what the network needs.</returns>
    protected abstract TaggerOptions<TSentence> Begin(TSentence[] training, TaggerOptions<TSentence> course);
}
