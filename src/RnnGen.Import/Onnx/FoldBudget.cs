using System;

namespace RnnGen.Import.Onnx;

/// <summary>Bounds what is made of a file's constants, so that a small file cannot ask for much memory or time.</summary>
/// <param name="bytes">Bytes that may be made.</param>
internal sealed class FoldBudget(long bytes)
{
    private readonly long _bytes = bytes;

    private long _left = bytes;

    /// <summary>Allows for a further file.</summary>
    public void Extend(long bytes) => _left += bytes;

    /// <summary>Takes what some elements need.</summary>
    /// <exception cref="OnnxFault">It is more than is left.</exception>
    public void Take(string? place, long elements, int size = sizeof(float))
    {
        if (elements > _left / size)
        {
            throw new OnnxFault(place, null, $"{elements} elements would be made here; what a graph makes of its constants may take {_bytes} bytes for a file of this size");
        }

        _left -= Math.Max(elements, 1) * size;
    }
}
