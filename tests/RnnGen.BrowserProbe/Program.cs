using System;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Wasm;
using RnnGen;
using RnnGen.BrowserProbe;
using RnnGen.Formats;

// Times a step of some cells in the runtime of browsers, beside plain C#. time.sh runs it under node.
Console.WriteLine($"Vector128: {Vector128.IsHardwareAccelerated}, PackedSimd: {PackedSimd.IsSupported}");
Time<Lstm1x32, Lstm1x32.State, Lstm1x32.Workspace>("lstm 1 -> 32");
Time<Lstm16x64, Lstm16x64.State, Lstm16x64.Workspace>("lstm 16 -> 64");

static void Time<TCell, TState, TWorkspace>(string name)
    where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
    where TState : struct, ILstmState
    where TWorkspace : class
{
    var cell = new TCell();
    cell.Initialize(seed: 1);
    var parameters = new TensorStore();
    cell.Save(parameters);
    var plain = new PlainLstm(parameters, TCell.InputSize, TCell.HiddenSize);
    float[] input = new float[TCell.InputSize];
    input.AsSpan().Fill(0.25f);
    TState state = default;

    double emittedTime = Fastest(() => cell.Step(input, ref state));
    double plainTime = Fastest(() => plain.Step(input));

    // Both ran for long enough to have come to rest.
    float difference = 0f;
    for (int unit = 0; unit < TCell.HiddenSize; unit++)
    {
        difference = MathF.Max(difference, MathF.Abs(state.Hidden[unit] - plain.Hidden[unit]));
    }

    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: {emittedTime:F2} us a step, plain C# {plainTime:F2} us; largest difference {difference:E1}"));
}

// Microseconds of a call: the fastest of many repetitions.
static double Fastest(Action call)
{
    const int calls = 500;
    double fastest = double.MaxValue;
    for (int repetition = 0; repetition < 40; repetition++)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            call();
        }

        fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalMicroseconds / calls);
    }

    return fastest;
}
