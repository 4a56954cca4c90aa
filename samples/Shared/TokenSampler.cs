using System;

namespace Shared;

/// <summary>Draws tokens from logits, with temperature and top-k. Allocates nothing after its construction.</summary>
internal sealed class TokenSampler
{
    private readonly Random _random;
    private readonly double _temperature;

    // The most likely tokens, best first, and how likely each is, up to a common factor.
    private readonly int[] _candidates;
    private readonly double[] _weights;

    /// <summary>Creates a sampler.</summary>
    /// <param name="seed">The same seed gives the same draws.</param>
    /// <param name="temperature">Divides the logits: below 1 for safer texts, above for wilder ones, 0 for the most likely token always.</param>
    /// <param name="topK">Only so many of the most likely tokens are drawn from.</param>
    public TokenSampler(int seed, double temperature, int topK)
    {
        _random = new Random(seed);
        _temperature = temperature;
        _candidates = new int[temperature == 0 ? 1 : topK];
        _weights = new double[_candidates.Length];
    }

    /// <summary>Draws one.</summary>
    /// <param name="logits">Of every token, how much it is to be expected.</param>
    public int Draw(ReadOnlySpan<float> logits)
    {
        FindCandidates(logits);
        if (_candidates.Length == 1)
        {
            return _candidates[0];
        }

        double sum = 0;
        for (int i = 0; i < _candidates.Length; i++)
        {
            _weights[i] = Math.Exp((logits[_candidates[i]] - logits[_candidates[0]]) / _temperature);
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

    /// <summary>Sorts by insertion, keeping as many as there is room for; of equals the lower token stands first.</summary>
    private void FindCandidates(ReadOnlySpan<float> logits)
    {
        int count = 0;
        for (int token = 0; token < logits.Length; token++)
        {
            int place = count;
            while (place > 0 && logits[token] > logits[_candidates[place - 1]])
            {
                place--;
            }

            if (place < _candidates.Length)
            {
                count = Math.Min(count + 1, _candidates.Length);
                _candidates.AsSpan(place, count - place - 1).CopyTo(_candidates.AsSpan(place + 1));
                _candidates[place] = token;
            }
        }
    }
}
