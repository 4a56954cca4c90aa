using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Benchmarks.Cells;
using RnnGen.Training;

namespace RnnGen.Benchmarks.Contestants;

/// <summary>An update of <see cref="NameTagger"/> by a trainer.</summary>
internal sealed class OurTagger : IContestant
{
    private readonly Trainer<NameTagger.StepInput, int> _trainer;
    private readonly Example<NameTagger.StepInput, int>[] _examples;

    /// <summary>Creates it.</summary>
    /// <param name="sentences">The sentences of an update.</param>
    /// <param name="learningRate">Adam's.</param>
    public OurTagger(IReadOnlyList<TaggedSentence> sentences, float learningRate)
    {
        Model.Initialize(SharedData.WeightSeed);
        _trainer = new Trainer<NameTagger.StepInput, int>(
            Model, new Adam(Model.Parameters.Length, learningRate), SequenceLoss.ConditionalRandomField, new TrainerOptions { BatchSize = sentences.Count, ClipNorm = 1 });
        _examples =
        [
            .. sentences.Select(static sentence => new Example<NameTagger.StepInput, int>(
                [.. sentence.Words.Select((word, step) => new NameTagger.StepInput(word, sentence.Parts[step], sentence.Shape[step]))], sentence.Labels)),
        ];
    }

    /// <summary>The tagger.</summary>
    public NameTagger Model { get; } = new();

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
