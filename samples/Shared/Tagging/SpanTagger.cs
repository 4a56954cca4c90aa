using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Training;

namespace Shared.Tagging;

/// <summary>A network with a chain of labels for every word of a sentence, with all that is needed to train and to use it.</summary>
/// <typeparam name="TSentence">What it tags.</typeparam>
/// <typeparam name="TInput">What its network takes of a word.</typeparam>
/// <param name="network">The network.</param>
/// <param name="chain">Its chain, for <see cref="SpanTagger.MaxWords"/> steps.</param>
/// <param name="encoder">What the network takes of a sentence.</param>
/// <param name="tags">The types of spans that it finds.</param>
public sealed class SpanTagger<TSentence, TInput>(ITrainable<TInput> network, LabelChain chain, ISentenceEncoder<TSentence, TInput> encoder, SpanTags tags)
    where TSentence : Sentence
    where TInput : struct
{
    private const int SentencesAtOnce = 256;

    /// <summary>Trains. The epoch whose F1 is best on the validation data counts, of equal ones that of the least loss.</summary>
    /// <param name="training">To learn from.</param>
    /// <param name="validation">To choose by.</param>
    /// <param name="options">How to train.</param>
    /// <returns>The epoch.</returns>
    public TrainedEpoch Train(IReadOnlyList<TSentence> training, IReadOnlyList<TSentence> validation, TaggerOptions<TSentence> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        float[] first = [.. network.Parameters], best = [.. first];
        var chosen = new TrainedEpoch(0, -1, double.NaN);
        using (Trainer<TInput, int> trainer = TrainerOf(training, options))
        {
            for (int epoch = 0; epoch < options.Epochs; epoch++)
            {
                double trained = trainer.TrainEpoch(Examples(training, options, epoch));
                var score = SpanScore.Of(validation, Tag(validation, trainer, out double loss));
                if (score.F1 > chosen.F1 || (score.F1 == chosen.F1 && loss < chosen.Loss))
                {
                    chosen = new TrainedEpoch(epoch + 1, score.F1, loss);
                    network.Parameters.CopyTo(best);
                }

                options.EndOfEpoch?.Invoke(trained, loss);
            }
        }

        best.CopyTo(network.Parameters);
        if (options.LearnsValidation)
        {
            // Again from the beginning, from all there is, for as long as was best.
            first.CopyTo(network.Parameters);
            TSentence[] all = [.. training, .. validation];
            using Trainer<TInput, int> trainer = TrainerOf(all, options);
            for (int epoch = 0; epoch < chosen.Number; epoch++)
            {
                trainer.TrainEpoch(Examples(all, options, epoch));
            }
        }

        return chosen;
    }

    /// <summary>Finds the tags of sentences.</summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="options">Threads and batches.</param>
    public TaggedSentence[] Tag(IReadOnlyList<TSentence> sentences, TrainerOptions options)
    {
        using var trainer = new Trainer<TInput, int>(network, new Sgd(network.Parameters.Length, 0), SequenceLoss.ConditionalRandomField, options);
        return Tag(sentences, trainer, out _);
    }

    private TaggedSentence[] Tag(IReadOnlyList<TSentence> sentences, Trainer<TInput, int> trainer, out double loss)
    {
        TaggedSentence[] found = [.. sentences.Select(static sentence => new TaggedSentence(new string[sentence.Words.Length], new float[sentence.Words.Length]))];
        double sum = 0, weight = 0;
        foreach ((int Index, TSentence Sentence)[] some in sentences.Index().Chunk(SentencesAtOnce))
        {
            (int Sentence, Window Window, Example<TInput, int> Example)[] pieces =
            [
                .. some.SelectMany(item => Cut(item.Sentence, SpanTagger.Margin, null).Select(piece => (item.Index, piece.Window, piece.Example))),
            ];
            Example<TInput, int>[] examples = Array.ConvertAll(pieces, static piece => piece.Example);
            double own = examples.Sum(static example => example.Targets.Length);
            sum += own * trainer.Evaluate(examples, (index, scores) =>
            {
                (int sentence, Window window, _) = pieces[index];
                int[] labels = new int[window.Count];
                float[] probabilities = new float[scores.Length];
                chain.Decode(scores.Span, labels);
                chain.Marginals(scores.Span, probabilities);
                string[] names = tags.Decode(labels);
                int width = scores.Length / window.Count;
                for (int word = window.FirstKept; word < window.EndKept; word++)
                {
                    found[sentence].Tags[window.First + word] = names[word];
                    found[sentence].Probabilities[window.First + word] = probabilities[(word * width) + labels[word]];
                }
            });
            weight += own;
        }

        loss = sum / weight;
        return found;
    }

    private Trainer<TInput, int> TrainerOf(IReadOnlyList<TSentence> training, TaggerOptions<TSentence> options)
    {
        int batch = options.Trainer.BatchSize;
        int updates = (Examples(training, options, epoch: 0).Length + batch - 1) / batch;
        return new Trainer<TInput, int>(
            network, options.Optimizer(network.Parameters.Length), SequenceLoss.ConditionalRandomField,
            options.Trainer with { Schedule = LearningRateSchedule.Cosine((long)updates * options.Epochs, end: 0.02) });
    }

    private Example<TInput, int>[] Examples(IReadOnlyList<TSentence> training, TaggerOptions<TSentence> options, int epoch)
    {
        var random = new Random(unchecked((options.Trainer.Seed * 1000003) + epoch));
        return
        [
            .. (options.Arrange is null ? training : options.Arrange(training, random))
                .SelectMany(sentence => Cut(sentence, 0, random)).Select(static piece => piece.Example),
        ];
    }

    // What is longer than a workspace is read in windows. Of two neighbours, which share 2 * margin words, each gives the half that is nearer to it.
    private IEnumerable<(Window Window, Example<TInput, int> Example)> Cut(TSentence sentence, int margin, Random? random)
    {
        TInput[] inputs = encoder.Encode(sentence, random);
        for (int first = 0, kept = 0; kept < inputs.Length;)
        {
            int count = Math.Min(SpanTagger.MaxWords, inputs.Length - first);
            bool isLast = first + count == inputs.Length;
            var window = new Window(first, count, kept - first, isLast ? count : count - margin);
            yield return (window, new Example<TInput, int>(inputs[first..(first + count)], tags.Encode(new ArraySegment<string>(sentence.Tags, first, count))));
            kept = first + window.EndKept;
            first = Math.Max(0, kept - margin);
        }
    }

    /// <summary>Some words of a sentence, and which of them, counted from the first, are those whose tags count.</summary>
    private readonly record struct Window(int First, int Count, int FirstKept, int EndKept);
}

/// <summary>What taggers of all sentences have in common.</summary>
public static class SpanTagger
{
    /// <summary>A sequence of more words is cut: memory is for all sequences of a batch as long as the longest.</summary>
    public const int MaxWords = 128;

    /// <summary>Words on each side of a window that are there for what is read of them only.</summary>
    public const int Margin = 16;
}
