using System.Collections.Immutable;

namespace RnnGen.Formats;

/// <summary>What a tensor file says about one of its tensors.</summary>
public sealed class TensorInfo
{
    internal TensorInfo(string name, ElementType elementType, ImmutableArray<long> shape, long elementCount, long offset, long byteLength)
    {
        Name = name;
        ElementType = elementType;
        Shape = shape;
        ElementCount = elementCount;
        Offset = offset;
        ByteLength = byteLength;
    }

    /// <summary>The tensor's full name, unique in its file.</summary>
    public string Name { get; }

    /// <summary>What the file stores for each element.</summary>
    public ElementType ElementType { get; }

    /// <summary>Its dimensions, outermost first; empty for a scalar. A dimension may be 0.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>Elements it has: the product of <see cref="Shape"/>, 1 for a scalar.</summary>
    public long ElementCount { get; }

    /// <summary>Bytes it takes in the file.</summary>
    public long ByteLength { get; }

    /// <summary>Where it starts, in bytes from the start of the file's data (not of the file).</summary>
    internal long Offset { get; }

    /// <summary>Name, type and shape, for people.</summary>
    public override string ToString() => $"{Name}: {ElementType.Code()} [{string.Join(", ", Shape)}]";
}
