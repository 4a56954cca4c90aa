using System;
using System.Linq;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;
using TorchSharp;

namespace RnnGen.Benchmarks.Peers.Torch;

/// <summary>
/// A forward and a backward pass by <c>nn.LSTM</c>, <c>nn.GRU</c> or <c>nn.RNN</c> from zero states: gradients of all parameters and of the inputs, as
/// <c>output.backward(G)</c> gives them. Gradients are let go before each pass (<c>set_to_none</c>), which is PyTorch's default and its fastest way.
/// </summary>
internal sealed class TorchSharpTraining : IContestant
{
    private readonly torch.nn.Module _module;
    private readonly Func<torch.Tensor, torch.Tensor> _forward;
    private readonly torch.Tensor _inputs;
    private readonly torch.Tensor _outputGradients;

    /// <summary>Builds the module.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="weights">The weights.</param>
    public TorchSharpTraining(CaseShape shape, CellWeights weights)
    {
        (_module, _forward) = CreateModule(shape);
        TorchSharpPeer.LoadWeights(_module, weights);
        _module.train();
        _inputs = torch.zeros([shape.Steps, shape.Batch, shape.Input]);
        _inputs.requires_grad = true;
        _outputGradients = torch.tensor(SharedData.OutputGradients(shape.Steps * shape.Batch * shape.Hidden), [shape.Steps, shape.Batch, shape.Hidden]);
    }

    /// <inheritdoc/>
    public void Compute(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        using (torch.no_grad())
        {
            TorchSharpTensors.Write(inputs, _inputs);
        }

        using torch.Tensor result = Differentiate();
        using torch.Tensor detached = result.detach();
        TrainingResult.Write(outputs, Values(detached), Values(_inputs.grad!), Gradient);
    }

    /// <inheritdoc/>
    public void Repeat(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            Differentiate().Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _outputGradients.Dispose();
        _inputs.Dispose();
        _module.Dispose();
    }

    private torch.Tensor Differentiate()
    {
        _module.zero_grad();
        _inputs.grad?.Dispose();
        _inputs.grad = null;
        torch.Tensor result = _forward(_inputs);
        result.backward([_outputGradients]);
        return result;
    }

    private static (torch.nn.Module Module, Func<torch.Tensor, torch.Tensor> Forward) CreateModule(CaseShape shape)
    {
        switch (shape.Cell)
        {
            case CellKind.Lstm:
                TorchSharp.Modules.LSTM lstm = torch.nn.LSTM(shape.Input, shape.Hidden);
                return (lstm, inputs =>
                {
                    (torch.Tensor output, torch.Tensor hidden, torch.Tensor cell) = lstm.forward(inputs);
                    hidden.Dispose();
                    cell.Dispose();
                    return output;
                }
                );
            case CellKind.Gru:
                TorchSharp.Modules.GRU gru = torch.nn.GRU(shape.Input, shape.Hidden);
                return (gru, inputs => First(gru.forward(inputs, null)));
            case CellKind.Rnn:
                TorchSharp.Modules.RNN rnn = torch.nn.RNN(shape.Input, shape.Hidden);
                return (rnn, inputs => First(rnn.forward(inputs, null)));
            default:
                throw new NotSupportedException($"no module is known here for {shape.Cell.DisplayName()}");
        }
    }

    private static torch.Tensor First((torch.Tensor Output, torch.Tensor Hidden) result)
    {
        result.Hidden.Dispose();
        return result.Output;
    }

    private float[] Gradient(string name) => Values(_module.named_parameters().Single(parameter => parameter.name == name).parameter.grad!);

    private static float[] Values(torch.Tensor tensor)
    {
        float[] values = new float[tensor.numel()];
        TorchSharpTensors.Read(tensor, values);
        return values;
    }
}
