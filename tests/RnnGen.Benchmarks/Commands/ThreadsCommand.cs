using System;
using RnnGen.Benchmarks.Cells;
using RnnGen.Benchmarks.Contestants;
using RnnGen.Benchmarks.Machine;
using RnnGen.Benchmarks.Measurement;
using RnnGen.Training;

namespace RnnGen.Benchmarks.Commands;

/// <summary><c>threads</c>: a whole update of an LSTM 100 -> 256 in batches of 32 on one thread and on two.</summary>
internal static class ThreadsCommand
{
    private const int Streams = 32;
    private const int Steps = 100;

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

        using var one = new Update(threads: 1);
        using var two = new Update(threads: 2);
        DuelResult result = Duel.Full.Run(two, one);
        Console.WriteLine();
        Console.WriteLine($"{"ms an update",-14} {"min",8} {"median",8}");
        Console.WriteLine($"{"one thread",-14} {result.Theirs.Minimum / 1e6,8:F2} {result.Theirs.Median / 1e6,8:F2}");
        Console.WriteLine($"{"two threads",-14} {result.Ours.Minimum / 1e6,8:F2} {result.Ours.Median / 1e6,8:F2}");
        Console.WriteLine(
            $"two threads are {result.Theirs.Minimum / result.Ours.Minimum:F2} times as fast (medians: {result.Theirs.Median / result.Ours.Median:F2}); {result.AllocatedBytes} bytes allocated an update");
        return 0;
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
