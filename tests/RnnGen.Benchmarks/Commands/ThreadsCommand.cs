using System;
using System.Threading;
using RnnGen.Benchmarks.Cells;
using RnnGen.Benchmarks.Contestants;
using RnnGen.Benchmarks.Latency;
using RnnGen.Benchmarks.Machine;
using RnnGen.Benchmarks.Measurement;
using RnnGen.Training;

namespace RnnGen.Benchmarks.Commands;

/// <summary><c>threads</c>: what one thread and two take for an update, a batch and one stream; and single steps where another thread wants one of the cores.</summary>
internal static class ThreadsCommand
{
    private const int Streams = 32;
    private const int Steps = 100;
    private const int SingleSteps = 50_000;

    /// <summary>Measures and prints. Not to be pinned to one core.</summary>
    /// <returns>The exit code.</returns>
    public static int Run()
    {
        MachineDescription.Print(Console.Out, threads: 2);
        if (CoreAffinity.AllowedCores() is [_] || Environment.ProcessorCount < 2)
        {
            Console.Error.WriteLine("two threads need two cores: do not pin this one");
            return 1;
        }

        Console.WriteLine();
        Console.WriteLine($"{"us a call",-44} {"one: min",9} {"median",9} {"two: min",9} {"median",9} {"times",6} {"bytes",6}");
        Compare("update LSTM 100->256, 32 streams, 100 steps", static threads => new Update(threads));
        Compare("run LSTM 100->256, 32 streams, 100 steps", static threads => new OurBatch<Lstm100x256, Lstm100x256.State, Lstm100x256.Workspace>(Steps, Streams, threads));
        Compare("run LSTM 16->64, one stream, 100 steps", static threads => new OurBatch<Lstm16x64, Lstm16x64.State, Lstm16x64.Workspace>(Steps, 1, threads));
        Compare("run LSTM 100->256, one stream, 100 steps", static threads => new OurBatch<Lstm100x256, Lstm100x256.State, Lstm100x256.Workspace>(Steps, 1, threads));
        Compare("run LSTM 256->512, one stream, 100 steps", static threads => new OurBatch<Lstm256x512, Lstm256x512.State, Lstm256x512.Workspace>(Steps, 1, threads));
        Console.WriteLine();
        Console.WriteLine($"{"us a step of LSTM 100->256",-44} {"median",9} {"99 %",9} {"99.9 %",9} {"99.99 %",9} {"max",9}");
        foreach (bool isBusy in new[] { false, true })
        {
            foreach (int threads in new[] { 1, 2 })
            {
                TimeSteps(threads, isBusy);
            }
        }

        return 0;
    }

    private static void Compare(string name, Func<int, IContestant> create)
    {
        using IContestant one = create(1), two = create(2);
        DuelResult result = Duel.Full.Of(2).Run(two, one);
        Console.WriteLine(
            $"{name,-44} {result.Theirs.Minimum / 1e3,9:F1} {result.Theirs.Median / 1e3,9:F1} {result.Ours.Minimum / 1e3,9:F1} {result.Ours.Median / 1e3,9:F1} {result.Theirs.Minimum / result.Ours.Minimum,6:F2} {result.AllocatedBytes,6}");
    }

    /// <summary>Single steps, back to back; beside them, perhaps, a thread that never rests and wants a core for itself.</summary>
    private static void TimeSteps(int threads, bool isBusy)
    {
        using var contestant = new OurBatch<Lstm100x256, Lstm100x256.State, Lstm100x256.Workspace>(steps: 1, streams: 1, threads);
        long[] nanoseconds = new long[SingleSteps];
        StepTimes.Measure(contestant, nanoseconds);
        bool stops = false;
        var other = new Thread(() =>
        {
            while (!Volatile.Read(ref stops))
            {
                Thread.SpinWait(1000);
            }
        });
        if (isBusy)
        {
            other.Start();
        }

        StepTimes.Measure(contestant, nanoseconds);
        Volatile.Write(ref stops, true);
        if (isBusy)
        {
            other.Join();
        }

        var times = LatencyHistogram.Of(nanoseconds);
        Console.WriteLine(
            $"{(threads == 1 ? "one thread" : "two threads") + (isBusy ? ", one core also wanted by another" : ", nothing else"),-44} {times.Median / 1e3,9:F1} {times.P99 / 1e3,9:F1} {times.P999 / 1e3,9:F1} {times.P9999 / 1e3,9:F1} {times.Maximum / 1e3,9:F1}");
    }

    private sealed class Update : IContestant
    {
        private readonly Trainer<float, float> _trainer;
        private readonly float[] _inputs = SharedData.Inputs(Streams * Steps * LstmTrained100x256.InputSize);
        private readonly float[] _targets = SharedData.OutputGradients(Streams * Steps * LstmTrained100x256.OutputSize);

        public Update(int threads)
        {
            var model = new LstmTrained100x256();
            model.Initialize(SharedData.WeightSeed);
            _trainer = new Trainer<float, float>(
                model, new Adam(model.Parameters.Length), SequenceLoss.SquaredError, new TrainerOptions { BatchSize = Streams, Threads = threads, ClipNorm = 1 });
        }

        public void Compute(ReadOnlySpan<float> inputs, Span<float> outputs) => throw new NotSupportedException();

        public void Repeat(int calls)
        {
            for (int call = 0; call < calls; call++)
            {
                _trainer.TrainStream(_inputs, _targets, Steps);
            }
        }

        public void Dispose() => _trainer.Dispose();
    }
}
