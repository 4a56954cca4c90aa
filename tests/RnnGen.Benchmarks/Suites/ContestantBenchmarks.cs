using System;
using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Attributes;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;
using RnnGen.Benchmarks.Peers;
using RnnGen.Benchmarks.Peers.Torch;

namespace RnnGen.Benchmarks.Suites;

/// <summary>A table of <c>compare</c> as a suite: its lines are the values of a parameter, the contestants its methods.</summary>
public abstract class ContestantBenchmarks
{
    // Once a process: libtorch takes its number of threads only before it has begun.
    private static readonly Lazy<IPeer> Torch = new(static () => TorchSharpPeer.Load(threads: 1));

    private readonly string _table;
    private IContestant _contestant = null!;

    private protected ContestantBenchmarks(string table) => _table = table;

    /// <summary>The lines of the table.</summary>
    public IEnumerable<string> Cells => ComparisonTables.Cases(_table).Select(Name);

    /// <summary>The cell, and how many streams.</summary>
    [ParamsSource(nameof(Cells))]
    public string Cell { get; set; } = "";

    /// <summary>Creates ours.</summary>
    [GlobalSetup(Target = nameof(RnnGen))]
    public void SetUpRnnGen() => _contestant = Line.CreateOurs(1);

    /// <summary>Loads TorchSharp and creates its module.</summary>
    [GlobalSetup(Target = nameof(TorchSharp))]
    public void SetUpTorchSharp() => SetUp(Torch.Value);

    /// <summary>Frees what native memory there is.</summary>
    [GlobalCleanup]
    public void Free() => _contestant.Dispose();

    /// <summary>Ours.</summary>
    [Benchmark(Baseline = true)]
    public void RnnGen() => Call();

    /// <summary>TorchSharp's.</summary>
    [Benchmark]
    public void TorchSharp() => Call();

    private ComparisonCase Line => ComparisonTables.Cases(_table).Single(line => Name(line) == Cell);

    private protected void SetUp(IPeer peer)
    {
        ComparisonCase line = Line;
        using IOurContestant ours = line.CreateOurs(1);
        var weights = new CellWeights();
        ours.SaveWeights(weights);
        _contestant = peer.Create(line.Shape, weights);
    }

    private protected void Call() => _contestant.Repeat(1);

    private static string Name(ComparisonCase line) => line.Shape.Batch == 1 ? $"{line.Shape}" : $"{line.Shape}, {line.Shape.Batch} streams";
}
