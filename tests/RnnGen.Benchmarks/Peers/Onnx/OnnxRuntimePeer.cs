using System;
using System.IO;
using Microsoft.ML.OnnxRuntime;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;

namespace RnnGen.Benchmarks.Peers.Onnx;

/// <summary>ONNX Runtime on the CPU, as fast as it goes from C#: I/O binding, everything allocated beforehand.</summary>
internal sealed class OnnxRuntimePeer : IStartupPeer
{
    private readonly int _threads;

    private OnnxRuntimePeer(string version, int threads)
    {
        Version = version;
        _threads = threads;
    }

    /// <inheritdoc/>
    public string Name => "onnxruntime";

    /// <inheritdoc/>
    public string Version { get; }

    /// <summary>Loads the native library.</summary>
    /// <param name="threads">Threads of each session.</param>
    public static IPeer Load(int threads) => new OnnxRuntimePeer(OrtEnv.Instance().GetVersionString(), threads);

    /// <inheritdoc/>
    public bool Measures(string table) => table is ComparisonTables.Step or ComparisonTables.Sequence or ComparisonTables.Batch;

    /// <inheritdoc/>
    public IContestant Create(CaseShape shape, CellWeights weights) =>
        shape.IsSingleStep ? new OnnxRuntimeStep(shape, weights, _threads) : new OnnxRuntimeSequence(shape, weights, _threads);

    /// <inheritdoc/>
    public string StartupProject => "OnnxRuntime";

    /// <inheritdoc/>
    public void SaveStepModel(CaseShape shape, CellWeights weights, string path) => File.WriteAllBytes(path, OnnxRecurrentModel.OfSteps(shape, weights));

    /// <inheritdoc/>
    public void Prepare(string folder)
    {
    }

    /// <summary>A session whose operators run one after the other, each on some threads.</summary>
    /// <param name="model">The bytes of the model.</param>
    /// <param name="threads">Threads of an operator, with the one that calls.</param>
    internal static InferenceSession CreateSession(byte[] model, int threads)
    {
        using var options = new SessionOptions
        {
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            InterOpNumThreads = 1,
            IntraOpNumThreads = threads,
        };
        return new InferenceSession(model, options);
    }
}
