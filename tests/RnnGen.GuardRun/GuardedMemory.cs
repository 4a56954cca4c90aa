using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Memory;

namespace RnnGen.GuardRun;

/// <summary>
/// Memory in which every buffer lies between two unreadable pages: it ends at the one behind it, or begins at the one before it, and what its pages have besides is
/// filled with a pattern. It is one array that never moves, so that the library's buffers are what they always are.
/// </summary>
internal sealed partial class GuardedMemory
{
    private const int Floats = 64 * 1024 * 1024;
    private const uint Pattern = 0x7FC0BEEF;
    private const int ProtectNone = 0;
    private const int ProtectReadWrite = 3;

    private static readonly int Page = Environment.SystemPageSize;

    private readonly float[] _array = GC.AllocateUninitializedArray<float>(Floats, pinned: true);
    private readonly List<Fill> _fills = [];
    private readonly nint _base;
    private readonly nint _end;

    // The unreadable page behind the last buffer, which is the one before the next buffer as well.
    private nint _guard;

    private GuardedMemory()
    {
        _base = Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0);
        _end = _base + ((nint)Floats * sizeof(float));
        _guard = RoundUp(_base, Page);
        Start = _guard;
        Protect(_guard, Page, ProtectNone);
    }

    /// <summary>Whether this operating system can do it.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>Where the first buffer goes.</summary>
    public nint Start { get; }

    /// <summary>Where the next buffer goes.</summary>
    public nint Mark => _guard;

    /// <summary>Buffers so far.</summary>
    public long Buffers { get; private set; }

    /// <summary>Whether buffers begin at an unreadable page; else they end at one.</summary>
    public bool IsInFront { get; set; }

    /// <summary>The memory, from which the library's buffers come from now on.</summary>
    public static GuardedMemory Install()
    {
        var memory = new GuardedMemory();
        AlignedBuffer.Allocator = memory.AllocateBuffer;
        return memory;
    }

    /// <summary>A buffer of a call, of zeros.</summary>
    /// <typeparam name="T">Floats, ids or states.</typeparam>
    /// <param name="count">How many.</param>
    public Span<T> Of<T>(int count)
        where T : struct
    {
        int bytes = count * Unsafe.SizeOf<T>();
        int floats = (bytes + sizeof(float) - 1) / sizeof(float);
        return MemoryMarshal.Cast<float, T>(_array.AsSpan(Allocate(floats, sizeof(float)), floats))[..count];
    }

    /// <summary>Frees all buffers since a mark, after a look at what is around them.</summary>
    /// <param name="mark">The mark.</param>
    public void FreeSince(nint mark)
    {
        foreach (Fill fill in _fills)
        {
            if (Bytes(fill.Address, fill.Bytes).ContainsAnyExcept(Pattern))
            {
                throw new InvalidOperationException($"{fill.Bytes} bytes beside a buffer have been written to.");
            }
        }

        _fills.RemoveAll(fill => fill.Address > mark);
        if (_guard > mark)
        {
            Protect(mark + Page, _guard - mark, ProtectReadWrite);
            _guard = mark;
        }
    }

    private (float[] Array, int Offset) AllocateBuffer(int floats) => (_array, Allocate(floats, AlignedBuffer.Alignment));

    private int Allocate(int floats, int alignment)
    {
        nint bytes = RoundUp((nint)floats * sizeof(float), alignment);
        nint pages = Math.Max(Page, RoundUp(bytes, Page));
        nint first = _guard + Page;
        if (first + pages + Page > _end)
        {
            throw new InsufficientMemoryException("The guarded memory is full.");
        }

        nint start = IsInFront ? first : first + pages - bytes;
        nint end = start + ((nint)floats * sizeof(float));
        AddFill(first, start - first);
        AddFill(end, first + pages - end);
        Bytes(start, end - start).Clear();
        _guard = first + pages;
        Protect(_guard, Page, ProtectNone);
        Buffers++;
        return (int)((start - _base) / sizeof(float));
    }

    private void AddFill(nint address, nint bytes)
    {
        if (bytes > 0)
        {
            Bytes(address, bytes).Fill(Pattern);
            _fills.Add(new Fill(address, bytes));
        }
    }

    private Span<uint> Bytes(nint address, nint bytes) =>
        MemoryMarshal.Cast<float, uint>(_array.AsSpan((int)((address - _base) / sizeof(float)), (int)(bytes / sizeof(float))));

    private static nint RoundUp(nint value, nint multiple) => (value + multiple - 1) / multiple * multiple;

    private static void Protect(nint address, nint bytes, int protection)
    {
        if (ProtectPages(address, (nuint)bytes, protection) != 0)
        {
            throw new InvalidOperationException($"mprotect failed with error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int ProtectPages(nint address, nuint length, int protection);

    private readonly record struct Fill(nint Address, nint Bytes);
}
