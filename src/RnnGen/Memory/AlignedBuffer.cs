using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using RnnGen.Cells;

namespace RnnGen.Memory;

/// <summary>
/// A fixed number of floats that start on a cache line (64 bytes) and never move: where emitted cells keep their parameters. The memory is
/// managed (a pinned array), so nothing needs disposing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Advanced)]
public sealed class AlignedBuffer
{
    /// <summary>The alignment of the first element, in bytes.</summary>
    public const int Alignment = 64;

    private const int FloatsPerLine = Alignment / sizeof(float);

    /// <summary>The most floats a buffer holds.</summary>
    public static int MaxLength => Array.MaxLength - FloatsPerLine;

    private readonly float[] _array;
    private readonly int _offset;
    private readonly StrongBox<int> _version;

    /// <summary>Creates a buffer of zeros.</summary>
    /// <param name="length">Floats it holds.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative, or more than an array holds.</exception>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxLength);
        Length = length;
        _version = new StrongBox<int>();
        (_array, _offset) = Allocator is { } allocator ? allocator(length) : Allocate(length);
    }

    private AlignedBuffer(AlignedBuffer whole, int start, int length)
    {
        Length = length;
        _array = whole._array;
        _version = whole._version;
        _offset = whole._offset + start;
    }

    /// <summary>
    /// Where buffers get their memory instead: a pinned array, and where in it the buffer starts, on a cache line. Null but in <c>tests/RnnGen.GuardRun</c>, which puts
    /// them between unreadable pages.
    /// </summary>
    internal static Func<int, (float[] Array, int Offset)>? Allocator { get; set; }

    /// <summary>Floats it holds.</summary>
    public int Length { get; }

    /// <summary>A part of this buffer, as a buffer of the same memory.</summary>
    /// <param name="start">Its first float: a multiple of a cache line's 16.</param>
    /// <param name="length">Floats it holds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part does not start on a cache line, or is not inside.</exception>
    public AlignedBuffer Slice(int start, int length)
    {
        if (start % FloatsPerLine != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(start), start, $"'{nameof(start)}' must be a multiple of {FloatsPerLine}.");
        }

        _ = Span.Slice(start, length);
        return new AlignedBuffer(this, start, length);
    }

    /// <summary>The first float.</summary>
    public ref float First
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _offset);
    }

    /// <summary>All floats.</summary>
    public Span<float> Span
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => MemoryMarshal.CreateSpan(ref First, Length);
    }

    /// <summary>How often the floats may have been changed: of a buffer and all its parts one number.</summary>
    internal int Version => Volatile.Read(ref _version.Value);

    /// <summary>
    /// All floats, to change them: what was computed from them is then computed again where it is needed. A span that is kept, and written to after such a use, must
    /// be taken again, or <see cref="MarkChanged"/> called.
    /// </summary>
    public Span<float> Writable
    {
        get
        {
            MarkChanged();
            return Span;
        }
    }

    /// <summary>Whether any float is NaN or infinite.</summary>
    public bool HasNonFinite => ParameterChecks.IndexOfNonFinite(Span) >= 0;

    /// <summary>Says that the floats have changed.</summary>
    public void MarkChanged() => Interlocked.Increment(ref _version.Value);

    /// <summary>The first float that is on a cache line, of memory that does not move: at most 15 floats further on.</summary>
    /// <param name="memory">The first float.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    internal static unsafe ref float Align(ref float memory) =>
        ref Unsafe.AddByteOffset(ref memory, -(nint)Unsafe.AsPointer(ref memory) & (Alignment - 1));

    private static (float[] Array, int Offset) Allocate(int length)
    {
        float[] array = GC.AllocateArray<float>(length + FloatsPerLine, pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        return (array, (int)(-(address / sizeof(float)) & (FloatsPerLine - 1)));
    }
}
