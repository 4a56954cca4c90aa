using System;
using System.Runtime.CompilerServices;

namespace RnnGen.Networks;

/// <summary>The rows of a table whose gradients were added to since they were last cleared: those of all others are zeros.</summary>
/// <param name="offset">Where the table starts in the parameters.</param>
/// <param name="vocabulary">Rows of the table.</param>
/// <param name="size">Floats of a row.</param>
internal sealed class TouchedRows(int offset, int vocabulary, int size)
{
    private readonly ulong[] _isTouched = new ulong[((vocabulary - 1) / 64) + 1];
    private readonly int[] _rows = new int[vocabulary];
    private int _count;
    private bool _isSorted = true;

    /// <summary>Where the table starts in the parameters.</summary>
    public int Offset => offset;

    /// <summary>Rows of the table.</summary>
    public int Vocabulary => vocabulary;

    /// <summary>Floats of a row.</summary>
    public int Size => size;

    /// <summary>The rows, ascending.</summary>
    public ReadOnlySpan<int> Rows
    {
        get
        {
            if (!_isSorted)
            {
                _rows.AsSpan(0, _count).Sort();
                _isSorted = true;
            }

            return _rows.AsSpan(0, _count);
        }
    }

    /// <summary>Notes a row, if it is not noted yet.</summary>
    /// <param name="row">The row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public void Add(int row)
    {
        ref ulong word = ref _isTouched[row >> 6];
        ulong bit = 1UL << (row & 63);
        if ((word & bit) == 0)
        {
            word |= bit;
            _isSorted = _isSorted && (_count == 0 || row > _rows[_count - 1]);
            _rows[_count++] = row;
        }
    }

    /// <summary>Notes the rows of another.</summary>
    /// <param name="other">Of the same table.</param>
    public void Add(TouchedRows other)
    {
        foreach (int row in other.Rows)
        {
            Add(row);
        }
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        foreach (int row in _rows.AsSpan(0, _count))
        {
            _isTouched[row >> 6] = 0;
        }

        _count = 0;
        _isSorted = true;
    }
}
