using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;

namespace RnnGen.Import.Tests.PyTorch;

/// <summary>Writes pickles as <c>torch.save</c> does, and others, and zip archives around them.</summary>
internal sealed class PickleWriter
{
    private readonly List<byte> _bytes = [];

    public PickleWriter() => Bytes(0x80, 2);

    /// <summary>The pickle, with its end.</summary>
    public byte[] ToArray() => [.. _bytes, (byte)'.'];

    public PickleWriter Bytes(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public PickleWriter Op(char opcode) => Bytes((byte)opcode);

    public PickleWriter Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return Op('X').Bytes(BitConverter.GetBytes(utf8.Length)).Bytes(utf8);
    }

    public PickleWriter Number(long number) => Bytes(0x8A, 8).Bytes(BitConverter.GetBytes(number));

    public PickleWriter Global(string module, string name) => Bytes(Encoding.ASCII.GetBytes($"c{module}\n{name}\n"));

    public PickleWriter Tuple(IEnumerable<long> numbers)
    {
        Op('(');
        foreach (long number in numbers)
        {
            Number(number);
        }

        return Op('t');
    }

    /// <summary>A tensor, a view of a whole storage.</summary>
    public PickleWriter Tensor(string key, long count, long offset, long[] shape, long[] strides, string storage = "FloatStorage") =>
        Global("torch._utils", "_rebuild_tensor_v2").Op('(')
            .Op('(').Text("storage").Global("torch", storage).Text(key).Text("cpu").Number(count).Op('t').Op('Q')
            .Number(offset).Tuple(shape).Tuple(strides).Bytes(0x89).Global("collections", "OrderedDict").Op(')').Op('R')
            .Op('t').Op('R');

    /// <summary>A dictionary of names and tensors, each with a storage of its own: row-major, of 0, 1, 2, ...</summary>
    /// <returns>The storages.</returns>
    public Dictionary<string, byte[]> StateDict(params (string Name, long[] Shape)[] tensors) => StateDict("", tensors);

    /// <inheritdoc cref="StateDict"/>
    public Dictionary<string, byte[]> StateDict(string keyPrefix, (string Name, long[] Shape)[] tensors)
    {
        var storages = new Dictionary<string, byte[]>();
        Op('}').Op('(');
        foreach ((string name, long[] shape) in tensors)
        {
            long count = shape.Aggregate(1L, static (product, size) => product * size);
            long[] strides = [.. shape.Select((_, at) => shape.Skip(at + 1).Aggregate(1L, static (product, size) => product * size))];
            string key = $"{keyPrefix}{storages.Count}";
            Text(name).Tensor(key, count, 0, shape, strides);
            storages.Add(key, [.. Enumerable.Range(0, (int)count).SelectMany(static value => BitConverter.GetBytes((float)value))]);
        }

        Op('u');
        return storages;
    }

    /// <summary>An archive as <c>torch.save</c> writes it.</summary>
    public static byte[] Zip(byte[] pickle, IEnumerable<KeyValuePair<string, byte[]>> storages, params (string Name, byte[] Bytes)[] others) =>
        Zip([("archive/data.pkl", pickle), .. storages.Select(static storage => ($"archive/data/{storage.Key}", storage.Value)), .. others]);

    /// <summary>An archive of entries that are not compressed.</summary>
    public static byte[] Zip(IEnumerable<(string Name, byte[] Bytes)> entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream stream = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }
}
