using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Text;

namespace RnnGen.Import.Tests.Keras;

/// <summary>
/// Damages Keras files in the ways that faults and attackers do: bits, bytes, addresses, sizes and cuts in the HDF5 file, mostly where its structure is; words of the
/// configuration; and the zip around them. The mutant of a number is always the same.
/// </summary>
internal sealed class KerasMutator
{
    private static readonly byte[][] Signatures = Array.ConvertAll((string[])["TREE", "HEAP", "SNOD", "OHDR", "OCHK", "GCOL", "HDF"], Encoding.ASCII.GetBytes);

    private static readonly string[] Words =
    [
        "null", "true", "false", "-1", "0", "1", "65536", "2147483648", "1e99", "\"x\"", "\"linear\"", "\"relu\"", "\"softmax\"", "[]", "{}", "[[[[", "\"LSTM\"", "\"GRU\"", "\"Lambda\"",
        "\"Bidirectional\"", "\"Masking\"", "\"Functional\"", "\"Sequential\"", "\"\\ud800\"", "\"os\"", "units", "layers", "config", "class_name", "\"", ",", "}", "]",
    ];

    private static readonly ulong[] Numbers = [0, 1, 0xffff, 0x7fffffff, 0x80000000, ulong.MaxValue, 1ul << 40, 1ul << 63];

    private readonly int _seed;
    private readonly List<(byte[] File, int[] Structure)> _hdf5 = [];
    private readonly List<byte[]> _zips = [];
    private readonly List<(byte[] Configuration, byte[] Weights)> _archives = [];

    public KerasMutator(int seed, IEnumerable<string> paths)
    {
        _seed = seed;
        foreach (string path in paths)
        {
            byte[] file = File.ReadAllBytes(path);
            if (file[0] != (byte)'P')
            {
                _hdf5.Add((file, StructureOf(file)));
                continue;
            }

            _zips.Add(file);
            using var zip = new ZipArchive(new MemoryStream(file));
            byte[] weights = Read(zip, "model.weights.h5");
            _archives.Add((Read(zip, "config.json"), weights));
        }
    }

    /// <summary>The mutant of a number.</summary>
    public byte[] Mutate(int number)
    {
        var random = new Random(unchecked((_seed * 1_000_003) + number));
        switch (random.Next(8))
        {
            case 0:
                return Damage(random, _zips[random.Next(_zips.Count)], []);
            case 1:
            case 2:
                (byte[] configuration, byte[] weights) = _archives[random.Next(_archives.Count)];
                return Zip(random.Next(6) == 0 ? configuration : Reword(random, configuration), random.Next(3) == 0 ? Damage(random, weights, StructureOf(weights)) : weights);
            default:
                (byte[] file, int[] structure) = _hdf5[random.Next(_hdf5.Count)];
                return Damage(random, file, structure);
        }
    }

    private static byte[] Read(ZipArchive zip, string name)
    {
        using var bytes = new MemoryStream();
        using Stream entry = zip.GetEntry(name)!.Open();
        entry.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static byte[] Zip(byte[] configuration, byte[] weights)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in ((string, byte[])[])[("metadata.json", "{\"keras_version\": \"3.8.0\"}"u8.ToArray()), ("config.json", configuration), ("model.weights.h5", weights)])
            {
                using Stream entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Where the structure of an HDF5 file is: behind its signatures, and where messages may be.</summary>
    private static int[] StructureOf(byte[] file)
    {
        var places = new List<int>();
        for (int at = 0; at < file.Length - 8; at++)
        {
            if (Array.Exists(Signatures, signature => file.AsSpan(at).StartsWith(signature)))
            {
                places.Add(at);
            }
            else if (at % 8 == 0 && file[at] is > 0 and < 0x16 && file[at + 1] == 0 && file[at + 2] is > 0 and < 128 && file[at + 3] == 0)
            {
                // A message of an old header: type, size.
                places.Add(at);
            }
        }

        return [.. places];
    }

    private static byte[] Reword(Random random, byte[] json)
    {
        string text = Encoding.UTF8.GetString(json);
        for (int rounds = random.Next(1, 3); rounds > 0; rounds--)
        {
            // Between two marks of JSON, so that most mutants are JSON still.
            int from = text.IndexOfAny([':', ',', '[', '{'], random.Next(text.Length));
            int to = from < 0 ? -1 : text.IndexOfAny([',', '}', ']', ':'], from + 1);
            if (to > from)
            {
                text = text[..(from + 1)] + Words[random.Next(Words.Length)] + text[to..];
            }
        }

        return Encoding.UTF8.GetBytes(text);
    }

    private static byte[] Damage(Random random, byte[] original, int[] structure)
    {
        byte[] file = [.. original];
        for (int rounds = random.Next(1, 4); rounds > 0; rounds--)
        {
            int at = structure.Length > 0 && random.Next(8) != 0 ? structure[random.Next(structure.Length)] + random.Next(64) : random.Next(file.Length);
            at = Math.Min(at, file.Length - 8);
            Span<byte> place = file.AsSpan(at);
            switch (random.Next(8))
            {
                case 0:
                    place[0] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    place[0] = (byte)random.Next(256);
                    break;
                case 2:
                    BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at & ~7), (ulong)random.NextInt64() >> random.Next(64));
                    break;
                case 3:
                    // An address of another structure of the file: loops, and things taken for others.
                    ulong address = structure.Length > 0 ? (ulong)structure[random.Next(structure.Length)] : (ulong)random.Next(file.Length);
                    BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at & ~7), address & ~7ul);
                    break;
                case 4:
                    BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at & ~7), Numbers[random.Next(Numbers.Length)]);
                    break;
                case 5:
                    BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at & ~1), (ushort)(random.Next(2) == 0 ? random.Next(32) : random.Next(65536)));
                    break;
                case 6:
                    int length = Math.Min(random.Next(1, 64), file.Length - at);
                    file.AsSpan(random.Next(file.Length - length), length).CopyTo(place);
                    break;
                default:
                    if (random.Next(6) == 0)
                    {
                        file = file[..random.Next(16, file.Length)];
                        structure = [];
                    }
                    else
                    {
                        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at & ~3), (uint)random.Next());
                    }

                    break;
            }
        }

        return file;
    }
}
