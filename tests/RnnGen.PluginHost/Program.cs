using System;
using System.Globalization;
using System.IO;
using System.Threading;
using AmpPlayer;
using RnnGen;
using RnnGen.Benchmarks.Latency;
using RnnGen.PluginHost;
using Shared;

// What a collection does to an amplifier in a .NET program: the same model as managed code, as the plug-in called from a managed thread, and as the plug-in on a
// thread of C; each with nothing else going on, and while another thread allocates and collects.
// RnnGen.PluginHost PLUGIN TIMER [BLOCKS]: the plug-in, block_timer.c as a library, blocks of each row.
// Exit code 0: all well; 1: a block allocated, or a library does not do what amp.h says; 2: bad arguments.

const int Block = 64;
const int DefaultBlocks = 1_000_000;
const int MostBlocks = 100_000_000;

int blocks = DefaultBlocks;
if (args.Length is < 2 or > 3 || (args.Length == 3 && !(int.TryParse(args[2], NumberStyles.None, CultureInfo.InvariantCulture, out blocks) && blocks is > 0 and <= MostBlocks)))
{
    Console.Error.WriteLine($"usage: RnnGen.PluginHost PLUGIN TIMER [BLOCKS, 1 to {MostBlocks}; {DefaultBlocks} otherwise]");
    return ExitCode.BadArguments;
}

PluginLibrary plugin;
try
{
    // A name without a folder would be looked for where the system has its libraries.
    plugin = new PluginLibrary(Path.GetFullPath(args[0]), Path.GetFullPath(args[1]));
}
catch (Exception problem) when (problem is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
{
    Console.Error.WriteLine($"error: {problem.Message}");
    return ExitCode.Failure;
}

Console.WriteLine($"""
    Blocks of {Block} samples, back to back: ns from the end of one to the end of the next, with the making of the samples and the clock.
    pressure: {GcPressure.Description}.
    Blocks are computed on a thread of the highest priority (nice -20), as audio drivers have, where the user may set one; this one {(OnThreadBeforeOthers(static () => 0).IsBefore ? "may" : "may not")}.
    gen0, gen1, gen2, pause: the host's collections meanwhile, and the milliseconds in all for which they stopped every managed thread of the host.

    {"the model",-31} {"condition",-9} {"blocks",10} {"bytes",6} {"p50",8} {"p99.9",10} {"p99.99",11} {"max",12} {"gen0",6} {"gen1",5} {"gen2",5} {"pause",8}
    """);
var managed = new AmpStream(Amp.Create(), new RateCorrection(Amp.SampleRate, Amp.SampleRate));
nint instance = plugin.Create(Amp.SampleRate);
long[] times = new long[blocks];
bool allocates = Measure("managed code of the host", () => BlockTimes.Measure(managed.Process, Block, times, GC.GetAllocatedBytesForCurrentThread));
allocates |= Measure(
    "plug-in, on a managed thread", () => BlockTimes.Measure(samples => plugin.Process(instance, samples), Block, times, () => plugin.AllocatedBytes));
allocates |= Measure("plug-in, on a thread of C", () => plugin.TimeBlocksOnNewThread(instance, Block, times));
plugin.Destroy(instance);
if (allocates)
{
    Console.Error.WriteLine("error: a block allocated");
}

return allocates ? ExitCode.Failure : ExitCode.Success;

bool Measure(string name, Func<long> measure)
{
    long quiet = MeasureUnder("quiet");
    using (new GcPressure())
    {
        return quiet + MeasureUnder("pressure") > 0;
    }

    long MeasureUnder(string condition)
    {
        var before = GcCounts.Now();
        (long allocated, _) = OnThreadBeforeOthers(measure);
        GcCounts gc = GcCounts.Now().Since(before);
        var row = LatencyHistogram.Of(times);
        Console.WriteLine(
            $"{name,-31} {condition,-9} {blocks,10:N0} {allocated,6} {row.Median,8:N0} {row.P999,10:N0} {row.P9999,11:N0} {row.Maximum,12:N0} "
            + $"{gc.Gen0,6} {gc.Gen1,5} {gc.Gen2,5} {gc.Pause.TotalMilliseconds,8:N1}");
        return allocated;
    }
}

// A new thread, since priority is not given back without a right to it.
(long Result, bool IsBefore) OnThreadBeforeOthers(Func<long> measure)
{
    (long, bool) result = default;
    var thread = new Thread(() =>
    {
        bool isBefore = plugin.RaisePriority();
        result = (measure(), isBefore);
    });
    thread.Start();
    thread.Join();
    return result;
}
