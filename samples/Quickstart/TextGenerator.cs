using System;
using Shared;

namespace Quickstart;

/// <summary>Continues a text: reads it, then draws character after character from the model and reads each in turn.</summary>
internal sealed class TextGenerator
{
    private readonly CharacterModel _model;
    private readonly TokenSampler _sampler;
    private readonly float[] _logits = new float[CharacterModel.VocabularySize];

    /// <summary>Creates a generator.</summary>
    /// <param name="model">The model.</param>
    /// <param name="seed">The same seed gives the same text.</param>
    /// <param name="temperature">
    /// Divides the logits: below 1 for safer texts, above for wilder ones, 0 for the most likely character always.
    /// </param>
    /// <param name="topK">Only so many of the most likely characters are drawn from.</param>
    public TextGenerator(CharacterModel model, int seed, double temperature, int topK)
    {
        _model = model;
        _sampler = new TokenSampler(seed, temperature, topK);
    }

    /// <summary>Writes a continuation. Allocates nothing.</summary>
    /// <param name="prompt">The ids of the text to continue: one at least.</param>
    /// <param name="continuation">Filled with the ids that follow it.</param>
    public void Continue(ReadOnlySpan<int> prompt, Span<int> continuation)
    {
        var state = default(CharacterModel.State);
        foreach (int id in prompt)
        {
            _model.Step(id, _logits, ref state);
        }

        foreach (ref int next in continuation)
        {
            next = _sampler.Draw(_logits);
            _model.Step(next, _logits, ref state);
        }
    }
}
