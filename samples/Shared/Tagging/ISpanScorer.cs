using System.Collections.Generic;
using RnnGen.Formats;
using RnnGen.Training;

namespace Shared.Tagging;

/// <summary>A trained model with a chain of labels: it gives every word of a sentence a score for each label.</summary>
/// <typeparam name="TSentence">What it reads.</typeparam>
public interface ISpanScorer<TSentence>
{
    /// <summary>The scores, [word, label], of each window of each sentence, one after the other: see <see cref="SpanWindow.Of"/>.</summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="options">Threads and batches.</param>
    float[][] Score(IReadOnlyList<TSentence> sentences, TrainerOptions options);

    /// <summary>Writes its tensors.</summary>
    /// <param name="sink">Where to.</param>
    /// <param name="prefix">What stands before their names.</param>
    void Save(ITensorSink sink, string prefix);
}
