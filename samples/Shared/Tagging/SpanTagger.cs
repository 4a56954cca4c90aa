using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Training;

namespace Shared.Tagging;

/// <summary>A network with a chain of labels for every word of a sentence, with all that is needed to train and to use it.</summary>
/// <typeparam name="TSentence">What it tags.</typeparam>
/// <param name="network">The network.</param>
/// <param name="decode">Finds the most likely labels of scores: the network's <c>Decode</c>, in a workspace for <see cref="SpanTagger.MaxWords"/> steps.</param>
/// <param name="encoder">What it takes.</param>
/// <param name="tags">The types of spans that it finds.</param>
public sealed class SpanTagger<TSentence>(ITrainable<float> network, Action<ReadOnlyMemory<float>, int[]> decode, ISentenceEncoder<TSentence> encoder, SpanTags tags)
    where TSentence : Sentence
{
    private const int SentencesAtOnce = 256;

    /// <summary>Trains. The epoch whose F1 is best on the validation data counts, of equal ones that of the least loss.</summary>
    /// <param name="training">To learn from.</param>
    /// <param name="validation">To choose by.</param>
    /// <param name="epochs">Epochs.</param>
    /// <param name="learningRate">The first, which falls to nothing.</param>
    /// <param name="weightDecay">Of AdamW.</param>
    /// <param name="options">How to train; the schedule is set here.</param>
    /// <returns>The epoch.</returns>
    public TrainedEpoch Train(
        IReadOnlyList<TSentence> training, IReadOnlyList<TSentence> validation, int epochs, float learningRate, float weightDecay, TrainerOptions options)
    {
        Piece[] pieces = [.. training.SelectMany(Cut)];
        Example<float, int>[] examples = Array.ConvertAll(pieces, Target);
        int updates = (examples.Length + options.BatchSize - 1) / options.BatchSize;
        TrainingProgress end = default;
        using var trainer = new Trainer<float, int>(
            network, new AdamW(network.Parameters.Length, learningRate, weightDecay: weightDecay), SequenceLoss.ConditionalRandomField,
            options with
            {
                Schedule = LearningRateSchedule.Cosine((long)updates * epochs, end: 0.05),
                Progress = state =>
                {
                    end = state;
                    if (!state.IsEndOfEpoch)
                    {
                        options.Progress?.Invoke(state);
                    }
                },
            });
        float[] best = [.. network.Parameters];
        var chosen = new TrainedEpoch(0, -1, double.NaN);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            var random = new Random(unchecked((options.Seed * 1000003) + epoch));
            for (int index = 0; index < pieces.Length; index++)
            {
                Fill(pieces[index], examples[index], random);
            }

            trainer.Fit(examples, null, epoch + 1);
            var score = SpanScore.Of(validation, Tag(validation, trainer, out double loss));
            if (score.F1 > chosen.F1 || (score.F1 == chosen.F1 && loss < chosen.Loss))
            {
                chosen = new TrainedEpoch(epoch + 1, score.F1, loss);
                network.Parameters.CopyTo(best);
            }

            options.Progress?.Invoke(end with { ValidationLoss = loss });
        }

        best.CopyTo(network.Parameters);
        return chosen;
    }

    /// <summary>Finds the tags of sentences.</summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="options">Threads and batches.</param>
    public string[][] Tag(IReadOnlyList<TSentence> sentences, TrainerOptions options)
    {
        using var trainer = new Trainer<float, int>(network, new Sgd(network.Parameters.Length, 0), SequenceLoss.ConditionalRandomField, options);
        return Tag(sentences, trainer, out _);
    }

    private string[][] Tag(IReadOnlyList<TSentence> sentences, Trainer<float, int> trainer, out double loss)
    {
        var found = new List<string[]>();
        double sum = 0, weight = 0;
        foreach (TSentence[] some in sentences.Chunk(SentencesAtOnce))
        {
            Piece[] pieces = [.. some.SelectMany(Cut)];
            Example<float, int>[] examples = Array.ConvertAll(pieces, Target);
            for (int index = 0; index < pieces.Length; index++)
            {
                Fill(pieces[index], examples[index], null);
            }

            string[][] parts = new string[pieces.Length][];
            double own = examples.Sum(static example => example.Targets.Length);
            sum += own * trainer.Evaluate(examples, (index, scores) =>
            {
                int[] labels = new int[pieces[index].Count];
                decode(scores, labels);
                parts[index] = tags.Decode(labels);
            });
            weight += own;
            found.AddRange(pieces.Zip(parts).GroupBy(static part => part.First.Sentence, ReferenceEqualityComparer.Instance)
                .Select(static group => group.SelectMany(static part => part.Second).ToArray()));
        }

        loss = sum / weight;
        return [.. found];
    }

    private static IEnumerable<Piece> Cut(TSentence sentence)
    {
        for (int first = 0; first < sentence.Words.Length; first += SpanTagger.MaxWords)
        {
            yield return new Piece(sentence, first, Math.Min(SpanTagger.MaxWords, sentence.Words.Length - first));
        }
    }

    private Example<float, int> Target(Piece piece) => new(
        new float[piece.Count * encoder.RowSize], tags.Encode(new ArraySegment<string>(piece.Sentence.Tags, piece.First, piece.Count)));

    private void Fill(Piece piece, Example<float, int> example, Random? random)
    {
        Array.Clear(example.Inputs);
        encoder.Encode(piece.Sentence, piece.First, example.Inputs, random);
    }

    /// <summary>Some words of a sentence.</summary>
    private readonly record struct Piece(TSentence Sentence, int First, int Count);
}

/// <summary>What taggers of all sentences have in common.</summary>
public static class SpanTagger
{
    /// <summary>A sentence of more words is cut: memory is for all sequences of a batch as long as the longest.</summary>
    public const int MaxWords = 128;
}
