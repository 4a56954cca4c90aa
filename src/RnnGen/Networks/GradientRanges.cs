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

    // What is looked at of all, if anything is left out.
    private readonly ReadOnlySpan<GradientRange> _parts;
    private readonly bool _isLimited;
    private ReadOnlySpan<int> _rows;
    private int _table;
    private int _row;
    private int _end;
    private GradientRange _reached;
    private int _part;

    /// <summary>Those of parameters.</summary>
    /// <param name="length">Floats of the parameters.</param>
    /// <param name="tables">The tables with sparse gradients, as they lie in them.</param>
    public GradientRanges(int length, ReadOnlySpan<TouchedRows> tables)
    {
        _length = length;
        _tables = tables;
        _table = -1;
    }

    private GradientRanges(GradientRanges all, ReadOnlySpan<GradientRange> parts)
        : this(all._length, all._tables)
    {
        _parts = parts;
        _isLimited = true;
    }

    /// <summary>Those that are in some parts of the parameters.</summary>
    /// <param name="parts">The parts, ascending.</param>
    public readonly GradientRanges Within(ReadOnlySpan<GradientRange> parts) => new(this, parts);

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
        if (!_isLimited)
        {
            bool isThere = Reach();
            Current = _reached;
            return isThere;
        }

        // Both ascend: what ends first is left behind.
        while (_part < _parts.Length && (_reached.Length > 0 || Reach()))
        {
            GradientRange part = _parts[_part], reached = _reached;
            if (reached.End <= part.End)
            {
                _reached = default;
            }
            else
            {
                _part++;
            }

            int first = Math.Max(reached.First, part.First), end = Math.Min(reached.End, part.End);
            if (first < end)
            {
                Current = new GradientRange(first, end - first);
                return true;
            }
        }

        return false;
    }

    /// <summary>Goes on to the next part of all that is not empty.</summary>
    private bool Reach()
    {
        while (true)
        {
            if (_row < _rows.Length)
            {
                TouchedRows table = _tables[_table];
                _reached = new GradientRange(table.Offset + (_rows[_row++] * table.Size), table.Size);
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
                _reached = new GradientRange(first, next.Offset - first);
            }
            else
            {
                _reached = new GradientRange(first, _length - first);
            }

            if (_reached.Length > 0)
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
    /// <summary>What is behind it.</summary>
    public int End => First + Length;

    /// <summary>It, of a span as long as the parameters.</summary>
    public Span<T> Of<T>(Span<T> all) => all.Slice(First, Length);

    /// <inheritdoc cref="Of{T}(Span{T})"/>
    public ReadOnlySpan<T> Of<T>(ReadOnlySpan<T> all) => all.Slice(First, Length);
}
