using System;

namespace RnnGen.BitProbe;

/// <summary>
/// Floats that are the same on every machine: integer arithmetic (SplitMix64, Steele et al. 2014) and exact conversions only.
/// </summary>
/// <param name="seed">Every seed gives its own sequence.</param>
internal struct Noise(ulong seed)
{
    private const int FractionBits = 23;

    private ulong _state = seed;

    /// <summary>Fills a span with multiples of 2^-23 from [-<paramref name="scale"/>, <paramref name="scale"/>).</summary>
    /// <param name="values">What to fill.</param>
    /// <param name="scale">A power of two.</param>
    public void Fill(Span<float> values, int scale)
    {
        foreach (ref float value in values)
        {
            int fraction = (int)(Next() >> (64 - FractionBits - 1)) - (1 << FractionBits);
            value = fraction * ((float)scale / (1 << FractionBits));
        }
    }

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
