using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;
using RnnGen.Formats;

namespace RnnGen.Import.Keras;

/// <summary>
/// Reads the structure of an HDF5 file: groups, what they hold, types and shapes; and checks every address, size and count in it. PureHDF then reads the values. It trusts
/// what a file says: it follows links into other files, opens external storage, recurses along continuations and trees without a bound, and allocates what a heap claims to
/// have. A file in which it could do any of that does not come through here. What Keras never writes (links by name, shared messages, tables of many links) is refused.
/// </summary>
internal sealed partial class Hdf5Structure
{
    private const ulong Undefined = ulong.MaxValue;

    private const int MaximumDepth = 32;

    private const int DeflateFilter = 1;

    private const int ShuffleFilter = 2;

    private readonly ModelSource _source;
    private readonly byte[] _file;
    private readonly Dictionary<ulong, Hdf5Object> _objects = [];
    private readonly Queue<(ulong Address, Hdf5Object Object, int Depth, (ulong Tree, ulong Heap)? Cached)> _unread = new();

    // Structures may overlap in a damaged file. What is read in all is bounded by this, whatever the file says.
    private long _budget;

    private Hdf5Structure(ModelSource source, byte[] file)
    {
        _source = source;
        _file = file;
        _budget = (8L * file.Length) + 65_536;
    }

    /// <summary>The first bytes of every file.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>Reads the structure.</summary>
    /// <param name="source">Names the file in messages.</param>
    /// <param name="file">The HDF5 file.</param>
    /// <returns>The root group.</returns>
    /// <exception cref="ModelFormatException">The file is damaged, or has what Keras does not write.</exception>
    public static Hdf5Object Read(ModelSource source, byte[] file)
    {
        var structure = new Hdf5Structure(source, file);
        try
        {
            return structure.ReadAll(structure.ReadSuperblock());
        }
        catch (InvalidDataException fault)
        {
            throw source.Fault(null, "superblock", fault.Message, fault);
        }
    }

    /// <summary>Checks the heap in which a text lies, so that it can be read.</summary>
    /// <param name="source">Names the file in messages.</param>
    /// <param name="file">The HDF5 file.</param>
    /// <param name="place">The object that has the text.</param>
    /// <param name="field">The attribute.</param>
    /// <param name="array">The attribute's type and shape.</param>
    /// <exception cref="ModelFormatException">The heap is damaged.</exception>
    public static void CheckHeaps(ModelSource source, byte[] file, string place, string field, Hdf5Array array)
    {
        var structure = new Hdf5Structure(source, file);
        var seen = new HashSet<ulong>();
        try
        {
            for (long i = 0; i < array.Count; i++)
            {
                ulong address = BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(array.DataOffset + ((int)i * 16) + 4));
                if (address is not (0 or Undefined) && seen.Add(address))
                {
                    structure.CheckHeap(address);
                }
            }
        }
        catch (InvalidDataException fault)
        {
            throw source.Fault(place, field, $"its heap is damaged: {fault.Message}", fault);
        }
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private static void Need(bool condition, string problem)
    {
        if (!condition)
        {
            throw new InvalidDataException(problem);
        }
    }

    private ulong ReadSuperblock()
    {
        Hdf5Cursor cursor = At(0, Math.Min(128, (ulong)_file.Length));
        Need(cursor.Take(8).SequenceEqual(Signature), "it does not begin as HDF5 does");
        int version = cursor.Byte();
        Need(version <= 3, $"version {version}; 0 to 3 are known");
        if (version < 2)
        {
            cursor.Skip(4);
        }

        int offsets = cursor.Byte();
        int lengths = cursor.Byte();
        Need(offsets == 8 && lengths == 8, $"offsets have {offsets} bytes and lengths {lengths}; both need 8");
        cursor.Skip(version < 2 ? 9u : 1u);
        if (version == 1)
        {
            cursor.Skip(4);
        }

        ulong start = cursor.UInt64();
        Need(start == 0, $"base address {start}; it needs to be 0");
        cursor.Skip(8);
        ulong end = cursor.UInt64();
        Need(end <= (ulong)_file.Length, $"the file is cut off: it has {_file.Length} of {end} bytes");
        if (version >= 2)
        {
            return cursor.UInt64();
        }

        cursor.Skip(16);
        return cursor.UInt64();
    }

    private Hdf5Object ReadAll(ulong root)
    {
        Hdf5Object first = Reach(root, "/", 0, null);
        while (_unread.TryDequeue(out (ulong Address, Hdf5Object Object, int Depth, (ulong Tree, ulong Heap)? Cached) next))
        {
            try
            {
                ReadObject(next.Address, next.Object, next.Depth, next.Cached);
            }
            catch (InvalidDataException fault)
            {
                throw _source.Fault(next.Object.Path, null, fault.Message, fault);
            }
        }

        return first;
    }

    /// <summary>The object at an address, to be read later unless it was reached before.</summary>
    private Hdf5Object Reach(ulong address, string path, int depth, (ulong Tree, ulong Heap)? cached)
    {
        if (!_objects.TryGetValue(address, out Hdf5Object? found))
        {
            Need(depth <= MaximumDepth, $"groups lie {depth} deep; at most {MaximumDepth} are read");
            found = new Hdf5Object(path);
            _objects.Add(address, found);
            _unread.Enqueue((address, found, depth, cached));
        }

        return found;
    }

    private Hdf5Cursor At(ulong address, ulong length)
    {
        Need(address <= (ulong)_file.Length && length <= (ulong)_file.Length - address,
            $"{length} bytes at address {address} are outside the file, which has {_file.Length}");
        _budget -= (long)length + 16;
        Need(_budget > 0, "its structures overlap");
        return new Hdf5Cursor(_file.AsSpan((int)address, (int)length));
    }

    private void ReadObject(ulong address, Hdf5Object item, int depth, (ulong Tree, ulong Heap)? cached)
    {
        var blocks = new Queue<(ulong Address, ulong Length)>();
        Need(address < (ulong)_file.Length, $"address {address} is outside the file, which has {_file.Length} bytes");
        ulong available = Math.Min(48, (ulong)_file.Length - address);
        Hdf5Cursor head = At(address, available);
        var header = new Header(item, depth);
        if (head.Remaining >= 4 && _file.AsSpan((int)address, 4).SequenceEqual("OHDR"u8))
        {
            head.Skip(4);
            int version = head.Byte();
            Need(version == 2, $"object header of version {version}; 2 is known");
            int flags = head.Byte();
            head.Skip(((flags & 0x20) != 0 ? 16u : 0) + ((flags & 0x10) != 0 ? 4u : 0));
            ulong length = head.UInt(1 << (flags & 3));
            header.IsNew = true;
            header.HasOrder = (flags & 4) != 0;
            blocks.Enqueue((address + available - (ulong)head.Remaining, length));
        }
        else
        {
            int version = head.Byte();
            Need(version == 1, $"object header of version {version}; 1 and 2 are known");
            head.Skip(7);
            ulong length = head.UInt32();
            blocks.Enqueue((address + 16, length));
        }

        var seen = new HashSet<ulong>();
        while (blocks.TryDequeue(out (ulong Address, ulong Length) block))
        {
            Need(seen.Add(block.Address), "the continuation of its header leads back");
            ReadMessages(At(block.Address, block.Length), block.Address, header, blocks);
        }

        Finish(header, cached);
    }

    private void ReadMessages(Hdf5Cursor block, ulong address, Header header, Queue<(ulong Address, ulong Length)> blocks)
    {
        int total = block.Remaining;
        int prefix = !header.IsNew ? 8 : header.HasOrder ? 6 : 4;
        while (header.IsNew ? block.Remaining > prefix : block.Remaining > 0)
        {
            int type = header.IsNew ? block.Byte() : block.UInt16();
            int size = block.UInt16();
            int flags = block.Byte();
            block.Skip((ulong)(prefix - (header.IsNew ? 4 : 5)));
            int offset = (int)address + total - block.Remaining;
            var message = new Hdf5Cursor(block.Take((ulong)size));
            Need((flags & 2) == 0, "a message of its header is shared with other objects; Keras writes none");
            ReadMessage(type, message, offset, header, blocks);
        }
    }

    private void ReadMessage(int type, Hdf5Cursor message, int offset, Header header, Queue<(ulong Address, ulong Length)> blocks)
    {
        switch (type)
        {
            case 0x00: // NIL
            case 0x0a: // group info
            case 0x0e: // modification time, old
            case 0x12: // modification time
            case 0x13: // B-tree K values
            case 0x16: // reference count
                break;
            case 0x01:
                Need(!header.HasShape, "the dataset has two shapes");
                header.Shape = ReadShape(ref message);
                header.HasShape = true;
                break;
            case 0x02:
                NeedNoTable(
                    ref message, "link", 8,
                    "the group has a table of many links as HDF5 writes them since 1.8 (h5py's libver='latest'); Keras writes the older tables: save it with h5py's defaults");
                header.IsGroup = true;
                break;
            case 0x03:
                Need(header.Type is null, "the dataset has two types");
                header.Type = ReadType(ref message, 0);
                break;
            case 0x04:
                Need(message.UInt32() <= (uint)message.Remaining, "the fill value is longer than its message");
                break;
            case 0x05:
                ReadFillValue(ref message);
                break;
            case 0x06:
                ReadLink(ref message, header);
                break;
            case 0x07:
                throw new InvalidDataException("the dataset is stored in other files (external storage); no other file is opened");
            case 0x08:
                ReadLayout(ref message, header);
                break;
            case 0x0b:
                header.IsFiltered = true;
                ReadFilters(ref message, header);
                break;
            case 0x0c:
                ReadAttribute(ref message, offset, header);
                break;
            case 0x10:
                ulong address = message.UInt64();
                ulong length = message.UInt64();
                if (header.IsNew)
                {
                    Need(length >= 8, "a continuation of its header is too short");
                    Need(At(address, 4).Take(4).SequenceEqual("OCHK"u8), "the continuation of its header is not there");
                    blocks.Enqueue((address + 4, length - 8));
                }
                else
                {
                    blocks.Enqueue((address, length));
                }

                break;
            case 0x11:
                Need(header.Table is null, "it has two tables of links");
                header.Table = (message.UInt64(), message.UInt64());
                header.IsGroup = true;
                break;
            case 0x15:
                NeedNoTable(
                    ref message, "attribute", 2,
                    "it has a table of many attributes as HDF5 writes them since 1.8 (h5py's libver='latest'); save it with h5py's defaults");
                break;
            default:
                throw new InvalidDataException($"a message of type {type} in its header; Keras writes none");
        }
    }

    private void Finish(Header header, (ulong Tree, ulong Heap)? cached)
    {
        Need(cached is null || cached == header.Table, "two places of the file disagree on where its table of links is");
        if (header.Table is { } table)
        {
            Need(header.Layout == 0, "it is a group and a dataset at once");
            ReadTable(table.Tree, table.Heap, header);
        }

        if (header.Layout == 0)
        {
            Need(header.IsGroup, "it is no group and no dataset");
            return;
        }

        Need(!header.IsGroup, "it is a group and a dataset at once");
        Need(header.HasShape && header.Type is not null, "the dataset has no type or no shape");
        Hdf5Array array = new(header.Type!, header.Shape);
        header.Item.Array = array;
        header.Item.Unreadable = UnreadableBecause(header, array);
    }

    private string? UnreadableBecause(Header header, Hdf5Array array)
    {
        ulong bytes = (ulong)array.Count * (ulong)array.Type.Size;
        if (array.Count > int.MaxValue / 16 || array.Count * array.Type.Size > int.MaxValue)
        {
            return $"it has {array.Count} elements, which is too many";
        }

        switch (header.Layout)
        {
            case Layout.Compact:
                return header.IsFiltered ? "it is compact and filtered" : header.DataSize == bytes ? null : $"{header.DataSize} bytes are stored of {bytes}";
            case Layout.Contiguous:
                if (header.IsFiltered)
                {
                    return "it is filtered without chunks";
                }

                if (header.DataAddress == Undefined)
                {
                    return bytes == 0 ? null : "its values were never written";
                }

                return header.DataSize != bytes ? $"{header.DataSize} bytes are stored of {bytes}"
                    : header.DataAddress > (ulong)_file.Length || bytes > (ulong)_file.Length - header.DataAddress
                        ? $"its {bytes} bytes at address {header.DataAddress} are outside the file, which has {_file.Length}" : null;
            default:
                return header.Chunks is null ? "its chunks are indexed in a way that Keras does not write" : CheckChunks(header, array);
        }
    }

    /// <summary>Passes over what says where a table of many links or attributes is: there must be none.</summary>
    private static void NeedNoTable(ref Hdf5Cursor message, string what, uint optionalBytes, string problem)
    {
        int version = message.Byte();
        Need(version == 0, $"{what} info of version {version}; 0 is known");
        int flags = message.Byte();
        message.Skip((flags & 1) != 0 ? optionalBytes : 0);
        ulong heap = message.UInt64();
        ulong names = message.UInt64();
        Need(heap == Undefined && names == Undefined, problem);
    }

    private void ReadLink(ref Hdf5Cursor message, Header header)
    {
        header.IsGroup = true;
        int version = message.Byte();
        Need(version == 1, $"a link of version {version}; 1 is known");
        int flags = message.Byte();
        int kind = (flags & 8) != 0 ? message.Byte() : 0;
        message.Skip(((flags & 4) != 0 ? 8u : 0) + ((flags & 16) != 0 ? 1u : 0));
        string name = Text(message.Take(message.UInt(1 << (flags & 3))));
        Need(kind == 0, LinkProblem(name, kind == 1 ? "a soft" : kind == 64 ? "an external" : "an unknown"));
        AddLink(header, name, message.UInt64(), null);
    }

    private static string LinkProblem(string name, string kind) =>
        $"'{MessageText.Printable(name)}' is {kind} link; links to other places or files are not followed, and Keras writes none";

    private void AddLink(Header header, string name, ulong address, (ulong Tree, ulong Heap)? cached)
    {
        Need(name.Length > 0 && !name.Contains('/', StringComparison.Ordinal) && name is not ("." or ".."), $"it holds an object of the name '{MessageText.Printable(name)}'");
        _budget -= 64 + name.Length;
        Need(_budget > 0, "its structures overlap");
        string path = header.Item.Path == "/" ? "/" + name : $"{header.Item.Path}/{name}";
        Need(header.Item.Children.TryAdd(name, Reach(address, path, header.Depth + 1, cached)), $"it holds '{MessageText.Printable(name)}' twice");
    }

    private void ReadTable(ulong tree, ulong heap, Header header)
    {
        Hdf5Cursor head = At(heap, 32);
        Need(head.Take(4).SequenceEqual("HEAP"u8) && head.Byte() == 0, $"no heap of names at address {heap}");
        head.Skip(3);
        ulong size = head.UInt64();
        head.Skip(8);
        ulong data = head.UInt64();
        Need(data <= (ulong)_file.Length && size <= (ulong)_file.Length - data, $"its heap of names of {size} bytes is outside the file, which has {_file.Length}");
        ReadOnlySpan<byte> names = _file.AsSpan((int)data, (int)size);
        var seen = new HashSet<ulong>();
        var nodes = new Stack<(ulong Address, int Level)>();
        nodes.Push((tree, -1));
        while (nodes.TryPop(out (ulong Address, int Level) node))
        {
            Need(seen.Add(node.Address), "its table of links leads back");
            if (node.Level == 0)
            {
                ReadSymbols(node.Address, names, header);
                continue;
            }

            (int level, int entries) = ReadTreeNode(node.Address, node.Level, kind: 0, "table of links");
            Hdf5Cursor cursor = At(node.Address + 24, ((ulong)entries * 16) + 8);
            for (int i = 0; i < entries; i++)
            {
                Need(cursor.UInt64() < size, "its table of links names what its heap does not hold");
                nodes.Push((cursor.UInt64(), level));
            }

            Need(cursor.UInt64() < size, "its table of links names what its heap does not hold");
        }
    }

    /// <summary>The head of a node of a B-tree: its level above the leaves, and its entries.</summary>
    private (int Level, int Entries) ReadTreeNode(ulong address, int levelAbove, int kind, string tree)
    {
        Hdf5Cursor cursor = At(address, 24);
        Need(cursor.Take(4).SequenceEqual("TREE"u8) && cursor.Byte() == kind, $"no {tree} at address {address}");
        int level = cursor.Byte();
        Need(level <= 16 && (levelAbove < 0 || level == levelAbove - 1), $"the levels of its {tree} are wrong");
        return (level, cursor.UInt16());
    }

    private void ReadSymbols(ulong address, ReadOnlySpan<byte> names, Header header)
    {
        Hdf5Cursor cursor = At(address, 8);
        Need(cursor.Take(4).SequenceEqual("SNOD"u8) && cursor.Byte() == 1, $"no links at address {address}");
        cursor.Skip(1);
        int count = cursor.UInt16();
        cursor = At(address + 8, (ulong)count * 40);
        for (int i = 0; i < count; i++)
        {
            ulong name = cursor.UInt64();
            ulong target = cursor.UInt64();
            uint cache = cursor.UInt32();
            cursor.Skip(4);
            (ulong Tree, ulong Heap) cached = (cursor.UInt64(), cursor.UInt64());
            Need(name < (ulong)names.Length, "a link has a name that its heap does not hold");
            ReadOnlySpan<byte> text = names[(int)name..];
            int end = text.IndexOf((byte)0);
            Need(end >= 0, "a link has a name without an end");
            Need(cache != 2, LinkProblem(Text(text[..end]), "a soft"));
            Need(cache < 2, "a link is of an unknown kind");
            AddLink(header, Text(text[..end]), target, cache == 1 ? cached : null);
        }
    }

    private void CheckHeap(ulong address)
    {
        Hdf5Cursor cursor = At(address, 16);
        Need(cursor.Take(4).SequenceEqual("GCOL"u8) && cursor.Byte() == 1, $"nothing at address {address}");
        cursor.Skip(3);
        ulong size = cursor.UInt64();
        Need(size >= 4096, $"a collection of {size} bytes");
        cursor = At(address, size);
        cursor.Skip(16);
        while (cursor.Remaining > 16)
        {
            ushort index = cursor.UInt16();
            if (index == 0)
            {
                break;
            }

            cursor.Skip(6);
            ulong length = cursor.UInt64();
            Need(length <= (ulong)cursor.Remaining, $"an entry of {length} bytes");
            cursor.Skip((length + 7) & ~7ul);
        }
    }

    private enum Layout
    {
        None,
        Compact,
        Contiguous,
        Chunked,
    }

    /// <summary>What the messages of an object's header say.</summary>
    private sealed class Header(Hdf5Object item, int depth)
    {
        public Hdf5Object Item => item;

        public int Depth => depth;

        public bool IsNew { get; set; }

        public bool HasOrder { get; set; }

        public bool IsGroup { get; set; }

        public (ulong Tree, ulong Heap)? Table { get; set; }

        public bool HasShape { get; set; }

        public long[]? Shape { get; set; }

        public Hdf5Type? Type { get; set; }

        public Layout Layout { get; set; }

        public ulong DataAddress { get; set; }

        public ulong DataSize { get; set; }

        public uint[]? Chunks { get; set; }

        public bool IsFiltered { get; set; }

        public long? ShuffledBytes { get; set; }

        public List<int> Filters { get; } = [];
    }
}
