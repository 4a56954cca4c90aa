using System.Collections.Generic;
using RnnGen.Formats;
using RnnGen.Training;

namespace Shared.Tagging;

/// <summary>A model with a chain of labels, whatever it takes of a word.</summary>
/// <typeparam name="TSentence">What it tags.</typeparam>
public interface ISpanTagger<TSentence>
    where TSentence : Sentence
{
    /// <summary>Trains. The epoch whose F1 is best on the validation data counts, of equal ones that of the least loss.</summary>
    /// <param name="training">To learn from.</param>
    /// <param name="validation">To choose by.</param>
    /// <param name="options">How to train.</param>
    /// <returns>The epoch.</returns>
    TrainedEpoch Train(IReadOnlyList<TSentence> training, IReadOnlyList<TSentence> validation, TaggerOptions<TSentence> options);

    /// <summary>Trains for all epochs; the last counts.</summary>
    /// <param name="training">To learn from.</param>
    /// <param name="options">How to train.</param>
    void TrainAll(IReadOnlyList<TSentence> training, TaggerOptions<TSentence> options);

    /// <summary>Finds the tags of sentences.</summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="options">Threads and batches.</param>
    TaggedSentence[] Tag(IReadOnlyList<TSentence> sentences, TrainerOptions options);

    /// <summary>The scores, [word, label], of each window of each sentence, one after the other: see <see cref="SpanWindow.Of"/>.</summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="options">Threads and batches.</param>
    float[][] Score(IReadOnlyList<TSentence> sentences, TrainerOptions options);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="prefix">What stands before the tensors' names.</param>
    void Load(ITensorSource source, string prefix = "");

    /// <summary>Writes the network's tensors.</summary>
    /// <param name="sink">Where to.</param>
    /// <param name="prefix">What stands before their names.</param>
    void Save(ITensorSink sink, string prefix = "");
}
