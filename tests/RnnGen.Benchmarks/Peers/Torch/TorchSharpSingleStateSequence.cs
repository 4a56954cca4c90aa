using System;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;
using TorchSharp;

namespace RnnGen.Benchmarks.Peers.Torch;

/// <summary>
/// Whole sequences by a module whose only state is the hidden one, <c>nn.GRU</c> or <c>nn.RNN</c>, from a zero state made beforehand.
/// </summary>
internal sealed class TorchSharpSingleStateSequence : IContestant
{
    private readonly torch.nn.Module<torch.Tensor, torch.Tensor?, (torch.Tensor Output, torch.Tensor Hidden)> _module;
    private readonly torch.Tensor _inputs;
    private readonly torch.Tensor _zeroState;

    /// <summary>Gives the module its weights.</summary>
    /// <param name="module">
    /// The module of one layer, of the sizes of <paramref name="shape"/>: inputs and hidden state to all hidden states and the last.
    /// Disposed of with this.
    /// </param>
    /// <param name="shape">The sizes.</param>
    /// <param name="weights">The weights.</param>
    public TorchSharpSingleStateSequence(
        torch.nn.Module<torch.Tensor, torch.Tensor?, (torch.Tensor Output, torch.Tensor Hidden)> module,
        CaseShape shape,
        CellWeights weights)
    {
        _module = module;
        TorchSharpPeer.LoadWeights(_module, weights);
        _module.eval();
        using IDisposable _ = torch.inference_mode();
        _inputs = torch.zeros([shape.Steps, shape.Batch, shape.Input]);
        _zeroState = torch.zeros([shape.Layers, shape.Batch, shape.Hidden]);
    }

    /// <inheritdoc/>
    public void Compute(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        using IDisposable _ = torch.inference_mode();
        TorchSharpTensors.Write(inputs, _inputs);
        (torch.Tensor result, torch.Tensor hidden) = _module.forward(_inputs, _zeroState);
        TorchSharpTensors.Read(result, outputs);
        result.Dispose();
        hidden.Dispose();
    }

    /// <inheritdoc/>
    public void Repeat(int calls)
    {
        using IDisposable _ = torch.inference_mode();
        for (int call = 0; call < calls; call++)
        {
            (torch.Tensor result, torch.Tensor hidden) = _module.forward(_inputs, _zeroState);
            result.Dispose();
            hidden.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _zeroState.Dispose();
        _inputs.Dispose();
        _module.Dispose();
    }
}
