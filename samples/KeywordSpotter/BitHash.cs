using System;

namespace KeywordSpotter;

/// <summary>A hash of floats, bit by bit (FNV-1a, 64 bits): two machines that print the same one computed the same.</summary>
internal sealed class BitHash
{
    private ulong _hash = 14695981039346656037;

    /// <summary>Takes floats.</summary>
    /// <param name="values">The floats.</param>
    public void Add(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            uint bits = BitConverter.SingleToUInt32Bits(value);
            for (int shift = 0; shift < 32; shift += 8)
            {
                _hash = (_hash ^ ((bits >> shift) & 0xFF)) * 1099511628211;
            }
        }
    }

    /// <summary>The hash.</summary>
    public override string ToString() => _hash.ToString("X16", null);
}
