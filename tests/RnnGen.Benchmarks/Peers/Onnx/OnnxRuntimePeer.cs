using System;
using System.IO;
using Microsoft.ML.OnnxRuntime;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;

namespace RnnGen.Benchmarks.Peers.Onnx;

/// <summary>ONNX Runtime on the CPU, as fast as it goes from C#: I/O binding, everything allocated beforehand, one thread.</summary>
internal sealed class OnnxRuntimePeer : IStartupPeer
{
    private OnnxRuntimePeer(string version) => Version = version;

    /// <inheritdoc/>
    public string Name => "onnxruntime";

    /// <inheritdoc/>
    public string Version { get; }

    /// <summary>Loads the native library.</summary>
    public static IPeer Load() => new OnnxRuntimePeer(OrtEnv.Instance().GetVersionString());

    /// <inheritdoc/>
    public bool Measures(string table) => table is ComparisonTables.Step or ComparisonTables.Sequence or ComparisonTables.Batch;

    /// <inheritdoc/>
    public IContestant Create(CaseShape shape, CellWeights weights) =>
        shape.IsSingleStep ? new OnnxRuntimeStep(shape, weights) : new OnnxRuntimeSequence(shape, weights);

    /// <inheritdoc/>
    public string StartupProject => "OnnxRuntime";

    /// <inheritdoc/>
    public void SaveStepModel(CaseShape shape, CellWeights weights, string path) => File.WriteAllBytes(path, OnnxRecurrentModel.OfSteps(shape, weights));

    /// <inheritdoc/>
    public void Prepare(string folder)
    {
    }

    /// <summary>A session of one thread.</summary>
    /// <param name="model">The bytes of the model.</param>
    internal static InferenceSession CreateSession(byte[] model)
    {
        using var options = new SessionOptions
        {
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            InterOpNumThreads = 1,
            IntraOpNumThreads = 1,
        };
        return new InferenceSession(model, options);
    }
}
