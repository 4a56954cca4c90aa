namespace RnnGen.Import.PyTorch;

/// <summary>
/// What reading a file may take of memory, in all: a multiple of the file, and some more. A file can ask for far more than it has: compressed zeros, tensors
/// that repeat one element, pickled objects of one byte each.
/// </summary>
/// <param name="source">The file.</param>
internal sealed class MemoryBudget(ModelSource source)
{
    private const long Fixed = 40L << 20;

    // Stored bytes once, as floats twice (of 16 bits) or more (of tensors that share their elements), and the pickle's objects.
    private const int FileMultiple = 6;

    private readonly long _limit = Fixed + (FileMultiple * source.Length);

    private long _used;

    /// <summary>Takes memory, before it is allocated.</summary>
    /// <param name="bytes">How much.</param>
    /// <param name="place">What needs it.</param>
    /// <exception cref="ModelFormatException">It is too much.</exception>
    public void Charge(long bytes, string place)
    {
        if (bytes > _limit - _used)
        {
            throw source.Fault(place, null, $"reading it takes more than {_limit} bytes of memory, which is too much for a file of {source.Length} bytes");
        }

        _used += bytes;
    }
}
