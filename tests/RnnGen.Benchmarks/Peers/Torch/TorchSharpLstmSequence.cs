using System;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;
using TorchSharp;
using TorchSharp.Modules;

namespace RnnGen.Benchmarks.Peers.Torch;

/// <summary>Whole sequences by <c>nn.LSTM</c>, from zero states.</summary>
internal sealed class TorchSharpLstmSequence : IContestant
{
    private readonly LSTM _module;
    private readonly torch.Tensor _inputs;

    /// <summary>Builds the module.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="weights">The weights.</param>
    public TorchSharpLstmSequence(CaseShape shape, CellWeights weights)
    {
        _module = torch.nn.LSTM(shape.Input, shape.Hidden, shape.Layers);
        TorchSharpPeer.LoadWeights(_module, weights);
        _module.eval();
        using IDisposable _ = torch.inference_mode();
        _inputs = torch.zeros([shape.Steps, shape.Batch, shape.Input]);
    }

    /// <inheritdoc/>
    public void Compute(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        using IDisposable _ = torch.inference_mode();
        TorchSharpTensors.Write(inputs, _inputs);
        (torch.Tensor result, torch.Tensor hidden, torch.Tensor cell) = _module.forward(_inputs);
        TorchSharpTensors.Read(result, outputs);
        result.Dispose();
        hidden.Dispose();
        cell.Dispose();
    }

    /// <inheritdoc/>
    public void Repeat(int calls)
    {
        using IDisposable _ = torch.inference_mode();
        for (int call = 0; call < calls; call++)
        {
            (torch.Tensor result, torch.Tensor hidden, torch.Tensor cell) = _module.forward(_inputs);
            result.Dispose();
            hidden.Dispose();
            cell.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inputs.Dispose();
        _module.Dispose();
    }
}
