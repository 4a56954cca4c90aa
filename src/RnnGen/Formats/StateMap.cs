using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Rates;

namespace RnnGen.Formats;

/// <summary>
/// Where an emitted state has its numbers, so that one piece of code writes, reads, compares and hands out the states of all cells and networks. Padding is
/// not on the map. Made on the fly from constants: it allocates nothing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct StateMap
{
    /// <summary>Numbers that a recurrent layer takes in the table.</summary>
    private const int Row = 7;

    private readonly ReadOnlySpan<int> _layers;
    private readonly int _countOffset;
    private readonly int _pooledBytes;
    private readonly int _pooledElementBytes;
    private readonly uint _fingerprint;

    /// <summary>Creates a map.</summary>
    /// <param name="fingerprint">A number that says of which declaration a state is.</param>
    /// <param name="layers">
    /// Seven numbers a recurrent layer: stacked cells, directions, floats of h and of c (0 where there is none) of a cell; bytes from the start of the state to the
    /// first cell, from the start of a cell to c, and from one cell to the next.
    /// </param>
    /// <param name="countOffset">Bytes from the start of the state to the number of pooled rows (64 bits), which is followed by what is kept of them.</param>
    /// <param name="pooledFloats">Floats that are kept of the pooled rows, or 0 where nothing is, not even their number.</param>
    /// <param name="pooledElementBytes">Bytes of each.</param>
    [CLSCompliant(false)]
    public StateMap(uint fingerprint, ReadOnlySpan<int> layers, int countOffset = 0, int pooledFloats = 0, int pooledElementBytes = sizeof(float))
    {
        _fingerprint = fingerprint;
        _layers = layers;
        _countOffset = countOffset;
        _pooledBytes = pooledFloats * pooledElementBytes;
        _pooledElementBytes = pooledElementBytes;
    }

    /// <summary>The bytes of a state that is written, with its header.</summary>
    public int ByteCount => StateFormat.HeaderBytes + Bytes();

    private bool IsPooled => _pooledBytes > 0;

    private int LayerCount => _layers.Length / Row;

    /// <summary>The layers as users see them.</summary>
    /// <param name="names">Their names.</param>
    public StateLayer[] Describe(params ReadOnlySpan<string> names)
    {
        var described = new StateLayer[names.Length];
        for (int index = 0; index < names.Length; index++)
        {
            Layer layer = LayerAt(index);
            described[index] = new StateLayer(names[index], layer.Cells / layer.Directions, layer.Directions, layer.Hidden, layer.Cell);
        }

        return described;
    }

    /// <summary>Where the h and c of all cells are.</summary>
    internal RecurrentFloats FindRecurrent()
    {
        var parts = new List<Range>();
        for (int index = 0; index < LayerCount; index++)
        {
            Layer layer = LayerAt(index);
            for (int cell = 0; cell < layer.Cells; cell++)
            {
                parts.Add(layer.PartOf(cell, isCell: false).Floats);
                if (layer.Cell > 0)
                {
                    parts.Add(layer.PartOf(cell, isCell: true).Floats);
                }
            }
        }

        return new RecurrentFloats([.. parts], IsPooled);
    }

    /// <summary>Writes a state as bytes.</summary>
    /// <typeparam name="TState">The state.</typeparam>
    /// <param name="state">What to write.</param>
    /// <param name="destination">Takes the bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public void Write<TState>(in TState state, Span<byte> destination)
        where TState : struct
    {
        StateFormat.WriteHeader(destination, Bytes(), _fingerprint);
        int written = StateFormat.HeaderBytes;
        foreach (Part part in Parts())
        {
            CopyLittleEndian(ReadableBytesOf(in state, part), destination.Slice(written, part.Bytes), part.ElementBytes);
            written += part.Bytes;
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <typeparam name="TState">The state.</typeparam>
    /// <param name="source">The bytes of one state.</param>
    /// <exception cref="StateFormatException">The bytes are no state, or one of another declaration.</exception>
    public TState Read<TState>(ReadOnlySpan<byte> source)
        where TState : struct
    {
        StateFormat.CheckHeader(source, Bytes(), _fingerprint);
        var state = default(TState);
        int read = StateFormat.HeaderBytes;
        foreach (Part part in Parts())
        {
            CopyLittleEndian(source.Slice(read, part.Bytes), BytesOf(ref state, part), part.ElementBytes);
            read += part.Bytes;
        }

        if (IsPooled && Unsafe.As<byte, long>(ref MemoryMarshal.GetReference(BytesOf(ref state, Count))) is < 0 and long count)
        {
            throw new StateFormatException($"The state has {count} pooled rows; there cannot be fewer than none.");
        }

        return state;
    }

    /// <summary>A state from which streams start: without what pooling keeps of a sequence.</summary>
    /// <typeparam name="TState">The state.</typeparam>
    /// <param name="state">A state.</param>
    public TState AtRest<TState>(TState state)
        where TState : struct
    {
        if (IsPooled)
        {
            BytesOf(ref state, Count).Clear();
            BytesOf(ref state, Pooled).Clear();
        }

        return state;
    }

    /// <summary>Whether two states have the same bits: NaN equals itself, and -0 is not 0.</summary>
    /// <typeparam name="TState">The state.</typeparam>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public bool AreEqual<TState>(in TState left, in TState right)
        where TState : struct
    {
        foreach (Part part in Parts())
        {
            if (!ReadableBytesOf(in left, part).SequenceEqual(ReadableBytesOf(in right, part)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The hash code of a state's bits.</summary>
    /// <typeparam name="TState">The state.</typeparam>
    /// <param name="state">The state.</param>
    public int Hash<TState>(in TState state)
        where TState : struct
    {
        var hash = default(HashCode);
        foreach (Part part in Parts())
        {
            hash.AddBytes(ReadableBytesOf(in state, part));
        }

        return hash.ToHashCode();
    }

    /// <summary>Copies h out of states: [layers * directions, streams, size].</summary>
    /// <typeparam name="TState">The state.</typeparam>
    /// <param name="states">[streams]</param>
    /// <param name="destination">Takes them.</param>
    /// <param name="layer">The layer's name, or null for the only one.</param>
    public void GetHidden<TState>(ReadOnlySpan<TState> states, Span<float> destination, string? layer)
        where TState : struct, IState<TState> => CopyOut(states, destination, Find<TState>(layer, isCell: false), isCell: false);

    /// <summary>Copies h into states.</summary>
    /// <typeparam name="TState">The state.</typeparam>
    /// <param name="states">[streams]</param>
    /// <param name="source">[layers * directions, streams, size]</param>
    /// <param name="layer">The layer's name, or null for the only one.</param>
    public void SetHidden<TState>(Span<TState> states, ReadOnlySpan<float> source, string? layer)
        where TState : struct, IState<TState> => CopyIn(states, source, Find<TState>(layer, isCell: false), isCell: false);

    /// <summary>Copies c out of states: [layers * directions, streams, size].</summary>
    /// <typeparam name="TState">The state.</typeparam>
    /// <param name="states">[streams]</param>
    /// <param name="destination">Takes them.</param>
    /// <param name="layer">The layer's name, or null for the only one.</param>
    public void GetCell<TState>(ReadOnlySpan<TState> states, Span<float> destination, string? layer)
        where TState : struct, IState<TState> => CopyOut(states, destination, Find<TState>(layer, isCell: true), isCell: true);

    /// <summary>Copies c into states.</summary>
    /// <typeparam name="TState">The state.</typeparam>
    /// <param name="states">[streams]</param>
    /// <param name="source">[layers * directions, streams, size]</param>
    /// <param name="layer">The layer's name, or null for the only one.</param>
    public void SetCell<TState>(Span<TState> states, ReadOnlySpan<float> source, string? layer)
        where TState : struct, IState<TState> => CopyIn(states, source, Find<TState>(layer, isCell: true), isCell: true);

    private static void CopyOut<TState>(ReadOnlySpan<TState> states, Span<float> destination, Layer layer, bool isCell)
        where TState : struct
    {
        int width = isCell ? layer.Cell : layer.Hidden;
        CheckSize(destination.Length, layer.Cells, states.Length, width, nameof(destination));
        for (int row = 0; row < layer.Cells * states.Length; row++)
        {
            Part part = layer.PartOf(row / states.Length, isCell);
            MemoryMarshal.Cast<byte, float>(ReadableBytesOf(in states[row % states.Length], part)).CopyTo(destination.Slice(row * width, width));
        }
    }

    private static void CopyIn<TState>(Span<TState> states, ReadOnlySpan<float> source, Layer layer, bool isCell)
        where TState : struct
    {
        int width = isCell ? layer.Cell : layer.Hidden;
        CheckSize(source.Length, layer.Cells, states.Length, width, nameof(source));
        for (int row = 0; row < layer.Cells * states.Length; row++)
        {
            Part part = layer.PartOf(row / states.Length, isCell);
            source.Slice(row * width, width).CopyTo(MemoryMarshal.Cast<byte, float>(BytesOf(ref states[row % states.Length], part)));
        }
    }

    private Layer Find<TState>(string? layer, bool isCell)
        where TState : struct, IState<TState>
    {
        int found = layer is null && LayerCount == 1 ? 0 : -1;
        for (int index = 0; layer is not null && index < LayerCount; index++)
        {
            found = TState.Layers[index].Name == layer ? index : found;
        }

        if (found < 0 || (isCell && LayerAt(found).Cell == 0))
        {
            ThrowLayer(layer, TState.Layers, found);
        }

        return LayerAt(found);
    }

    private Layer LayerAt(int index)
    {
        ReadOnlySpan<int> row = _layers.Slice(index * Row, Row);
        return new Layer(row[0] * row[1], row[1], row[2], row[3], row[4], row[5], row[6]);
    }

    private int Bytes()
    {
        int bytes = 0;
        foreach (Part part in Parts())
        {
            bytes += part.Bytes;
        }

        return bytes;
    }

    private Part Count => new(_countOffset, sizeof(long), sizeof(long));

    private Part Pooled => new(_countOffset + sizeof(long), _pooledBytes, _pooledElementBytes);

    private PartEnumerator Parts() => new(this);

    private static void CheckSize(int size, int cells, int streams, int width, string argument)
    {
        if (size != (long)cells * streams * width)
        {
            ThrowSize(size, cells, streams, width, argument);
        }
    }

    private static ReadOnlySpan<byte> ReadableBytesOf<TState>(in TState state, Part part)
        where TState : struct => BytesOf(ref Unsafe.AsRef(in state), part);

    private static Span<byte> BytesOf<TState>(ref TState state, Part part)
        where TState : struct => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref Unsafe.As<TState, byte>(ref state), part.Offset), part.Bytes);

    private static void CopyLittleEndian(ReadOnlySpan<byte> source, Span<byte> destination, int elementBytes)
    {
        source.CopyTo(destination);
        if (!BitConverter.IsLittleEndian)
        {
            for (int first = 0; first < destination.Length; first += elementBytes)
            {
                destination.Slice(first, elementBytes).Reverse();
            }
        }
    }

    [DoesNotReturn]
    private static void ThrowSize(int size, int cells, int streams, int width, string argument) => throw new ArgumentException(
        $"'{argument}' has size {size}; it needs {(long)cells * streams * width}: {cells} cells (layers * directions) of {streams} streams (states) of {width}.", argument);

    [DoesNotReturn]
    private static void ThrowLayer(string? layer, ReadOnlySpan<StateLayer> layers, int found)
    {
        string names = string.Join(", ", layers.ToArray().Select(static layer => $"'{layer.Name}'"));
        string problem = layers.IsEmpty ? "No layer is recurrent."
            : found >= 0 ? $"Layer '{layers[found].Name}' has no cell state c: only an LSTM has one."
            : layer is null ? $"There are {layers.Length} recurrent layers: say which ({names})."
            : $"No recurrent layer is named '{layer}' ({names}).";
        throw new ArgumentException(problem, nameof(layer));
    }

    /// <summary>Bytes of a state that lie together.</summary>
    private readonly record struct Part(int Offset, int Bytes, int ElementBytes)
    {
        public Range Floats => (Offset / sizeof(float))..((Offset + Bytes) / sizeof(float));
    }

    /// <summary>A recurrent layer: its cells lie one behind the other, PyTorch's order.</summary>
    private readonly record struct Layer(int Cells, int Directions, int Hidden, int Cell, int First, int ToCell, int ToNext)
    {
        public Part PartOf(int cell, bool isCell) => new(First + (cell * ToNext) + (isCell ? ToCell : 0), (isCell ? Cell : Hidden) * sizeof(float), sizeof(float));
    }

    /// <summary>All parts, in the order of a state's bytes.</summary>
    private ref struct PartEnumerator(StateMap map)
    {
        private readonly StateMap _map = map;
        private int _layer;
        private int _cell;
        private bool _isCell;
        private int _pooled;

        public Part Current { get; private set; }

        public readonly PartEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_layer < _map.LayerCount)
            {
                Layer layer = _map.LayerAt(_layer);
                Current = layer.PartOf(_cell, _isCell);
                _isCell = !_isCell && layer.Cell > 0;
                _cell += _isCell ? 0 : 1;
                if (_cell == layer.Cells)
                {
                    _cell = 0;
                    _layer++;
                }

                return true;
            }

            if (!_map.IsPooled || _pooled == 2)
            {
                return false;
            }

            Current = _pooled++ == 0 ? _map.Count : _map.Pooled;
            return true;
        }
    }
}
