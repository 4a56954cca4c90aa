using System;
using System.Diagnostics;
using System.Linq;
using System.Runtime.Intrinsics;
using RnnGen.GuardRun;
using RnnGen.Numerics;
using RnnGen.Tests.Cells;

// Makes the calls of many cells and networks in memory in which every buffer of the library, and every span of a call, ends at an unreadable page, and then all of them
// again in memory in which each begins behind one: a read or write beyond a buffer ends the process. The last line that it has printed then says where.
//     # architecture and vector support
//     end Lstm1x1                  (before the calls of each case)
//     C cases, N calls, B buffers, S s
// Exit code 1 if bytes beside a buffer have been written to, 2 for a wrong argument, 3 where the operating system cannot protect pages.

if (!GuardedMemory.IsSupported)
{
    Console.Error.WriteLine("Pages are protected with mprotect, which this operating system does not have.");
    return 3;
}

var memory = GuardedMemory.Install();
if (args is ["--self-test", string fault])
{
    return SelfTest.Run(memory, fault) ? 0 : 2;
}

if (args.Length > 0)
{
    Console.Error.WriteLine("usage: RnnGen.GuardRun [--self-test FAULT]");
    return 2;
}

long start = Stopwatch.GetTimestamp();
Console.WriteLine(
    $"# {System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture} Used512={VectorWidth.Is512Used} Vector256={Vector256.IsHardwareAccelerated} Vector128={Vector128.IsHardwareAccelerated}");
GuardedCase[] cases =
[
    .. GuardedCase.In(typeof(LstmCells)), .. GuardedCase.In(typeof(GruCells)), .. GuardedCase.In(typeof(RnnCells)), .. GuardedCase.In(typeof(SharedStepCells)),
    .. GuardedCase.In(typeof(GuardedNetworks)), new GuardedInputs(), new GuardedTraining(),
];
foreach (GuardedCase guarded in cases)
{
    foreach (bool isInFront in (bool[])[false, true])
    {
        Console.WriteLine($"{(isInFront ? "front" : "end")} {guarded.Name}");
        memory.FreeSince(memory.Start);
        memory.IsInFront = isInFront;
        try
        {
            guarded.Run(memory);
            memory.FreeSince(memory.Start);
        }
        catch (InvalidOperationException exception)
        {
            Console.Error.WriteLine($"{guarded.Name}: {exception.Message}");
            return 1;
        }
    }
}

Console.WriteLine($"{cases.Length} cases, {cases.Sum(static guarded => guarded.Calls)} calls, {memory.Buffers} buffers, {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
return 0;
