using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;

namespace RnnGen.Import.Keras;

/// <content>Values that are stored in chunks.</content>
internal sealed partial class Hdf5Structure
{
    /// <summary>Why a dataset in chunks cannot be read: every chunk must be there, and unpack to just what a chunk has.</summary>
    private string? CheckChunks(Header header, Hdf5Array array)
    {
        long[] shape = array.Shape ?? [];
        uint[] chunks = header.Chunks!;
        if (chunks.Length != shape.Length + 1 || shape.Length == 0 || chunks[^1] != array.Type.Size || Array.IndexOf(chunks, 0u) >= 0)
        {
            return "its chunks do not fit its shape";
        }

        if (!(header.Filters is [] or [ShuffleFilter] or [DeflateFilter] or [ShuffleFilter, DeflateFilter]) || (header.Filters.Contains(ShuffleFilter) && header.ShuffledBytes != array.Type.Size))
        {
            return $"its filters {string.Join(", ", header.Filters)} are not supported; shuffle and deflate are";
        }

        double chunkBytes = 1;
        double count = 1;
        foreach (uint length in chunks)
        {
            chunkBytes *= length;
        }

        for (int i = 0; i < shape.Length; i++)
        {
            count *= (shape[i] + chunks[i] - 1) / chunks[i];
        }

        if (chunkBytes * count > 65_536 + ((header.Filters.Contains(DeflateFilter) ? 20.0 : 1.0) * _file.Length))
        {
            return $"its chunks have {chunkBytes * count:R} bytes in a file of {_file.Length}";
        }

        return header.DataAddress == Undefined ? "its values were never written" : CheckChunkTree(header, (int)chunkBytes, (int)count);
    }

    private string? CheckChunkTree(Header header, int chunkBytes, int count)
    {
        int keySize = 8 + (8 * header.Chunks!.Length);
        bool isDeflated = header.Filters.Contains(DeflateFilter);
        var seen = new HashSet<ulong>();
        var nodes = new Stack<(ulong Address, int Level)>();
        nodes.Push((header.DataAddress, -1));
        byte[] buffer = new byte[4096];
        while (nodes.TryPop(out (ulong Address, int Level) node))
        {
            Need(seen.Add(node.Address), "its tree of chunks leads back");
            (int level, int entries) = ReadTreeNode(node.Address, node.Level, kind: 1, "tree of chunks");
            Hdf5Cursor cursor = At(node.Address + 24, ((ulong)entries * (ulong)(keySize + 8)) + (ulong)keySize);
            for (int i = 0; i < entries; i++)
            {
                uint size = cursor.UInt32();
                uint mask = cursor.UInt32();
                cursor.Skip((ulong)(keySize - 8));
                ulong address = cursor.UInt64();
                if (level > 0)
                {
                    nodes.Push((address, level));
                    continue;
                }

                Need(mask == 0, "a chunk leaves out a filter");
                Need(isDeflated || size == chunkBytes, $"a chunk has {size} bytes, not {chunkBytes}");
                _ = At(address, size);
                Need(!isDeflated || Inflates((int)address, (int)size, chunkBytes, buffer), $"a chunk does not unpack to its {chunkBytes} bytes");
                count--;
            }
        }

        return count == 0 ? null : "some of its chunks are missing";
    }

    private bool Inflates(int address, int size, int bytes, byte[] buffer)
    {
        using var packed = new ZLibStream(new MemoryStream(_file, address, size, writable: false), CompressionMode.Decompress);
        long total = 0;
        int read;
        while (total <= bytes && (read = packed.Read(buffer)) > 0)
        {
            total += read;
        }

        return total == bytes;
    }
}
