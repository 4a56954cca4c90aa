using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Training;

namespace Shared.Tagging;

/// <summary>A network with a chain of labels for every word of a sentence, with all that is needed to train and to use it.</summary>
/// <typeparam name="TSentence">What it tags.</typeparam>
/// <typeparam name="TInput">What its network takes of a word.</typeparam>
/// <param name="network">The network.</param>
/// <param name="chain">Its chain, for <see cref="SpanWindow.MaxWords"/> steps.</param>
/// <param name="encoder">What the network takes of a sentence.</param>
/// <param name="tags">The types of spans that it finds.</param>
public sealed class SpanTagger<TSentence, TInput>(ITrainable<TInput> network, LabelChain chain, ISentenceEncoder<TSentence, TInput> encoder, SpanTags tags)
    : ISpanTagger<TSentence>
    where TSentence : Sentence
    where TInput : struct
{
    private const int SentencesAtOnce = 256;

    private readonly SpanDecoder _decoder = new(chain, tags);

    /// <inheritdoc/>
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
                var score = SpanScore.Of(validation, _decoder.Decode(validation, Score(validation, trainer, out double loss)));
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
            // Again from the beginning, from all there is, to the end of the course: which epoch was best says little where there are few validation data.
            first.CopyTo(network.Parameters);
            TrainAll([.. training, .. validation], options);
        }

        return chosen;
    }

    /// <inheritdoc/>
    public void TrainAll(IReadOnlyList<TSentence> training, TaggerOptions<TSentence> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using Trainer<TInput, int> trainer = TrainerOf(training, options);
        for (int epoch = 0; epoch < options.Epochs; epoch++)
        {
            trainer.TrainEpoch(Examples(training, options, epoch));
        }
    }

    /// <inheritdoc/>
    public TaggedSentence[] Tag(IReadOnlyList<TSentence> sentences, TrainerOptions options) => _decoder.Decode(sentences, Score(sentences, options));

    /// <inheritdoc/>
    public float[][] Score(IReadOnlyList<TSentence> sentences, TrainerOptions options)
    {
        using var trainer = new Trainer<TInput, int>(network, new Sgd(network.Parameters.Length, 0), SequenceLoss.ConditionalRandomField, options);
        return Score(sentences, trainer, out _);
    }

    /// <inheritdoc/>
    public void Load(ITensorSource source, string prefix) => network.Load(source, prefix);

    /// <inheritdoc/>
    public void Save(ITensorSink sink, string prefix) => network.Save(sink, prefix);

    private float[][] Score(IReadOnlyList<TSentence> sentences, Trainer<TInput, int> trainer, out double loss)
    {
        List<float[]> found = [];
        double sum = 0, weight = 0;
        foreach (TSentence[] some in sentences.Chunk(SentencesAtOnce))
        {
            Example<TInput, int>[] examples = [.. some.SelectMany(sentence => ExamplesOf(sentence, SpanWindow.Margin, null))];
            float[][] own = new float[examples.Length][];
            int words = examples.Sum(static example => example.Targets.Length);
            sum += words * trainer.Evaluate(examples, (index, scores) => own[index] = scores.ToArray());
            weight += words;
            found.AddRange(own);
        }

        loss = sum / weight;
        return [.. found];
    }

    private Trainer<TInput, int> TrainerOf(IReadOnlyList<TSentence> training, TaggerOptions<TSentence> options)
    {
        int batch = options.Trainer.BatchSize;
        int updates = (Examples(training, options, epoch: 0).Length + batch - 1) / batch;
        return new Trainer<TInput, int>(
            network, options.Optimizer(network.Parameters.Length), SequenceLoss.ConditionalRandomField,
            TaggerCourse.Over(options.Trainer, (long)updates * options.Epochs));
    }

    private Example<TInput, int>[] Examples(IReadOnlyList<TSentence> training, TaggerOptions<TSentence> options, int epoch)
    {
        var random = new Random(unchecked((options.Trainer.Seed * 1000003) + epoch));
        return
        [
            .. (options.Arrange is null ? training : options.Arrange(training, random))
                .SelectMany(sentence => ExamplesOf(sentence, margin: 0, random)),
        ];
    }

    private IEnumerable<Example<TInput, int>> ExamplesOf(TSentence sentence, int margin, Random? random)
    {
        TInput[] inputs = encoder.Encode(sentence, random);
        return SpanWindow.Of(sentence, margin).Select(window => new Example<TInput, int>(
            inputs[window.First..window.End], tags.Encode(new ArraySegment<string>(sentence.Tags, window.First, window.Count))));
    }
}
