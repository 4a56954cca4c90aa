using System;
using BenchmarkDotNet.Attributes;
using RnnGen.Benchmarks.Peers;
using RnnGen.Benchmarks.Peers.Onnx;

namespace RnnGen.Benchmarks.Suites;

/// <summary>What ONNX Runtime does, too.</summary>
public abstract class InferenceBenchmarks : ContestantBenchmarks
{
    private static readonly Lazy<IPeer> Onnx = new(static () => OnnxRuntimePeer.Load(threads: 1));

    private protected InferenceBenchmarks(string table)
        : base(table)
    {
    }

    /// <summary>Loads ONNX Runtime and creates its session.</summary>
    [GlobalSetup(Target = nameof(OnnxRuntime))]
    public void SetUpOnnxRuntime() => SetUp(Onnx.Value);

    /// <summary>ONNX Runtime's.</summary>
    [Benchmark]
    public void OnnxRuntime() => Call();
}
