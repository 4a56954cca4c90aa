using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Reference;

namespace RnnGen.Conformance.Tests;

/// <summary>Makes the reference, in double, of an emitted model: of the layers that it says it has, and the tensors that it saves.</summary>
internal static class ReferenceModel
{
    /// <summary>The reference of a model.</summary>
    /// <param name="model">With the usual activations, and nothing that reads from the end.</param>
    public static Network<double> Of(IModel model)
    {
        var tensors = new TensorStore();
        model.Save(tensors);
        var layers = new List<Layer<double>>();
        foreach (ModelLayer declared in model.Layers)
        {
            if (declared is PoolingModelLayer { Pooling: Pooling.FinalState })
            {
                layers[^1] = new FinalStateLayer<double>(layers[^1]);
                continue;
            }

            layers.AddRange(Create(declared, layers.Count == 0 ? model.InputSize : layers[^1].OutputSize, tensors));
        }

        return new Network<double>(layers);
    }

    private static Layer<double>[] Create(ModelLayer declared, int inputSize, TensorStore tensors)
    {
        string prefix = declared.Name.Length == 0 ? "" : declared.Name + ".";
        switch (declared)
        {
            case DenseModelLayer dense:
                var layer = new DenseLayer<double>(dense.Inputs, dense.Outputs, Enum.Parse<Reference.DenseActivation>(dense.Activation.ToString()));
                Fill(layer, tensors, prefix, suffix: "");
                return [layer];
            case PoolingModelLayer pooling:
                return [new PoolingLayer<double>(inputSize, Enum.Parse<PoolingKind>(pooling.Pooling.ToString()))];
            case RecurrentModelLayer recurrent:
                return [.. Enumerable.Range(0, recurrent.Layers).Select(depth =>
                {
                    RecurrentLayer<double> cell = Cell(recurrent, depth == 0 ? recurrent.Input : recurrent.Output, $"_l{depth}");
                    Fill(cell, tensors, prefix, $"_l{depth}");
                    return cell;
                })];
            default:
                throw new NotSupportedException($"There is no reference of {declared}.");
        }
    }

    private static RecurrentLayer<double> Cell(RecurrentModelLayer layer, int input, string suffix)
    {
        bool isDiagonal = layer.Recurrence == Recurrence.Diagonal;
        return layer.Kind switch
        {
            RecurrentKind.Lstm => new RecurrentLayer<double>(
                new LstmCell<double>(input, layer.Hidden, new LstmOptions<double>
                {
                    Bias = layer.Bias,
                    Peephole = layer.Peephole,
                    Projection = layer.Projection,
                    CoupledGates = layer.CoupledGates,
                    LayerNorm = layer.LayerNorm,
                    Diagonal = isDiagonal,
                }),
                suffix),
            RecurrentKind.Gru => new RecurrentLayer<double>(
                new GruCell<double>(input, layer.Hidden, Enum.Parse<Reference.GruVariant>(layer.Variant.ToString()), new GruOptions<double>
                {
                    Bias = layer.Bias,
                    LayerNorm = layer.LayerNorm,
                    Diagonal = isDiagonal,
                }),
                suffix),
            _ => new RecurrentLayer<double>(
                new RnnCell<double>(input, layer.Hidden, ActivationFunction.Tanh<double>(), new RnnOptions<double>
                {
                    Bias = layer.Bias,
                    LayerNorm = layer.LayerNorm,
                    Diagonal = isDiagonal,
                }),
                suffix),
        };
    }

    /// <summary>Of PyTorch's two biases a model saves the sum as the first, but for the candidate's own of a GRU.</summary>
    private static void Fill(Layer<double> layer, TensorStore tensors, string prefix, string suffix)
    {
        foreach (Parameter<double> parameter in layer.Parameters)
        {
            string name = suffix.Length > 0 && parameter.Name == "bias" + suffix ? "bias_ih" + suffix
                : parameter.Name == "recurrent_bias" + suffix ? "bias_hh" + suffix
                : parameter.Name;
            ReadOnlySpan<float> values = tensors.Values(prefix + name);
            values = values[^parameter.Values.Length..];
            for (int index = 0; index < values.Length; index++)
            {
                parameter.Values[index] = values[index];
            }
        }
    }
}
