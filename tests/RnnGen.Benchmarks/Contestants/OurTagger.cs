using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Training;

namespace RnnGen.Benchmarks.Contestants;

/// <summary>An update of a tagger by a trainer.</summary>
/// <typeparam name="TInput">What the tagger takes at a step.</typeparam>
internal sealed class OurTagger<TInput> : IContestant
    where TInput : struct
{
    private readonly Trainer<TInput, int> _trainer;
    private readonly Example<TInput, int>[] _examples;

    /// <summary>Creates it.</summary>
    /// <param name="model">The tagger.</param>
    /// <param name="sentences">The sentences of an update.</param>
    /// <param name="learningRate">Adam's.</param>
    /// <param name="stepOf">What the tagger takes of a word: its id, the ids of its parts, its features.</param>
    public OurTagger(ITrainable<TInput> model, IReadOnlyList<TaggedSentence> sentences, float learningRate, Func<int, int[], float[], TInput> stepOf)
    {
        Model = model;
        Model.Initialize(SharedData.WeightSeed);
        _trainer = new Trainer<TInput, int>(
            Model, new Adam(Model.Parameters.Length, learningRate), SequenceLoss.ConditionalRandomField, new TrainerOptions { BatchSize = sentences.Count, ClipNorm = 1 });
        _examples =
        [
            .. sentences.Select(sentence => new Example<TInput, int>(
                [.. sentence.Words.Select((word, step) => stepOf(word, sentence.Parts[step], sentence.Shape[step]))], sentence.Labels)),
        ];
    }

    /// <summary>The tagger.</summary>
    public ITrainable<TInput> Model { get; }

    /// <summary>One update.</summary>
    /// <returns>The loss before it, a label on the average.</returns>
    public double Update() => _trainer.TrainEpoch(_examples);

    /// <inheritdoc/>
    public void Compute(ReadOnlySpan<float> inputs, Span<float> outputs) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Repeat(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            Update();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _trainer.Dispose();
}
