using System;

namespace KeywordSpotter;

/// <summary>Listens to one stream of samples, frame by frame: features, network, decision. A frame allocates nothing.</summary>
/// <param name="model">The network, which any number of streams may share.</param>
internal sealed class Spotter(KeywordNetwork model)
{
    private readonly LogMelFeatures _features = new();
    private readonly Detector _detector = new();
    private readonly float[] _bands = new float[LogMelFeatures.Bands];
    private readonly float[] _logits = new float[Vocabulary.Classes];
    private KeywordNetwork.State _state;

    /// <summary>The features of the last frame.</summary>
    public ReadOnlySpan<float> Features => _bands;

    /// <summary>The network's outputs of the last frame.</summary>
    public ReadOnlySpan<float> Logits => _logits;

    /// <summary>How probable a class is, as an average over the last frames.</summary>
    /// <param name="label">The class.</param>
    public float ProbabilityOf(int label) => _detector.Averages[label];

    /// <summary>Takes the next frame.</summary>
    /// <param name="samples"><see cref="LogMelFeatures.Hop"/> samples.</param>
    /// <returns>The word that is detected with this frame, or <see cref="Vocabulary.Nothing"/>.</returns>
    public int Next(ReadOnlySpan<float> samples)
    {
        _features.Next(samples, _bands);
        model.Step(_bands, _logits, ref _state);
        return _detector.Next(_logits);
    }
}
