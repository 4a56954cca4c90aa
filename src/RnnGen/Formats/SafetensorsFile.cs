using System;
using System.Collections.Generic;
using System.IO;
using System.IO.MemoryMappedFiles;
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
/// <see cref="Open"/> checks all of that, so that a file that opens can be read; it allocates nothing in proportion to a size that the file
/// merely claims. The data is mapped into memory and read when it is asked for. While it is open the file must keep its length: one that
/// another process cuts short meanwhile can end the program, as with any memory map. (<see cref="SafetensorsWriter.Save"/> never does
/// that: it puts a new file in the place of the old, which stays readable here.)
/// </para>
/// <para>Any number of threads may read at once. A <see cref="Dispose"/> meanwhile lets reads that have begun finish.</para>
/// </remarks>
public sealed class SafetensorsFile : ITensorSource, IDisposable
{
    /// <summary>Elements decoded at a time: a span cannot reach over all of a file of more than 2 GB.</summary>
    private const int ElementsPerChunk = 1 << 20;

    private readonly MemoryMappedViewAccessor _view;
    private readonly SafetensorsHeader _header;
    private volatile bool _disposed;

    private SafetensorsFile(string path, MemoryMappedViewAccessor view, SafetensorsHeader header)
    {
        Name = path;
        _view = view;
        _header = header;
    }

    private delegate void Decoder<T>(ReadOnlySpan<byte> source, ElementType type, Span<T> destination);

    /// <summary>The path that the file was opened by.</summary>
    public string Name { get; }

    /// <summary>The tensors, in the order of their data in the file.</summary>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public IReadOnlyList<TensorInfo> Tensors => OpenHeader.Tensors;

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
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        long length = RandomAccess.GetLength(handle);
        if (length == 0)
        {
            // Nothing cannot be mapped; the parser says what is wrong with it.
            SafetensorsHeader.Parse([], length, path);
        }

        using var map = MemoryMappedFile.CreateFromFile(
            handle, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        MemoryMappedViewAccessor view = map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        try
        {
            return new SafetensorsFile(path, view, ParseHeader(view, length, path));
        }
        catch
        {
            view.Dispose();
            throw;
        }
    }

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
            ?? throw new TensorFormatException(Name, name, null, $"missing; {SimilarNames.Describe(name, header.Tensors)}");
    }

    /// <summary>
    /// Reads a whole tensor of <c>F32</c>, <c>F64</c>, <c>F16</c> or <c>BF16</c>, row-major, as floats. <c>F64</c> is rounded to the
    /// nearest float; the others are exact. Values that are not finite are read like any other.
    /// </summary>
    /// <param name="name">The tensor's full name.</param>
    /// <param name="shape">The shape that the tensor must have; empty for a scalar.</param>
    /// <param name="destination">As many elements as <paramref name="shape"/> has.</param>
    /// <exception cref="TensorFormatException">
    /// The tensor is missing, or its type or shape is not the wanted one. <paramref name="destination"/> is as it was.
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
    /// The tensor is missing, its type is not one of those, or it is too large for an array.
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
        _view.Dispose();
    }

    private static unsafe SafetensorsHeader ParseHeader(MemoryMappedViewAccessor view, long length, string path)
    {
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            int reach = (int)Math.Min(length, SafetensorsHeader.LengthSize + SafetensorsHeader.MaxTextLength);
            return SafetensorsHeader.Parse(new ReadOnlySpan<byte>(start + view.PointerOffset, reach), length, path);
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

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

        TensorInfo tensor = GetTensor(name, typeof(T).Name, accepts);
        if (!TensorShape.Same(tensor.Shape, shape))
        {
            throw new TensorFormatException(
                Name, name, "shape", $"found [{string.Join(", ", tensor.Shape)}], wanted {TensorShape.Describe(shape)}");
        }

        Decode(tensor, destination, decode);
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
        Decode(tensor, values, decode);
        return values;
    }

    private TensorInfo GetTensor(string name, string wanted, Predicate<ElementType> accepts)
    {
        TensorInfo tensor = GetTensor(name);
        return accepts(tensor.ElementType)
            ? tensor
            : throw new TensorFormatException(Name, name, "dtype", $"{tensor.ElementType.Code()} cannot be read as {wanted}");
    }

    private unsafe void Decode<T>(TensorInfo tensor, Span<T> destination, Decoder<T> decode)
    {
        int size = tensor.ElementType.BitCount() / 8;
        byte* start = null;

        // Throws where Dispose came first; where it comes later, the map stays until the pointer is released.
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            byte* data = start + _view.PointerOffset + _header.DataOffset + tensor.Offset;
            for (int done = 0; done < destination.Length; done += ElementsPerChunk)
            {
                Span<T> chunk = destination[done..Math.Min(done + ElementsPerChunk, destination.Length)];
                decode(new ReadOnlySpan<byte>(data + ((long)done * size), chunk.Length * size), tensor.ElementType, chunk);
            }
        }
        finally
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }
}
