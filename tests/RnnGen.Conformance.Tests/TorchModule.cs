using System;
using System.Linq;

namespace RnnGen.Conformance.Tests;

/// <summary>A cell that a layer of a PyTorch module is in one direction.</summary>
internal interface ITorchCell
{
    /// <summary>The gradients of the parameters as PyTorch names and divides them.</summary>
    TorchParameters<double> TorchGradients { get; }

    /// <summary>Runs over a sequence and returns the way back.</summary>
    /// <param name="inputs">[step, input]</param>
    /// <param name="outputs">[step, hidden]</param>
    /// <param name="states">h (and c), [hidden] each: on return the final ones.</param>
    Pullback Forward(double[] inputs, double[] outputs, double[][] states);
}

/// <summary>A whole PyTorch module, layer upon layer and in both directions, of cells: its outputs, final states and every gradient are checked.</summary>
/// <param name="torch">What PyTorch computed.</param>
/// <param name="create">Creates the cell of a layer, a direction and a width.</param>
/// <param name="check">Compares what PyTorch stored with what was computed.</param>
internal sealed class TorchModule(TorchCase torch, Func<int, int, int, ITorchCell> create, Action<float[], double[], string> check)
{
    /// <summary>Runs every stream forward and backward.</summary>
    public void Check()
    {
        ITorchCell[][] cells =
        [
            .. Enumerable.Range(0, torch.Layers).Select(layer => Enumerable.Range(0, torch.Directions)
                .Select(direction => create(layer, direction, Width(layer))).ToArray()),
        ];
        for (int stream = 0; stream < torch.Streams; stream++)
        {
            var pullbacks = new Pullback[torch.Layers][];
            double[] sequence = ToDouble(torch.Input(stream));
            for (int layer = 0; layer < torch.Layers; layer++)
            {
                (sequence, pullbacks[layer]) = Forward(cells[layer], layer, stream, sequence);
            }

            check(torch.Output(stream), sequence, $"output of stream {stream}");

            double[] gradients = ToDouble(torch.OutputGradients(stream));
            for (int layer = torch.Layers - 1; layer >= 0; layer--)
            {
                gradients = Backward(pullbacks[layer], layer, stream, gradients);
            }

            check(torch.InputGradients(stream), gradients, $"input gradients of stream {stream}");
        }

        for (int layer = 0; layer < torch.Layers; layer++)
        {
            for (int direction = 0; direction < torch.Directions; direction++)
            {
                CheckParameterGradients(
                    torch.ParameterGradients(layer, direction, Width(layer)),
                    cells[layer][direction].TorchGradients,
                    $"layer {layer}, direction {direction}");
            }
        }
    }

    /// <summary>A layer's inputs a step.</summary>
    private int Width(int layer) => layer == 0 ? torch.InputSize : torch.OutputSize;

    /// <summary>
    /// One layer in all its directions over a whole sequence, [step, width] to [step, direction x hidden], with its final states checked.
    /// </summary>
    private (double[] Outputs, Pullback[] Pullbacks) Forward(ITorchCell[] cells, int layer, int stream, double[] inputs)
    {
        int steps = inputs.Length / Width(layer);
        double[] outputs = new double[steps * torch.OutputSize];
        var pullbacks = new Pullback[torch.Directions];
        for (int direction = 0; direction < torch.Directions; direction++)
        {
            double[][] states = [.. torch.States.Select(state => ToDouble(torch.State(state + "0", layer, direction, stream)))];
            double[] directedOutputs = new double[steps * torch.HiddenSize];

            pullbacks[direction] = cells[direction].Forward(Directed(inputs, Width(layer), direction), directedOutputs, states);

            directedOutputs = Directed(directedOutputs, torch.HiddenSize, direction);
            for (int step = 0; step < steps; step++)
            {
                directedOutputs.AsSpan(step * torch.HiddenSize, torch.HiddenSize)
                    .CopyTo(outputs.AsSpan((step * torch.OutputSize) + (direction * torch.HiddenSize)));
            }

            foreach ((string state, double[] final) in torch.States.Zip(states))
            {
                check(
                    torch.State(state + "n", layer, direction, stream),
                    final,
                    $"{state}n of layer {layer}, direction {direction}, stream {stream}");
            }
        }

        return (outputs, pullbacks);
    }

    /// <summary>
    /// The way back of <see cref="Forward"/>, from gradients [step, direction x hidden] to [step, width], with those of the initial states
    /// checked.
    /// </summary>
    private double[] Backward(Pullback[] pullbacks, int layer, int stream, double[] outputGradients)
    {
        int steps = outputGradients.Length / torch.OutputSize;
        double[] inputGradients = new double[steps * Width(layer)];
        for (int direction = 0; direction < torch.Directions; direction++)
        {
            double[] directedGradients = new double[steps * torch.HiddenSize];
            for (int step = 0; step < steps; step++)
            {
                outputGradients.AsSpan((step * torch.OutputSize) + (direction * torch.HiddenSize), torch.HiddenSize)
                    .CopyTo(directedGradients.AsSpan(step * torch.HiddenSize));
            }

            double[][] stateGradients =
                [.. torch.States.Select(state => ToDouble(torch.State("G" + state, layer, direction, stream)))];
            double[] directedInputGradients = new double[inputGradients.Length];

            pullbacks[direction](Directed(directedGradients, torch.HiddenSize, direction), directedInputGradients, stateGradients);

            directedInputGradients = Directed(directedInputGradients, Width(layer), direction);
            for (int i = 0; i < inputGradients.Length; i++)
            {
                inputGradients[i] += directedInputGradients[i];
            }

            foreach ((string state, double[] initial) in torch.States.Zip(stateGradients))
            {
                check(
                    torch.State($"grad.{state}0", layer, direction, stream),
                    initial,
                    $"gradients of {state}0 of layer {layer}, direction {direction}, stream {stream}");
            }
        }

        return inputGradients;
    }

    private static double[] ToDouble(float[] values) => Array.ConvertAll(values, value => (double)value);

    /// <summary>A sequence in the order of a direction: as it is, or its steps reversed.</summary>
    private static double[] Directed(double[] sequence, int width, int direction)
    {
        if (direction == 0)
        {
            return sequence;
        }

        double[] reversed = new double[sequence.Length];
        for (int start = 0; start < sequence.Length; start += width)
        {
            sequence.AsSpan(start, width).CopyTo(reversed.AsSpan(sequence.Length - width - start));
        }

        return reversed;
    }

    private void CheckParameterGradients(TorchParameters<float> stored, TorchParameters<double> computed, string where)
    {
        check(stored.WeightIh, computed.WeightIh, $"gradients of weight_ih of {where}");
        check(stored.WeightHh, computed.WeightHh, $"gradients of weight_hh of {where}");
        if (stored is { BiasIh: { } biasIh, BiasHh: { } biasHh })
        {
            check(biasIh, computed.BiasIh!, $"gradients of bias_ih of {where}");
            check(biasHh, computed.BiasHh!, $"gradients of bias_hh of {where}");
        }
    }
}
