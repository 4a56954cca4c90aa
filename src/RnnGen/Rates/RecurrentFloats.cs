using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Rates;

/// <summary>
/// Where a state has what its recurrent layers read back: h, and c of an LSTM, of every cell. What pooling keeps of a sequence is not among it, nor is
/// padding.
/// </summary>
/// <param name="parts">The floats of each part, from its first to behind its last, ascending.</param>
/// <param name="hasOther">Whether a state has numbers besides.</param>
internal sealed class RecurrentFloats(Range[] parts, bool hasOther)
{
    /// <summary>The first float.</summary>
    public int Start => parts.Length == 0 ? 0 : parts[0].Start.Value;

    /// <summary>Floats from it to the last one, with the padding between.</summary>
    public int Extent => parts.Length == 0 ? 0 : parts[^1].End.Value - Start;

    /// <summary>Floats without padding.</summary>
    public int Count { get; } = parts.Sum(static part => part.End.Value - part.Start.Value);

    /// <summary>Whether a state has numbers besides: what pooling keeps.</summary>
    public bool HasOther => hasOther;

    /// <summary>Copies the floats out of a state.</summary>
    /// <typeparam name="TState">The state.</typeparam>
    /// <param name="state">The state.</param>
    /// <param name="floats">[<see cref="Count"/>]</param>
    public void Get<TState>(ref TState state, Span<float> floats)
        where TState : struct
    {
        foreach (Range part in parts)
        {
            Span<float> source = Of(ref state, part);
            source.CopyTo(floats);
            floats = floats[source.Length..];
        }
    }

    /// <summary>Copies the floats into a state.</summary>
    /// <typeparam name="TState">The state.</typeparam>
    /// <param name="state">The state.</param>
    /// <param name="floats">[<see cref="Count"/>]</param>
    public void Set<TState>(ref TState state, ReadOnlySpan<float> floats)
        where TState : struct
    {
        foreach (Range part in parts)
        {
            Span<float> destination = Of(ref state, part);
            floats[..destination.Length].CopyTo(destination);
            floats = floats[destination.Length..];
        }
    }

    private static Span<float> Of<TState>(ref TState state, Range part)
        where TState : struct => MemoryMarshal.CreateSpan(
            ref Unsafe.Add(ref Unsafe.As<TState, float>(ref state), part.Start.Value), part.End.Value - part.Start.Value);

    /// <summary>Those of a cell's state, found out once.</summary>
    /// <typeparam name="TState">The state.</typeparam>
    internal static class OfCell<TState>
        where TState : struct, IRecurrentState
    {
        /// <summary>Null where h or c is not inside the struct, as in a state that was written by hand.</summary>
        public static readonly RecurrentFloats? Value = Find();

        private static RecurrentFloats? Find()
        {
            object box = default(TState);
            ref float first = ref Unsafe.As<TState, float>(ref Unsafe.Unbox<TState>(box));
            Range[] parts = box is ILstmState lstm
                ? [Place(ref first, lstm.Hidden), Place(ref first, lstm.Cell)]
                : [Place(ref first, ((IRecurrentState)box).Hidden)];
            Array.Sort(parts, static (left, right) => left.Start.Value.CompareTo(right.Start.Value));
            return Array.TrueForAll(parts, static part => part.End.Value > 0) ? new RecurrentFloats(parts, hasOther: false) : null;
        }

        /// <summary>An empty range where the floats are not inside the struct.</summary>
        private static Range Place(ref float first, Span<float> floats)
        {
            nint bytes = Unsafe.ByteOffset(ref first, ref MemoryMarshal.GetReference(floats));
            bool isInside = bytes >= 0 && bytes % sizeof(float) == 0 && bytes + ((nint)floats.Length * sizeof(float)) <= Unsafe.SizeOf<TState>();
            int start = (int)(bytes / sizeof(float));
            return isInside ? start..(start + floats.Length) : 0..0;
        }
    }
}
