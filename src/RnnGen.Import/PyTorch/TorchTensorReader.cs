using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using RnnGen.Formats;

namespace RnnGen.Import.PyTorch;

/// <summary>Reads tensors as floats, row-major, whatever their strides.</summary>
/// <param name="source">The file.</param>
/// <param name="storages">Its storages.</param>
/// <param name="budget">What is read is charged to it.</param>
internal sealed class TorchTensorReader(ModelSource source, ITorchStorages storages, MemoryBudget budget)
{
    private const int ElementsPerChunk = 1 << 15;

    /// <summary>Checks all tensors, and reads those of floating-point numbers. A storage is in memory while its tensors are read, one at a time.</summary>
    /// <param name="tensors">Tensors by their names.</param>
    /// <returns>Those of floating-point numbers, in the same order.</returns>
    /// <exception cref="ModelFormatException">A tensor is not inside its storage, or an element does not fit a float.</exception>
    public IReadOnlyList<ImportedTensor> Read(IReadOnlyList<KeyValuePair<string, TorchTensor>> tensors)
    {
        foreach ((string name, TorchTensor tensor) in tensors)
        {
            Check(name, tensor);
        }

        var read = new ImportedTensor?[tensors.Count];
        foreach (IGrouping<string, int> places in Enumerable.Range(0, tensors.Count).Where(place => tensors[place].Value.Type.Float is not null)
            .GroupBy(place => tensors[place].Value.Part.Storage.Key, StringComparer.Ordinal))
        {
            byte[] bytes = storages.Read(tensors[places.First()].Value.Part.Storage);
            var same = new Dictionary<string, float[]>(StringComparer.Ordinal);
            int swapped = 0;
            foreach (int place in places)
            {
                (string name, TorchTensor tensor) = tensors[place];
                if (storages.IsBigEndian && swapped != tensor.Type.Size)
                {
                    Swap(bytes, swapped);
                    Swap(bytes, swapped = tensor.Type.Size);
                }

                // Tied weights are one array.
                string start = string.Create(CultureInfo.InvariantCulture, $"{tensor.Type.Name} {tensor.Part.Offset + tensor.Offset}");
                string view = $"{start} [{string.Join(',', tensor.Shape)}] [{string.Join(',', tensor.Strides)}]";
                if (!same.TryGetValue(view, out float[]? values))
                {
                    values = Decode(name, tensor, bytes);
                    same.Add(view, values);
                }

                read[place] = new ImportedTensor(name, Array.ConvertAll(tensor.Shape, static size => (int)size), values);
            }
        }

        return [.. read.OfType<ImportedTensor>()];
    }

    private static Int128 CountOf(TorchTensor tensor) => tensor.Shape.Aggregate((Int128)1, static (count, size) => Int128.Min(count * size, long.MaxValue));

    private static void Swap(Span<byte> bytes, int size)
    {
        bytes = size == 0 ? [] : bytes[..(bytes.Length / size * size)];
        switch (size)
        {
            case sizeof(ushort):
                Span<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case sizeof(uint):
                Span<uint> ints = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case sizeof(ulong):
                Span<ulong> longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }

    private void Check(string name, TorchTensor tensor)
    {
        if (Array.Exists(tensor.Shape, static size => size is < 0 or > int.MaxValue))
        {
            throw source.Fault(name, "shape", $"it is [{string.Join(", ", tensor.Shape)}]; dimensions are from 0 to {int.MaxValue}");
        }

        if (Array.Exists(tensor.Strides, static stride => stride < 0) || tensor.Offset < 0)
        {
            throw source.Fault(name, "strides", $"they are [{string.Join(", ", tensor.Strides)}] from element {tensor.Offset}; none is negative");
        }

        // As many elements as the storage has of the tensor's type: only untyped storages have another.
        TorchStoragePart part = tensor.Part;
        if (part.Storage.Type != TorchType.Untyped && part.Storage.Type != tensor.Type)
        {
            throw source.Fault(name, "dtype", $"it is {tensor.Type.Name}; its storage is {part.Storage.Type.Name}");
        }

        if (part.Storage.Type != tensor.Type && part.Offset != 0)
        {
            throw source.Fault(name, "dtype", "it is of a type of its own in a part of a storage");
        }

        Int128 count = CountOf(tensor);
        Int128 stored = (Int128)part.Count * part.Storage.Type.Size / tensor.Type.Size;
        Int128 end = count == 0
            ? tensor.Offset
            : tensor.Shape.Zip(tensor.Strides).Aggregate((Int128)tensor.Offset + 1, static (end, each) => end + ((Int128)(each.First - 1) * each.Second));
        if (end > stored)
        {
            string view = $"[{string.Join(", ", tensor.Shape)}] with strides [{string.Join(", ", tensor.Strides)}] from element {tensor.Offset}";
            throw source.Fault(name, "shape", $"{view} needs {end} elements; its storage has {stored}");
        }

        if (count > Array.MaxLength)
        {
            throw source.Fault(name, "shape", $"[{string.Join(", ", tensor.Shape)}] has more than {Array.MaxLength} elements");
        }
    }

    private float[] Decode(string name, TorchTensor tensor, byte[] storage)
    {
        int count = (int)CountOf(tensor);
        budget.Charge((long)count * sizeof(float), name);
        float[] values = new float[count];
        if (count == 0)
        {
            return values;
        }

        int size = tensor.Type.Size;
        ReadOnlySpan<byte> elements = storage.AsSpan((int)((tensor.Part.Offset + tensor.Offset) * size));
        if (IsContiguous(tensor))
        {
            int element = ElementDecoder.ToSingles(elements[..(count * size)], tensor.Type.Float!.Value, values);
            ThrowIfTooLarge(name, tensor, element, element < 0 ? 0 : element * size, elements);
            return values;
        }

        // Elements in the tensor's order, a chunk at a time.
        byte[] chunk = new byte[Math.Min(count, ElementsPerChunk) * size];
        int[] index = new int[tensor.Shape.Length];
        long from = 0;
        for (int done = 0; done < count;)
        {
            int length = Math.Min(ElementsPerChunk, count - done);
            for (int place = 0; place < length; place++)
            {
                elements.Slice((int)from * size, size).CopyTo(chunk.AsSpan(place * size));
                from = Next(tensor, index, from);
            }

            int element = ElementDecoder.ToSingles(chunk.AsSpan(0, length * size), tensor.Type.Float!.Value, values.AsSpan(done, length));
            ThrowIfTooLarge(name, tensor, element < 0 ? element : done + element, element < 0 ? 0 : element * size, chunk);
            done += length;
        }

        return values;
    }

    /// <summary>Counts an index up by one element.</summary>
    /// <returns>Where the element is, or 0 behind the last.</returns>
    private static long Next(TorchTensor tensor, int[] index, long from)
    {
        for (int dimension = index.Length - 1; dimension >= 0; dimension--)
        {
            if (++index[dimension] < tensor.Shape[dimension])
            {
                return from + tensor.Strides[dimension];
            }

            from -= (tensor.Shape[dimension] - 1) * tensor.Strides[dimension];
            index[dimension] = 0;
        }

        return 0;
    }

    private static bool IsContiguous(TorchTensor tensor)
    {
        long wanted = 1;
        for (int dimension = tensor.Shape.Length - 1; dimension >= 0; dimension--)
        {
            if (tensor.Shape[dimension] != 1 && tensor.Strides[dimension] != wanted)
            {
                return false;
            }

            wanted *= tensor.Shape[dimension];
        }

        return true;
    }

    private void ThrowIfTooLarge(string name, TorchTensor tensor, int element, int at, ReadOnlySpan<byte> bytes)
    {
        if (element < 0)
        {
            return;
        }

        long[] place = new long[tensor.Shape.Length];
        long rest = element;
        for (int dimension = place.Length - 1; dimension >= 0; dimension--)
        {
            (rest, place[dimension]) = Math.DivRem(rest, tensor.Shape[dimension]);
        }

        double value = BinaryPrimitives.ReadDoubleLittleEndian(bytes[at..]);
        throw source.Fault(
            name, null, string.Create(CultureInfo.InvariantCulture, $"element [{string.Join(", ", place)}] is {value}, which is more than a float holds"));
    }
}
