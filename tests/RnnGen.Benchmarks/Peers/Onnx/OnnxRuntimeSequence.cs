using System;
using Microsoft.ML.OnnxRuntime;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;

namespace RnnGen.Benchmarks.Peers.Onnx;

/// <summary>Whole sequences from zero states.</summary>
internal sealed class OnnxRuntimeSequence : IContestant
{
    private readonly float[] _inputs;
    private readonly float[] _outputs;
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtIoBinding _binding;
    private readonly OrtValue _boundInputs;
    private readonly OrtValue _boundOutputs;

    /// <summary>Builds the session and binds its tensors.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="threads">Threads of the session.</param>
    public OnnxRuntimeSequence(CaseShape shape, CellWeights weights, int threads)
    {
        _inputs = new float[shape.Steps * shape.Batch * shape.Input];
        _outputs = new float[shape.Steps * shape.Batch * shape.Hidden];
        _session = OnnxRuntimePeer.CreateSession(OnnxRecurrentModel.OfSequences(shape, weights), threads);
        _boundInputs = OrtValue.CreateTensorValueFromMemory(_inputs, [shape.Steps, shape.Batch, shape.Input]);
        _boundOutputs = OrtValue.CreateTensorValueFromMemory(_outputs, [shape.Steps, 1, shape.Batch, shape.Hidden]);
        _binding = _session.CreateIoBinding();
        _binding.BindInput(OnnxRecurrentModel.Inputs, _boundInputs);
        _binding.BindOutput(OnnxRecurrentModel.Outputs, _boundOutputs);
    }

    /// <inheritdoc/>
    public void Compute(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        inputs.CopyTo(_inputs);
        Repeat(1);
        _outputs.CopyTo(outputs);
    }

    /// <inheritdoc/>
    public void Repeat(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            _session.RunWithBinding(_options, _binding);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _boundInputs.Dispose();
        _boundOutputs.Dispose();
        _options.Dispose();
        _session.Dispose();
    }
}
