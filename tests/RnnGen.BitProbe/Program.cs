using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using RnnGen.BitProbe;

// Prints the bits that emitted cells give on this machine under these settings of the runtime, for comparison with another's:
//     # architecture and vector support
//     cell stream hash             (as a rule)
//     cell index value             (with --values: the first stream's final state, for comparison within a tolerance)
// Exit code 1 and a line to stderr if a cell's ways of computing (single steps, runs, batches) do not give the same bits.

bool printValues = args is ["--values"];
if (args.Length > 0 && !printValues)
{
    Console.Error.WriteLine("usage: RnnGen.BitProbe [--values]");
    return 2;
}

Probe[] probes =
[
    new CellProbe<Cells.Lstm1x1, Cells.Lstm1x1.State, Cells.Lstm1x1.Workspace>(),
    new CellProbe<Cells.Lstm1x3, Cells.Lstm1x3.State, Cells.Lstm1x3.Workspace>(),
    new CellProbe<Cells.Lstm1x8, Cells.Lstm1x8.State, Cells.Lstm1x8.Workspace>(),
    new CellProbe<Cells.Lstm1x16, Cells.Lstm1x16.State, Cells.Lstm1x16.Workspace>(),
    new CellProbe<Cells.Lstm1x17, Cells.Lstm1x17.State, Cells.Lstm1x17.Workspace>(),
    new CellProbe<Cells.Lstm1x24, Cells.Lstm1x24.State, Cells.Lstm1x24.Workspace>(),
    new CellProbe<Cells.Lstm1x32, Cells.Lstm1x32.State, Cells.Lstm1x32.Workspace>(),
    new CellProbe<Cells.Lstm1x40, Cells.Lstm1x40.State, Cells.Lstm1x40.Workspace>(),
    new CellProbe<Cells.Lstm3x5, Cells.Lstm3x5.State, Cells.Lstm3x5.Workspace>(),
    new CellProbe<Cells.Lstm7x13, Cells.Lstm7x13.State, Cells.Lstm7x13.Workspace>(),
    new CellProbe<Cells.Lstm7x13Precise, Cells.Lstm7x13Precise.State, Cells.Lstm7x13Precise.Workspace>(),
    new CellProbe<Cells.Lstm7x13Fast, Cells.Lstm7x13Fast.State, Cells.Lstm7x13Fast.Workspace>(),
    new CellProbe<Cells.Lstm16x64, Cells.Lstm16x64.State, Cells.Lstm16x64.Workspace>(),
    new CellProbe<Cells.Lstm17x31, Cells.Lstm17x31.State, Cells.Lstm17x31.Workspace>(),
    new CellProbe<Cells.Lstm100x256, Cells.Lstm100x256.State, Cells.Lstm100x256.Workspace>(),
    new CellProbe<Cells.Gru1x8, Cells.Gru1x8.State, Cells.Gru1x8.Workspace>(),
    new CellProbe<Cells.Gru1x17, Cells.Gru1x17.State, Cells.Gru1x17.Workspace>(),
    new CellProbe<Cells.Gru1x40, Cells.Gru1x40.State, Cells.Gru1x40.Workspace>(),
    new CellProbe<Cells.Gru16x64, Cells.Gru16x64.State, Cells.Gru16x64.Workspace>(),
    new CellProbe<Cells.Gru7x13Precise, Cells.Gru7x13Precise.State, Cells.Gru7x13Precise.Workspace>(),
    new CellProbe<Cells.Gru1x16Before, Cells.Gru1x16Before.State, Cells.Gru1x16Before.Workspace>(),
    new CellProbe<Cells.Gru9x77Before, Cells.Gru9x77Before.State, Cells.Gru9x77Before.Workspace>(),
    new CellProbe<Cells.Gru3x5Complement, Cells.Gru3x5Complement.State, Cells.Gru3x5Complement.Workspace>(),
    new CellProbe<Cells.Gru9x48Complement, Cells.Gru9x48Complement.State, Cells.Gru9x48Complement.Workspace>(),
    new CellProbe<Cells.Rnn1x8, Cells.Rnn1x8.State, Cells.Rnn1x8.Workspace>(),
    new CellProbe<Cells.Rnn3x40, Cells.Rnn3x40.State, Cells.Rnn3x40.Workspace>(),
    new CellProbe<Cells.Rnn7x77Relu, Cells.Rnn7x77Relu.State, Cells.Rnn7x77Relu.Workspace>(),
    new CellProbe<Cells.Rnn16x128, Cells.Rnn16x128.State, Cells.Rnn16x128.Workspace>(),
];

using TextWriter output = new StreamWriter(Console.OpenStandardOutput());
bool fma = Fma.IsSupported || AdvSimd.IsSupported;
output.WriteLine($"# {RuntimeInformation.ProcessArchitecture} Vector128={Vector128.IsHardwareAccelerated} "
    + $"Vector256={Vector256.IsHardwareAccelerated} Vector512={Vector512.IsHardwareAccelerated} Fma={fma}");

int exitCode = 0;
foreach (Probe probe in probes)
{
    float[][] traces = probe.RunBySteps();
    foreach (string line in printValues ? FinalState(probe, traces[0]) : Hashes(probe, traces))
    {
        output.WriteLine(line);
    }

    foreach (string difference in probe.FindDifferences(traces))
    {
        Console.Error.WriteLine(difference);
        exitCode = 1;
    }
}

return exitCode;

static IEnumerable<string> Hashes(Probe probe, float[][] traces) =>
    traces.Select((trace, stream) => $"{probe.Name} {stream} {BitHash.Compute(trace):x16}");

static IEnumerable<string> FinalState(Probe probe, float[] trace) =>
    trace.Skip(probe.OutputLength).Select((value, i) => $"{probe.Name} {i} {value.ToString("R", CultureInfo.InvariantCulture)}");
