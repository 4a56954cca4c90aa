using System;
using RnnGen.Formats;

namespace Quickstart;

/// <summary>
/// A character language model: embedding, LSTM, linear layer. It holds parameters only, so that any number of streams, each with a state of
/// its own, can share it.
/// </summary>
internal sealed class CharacterModel
{
    /// <summary>Characters it knows: logits a step gives.</summary>
    public const int VocabularySize = 75;

    private readonly float[] _embedding = new float[VocabularySize * CharacterLstm.InputSize];
    private readonly CharacterLstm _lstm = new();
    private readonly DenseLayer _output;

    /// <summary>Loads the parameters of the PyTorch module that was saved as <c>embedding</c>, <c>lstm</c> and <c>linear</c>.</summary>
    /// <param name="source">Where from.</param>
    /// <exception cref="TensorFormatException">A tensor is missing or not what it should be.</exception>
    public CharacterModel(ITensorSource source)
    {
        source.Read("embedding.weight", [VocabularySize, CharacterLstm.InputSize], _embedding);
        _lstm.Load(source, prefix: "lstm.");
        _output = DenseLayer.Load(source, prefix: "linear.", CharacterLstm.HiddenSize, VocabularySize);
    }

    /// <summary>Reads one character. Allocates nothing.</summary>
    /// <param name="id">The character.</param>
    /// <param name="state">What the stream has read so far, and now this character too.</param>
    /// <param name="logits">Of every character, how much it is to be expected next: [vocabulary]</param>
    public void Step(int id, ref CharacterLstm.State state, Span<float> logits)
    {
        _lstm.Step(_embedding.AsSpan(id * CharacterLstm.InputSize, CharacterLstm.InputSize), ref state);
        _output.Apply(state.Hidden, logits);
    }
}
