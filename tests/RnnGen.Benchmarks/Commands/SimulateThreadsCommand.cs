using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Benchmarks.Simulation;

namespace RnnGen.Benchmarks.Commands;

/// <summary><c>simulate-threads</c>: what more cores than this machine has could bring, by a model. Nothing of it is measured.</summary>
internal static class SimulateThreadsCommand
{
    private const int Steps = 20_000;
    private const int Updates = 500;
    private const int FewStreams = 32;
    private const int ManyStreams = 256;

    private static readonly (int Input, int Hidden)[] Cells = [(16, 64), (100, 256), (256, 512), (512, 1024)];
    private static readonly int[] Threads = [1, 2, 4, 8, 16];

    /// <summary>Simulates and prints.</summary>
    /// <param name="options">What to simulate.</param>
    /// <returns>The exit code.</returns>
    public static int Run(SimulateThreadsOptions options)
    {
        Console.WriteLine($"""
            Simulated, not measured: {options.Machine.Barrier.ToString().ToLowerInvariant()} barrier, {options.Machine.FlagNanoseconds:F0} ns from core to core, seed {options.Seed}.
            One stream: us a step, mean and 99.9 %; times as fast as one thread; share of a step after the slowest thread's work (meeting, and fetching h).
            {FewStreams} and {ManyStreams} streams: ms of forward, backward and the weights' gradients over 100 steps, mean; times as fast as one thread.

            {"cell",-15} {"threads",7}   {"one stream",10} {"99.9 %",8} {"times",6} {"meeting",7}   {$"{FewStreams} streams",11} {"times",6}   {$"{ManyStreams} streams",11} {"times",6}
            """);
        foreach ((int input, int hidden) in Cells)
        {
            var rows = Threads.Select(threads => Row.Of(new SimulatedLstm(options.Machine, input, hidden, threads), threads, options.Seed)).ToList();
            foreach (Row row in rows)
            {
                Print($"LSTM {input}->{hidden}", row, rows[0]);
            }
        }

        return 0;
    }

    private static void Print(string cell, Row row, Row one) => Console.WriteLine(
        $"{cell,-15} {row.Threads,7}   {row.Step / 1e3,10:F2} {row.SlowStep / 1e3,8:F2} {one.Step / row.Step,6:F2} {row.MeetingShare,7:P0}   "
        + $"{row.FewStreams / 1e6,11:F2} {one.FewStreams / row.FewStreams,6:F2}   {row.ManyStreams / 1e6,11:F2} {one.ManyStreams / row.ManyStreams,6:F2}");

    private sealed record Row(int Threads, double Step, double SlowStep, double MeetingShare, double FewStreams, double ManyStreams)
    {
        public static Row Of(SimulatedLstm cell, int threads, int seed)
        {
            var random = new Random(seed);
            List<(double All, double Meeting)> steps = [.. Enumerable.Range(0, Steps).Select(_ => cell.Step(random))];
            double all = steps.Average(static step => step.All);
            double slow = steps.Select(static step => step.All).Order().ElementAt(Steps * 999 / 1000);
            return new Row(
                threads, all, slow, steps.Average(static step => step.Meeting) / all, Mean(SimulateThreadsCommand.FewStreams), Mean(SimulateThreadsCommand.ManyStreams));

            double Mean(int streams) => Enumerable.Range(0, Updates).Average(_ => cell.Update(streams, random));
        }
    }
}
