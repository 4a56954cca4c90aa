using System;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;
using TorchSharp;

namespace RnnGen.Benchmarks.Peers.Torch;

/// <summary>
/// Single steps by a module whose only state is the hidden one, <c>nn.GRUCell</c> or <c>nn.RNNCell</c>, the state carried on.
/// </summary>
internal sealed class TorchSharpSingleStateStep : IContestant
{
    private readonly torch.nn.Module<torch.Tensor, torch.Tensor, torch.Tensor> _cell;
    private readonly torch.Tensor _input;
    private readonly long[] _stateShape;
    private torch.Tensor _hidden;

    /// <summary>Gives the cell its weights.</summary>
    /// <param name="cell">
    /// The cell, of the sizes of <paramref name="shape"/>: input and hidden state to hidden state. Disposed of with this.
    /// </param>
    /// <param name="shape">The sizes.</param>
    /// <param name="weights">The weights.</param>
    public TorchSharpSingleStateStep(torch.nn.Module<torch.Tensor, torch.Tensor, torch.Tensor> cell, CaseShape shape, CellWeights weights)
    {
        _cell = cell;
        TorchSharpPeer.LoadWeights(_cell, weights);
        _cell.eval();
        _stateShape = [shape.Batch, shape.Hidden];
        using IDisposable _ = torch.inference_mode();
        _input = torch.zeros([shape.Batch, shape.Input]);
        _hidden = torch.zeros(_stateShape);
    }

    /// <inheritdoc/>
    public void Compute(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        using IDisposable _ = torch.inference_mode();
        Carry(torch.zeros(_stateShape));
        int inputLength = (int)_input.numel();
        int outputLength = (int)_hidden.numel();
        while (!inputs.IsEmpty)
        {
            TorchSharpTensors.Write(inputs[..inputLength], _input);
            Carry(_cell.forward(_input, _hidden));
            TorchSharpTensors.Read(_hidden, outputs[..outputLength]);
            inputs = inputs[inputLength..];
            outputs = outputs[outputLength..];
        }
    }

    /// <inheritdoc/>
    public void Repeat(int calls)
    {
        using IDisposable _ = torch.inference_mode();
        for (int call = 0; call < calls; call++)
        {
            Carry(_cell.forward(_input, _hidden));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hidden.Dispose();
        _input.Dispose();
        _cell.Dispose();
    }

    private void Carry(torch.Tensor hidden)
    {
        _hidden.Dispose();
        _hidden = hidden;
    }
}
