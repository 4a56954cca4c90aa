using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using RnnGen.Formats;

namespace RnnGen.Import.Keras;

/// <summary>The zip of a <c>.keras</c> file. Entries are unpacked into memory, each with a bound; nothing is ever written.</summary>
internal sealed class KerasArchive : IDisposable
{
    private const string Configuration = "config.json";
    private const string Metadata = "metadata.json";
    private const string Weights = "model.weights.h5";

    // What an entry may unpack to: weights hardly shrink, and Keras does not pack them at all.
    private const long Expansion = 20;
    private const long AlwaysAllowed = 16 * 1024 * 1024;

    private const int EndLength = 22;
    private const int EntryLength = 46;
    private const int LocalLength = 30;

    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(static index =>
    {
        uint value = (uint)index;
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value & 1) != 0 ? (value >> 1) ^ 0xedb88320 : value >> 1;
        }

        return value;
    })];

    private readonly ModelSource _source;
    private readonly ZipArchive _zip;

    /// <summary>Opens the archive.</summary>
    /// <param name="source">The file.</param>
    /// <exception cref="ModelFormatException">It is damaged.</exception>
    public KerasArchive(ModelSource source)
    {
        _source = source;
        try
        {
            List<(string Name, long Start, long End)> entries = Entries(source);
            source.Stream.Position = 0;
            _zip = new ZipArchive(source.Stream, ZipArchiveMode.Read, leaveOpen: true);
            if (!_zip.Entries.Select(static entry => entry.FullName).SequenceEqual(entries.Select(static entry => entry.Name)))
            {
                throw new InvalidDataException("its directory can be read in two ways");
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or ArgumentException)
        {
            throw source.Fault(null, "zip", $"the archive is damaged: {MessageText.Printable(fault.Message)}", fault);
        }
    }

    /// <summary>Whether a zip file is Keras': it has an entry that only Keras' files have, or begins with one.</summary>
    public static bool Recognises(ReadOnlySpan<byte> start, ModelSource source)
    {
        if (!start.StartsWith("PK\x03\x04"u8) || start.Length < LocalLength)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadUInt16LittleEndian(start[26..]);
        if (length <= start.Length - LocalLength && IsKeras(Encoding.UTF8.GetString(start.Slice(LocalLength, length))))
        {
            return true;
        }

        try
        {
            return Entries(source).Exists(static entry => IsKeras(entry.Name));
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            return false;
        }
    }

    /// <summary>The configuration.</summary>
    /// <exception cref="ModelFormatException">There is none, or it is damaged.</exception>
    public byte[] ReadConfiguration() => Read(Configuration)
        ?? throw _source.Fault(null, Configuration, "missing; a .keras file has its configuration there");

    /// <summary>What Keras says of the file, or null.</summary>
    /// <exception cref="ModelFormatException">It is damaged.</exception>
    public byte[]? ReadMetadata() => Read(Metadata);

    /// <summary>The weights: an HDF5 file.</summary>
    /// <exception cref="ModelFormatException">There are none, or they are damaged.</exception>
    public byte[] ReadWeights() => Read(Weights)
        ?? throw _source.Fault(null, Weights, _zip.GetEntry("model.weights.npz") is null
            ? "missing; a .keras file has its weights there" : "missing; weights in model.weights.npz are not read: save the model with h5py installed");

    /// <inheritdoc/>
    public void Dispose() => _zip.Dispose();

    private static bool IsKeras(string name) => name is Configuration or Metadata or Weights;

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc = (crc >> 8) ^ CrcTable[(byte)(crc ^ value)];
        }

        return ~crc;
    }

    /// <summary>The entries of the archive's directory, of which no two may lie on each other.</summary>
    private static List<(string Name, long Start, long End)> Entries(ModelSource source)
    {
        Stream stream = source.Stream;
        byte[] tail = ReadAt(stream, Math.Max(0, source.Length - EndLength - ushort.MaxValue), (int)Math.Min(source.Length, EndLength + ushort.MaxValue));
        int end = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || tail.Length - end < EndLength)
        {
            throw new InvalidDataException("it has no directory at its end: it may be cut off");
        }

        long endPosition = source.Length - tail.Length + end;
        int count = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(end + 10));
        long size = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 12));
        long start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        if (start + size > endPosition || (long)count * EntryLength > size)
        {
            throw new InvalidDataException("its directory is not where its end says");
        }

        byte[] directory = ReadAt(stream, start, (int)size);
        var entries = new List<(string Name, long Start, long End)>(count);
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            if (directory.Length - at < EntryLength || !directory.AsSpan(at).StartsWith("PK\x01\x02"u8))
            {
                throw new InvalidDataException("its directory is damaged");
            }

            ReadOnlySpan<byte> entry = directory.AsSpan(at);
            long packed = BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]);
            int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]);
            int rest = BinaryPrimitives.ReadUInt16LittleEndian(entry[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
            long local = BinaryPrimitives.ReadUInt32LittleEndian(entry[42..]);
            if (directory.Length - at - EntryLength < nameLength + rest)
            {
                throw new InvalidDataException("its directory is damaged");
            }

            byte[] header = ReadAt(stream, local, LocalLength);
            long data = local + LocalLength + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(26)) + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28));
            entries.Add((Encoding.UTF8.GetString(entry.Slice(EntryLength, nameLength)), local, data + packed));
            at += EntryLength + nameLength + rest;
        }

        long last = 0;
        foreach ((string name, long from, long to) in entries.OrderBy(static entry => entry.Start))
        {
            if (from < last || to > start)
            {
                throw new InvalidDataException($"entry '{name}' lies on another one");
            }

            last = to;
        }

        return entries;
    }

    private static byte[] ReadAt(Stream stream, long position, int count)
    {
        byte[] bytes = new byte[count];
        stream.Position = position;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private byte[]? Read(string name)
    {
        ZipArchiveEntry[] entries = [.. _zip.Entries.Where(entry => entry.FullName == name)];
        if (entries.Length == 0)
        {
            return null;
        }

        if (entries.Length > 1)
        {
            throw _source.Fault(null, name, "the archive has two entries of this name");
        }

        ZipArchiveEntry entry = entries[0];
        if (entry.IsEncrypted)
        {
            throw _source.Fault(null, name, "it is encrypted");
        }

        long most = Math.Max(AlwaysAllowed, Math.Min(int.MaxValue / 2, Expansion * _source.Length));
        if (entry.Length > most)
        {
            throw _source.Fault(null, name, $"it unpacks to {entry.Length} bytes; at most {most} are read from a file of {_source.Length}");
        }

        try
        {
            byte[] bytes = new byte[entry.Length];
            using Stream unpacked = entry.Open();
            unpacked.ReadExactly(bytes);
            if (unpacked.ReadByte() >= 0)
            {
                throw new InvalidDataException($"it unpacks to more than the {entry.Length} bytes that its directory says");
            }

            return Crc(bytes) == entry.Crc32 ? bytes : throw new InvalidDataException("its checksum is wrong");
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw _source.Fault(null, name, $"it cannot be unpacked: {MessageText.Printable(fault.Message)}", fault);
        }
    }
}
