using RnnGen.Formats;

namespace RnnGen.Import.PyTorch;

/// <summary>What the elements of a storage or tensor are.</summary>
/// <param name="Name">PyTorch's name of the type.</param>
/// <param name="Size">Bytes an element.</param>
/// <param name="Float">The type as one that is read as floats, or null.</param>
internal sealed record TorchType(string Name, int Size, ElementType? Float = null)
{
    private static readonly TorchType Single = new("float32", 4, ElementType.F32);
    private static readonly TorchType Double = new("float64", 8, ElementType.F64);
    private static readonly TorchType Half = new("float16", 2, ElementType.F16);
    private static readonly TorchType BFloat16 = new("bfloat16", 2, ElementType.BF16);

    /// <summary>Bytes without a type: tensors in such a storage say theirs.</summary>
    public static TorchType Untyped { get; } = new("bytes", 1);

    /// <summary>The type of a storage class, or null.</summary>
    public static TorchType? OfStorage(string className) => className switch
    {
        "FloatStorage" => Single,
        "DoubleStorage" => Double,
        "HalfStorage" => Half,
        "BFloat16Storage" => BFloat16,
        "LongStorage" => new("int64", 8),
        "IntStorage" => new("int32", 4),
        "ShortStorage" => new("int16", 2),
        "CharStorage" => new("int8", 1),
        "ByteStorage" => new("uint8", 1),
        "BoolStorage" => new("bool", 1),
        "ComplexFloatStorage" => new("complex64", 8),
        "ComplexDoubleStorage" => new("complex128", 16),
        "UntypedStorage" or "_UntypedStorage" => Untyped,
        _ => null,
    };

    /// <summary>The type of a <c>torch.dtype</c>, or null.</summary>
    public static TorchType? OfDataType(string name) => name switch
    {
        "float32" or "float" => Single,
        "float64" or "double" => Double,
        "float16" or "half" => Half,
        "bfloat16" => BFloat16,
        "int64" or "long" or "uint64" or "complex64" => new(name, 8),
        "int32" or "int" or "uint32" or "complex32" => new(name, 4),
        "int16" or "short" or "uint16" => new(name, 2),
        "int8" or "uint8" or "bool" or "float8_e4m3fn" or "float8_e5m2" or "float8_e4m3fnuz" or "float8_e5m2fnuz" or "float8_e8m0fnu" => new(name, 1),
        "complex128" => new(name, 16),
        _ => null,
    };
}
