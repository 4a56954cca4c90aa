using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen;
using RnnGen.Formats;
using RnnGen.Training;

namespace Shared.Texts;

/// <summary>A network with what it takes of a text. One with more outputs than there are classes never answers with the others.</summary>
/// <typeparam name="TInput">What it takes of a step.</typeparam>
public sealed class TextNetwork<TInput> : ITextNetwork
    where TInput : struct
{
    private const int Batch = 32;
    private const float WeightDecay = 0.01f;
    private const double AverageDecay = 0.995;
    private const float Never = -1e4f;
    private const float FirstScale = 0.1f;

    private readonly ITrainable<TInput> _network;
    private readonly Func<string, Random?, TInput[]> _encode;
    private readonly int _classes;

    /// <summary>Takes a network with its first parameters.</summary>
    /// <param name="network">The network; its last layer is named linear.</param>
    /// <param name="encode">What it takes of a text; in training, things are left out at random.</param>
    /// <param name="classes">Classes: no more than it has outputs.</param>
    /// <param name="tables">Its tables. They start small, so that what was not learnt says little.</param>
    public TextNetwork(ITrainable<TInput> network, Func<string, Random?, TInput[]> encode, int classes, params ReadOnlySpan<string> tables)
    {
        ArgumentNullException.ThrowIfNull(network);
        _network = network;
        _encode = encode;
        _classes = classes;
        var tensors = new TensorStore();
        network.Save(tensors);
        tensors.Values("linear.bias")[classes..].Fill(Never);
        foreach (string table in tables)
        {
            foreach (ref float value in tensors.Values($"{table}.weight"))
            {
                value *= FirstScale;
            }
        }

        network.Load(tensors);
    }

    /// <inheritdoc/>
    public LearningCurve Train(TextGroups texts, TextCourse course)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(course);
        Example<TInput, int>[] validation = Encode(texts.Validation(course.Part), null);
        int updates = (texts.Training(course.Part).Length + Batch - 1) / Batch;
        var curve = new LearningCurve();
        if (course.IsShown)
        {
            TrainingDisplay.Run(course.Epochs, "loss", curve, Fit);
        }
        else
        {
            Fit(null);
        }

        return curve;

        void Fit(Action<TrainingProgress>? show)
        {
            TrainingProgress end = default;
            using var trainer = new Trainer<TInput, int>(
                _network, new AdamW(_network.Parameters.Length, course.LearningRate, weightDecay: WeightDecay), SequenceLoss.CrossEntropy(),
                new TrainerOptions
                {
                    BatchSize = Batch,
                    ShardSize = 8,
                    Threads = course.Threads,
                    Seed = course.Seed,
                    ClipNorm = 1,
                    AverageDecay = AverageDecay,
                    Schedule = LearningRateSchedule.Cosine((long)updates * course.Epochs, end: 0.05),
                    Progress = progress =>
                    {
                        end = progress;
                        if (!progress.IsEndOfEpoch)
                        {
                            show?.Invoke(progress);
                        }
                    },
                });
            for (int epoch = 0; epoch < course.Epochs; epoch++)
            {
                // Cut and left out anew in every epoch.
                var random = new Random(unchecked((course.Seed * 1000003) + epoch));
                trainer.TrainEpoch(Encode(texts.Training(course.Part, random), random));
                show?.Invoke(end with { ValidationLoss = trainer.Evaluate(validation) });
            }
        }
    }

    /// <inheritdoc/>
    public double[][] Score(IReadOnlyList<string> texts, int threads)
    {
        using var trainer = new Trainer<TInput, int>(
            _network, new Sgd(_network.Parameters.Length, 0), SequenceLoss.CrossEntropy(), new TrainerOptions { BatchSize = Batch, ShardSize = 8, Threads = threads });
        double[][] scores = new double[texts.Count][];
        trainer.Evaluate(Encode([.. texts.Select(static text => new ClassText(0, text))], null), (index, logits) =>
        {
            float[] own = [.. logits.Span[.._classes]];
            scores[index] = [.. Enumerable.Range(0, _classes).Select(label => -Loss.CrossEntropy(own, [label], []))];
        });
        return scores;
    }

    /// <inheritdoc/>
    public void Save(ITensorSink sink, string prefix) => _network.Save(sink, prefix);

    private Example<TInput, int>[] Encode(ClassText[] texts, Random? random) =>
        Array.ConvertAll(texts, text => new Example<TInput, int>(_encode(text.Text, random), [text.Class]));
}
