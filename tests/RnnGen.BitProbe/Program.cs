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
using RnnGen.Numerics;
using Shared;

// Prints the bits that emitted cells and networks give on this machine under these settings of the runtime, for comparison with another's:
//     # architecture and vector support
//     cell stream hash             (as a rule)
//     cell backward batch hash ... (of the gradients of parameters, inputs and initial states)
//     cell rate hash               (of the outputs of the first stream at another rate)
//     cell index value             (with --values: the first stream's final state, and some gradients, each relative to the largest of its kind, for
//                                  comparison within a tolerance)
// Exit code 1 and a line to stderr if a cell's ways of computing (single steps, runs, batches) do not give the same bits.

bool printValues = args is ["--values"];
if (args.Length > 0 && !printValues)
{
    Console.Error.WriteLine("usage: RnnGen.BitProbe [--values]");
    return ExitCode.BadArguments;
}

Probe[] probes =
[
    new CellProbe<Cells.Lstm1x1, Cells.Lstm1x1.State, Cells.Lstm1x1.Workspace, Cells.Lstm1x1.Tape, Cells.Lstm1x1.Gradients>(),
    new CellProbe<Cells.Lstm1x3, Cells.Lstm1x3.State, Cells.Lstm1x3.Workspace, Cells.Lstm1x3.Tape, Cells.Lstm1x3.Gradients>(),
    new CellProbe<Cells.Lstm1x8, Cells.Lstm1x8.State, Cells.Lstm1x8.Workspace, Cells.Lstm1x8.Tape, Cells.Lstm1x8.Gradients>(),
    new CellProbe<Cells.Lstm1x16, Cells.Lstm1x16.State, Cells.Lstm1x16.Workspace, Cells.Lstm1x16.Tape, Cells.Lstm1x16.Gradients>(),
    new CellProbe<Cells.Lstm1x17, Cells.Lstm1x17.State, Cells.Lstm1x17.Workspace, Cells.Lstm1x17.Tape, Cells.Lstm1x17.Gradients>(),
    new CellProbe<Cells.Lstm1x24, Cells.Lstm1x24.State, Cells.Lstm1x24.Workspace, Cells.Lstm1x24.Tape, Cells.Lstm1x24.Gradients>(),
    new CellProbe<Cells.Lstm1x32, Cells.Lstm1x32.State, Cells.Lstm1x32.Workspace, Cells.Lstm1x32.Tape, Cells.Lstm1x32.Gradients>(),
    new CellProbe<Cells.Lstm1x40, Cells.Lstm1x40.State, Cells.Lstm1x40.Workspace, Cells.Lstm1x40.Tape, Cells.Lstm1x40.Gradients>(),
    new CellProbe<Cells.Lstm3x5, Cells.Lstm3x5.State, Cells.Lstm3x5.Workspace, Cells.Lstm3x5.Tape, Cells.Lstm3x5.Gradients>(),
    new CellProbe<Cells.Lstm7x13, Cells.Lstm7x13.State, Cells.Lstm7x13.Workspace, Cells.Lstm7x13.Tape, Cells.Lstm7x13.Gradients>(),
    new CellProbe<Cells.Lstm7x13Precise, Cells.Lstm7x13Precise.State, Cells.Lstm7x13Precise.Workspace, Cells.Lstm7x13Precise.Tape, Cells.Lstm7x13Precise.Gradients>(),
    new CellProbe<Cells.Lstm7x13Fast, Cells.Lstm7x13Fast.State, Cells.Lstm7x13Fast.Workspace, Cells.Lstm7x13Fast.Tape, Cells.Lstm7x13Fast.Gradients>(),
    new CellProbe<Cells.Lstm16x64, Cells.Lstm16x64.State, Cells.Lstm16x64.Workspace, Cells.Lstm16x64.Tape, Cells.Lstm16x64.Gradients>(),
    new CellProbe<Cells.Lstm17x31, Cells.Lstm17x31.State, Cells.Lstm17x31.Workspace, Cells.Lstm17x31.Tape, Cells.Lstm17x31.Gradients>(),
    new CellProbe<Cells.Lstm100x256, Cells.Lstm100x256.State, Cells.Lstm100x256.Workspace, Cells.Lstm100x256.Tape, Cells.Lstm100x256.Gradients>(),
    new CellProbe<Cells.Gru1x8, Cells.Gru1x8.State, Cells.Gru1x8.Workspace, Cells.Gru1x8.Tape, Cells.Gru1x8.Gradients>(),
    new CellProbe<Cells.Gru1x17, Cells.Gru1x17.State, Cells.Gru1x17.Workspace, Cells.Gru1x17.Tape, Cells.Gru1x17.Gradients>(),
    new CellProbe<Cells.Gru1x40, Cells.Gru1x40.State, Cells.Gru1x40.Workspace, Cells.Gru1x40.Tape, Cells.Gru1x40.Gradients>(),
    new CellProbe<Cells.Gru16x64, Cells.Gru16x64.State, Cells.Gru16x64.Workspace, Cells.Gru16x64.Tape, Cells.Gru16x64.Gradients>(),
    new CellProbe<Cells.Gru7x13Precise, Cells.Gru7x13Precise.State, Cells.Gru7x13Precise.Workspace, Cells.Gru7x13Precise.Tape, Cells.Gru7x13Precise.Gradients>(),
    new CellProbe<Cells.Gru1x16Before, Cells.Gru1x16Before.State, Cells.Gru1x16Before.Workspace, Cells.Gru1x16Before.Tape, Cells.Gru1x16Before.Gradients>(),
    new CellProbe<Cells.Gru9x77Before, Cells.Gru9x77Before.State, Cells.Gru9x77Before.Workspace, Cells.Gru9x77Before.Tape, Cells.Gru9x77Before.Gradients>(),
    new CellProbe<Cells.Gru3x5Complement, Cells.Gru3x5Complement.State, Cells.Gru3x5Complement.Workspace, Cells.Gru3x5Complement.Tape, Cells.Gru3x5Complement.Gradients>(),
    new CellProbe<Cells.Gru9x48Complement, Cells.Gru9x48Complement.State, Cells.Gru9x48Complement.Workspace, Cells.Gru9x48Complement.Tape, Cells.Gru9x48Complement.Gradients>(),
    new CellProbe<Cells.Rnn1x8, Cells.Rnn1x8.State, Cells.Rnn1x8.Workspace, Cells.Rnn1x8.Tape, Cells.Rnn1x8.Gradients>(),
    new CellProbe<Cells.Rnn3x40, Cells.Rnn3x40.State, Cells.Rnn3x40.Workspace, Cells.Rnn3x40.Tape, Cells.Rnn3x40.Gradients>(),
    new CellProbe<Cells.Rnn7x77Relu, Cells.Rnn7x77Relu.State, Cells.Rnn7x77Relu.Workspace, Cells.Rnn7x77Relu.Tape, Cells.Rnn7x77Relu.Gradients>(),
    new CellProbe<Cells.Rnn16x128, Cells.Rnn16x128.State, Cells.Rnn16x128.Workspace, Cells.Rnn16x128.Tape, Cells.Rnn16x128.Gradients>(),
    new CellProbe<Cells.LstmPeephole5x21, Cells.LstmPeephole5x21.State, Cells.LstmPeephole5x21.Workspace, Cells.LstmPeephole5x21.Tape, Cells.LstmPeephole5x21.Gradients>(),
    new CellProbe<Cells.LstmProjected9x40, Cells.LstmProjected9x40.State, Cells.LstmProjected9x40.Workspace, Cells.LstmProjected9x40.Tape, Cells.LstmProjected9x40.Gradients>(),
    new CellProbe<Cells.LstmCoupled3x17, Cells.LstmCoupled3x17.State, Cells.LstmCoupled3x17.Workspace, Cells.LstmCoupled3x17.Tape, Cells.LstmCoupled3x17.Gradients>(),
    new CellProbe<Cells.LstmNormalized7x45, Cells.LstmNormalized7x45.State, Cells.LstmNormalized7x45.Workspace, Cells.LstmNormalized7x45.Tape, Cells.LstmNormalized7x45.Gradients>(),
    new CellProbe<Cells.LstmClipped6x24, Cells.LstmClipped6x24.State, Cells.LstmClipped6x24.Workspace, Cells.LstmClipped6x24.Tape, Cells.LstmClipped6x24.Gradients>(),
    new CellProbe<Cells.LstmActivations4x20, Cells.LstmActivations4x20.State, Cells.LstmActivations4x20.Workspace, Cells.LstmActivations4x20.Tape, Cells.LstmActivations4x20.Gradients>(),
    new CellProbe<Cells.GruActivations5x23, Cells.GruActivations5x23.State, Cells.GruActivations5x23.Workspace, Cells.GruActivations5x23.Tape, Cells.GruActivations5x23.Gradients>(),
    new CellProbe<Cells.RnnSoftplus5x37, Cells.RnnSoftplus5x37.State, Cells.RnnSoftplus5x37.Workspace, Cells.RnnSoftplus5x37.Tape, Cells.RnnSoftplus5x37.Gradients>(),
    new CellProbe<Cells.LstmAll9x43, Cells.LstmAll9x43.State, Cells.LstmAll9x43.Workspace, Cells.LstmAll9x43.Tape, Cells.LstmAll9x43.Gradients>(),
    new CellProbe<Cells.GruNormalized7x45, Cells.GruNormalized7x45.State, Cells.GruNormalized7x45.Workspace, Cells.GruNormalized7x45.Tape, Cells.GruNormalized7x45.Gradients>(),
    new CellProbe<Cells.GruNormalized1x16, Cells.GruNormalized1x16.State, Cells.GruNormalized1x16.Workspace, Cells.GruNormalized1x16.Tape, Cells.GruNormalized1x16.Gradients>(),
    new CellProbe<Cells.GruBeforeNormalized9x40, Cells.GruBeforeNormalized9x40.State, Cells.GruBeforeNormalized9x40.Workspace, Cells.GruBeforeNormalized9x40.Tape, Cells.GruBeforeNormalized9x40.Gradients>(),
    new CellProbe<Cells.GruComplementNormalized3x21, Cells.GruComplementNormalized3x21.State, Cells.GruComplementNormalized3x21.Workspace, Cells.GruComplementNormalized3x21.Tape, Cells.GruComplementNormalized3x21.Gradients>(),
    new CellProbe<Cells.RnnNormalized5x37, Cells.RnnNormalized5x37.State, Cells.RnnNormalized5x37.Workspace, Cells.RnnNormalized5x37.Tape, Cells.RnnNormalized5x37.Gradients>(),
    new CellProbe<Cells.LstmDiagonal1x16, Cells.LstmDiagonal1x16.State, Cells.LstmDiagonal1x16.Workspace, Cells.LstmDiagonal1x16.Tape, Cells.LstmDiagonal1x16.Gradients>(),
    new CellProbe<Cells.LstmDiagonal9x77, Cells.LstmDiagonal9x77.State, Cells.LstmDiagonal9x77.Workspace, Cells.LstmDiagonal9x77.Tape, Cells.LstmDiagonal9x77.Gradients>(),
    new CellProbe<Cells.LstmDiagonalNormalized7x45, Cells.LstmDiagonalNormalized7x45.State, Cells.LstmDiagonalNormalized7x45.Workspace, Cells.LstmDiagonalNormalized7x45.Tape, Cells.LstmDiagonalNormalized7x45.Gradients>(),
    new CellProbe<Cells.GruDiagonal1x24, Cells.GruDiagonal1x24.State, Cells.GruDiagonal1x24.Workspace, Cells.GruDiagonal1x24.Tape, Cells.GruDiagonal1x24.Gradients>(),
    new CellProbe<Cells.GruDiagonal9x77, Cells.GruDiagonal9x77.State, Cells.GruDiagonal9x77.Workspace, Cells.GruDiagonal9x77.Tape, Cells.GruDiagonal9x77.Gradients>(),
    new CellProbe<Cells.GruDiagonalBefore5x40, Cells.GruDiagonalBefore5x40.State, Cells.GruDiagonalBefore5x40.Workspace, Cells.GruDiagonalBefore5x40.Tape, Cells.GruDiagonalBefore5x40.Gradients>(),
    new CellProbe<Cells.GruDiagonalNormalized5x40, Cells.GruDiagonalNormalized5x40.State, Cells.GruDiagonalNormalized5x40.Workspace, Cells.GruDiagonalNormalized5x40.Tape, Cells.GruDiagonalNormalized5x40.Gradients>(),
    new CellProbe<Cells.RnnDiagonal3x8, Cells.RnnDiagonal3x8.State, Cells.RnnDiagonal3x8.Workspace, Cells.RnnDiagonal3x8.Tape, Cells.RnnDiagonal3x8.Gradients>(),
    new CellProbe<Cells.RnnDiagonal16x128, Cells.RnnDiagonal16x128.State, Cells.RnnDiagonal16x128.Workspace, Cells.RnnDiagonal16x128.Tape, Cells.RnnDiagonal16x128.Gradients>(),
    new CausalNetworkProbe<Networks.Tokens, int, Networks.Tokens.State, Networks.Tokens.Workspace, Networks.Tokens.Tape, Networks.Tokens.Gradients>(),
    new NetworkProbe<Networks.Classifier, float, Networks.Classifier.State, Networks.Classifier.Workspace, Networks.Classifier.Tape, Networks.Classifier.Gradients>(),
    new CausalNetworkProbe<Networks.Amplifier, float, Networks.Amplifier.State, Networks.Amplifier.Workspace, Networks.Amplifier.Tape, Networks.Amplifier.Gradients>(),
    new CausalNetworkProbe<Networks.SeveralInputs, Networks.SeveralInputs.StepInput, Networks.SeveralInputs.State, Networks.SeveralInputs.Workspace, Networks.SeveralInputs.Tape, Networks.SeveralInputs.Gradients>(
        static numbers => new(Id(numbers[0]), Ids(numbers.AsSpan(1, 1 + Id(numbers[1]) % 3)), Ids(numbers.AsSpan(4, 2 + Id(numbers[4]) % 2)), numbers.AsSpan(7))),
    new CausalNetworkProbe<Networks.Outer, Networks.Outer.StepInput, Networks.Outer.State, Networks.Outer.Workspace, Networks.Outer.Tape, Networks.Outer.Gradients>(
        static numbers => new(Id(numbers[0]), Ids(numbers.AsSpan(1, Id(numbers[1]) % 8)), numbers.AsSpan(10, 2))),
    new CausalNetworkProbe<Networks.Largest, float, Networks.Largest.State, Networks.Largest.Workspace, Networks.Largest.Tape, Networks.Largest.Gradients>(),
    new NetworkProbe<Networks.Tagger, int, Networks.Tagger.State, Networks.Tagger.Workspace, Networks.Tagger.Tape, Networks.Tagger.Gradients>(),
    new CausalNetworkProbe<Networks.Tied, int, Networks.Tied.State, Networks.Tied.Workspace, Networks.Tied.Tape, Networks.Tied.Gradients>(),
    new NetworkProbe<Networks.Residual, float, Networks.Residual.State, Networks.Residual.Workspace, Networks.Residual.Tape, Networks.Residual.Gradients>(),
    new CausalNetworkProbe<Networks.SmallTagger, float, Networks.SmallTagger.State, Networks.SmallTagger.Workspace, Networks.SmallTagger.Tape, Networks.SmallTagger.Gradients>(),
];

using TextWriter output = new StreamWriter(Console.OpenStandardOutput());
bool fma = Fma.IsSupported || AdvSimd.IsSupported;
output.WriteLine($"# {RuntimeInformation.ProcessArchitecture} Vector128={Vector128.IsHardwareAccelerated} "
    + $"Vector256={Vector256.IsHardwareAccelerated} Vector512={Vector512.IsHardwareAccelerated} Used512={VectorWidth.Is512Used} Fma={fma}");

int exitCode = 0;
foreach (Probe probe in probes)
{
    float[][] traces = probe.RunBySteps();
    foreach (string line in printValues
        ? FinalState(probe, traces[0]).Concat(SomeGradients(probe))
        : Hashes(probe, traces).Concat(GradientHashes(probe)).Concat(RateHashes(probe)))
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

static int Id(float number) => (int)((number + 1) / 2 * 10) % 10;

static int[] Ids(ReadOnlySpan<float> numbers) => [.. numbers.ToArray().Select(Id)];

static IEnumerable<string> Hashes(Probe probe, float[][] traces) =>
    traces.Select((trace, stream) => $"{probe.Name} {stream} {BitHash.Compute(trace):x16}");

static IEnumerable<string> RateHashes(Probe probe) => probe.RunAtOtherRates().Select(run => $"{probe.Name} {run.Rate} {BitHash.Compute(run.Steps):x16}");

static IEnumerable<string> FinalState(Probe probe, float[] trace) =>
    trace.Skip(probe.OutputLength).Select((value, i) => $"{probe.Name} {i} {value.ToString("R", CultureInfo.InvariantCulture)}");

static IEnumerable<string> GradientHashes(Probe probe) =>
    new[] { 1, 5 }.Select(batch => $"{probe.Name} backward {batch} {string.Join(' ', probe.Differentiate(batch).Select(static gradients => $"{BitHash.Compute(gradients):x16}"))}");

static IEnumerable<string> SomeGradients(Probe probe)
{
    const int every = 23;
    foreach ((int kind, float[] gradients) in probe.Differentiate(3).Index())
    {
        float largest = gradients.Max(Math.Abs);
        foreach ((int i, float value) in gradients.Index().Where(static element => element.Index % every == 0))
        {
            yield return $"{probe.Name} gradient {kind} {i} {(value / largest).ToString("R", CultureInfo.InvariantCulture)}";
        }
    }
}
