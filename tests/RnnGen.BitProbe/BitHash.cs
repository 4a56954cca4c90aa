using System;

namespace RnnGen.BitProbe;

/// <summary>A 64-bit hash of float bits (FNV-1a over bytes, little-endian).</summary>
internal static class BitHash
{
    private const ulong OffsetBasis = 0xCBF29CE484222325;
    private const ulong Prime = 0x100000001B3;

    /// <summary>Hashes all bits of all values: signs of zeros and payloads of NaNs too.</summary>
    public static ulong Compute(ReadOnlySpan<float> values)
    {
        ulong hash = OffsetBasis;
        foreach (float value in values)
        {
            uint bits = BitConverter.SingleToUInt32Bits(value);
            for (int shift = 0; shift < 32; shift += 8)
            {
                hash = (hash ^ (byte)(bits >> shift)) * Prime;
            }
        }

        return hash;
    }
}
