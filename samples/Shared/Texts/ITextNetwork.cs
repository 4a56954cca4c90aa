using System.Collections.Generic;
using RnnGen.Formats;

namespace Shared.Texts;

/// <summary>A network that says how likely a text is of each class.</summary>
public interface ITextNetwork
{
    /// <summary>Trains it.</summary>
    /// <param name="texts">To learn from and to measure on.</param>
    /// <param name="course">How.</param>
    LearningCurve Train(TextGroups texts, TextCourse course);

    /// <summary>The logarithms of the probabilities of each class.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="threads">Threads.</param>
    double[][] Score(IReadOnlyList<string> texts, int threads);

    /// <summary>Writes its tensors.</summary>
    /// <param name="sink">Where to.</param>
    /// <param name="prefix">What stands before their names.</param>
    void Save(ITensorSink sink, string prefix);
}
