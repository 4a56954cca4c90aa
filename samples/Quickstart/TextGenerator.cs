using System;

namespace Quickstart;

/// <summary>Continues a text: reads it, then draws character after character from the model and reads each in turn.</summary>
internal sealed class TextGenerator
{
    private readonly CharacterModel _model;
    private readonly Random _random;
    private readonly double _temperature;
    private readonly float[] _logits = new float[CharacterModel.VocabularySize];

    // The most likely characters, best first, and how likely each is, up to a common factor.
    private readonly int[] _candidates;
    private readonly double[] _weights;

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
        _random = new Random(seed);
        _temperature = temperature;
        _candidates = new int[temperature == 0 ? 1 : topK];
        _weights = new double[_candidates.Length];
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
            next = Draw();
            _model.Step(next, _logits, ref state);
        }
    }

    private int Draw()
    {
        FindCandidates();
        if (_candidates.Length == 1)
        {
            return _candidates[0];
        }

        double sum = 0;
        for (int i = 0; i < _candidates.Length; i++)
        {
            _weights[i] = Math.Exp((_logits[_candidates[i]] - _logits[_candidates[0]]) / _temperature);
            sum += _weights[i];
        }

        double rest = _random.NextDouble() * sum;
        int drawn = 0;
        while (drawn < _candidates.Length - 1 && rest >= _weights[drawn])
        {
            rest -= _weights[drawn];
            drawn++;
        }

        return _candidates[drawn];
    }

    /// <summary>Sorts by insertion, keeping as many as there is room for; of equals the lower id stands first.</summary>
    private void FindCandidates()
    {
        int count = 0;
        for (int id = 0; id < _logits.Length; id++)
        {
            int place = count;
            while (place > 0 && _logits[id] > _logits[_candidates[place - 1]])
            {
                place--;
            }

            if (place < _candidates.Length)
            {
                count = Math.Min(count + 1, _candidates.Length);
                _candidates.AsSpan(place, count - place - 1).CopyTo(_candidates.AsSpan(place + 1));
                _candidates[place] = id;
            }
        }
    }
}
