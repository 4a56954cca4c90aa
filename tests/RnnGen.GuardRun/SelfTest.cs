using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using RnnGen.Cells;
using RnnGen.Memory;
using RnnGen.Networks;

namespace RnnGen.GuardRun;

/// <summary>Faults on purpose, each of which must end the process or be found.</summary>
internal static class SelfTest
{
    /// <summary>Makes a fault.</summary>
    /// <param name="memory">Where the buffers are.</param>
    /// <param name="fault">Which.</param>
    /// <returns>Whether there is such a fault.</returns>
    public static bool Run(GuardedMemory memory, string fault)
    {
        switch (fault)
        {
            case "read-past-span":
                Get(ref MemoryMarshal.GetReference(memory.Of<float>(5)), 5);
                return true;
            case "write-past-span":
                Set(ref MemoryMarshal.GetReference(memory.Of<float>(5)), 5);
                return true;
            case "read-before-span":
                memory.IsInFront = true;
                Get(ref MemoryMarshal.GetReference(memory.Of<float>(5)), -1);
                return true;
            case "read-past-buffer":
                Get(ref new AlignedBuffer(32).First, 32);
                return true;
            case "read-before-buffer":
                memory.IsInFront = true;
                Get(ref new AlignedBuffer(32).First, -1);
                return true;
            case "write-into-padding":
                Set(ref new AlignedBuffer(5).First, 5);
                memory.FreeSince(memory.Start);
                return true;
            case "tape-without-rows":
                ForwardSecondSegment(memory, rows: 4);
                return true;
            case "tape-with-rows":
                ForwardSecondSegment(memory, rows: (int)NetworkArguments.TapeRows(2, 2));
                return true;
            default:
                return false;
        }
    }

    /// <summary>
    /// What a network does with sequences of the lengths 2 and 1: its cell goes on at row 4 of the tape, behind two steps and two states. (k - 1)(S - k) more rows
    /// than steps times streams, as tapes once had, are none.
    /// </summary>
    private static void ForwardSecondSegment(GuardedMemory memory, int rows)
    {
        var network = new GuardedNetworks.Elman();
        var tape = new GuardedNetworks.Elman.Tape(2, 2);
        tape.Cells[0] = new TapeOfRows(tape.Network.Cells[0].Tape, rows);
        network.Forward(memory.Of<float>(4), memory.Of<float>(4 * 40), memory.Of<GuardedNetworks.Elman.State>(2), tape, [2, 1]);
    }

    private sealed class TapeOfRows(CellTapeSizes sizes, int rows) : CellTape(sizes, steps: 2, streams: 2, rows, team: null);

    private static void Get(ref float first, int index) => _ = Volatile.Read(ref Unsafe.Add(ref first, index));

    private static void Set(ref float first, int index) => Volatile.Write(ref Unsafe.Add(ref first, index), 1f);
}
