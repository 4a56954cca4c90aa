using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using RnnGen.Formats;

namespace RnnGen.Import.PyTorch;

/// <summary>
/// The stream that <c>torch.save</c> wrote before 1.6: pickles of a magic number, a version, facts of the machine, the object, and the keys of the storages;
/// then the storages, each 8 bytes with its number of elements and the elements, little-endian.
/// </summary>
/// <param name="source">The file.</param>
/// <param name="budget">What is read is charged to it.</param>
internal sealed class TorchLegacyFile(ModelSource source, MemoryBudget budget) : ITorchStorages
{
    private const long ProtocolVersion = 1001;
    private const int SearchedForMagic = 32;
    private const string Place = "pickle";

    private readonly Dictionary<string, long> _offsets = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool IsBigEndian => false;

    // 0x1950a86a20f9469cfc6c as a pickle has it: LONG1, 10 bytes.
    private static ReadOnlySpan<byte> Magic => [0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19];

    /// <summary>Whether a file starts as a pickle.</summary>
    public static bool Recognises(ReadOnlySpan<byte> start) => start is [0x80, >= 2 and <= 5, ..];

    /// <summary>Reads the pickles, and finds the storages.</summary>
    /// <param name="objects">Makes tensors.</param>
    /// <returns>The object that was saved.</returns>
    public object? Read(TorchObjects objects)
    {
        if (source.Start(SearchedForMagic).AsSpan().IndexOf(Magic) < 0)
        {
            throw source.Fault(null, null, $"it is a pickle that torch.save did not write; {TorchObjects.SaveStateDict}");
        }

        var input = new PickleInput(source, Place, source.Stream, source.Length);
        object? Next(TorchObjects maker) => new Unpickler(input, maker, budget).Read();
        var plain = new TorchObjects(budget);
        Next(plain);
        if (Next(plain) is not ProtocolVersion)
        {
            throw input.Fault($"the file's version is not {ProtocolVersion}");
        }

        Next(plain);
        object? root = Next(objects);
        if (Next(plain) is not PickleList keys)
        {
            throw input.Fault("a list of the storages' keys is wanted behind the pickle");
        }

        foreach (object? key in keys.Items)
        {
            if (key is not string name || !objects.Storages.TryGetValue(name, out TorchStorage? storage))
            {
                throw input.Fault($"the file stores '{MessageText.Printable(key as string ?? TorchObjects.Describe(key))}', to which nothing refers");
            }

            long count = BinaryPrimitives.ReadInt64LittleEndian(input.Read(sizeof(long)));
            if (count != storage.Count)
            {
                throw source.Fault($"storage {name}", null, $"it has {count} elements; the pickle says {storage.Count}");
            }

            if (!_offsets.TryAdd(name, input.Position))
            {
                throw source.Fault($"storage {name}", null, "it is stored twice");
            }

            Int128 bytes = (Int128)count * storage.Type.Size;
            if (bytes > input.Remaining)
            {
                throw source.Fault($"storage {name}", null, $"it has {bytes} bytes, and {input.Remaining} are left in the file: the file is cut short");
            }

            input.Skip((ulong)bytes);
        }

        return root;
    }

    /// <inheritdoc/>
    public void Check(TorchStorage storage)
    {
        if (!_offsets.ContainsKey(storage.Key))
        {
            throw source.Fault($"storage {storage.Key}", null, "a tensor's storage is not in the file");
        }
    }

    /// <inheritdoc/>
    public byte[] Read(TorchStorage storage)
    {
        long length = storage.Count * storage.Type.Size;
        if (length > Array.MaxLength)
        {
            throw source.Fault($"storage {storage.Key}", null, $"it has {length} bytes; up to {Array.MaxLength} are read");
        }

        budget.Charge(length, $"storage {storage.Key}");
        byte[] bytes = new byte[length];
        source.Stream.Position = _offsets[storage.Key];
        source.Stream.ReadExactly(bytes);
        return bytes;
    }
}
