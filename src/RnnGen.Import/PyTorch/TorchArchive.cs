using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Text;
using RnnGen.Formats;

namespace RnnGen.Import.PyTorch;

/// <summary>
/// The zip archive that <c>torch.save</c> has written since 1.6: <c>NAME/data.pkl</c>, the pickle; <c>NAME/data/KEY</c>, the storages; <c>NAME/byteorder</c>.
/// Nothing is unpacked to the disk: keys are looked up among the names of entries. Check sums are not compared, since <c>torch.save</c> can be told to leave
/// them out.
/// </summary>
internal sealed class TorchArchive : ITorchStorages
{
    private const string PickleName = "data.pkl";
    private const int MaxSmallEntry = 64;

    private readonly ModelSource _source;
    private readonly MemoryBudget _budget;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly string _root;

    private TorchArchive(ModelSource source, ZipArchive archive, MemoryBudget budget)
    {
        _source = source;
        _budget = budget;
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            if (!_entries.TryAdd(entry.FullName, entry))
            {
                throw source.Fault(entry.FullName, null, "the archive has two entries of this name");
            }
        }

        _root = RootOf(archive) ?? throw source.Fault(null, null, $"the archive has no {PickleName}, which torch.save writes");
        if (_entries.ContainsKey(_root + "constants.pkl"))
        {
            throw source.Fault(null, null, $"it is a TorchScript archive, which holds a program; {TorchObjects.SaveStateDict}");
        }

        string order = _entries.TryGetValue(_root + "byteorder", out ZipArchiveEntry? byteOrder)
            ? Encoding.Latin1.GetString(ReadEntry(byteOrder, MaxSmallEntry)).Trim()
            : "little";
        IsBigEndian = order switch
        {
            "little" => false,
            "big" => true,
            _ => throw source.Fault(_root + "byteorder", null, $"it says '{MessageText.Printable(order)}'; 'little' or 'big' is wanted"),
        };
    }

    /// <inheritdoc/>
    public bool IsBigEndian { get; }

    private static ReadOnlySpan<byte> LocalHeader => "PK\u0003\u0004"u8;

    /// <summary>Whether a file is such an archive, whole or cut short.</summary>
    /// <param name="start">Its first bytes.</param>
    /// <param name="source">The file.</param>
    public static bool Recognises(ReadOnlySpan<byte> start, ModelSource source)
    {
        if (!start.StartsWith(LocalHeader))
        {
            return false;
        }

        try
        {
            using ZipArchive archive = Open(source);
            return RootOf(archive) is not null;
        }
        catch (InvalidDataException)
        {
            // The first entry's name tells what the archive was.
            const int NameLength = 26;
            const int Name = 30;
            int length = start.Length < Name ? 0 : Math.Min(start[NameLength] + (256 * start[NameLength + 1]), start.Length - Name);
            string first = length <= 0 ? "" : Encoding.Latin1.GetString(start.Slice(Name, length));
            return first.EndsWith("/" + PickleName, StringComparison.Ordinal) || first.EndsWith("/.format_version", StringComparison.Ordinal)
                || first.Contains("/data/", StringComparison.Ordinal);
        }
    }

    /// <summary>Opens the archive.</summary>
    public static ZipArchive Open(ModelSource source)
    {
        source.Stream.Position = 0;
        return new ZipArchive(source.Stream, ZipArchiveMode.Read, leaveOpen: true);
    }

    /// <summary>Finds the parts of an open archive.</summary>
    public static TorchArchive Of(ModelSource source, ZipArchive archive, MemoryBudget budget) => new(source, archive, budget);

    /// <summary>The pickle.</summary>
    public PickleInput OpenPickle()
    {
        byte[] pickle = ReadEntry(_entries[_root + PickleName], long.MaxValue);
        return new PickleInput(_source, PickleName, new MemoryStream(pickle), pickle.Length);
    }

    /// <inheritdoc/>
    public void Check(TorchStorage storage)
    {
        string name = NameOf(storage);
        if (!_entries.TryGetValue(name, out ZipArchiveEntry? entry))
        {
            throw _source.Fault(name, null, "a tensor's storage is not in the archive");
        }

        // A storage may have some bytes more than whole elements of the type by which it was saved.
        if (entry.Length / storage.Type.Size != storage.Count)
        {
            throw _source.Fault(name, null, $"it has {entry.Length} bytes; {storage.Count} elements of {storage.Type.Name} are {(Int128)storage.Count * storage.Type.Size}");
        }
    }

    /// <inheritdoc/>
    public byte[] Read(TorchStorage storage) => ReadEntry(_entries[NameOf(storage)], long.MaxValue);

    /// <summary>What stands before the names of all entries: the first directory with a pickle in it.</summary>
    private static string? RootOf(ZipArchive archive)
    {
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            int slash = entry.FullName.IndexOf('/');
            if (slash > 0 && entry.FullName.AsSpan(slash + 1).SequenceEqual(PickleName))
            {
                return entry.FullName[..(slash + 1)];
            }
        }

        return null;
    }

    private string NameOf(TorchStorage storage) => $"{_root}data/{storage.Key}";

    private byte[] ReadEntry(ZipArchiveEntry entry, long limit)
    {
        if (entry.IsEncrypted)
        {
            throw _source.Fault(entry.FullName, null, "the entry is encrypted");
        }

        if (entry.Length > Math.Min(limit, Array.MaxLength))
        {
            throw _source.Fault(entry.FullName, null, $"the entry has {entry.Length} bytes; up to {Math.Min(limit, Array.MaxLength)} are read");
        }

        _budget.Charge(entry.Length, entry.FullName);
        byte[] bytes = new byte[entry.Length];
        try
        {
            using Stream stream = entry.Open();
            stream.ReadExactly(bytes);
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            throw _source.Fault(entry.FullName, null, $"the entry is damaged or cut short: {MessageText.Printable(fault.Message)}", fault);
        }

        return bytes;
    }
}
