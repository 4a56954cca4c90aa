namespace RnnGen.Numerics;

/// <summary>
/// The SplitMix64 generator (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014): integers only, so that a seed means
/// the same numbers on every machine and in every version.
/// </summary>
/// <param name="seed">Any number.</param>
internal struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 random bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>The next number, uniform in [-bound, bound): 24 random bits, all that a float holds.</summary>
    public float NextUniform(float bound) => (((Next() >> 40) * (1f / (1 << 23))) - 1f) * bound;
}
