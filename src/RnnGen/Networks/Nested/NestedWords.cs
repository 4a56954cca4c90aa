using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace RnnGen.Networks;

/// <summary>
/// The sequences of ids of some rows: words, for short. Equal ones are there once, since a network that starts from the same state gives the same for them: text has
/// most of its words several times. They stand from the longest to the shortest, so that those of a chunk are about as long.
/// </summary>
internal sealed class NestedWords
{
    /// <summary>Ids of a word for which there is room from the start, on the average.</summary>
    private const int IdsOfWord = 16;

    private const int Empty = -1;

    private readonly int _maxSteps;

    // In the order of their first rows.
    private readonly KeptInput _ids;
    private readonly uint[] _hashes;

    // By hash, linear probing: the word, or none.
    private readonly int[] _table;
    private readonly int[] _wordOfRow;
    private readonly int[] _places;
    private readonly int[] _words;
    private readonly int[] _longer;
    private int _mask;
    private int _rows;

    /// <summary>Creates memory.</summary>
    /// <param name="rows">The most rows.</param>
    /// <param name="maxSteps">The most ids of a word; others are cut.</param>
    public NestedWords(int rows, int maxSteps)
    {
        MaxRows = rows;
        _maxSteps = maxSteps;
        _ids = new KeptInput(rows, Math.Min(maxSteps, IdsOfWord));
        _hashes = new uint[rows];
        _table = new int[TableSize(rows)];
        _wordOfRow = new int[rows];
        _places = new int[rows];
        _words = new int[rows];
        _longer = new int[maxSteps + 2];
    }

    /// <summary>The most rows.</summary>
    public int MaxRows { get; }

    /// <summary>Different words.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets all.</summary>
    /// <param name="rows">How many will be added.</param>
    public void Clear(int rows)
    {
        int size = TableSize(rows);
        _table.AsSpan(0, size).Fill(Empty);
        _mask = size - 1;
        _rows = 0;
        Count = 0;
    }

    /// <summary>Adds the word of the next row.</summary>
    /// <param name="ids">Its ids; those behind the most that are read are left out.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<int> ids)
    {
        ids = ids[..Math.Min(ids.Length, _maxSteps)];
        uint hash = HashOf(ids);
        int place = (int)hash & _mask;
        while (_table[place] is var word and not Empty)
        {
            if (_hashes[word] == hash && _ids.RowOf(word).SequenceEqual(ids))
            {
                _wordOfRow[_rows++] = word;
                return;
            }

            place = (place + 1) & _mask;
        }

        _table[place] = Count;
        _hashes[Count] = hash;
        _ids.Keep(Count, ids);
        _wordOfRow[_rows++] = Count++;
    }

    /// <summary>Gives each word its place, by its length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Sort()
    {
        // How many are longer, then as the places are taken.
        Array.Clear(_longer);
        for (int word = 0; word < Count; word++)
        {
            _longer[_ids.RowOf(word).Length]++;
        }

        int before = 0;
        for (int length = _maxSteps; length >= 0; length--)
        {
            (_longer[length], before) = (before, before + _longer[length]);
        }

        for (int word = 0; word < Count; word++)
        {
            int place = _longer[_ids.RowOf(word).Length]++;
            _places[word] = place;
            _words[place] = word;
        }
    }

    /// <summary>The ids at a place.</summary>
    /// <param name="place">Which.</param>
    public ReadOnlySpan<int> At(int place) => _ids.RowOf(_words[place]);

    /// <summary>The place of a row's word.</summary>
    /// <param name="row">Which row.</param>
    public int PlaceOf(int row) => _places[_wordOfRow[row]];

    // Half of it stays empty.
    private static int TableSize(int rows) => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, rows) * 2);

    private static uint HashOf(ReadOnlySpan<int> ids)
    {
        uint hash = (uint)ids.Length;
        foreach (int id in ids)
        {
            hash = BitOperations.RotateLeft((hash ^ (uint)id) * 0x9E3779B1, 15);
        }

        return hash ^ (hash >> 15);
    }
}
