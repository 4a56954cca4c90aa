using RnnGen.Numerics;

namespace RnnGen.Networks;

/// <summary>Seeds for the parts of a network, from one.</summary>
internal static class LayerSeeds
{
    /// <summary>The seed of one part: of the first the network's own.</summary>
    /// <param name="seed">The network's.</param>
    /// <param name="part">Which part.</param>
    public static int Of(int seed, int part)
    {
        var random = new SplitMix64(((ulong)(uint)seed << 32) | (uint)part);
        return part == 0 ? seed : (int)(random.Next() >> 32);
    }
}
