namespace Shared.Texts;

/// <summary>How a network is trained. The last epoch counts: what these are was chosen by validation data.</summary>
/// <param name="Epochs">Epochs.</param>
/// <param name="LearningRate">The first; it falls as a cosine to a twentieth.</param>
/// <param name="Seed">The order of texts, what is left out, and where they are cut.</param>
/// <param name="Threads">Threads.</param>
public sealed record TextCourse(int Epochs, float LearningRate, int Seed, int Threads)
{
    /// <summary>The part of the texts that the network is measured on.</summary>
    public int Part { get; init; }

    /// <summary>Whether each epoch is shown.</summary>
    public bool IsShown { get; init; }
}
