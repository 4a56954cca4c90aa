using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RnnGen.Formats;

/// <summary>
/// A safetensors file, open for reading: the format that PyTorch, JAX and others save named tensors in.
/// </summary>
/// <remarks>
/// <para>
/// The format: 8 bytes, the little-endian length of a header; the header, a JSON object in UTF-8, which may be padded with spaces; the
/// data. The header maps each tensor's name to <c>{"dtype":"F32","shape":[20,5],"data_offsets":[0,400]}</c>, the offsets counted from the
/// start of the data. Elements are little-endian and row-major. The tensors cover the data from its start to its end, each byte once. The
/// key <c>__metadata__</c> maps texts to texts instead. (https://github.com/huggingface/safetensors)
/// </para>
/// <para>
/// <see cref="Open(string)"/> checks all of that, so that a file that opens can be read; it allocates nothing in proportion to a size that the file
/// merely claims. The data is read when it is asked for, straight to where it is wanted. While it is open the file should stay as it is: of one that another
/// process cuts short meanwhile the tensors that are gone are a <see cref="TensorFormatException"/> when they are read. (<see cref="SafetensorsWriter.Save"/>
/// never does that: it puts a new file in the place of the old, which stays readable here.)
/// </para>
/// <para>Any number of threads may read at once. A <see cref="Dispose"/> meanwhile lets reads that have begun finish, or ends them.</para>
/// </remarks>
public sealed class SafetensorsFile : ITensorParts, IDisposable
{
    /// <summary>Elements read at a time: a span of bytes cannot reach over all floats that an array may have.</summary>
    private const int ElementsPerChunk = 1 << 20;

    /// <summary>Elements converted at a time: what was read stays in the second-level cache until it is converted.</summary>
    private const int ElementsPerConversion = 1 << 15;

    private readonly TensorBytes _bytes;
    private readonly SafetensorsHeader _header;
    private volatile bool _disposed;

    private SafetensorsFile(string name, TensorBytes bytes, SafetensorsHeader header)
    {
        Name = name;
        _bytes = bytes;
        _header = header;
    }

    /// <returns>The first element that the type cannot hold, or -1.</returns>
    private delegate int Decoder<T>(ReadOnlySpan<byte> source, ElementType type, Span<T> destination);

    /// <summary>The path that the file was opened by, or the name that it was given.</summary>
    public string Name { get; }

    /// <summary>The tensors, in the order of their data in the file.</summary>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public IReadOnlyList<TensorInfo> Tensors => OpenHeader.Tensors;

    /// <summary>The tensors' full names.</summary>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public IReadOnlyCollection<string> Names => OpenHeader.Names;

    /// <summary>The texts under <c>__metadata__</c>; empty if there are none.</summary>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public IReadOnlyDictionary<string, string> Metadata => OpenHeader.Metadata;

    private SafetensorsHeader OpenHeader
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _header;
        }
    }

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">Where the file is.</param>
    /// <exception cref="TensorFormatException">The file is not a valid safetensors file; the message says why.</exception>
    /// <exception cref="IOException">The file is not there (<see cref="FileNotFoundException"/>), or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a directory.</exception>
    [OverloadResolutionPriority(1)]
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            var bytes = new FileBytes(handle);
            return new SafetensorsFile(path, bytes, SafetensorsHeader.Read(bytes, path));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Reads a file from a stream (an embedded resource, an asset of an app, a download): from where the stream is to its end, which must be the file's.
    /// The stream need not be seekable, and is not closed; it is not needed afterwards, since the file is in memory then.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="TensorFormatException">It is not a valid safetensors file; the message says why.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> or <paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    /// <exception cref="IOException">Reading failed.</exception>
    public static SafetensorsFile Open(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        if (!stream.CanRead)
        {
            throw new ArgumentException("The stream cannot be read.", nameof(stream));
        }

        var bytes = new StreamBytes();
        return new SafetensorsFile(name, bytes, SafetensorsHeader.Read(bytes, stream, name));
    }

    /// <inheritdoc cref="Open(Stream, string)"/>
    public static SafetensorsFile Open(Stream stream) => Open(stream, stream is FileStream file ? file.Name : "stream");

    /// <summary>Opens a file that is in memory. The memory is not copied: it must stay as it is while the file is open.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="TensorFormatException">It is not a valid safetensors file; the message says why.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public static SafetensorsFile Open(ReadOnlyMemory<byte> bytes, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var memory = new MemoryBytes(bytes);
        return new SafetensorsFile(name, memory, SafetensorsHeader.Read(memory, name));
    }

    /// <inheritdoc cref="Open(ReadOnlyMemory{byte}, string)"/>
    public static SafetensorsFile Open(ReadOnlyMemory<byte> bytes) => Open(bytes, "memory");

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public bool Contains(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return OpenHeader.Find(name) is not null;
    }

    /// <summary>What the file says about a tensor.</summary>
    /// <param name="name">The tensor's full name.</param>
    /// <exception cref="TensorFormatException">There is no such tensor; the message names those most like it.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public TensorInfo GetTensor(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        SafetensorsHeader header = OpenHeader;
        return header.Find(name)
            ?? throw new TensorFormatException(Name, name, null, $"missing; {SimilarNames.Describe(name, "the file", header.Names)}");
    }

    /// <summary>
    /// Reads a whole tensor of <c>F32</c>, <c>F64</c>, <c>F16</c> or <c>BF16</c>, row-major, as floats. <c>F64</c> is rounded to the
    /// nearest float, and a number that no float holds (1e300) is an error; the others are exact. NaN and infinities are read like any other value.
    /// </summary>
    /// <param name="name">The tensor's full name.</param>
    /// <param name="shape">The shape that the tensor must have; empty for a scalar.</param>
    /// <param name="destination">As many elements as <paramref name="shape"/> has.</param>
    /// <exception cref="TensorFormatException">
    /// The tensor is missing, or its type or shape is not the wanted one, and <paramref name="destination"/> is as it was; or an element does not fit, or the
    /// file was cut short since it was opened, and some of <paramref name="destination"/> has been written.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The length of <paramref name="destination"/> is not that of <paramref name="shape"/>.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public void Read(string name, ReadOnlySpan<int> shape, Span<float> destination) =>
        Read(name, shape, destination, ElementDecoder.IsFloatingPoint, ElementDecoder.ToSingles);

    /// <summary>Like <see cref="Read(string, ReadOnlySpan{int}, Span{float})"/>, into a new array, whatever the tensor's shape.</summary>
    /// <param name="name">The tensor's full name.</param>
    /// <exception cref="TensorFormatException">
    /// The tensor is missing, its type is not one of those, it is too large for an array, an element does not fit, or the file was cut short.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public float[] Read(string name) => Read<float>(name, ElementDecoder.IsFloatingPoint, ElementDecoder.ToSingles);

    /// <summary>Reads a whole tensor of <c>F64</c>, <c>F32</c>, <c>F16</c> or <c>BF16</c>, row-major, as doubles, exactly.</summary>
    /// <inheritdoc cref="Read(string, ReadOnlySpan{int}, Span{float})"/>
    public void ReadDoubles(string name, ReadOnlySpan<int> shape, Span<double> destination) =>
        Read(name, shape, destination, ElementDecoder.IsFloatingPoint, ElementDecoder.ToDoubles);

    /// <summary>
    /// Like <see cref="ReadDoubles(string, ReadOnlySpan{int}, Span{double})"/>, into a new array, whatever the tensor's shape.
    /// </summary>
    /// <inheritdoc cref="Read(string)"/>
    public double[] ReadDoubles(string name) => Read<double>(name, ElementDecoder.IsFloatingPoint, ElementDecoder.ToDoubles);

    /// <summary>
    /// Reads a whole tensor of signed or unsigned integers (of 64 bits only the signed) or truth values (as 0 and 1), row-major, as longs.
    /// </summary>
    /// <inheritdoc cref="Read(string, ReadOnlySpan{int}, Span{float})"/>
    public void ReadInt64s(string name, ReadOnlySpan<int> shape, Span<long> destination) =>
        Read(name, shape, destination, ElementDecoder.IsInteger, ElementDecoder.ToInt64s);

    /// <summary>
    /// Like <see cref="ReadInt64s(string, ReadOnlySpan{int}, Span{long})"/>, into a new array, whatever the tensor's shape.
    /// </summary>
    /// <inheritdoc cref="Read(string)"/>
    public long[] ReadInt64s(string name) => Read<long>(name, ElementDecoder.IsInteger, ElementDecoder.ToInt64s);

    /// <summary>Closes the file. What was read from it stays good.</summary>
    public void Dispose()
    {
        _disposed = true;
        _bytes.Dispose();
    }

    /// <inheritdoc/>
    void ITensorParts.Check(string name, ReadOnlySpan<int> shape) => Checked(name, shape, nameof(Single), ElementDecoder.IsFloatingPoint);

    /// <inheritdoc/>
    void ITensorParts.ReadPart(string name, long start, Span<float> destination) => Decode(GetTensor(name), start, destination, ElementDecoder.ToSingles);

    private void Read<T>(string name, ReadOnlySpan<int> shape, Span<T> destination, Predicate<ElementType> accepts, Decoder<T> decode)
        where T : unmanaged
    {
        long wanted = TensorShape.CountElements(shape);
        if (destination.Length != wanted)
        {
            throw new ArgumentException(
                $"The destination has {destination.Length} elements, the shape {TensorShape.Describe(shape)} needs {wanted}.",
                nameof(destination));
        }

        Decode(Checked(name, shape, typeof(T).Name, accepts), 0, destination, decode);
    }

    private TensorInfo Checked(string name, ReadOnlySpan<int> shape, string wanted, Predicate<ElementType> accepts)
    {
        TensorInfo tensor = GetTensor(name, wanted, accepts);
        return TensorShape.Same(tensor.Shape, shape)
            ? tensor
            : throw new TensorFormatException(
                Name, name, "shape", $"found [{string.Join(", ", tensor.Shape)}], wanted {TensorShape.Describe(shape)}");
    }

    private T[] Read<T>(string name, Predicate<ElementType> accepts, Decoder<T> decode)
        where T : unmanaged
    {
        TensorInfo tensor = GetTensor(name, typeof(T).Name, accepts);
        if (tensor.ElementCount > Array.MaxLength)
        {
            throw new TensorFormatException(Name, name, "shape", $"{tensor.ElementCount} elements are too many for one array");
        }

        T[] values = GC.AllocateUninitializedArray<T>((int)tensor.ElementCount);
        Decode(tensor, 0, values, decode);
        return values;
    }

    private TensorInfo GetTensor(string name, string wanted, Predicate<ElementType> accepts)
    {
        TensorInfo tensor = GetTensor(name);
        return accepts(tensor.ElementType)
            ? tensor
            : throw new TensorFormatException(Name, name, "dtype", $"{tensor.ElementType.Code()} cannot be read as {wanted}");
    }

    /// <summary>Reads and converts elements of a tensor, which must have them.</summary>
    private void Decode<T>(TensorInfo tensor, long start, Span<T> destination, Decoder<T> decode)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        int size = tensor.ElementType.BitCount() / 8;
        long offset = _header.DataOffset + tensor.Offset + (start * size);
        if (IsStoredAs<T>(tensor.ElementType))
        {
            for (int done = 0; done < destination.Length; done += ElementsPerChunk)
            {
                Span<T> chunk = destination[done..Math.Min(done + ElementsPerChunk, destination.Length)];
                ReadBytes(tensor, offset + ((long)done * size), MemoryMarshal.AsBytes(chunk));
            }

            return;
        }

        byte[] stored = ArrayPool<byte>.Shared.Rent(Math.Min(destination.Length, ElementsPerConversion) * size);
        try
        {
            for (int done = 0; done < destination.Length; done += ElementsPerConversion)
            {
                Span<T> chunk = destination[done..Math.Min(done + ElementsPerConversion, destination.Length)];
                Span<byte> bytes = stored.AsSpan(0, chunk.Length * size);
                ReadBytes(tensor, offset + ((long)done * size), bytes);
                if (decode(bytes, tensor.ElementType, chunk) is var element and >= 0)
                {
                    throw DoesNotFit(tensor, start + done + element, BinaryPrimitives.ReadDoubleLittleEndian(bytes[(element * size)..]));
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
        }
    }

    /// <summary>Whether the bytes of a file are the elements as this machine has them.</summary>
    private static bool IsStoredAs<T>(ElementType type) => BitConverter.IsLittleEndian && type switch
    {
        ElementType.F32 => typeof(T) == typeof(float),
        ElementType.F64 => typeof(T) == typeof(double),
        ElementType.I64 => typeof(T) == typeof(long),
        _ => false,
    };

    private void ReadBytes(TensorInfo tensor, long offset, Span<byte> destination)
    {
        int read = _bytes.Read(offset, destination);
        if (read < destination.Length)
        {
            throw new TensorFormatException(
                Name, tensor.Name, null, $"the file ends at {offset + read}, {destination.Length - read} bytes too early: it was cut short since it was opened");
        }
    }

    private TensorFormatException DoesNotFit(TensorInfo tensor, long element, double value)
    {
        long[] place = new long[tensor.Shape.Length];
        for (long dimension = place.Length - 1, rest = element; dimension >= 0; dimension--)
        {
            (rest, place[dimension]) = Math.DivRem(rest, tensor.Shape[(int)dimension]);
        }

        string at = place.Length < 2 ? "" : $" ([{string.Join(", ", place)}])";
        return new TensorFormatException(
            Name, tensor.Name, null, string.Create(CultureInfo.InvariantCulture, $"element {element}{at} is {value}, which is more than a float holds"));
    }
}
