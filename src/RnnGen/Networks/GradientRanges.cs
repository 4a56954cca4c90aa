using System;

namespace RnnGen.Networks;

/// <summary>
/// The parts of the parameters whose gradients may be other than zero, ascending: everything, but of tables with sparse gradients only the rows that were added to. What
/// goes through gradients goes through these.
/// </summary>
internal ref struct GradientRanges
{
    private readonly ReadOnlySpan<TouchedRows> _tables;
    private readonly int _length;
    private ReadOnlySpan<int> _rows;
    private int _table;
    private int _row;
    private int _end;

    /// <summary>Those of parameters.</summary>
    /// <param name="length">Floats of the parameters.</param>
    /// <param name="tables">The tables with sparse gradients, as they lie in them.</param>
    public GradientRanges(int length, ReadOnlySpan<TouchedRows> tables)
    {
        _length = length;
        _tables = tables;
        _table = -1;
    }

    /// <summary>The tables with sparse gradients.</summary>
    public readonly ReadOnlySpan<TouchedRows> Tables => _tables;

    /// <summary>The part that was reached.</summary>
    public GradientRange Current { get; private set; }

    /// <summary>Itself: it goes through once.</summary>
    public readonly GradientRanges GetEnumerator() => this;

    /// <summary>Goes on to the next part that is not empty.</summary>
    /// <returns>Whether there is one.</returns>
    public bool MoveNext()
    {
        while (true)
        {
            if (_row < _rows.Length)
            {
                TouchedRows table = _tables[_table];
                Current = new GradientRange(table.Offset + (_rows[_row++] * table.Size), table.Size);
                return true;
            }

            if (_table >= _tables.Length)
            {
                return false;
            }

            // What is before the next table, or behind the last.
            _table++;
            int first = _end;
            if (_table < _tables.Length)
            {
                TouchedRows next = _tables[_table];
                _end = next.Offset + (next.Vocabulary * next.Size);
                _rows = next.Rows;
                _row = 0;
                Current = new GradientRange(first, next.Offset - first);
            }
            else
            {
                Current = new GradientRange(first, _length - first);
            }

            if (Current.Length > 0)
            {
                return true;
            }
        }
    }
}

/// <summary>A part of the parameters.</summary>
/// <param name="First">Floats before it.</param>
/// <param name="Length">Its floats.</param>
internal readonly record struct GradientRange(int First, int Length)
{
    /// <summary>It, of a span as long as the parameters.</summary>
    public Span<T> Of<T>(Span<T> all) => all.Slice(First, Length);

    /// <inheritdoc cref="Of{T}(Span{T})"/>
    public ReadOnlySpan<T> Of<T>(ReadOnlySpan<T> all) => all.Slice(First, Length);
}
