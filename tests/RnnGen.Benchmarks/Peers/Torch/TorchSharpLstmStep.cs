using System;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;
using TorchSharp;
using TorchSharp.Modules;

namespace RnnGen.Benchmarks.Peers.Torch;

/// <summary>Single steps by <c>nn.LSTMCell</c>, the state carried on.</summary>
internal sealed class TorchSharpLstmStep : IContestant
{
    private readonly LSTMCell _cell;
    private readonly torch.Tensor _input;
    private readonly long[] _stateShape;
    private torch.Tensor _hidden;
    private torch.Tensor _cellState;

    /// <summary>Builds the cell.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="weights">The weights.</param>
    public TorchSharpLstmStep(CaseShape shape, CellWeights weights)
    {
        _cell = torch.nn.LSTMCell(shape.Input, shape.Hidden);
        TorchSharpPeer.LoadWeights(_cell, weights);
        _cell.eval();
        _stateShape = [shape.Batch, shape.Hidden];
        using IDisposable _ = torch.inference_mode();
        _input = torch.zeros([shape.Batch, shape.Input]);
        _hidden = torch.zeros(_stateShape);
        _cellState = torch.zeros(_stateShape);
    }

    /// <inheritdoc/>
    public void Compute(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        using IDisposable _ = torch.inference_mode();
        Carry((torch.zeros(_stateShape), torch.zeros(_stateShape)));
        int inputLength = (int)_input.numel();
        int outputLength = (int)_hidden.numel();
        while (!inputs.IsEmpty)
        {
            TorchSharpTensors.Write(inputs[..inputLength], _input);
            Carry(_cell.forward(_input, (_hidden, _cellState)));
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
            Carry(_cell.forward(_input, (_hidden, _cellState)));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hidden.Dispose();
        _cellState.Dispose();
        _input.Dispose();
        _cell.Dispose();
    }

    private void Carry((torch.Tensor Hidden, torch.Tensor Cell) state)
    {
        _hidden.Dispose();
        _cellState.Dispose();
        (_hidden, _cellState) = state;
    }
}
