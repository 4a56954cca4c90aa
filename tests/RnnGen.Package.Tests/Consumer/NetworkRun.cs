using System;
using System.Collections.Generic;
using System.Globalization;
using RnnGen;

namespace Consumer;

/// <summary>A network of every kind of layer, trained for one step.</summary>
[Network]
[EmbeddingLayer(vocabulary: 20, size: 6)]
[LstmLayer(hidden: 12, Layers = 2, Dropout = 0.25)]
[GruLayer(hidden: 9, Bidirectional = true)]
[PoolingLayer(Pooling.Mean)]
[DenseLayer(outputs: 5, Activation = DenseActivation.Softmax)]
public sealed partial class Classifier;

/// <summary>Runs it forward and backward over sequences of different lengths.</summary>
internal static class NetworkRun
{
    private const int Steps = 9;
    private const int Streams = 3;
    private const int Gradients = 40;

    /// <summary>Gives the bits of outputs and of some gradients, a line a float: <c>name index bits</c>.</summary>
    public static IEnumerable<string> Lines()
    {
        var network = new Classifier();
        network.Initialize(seed: 1);
        int[] tokens = new int[Steps * Streams];
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = i * 7 % Classifier.VocabularySize;
        }

        float[] outputs = new float[Streams * Classifier.OutputSize];
        var tape = new Classifier.Tape(Steps, Streams) { DropoutSeed = 3 };
        var gradients = new Classifier.Gradients();
        network.Forward(tokens, outputs, new Classifier.State[Streams], tape, [4, 9, 6], SequenceLayout.BatchFirst);
        float[] outputGradients = new float[outputs.Length];
        outputGradients[2] = 1f;
        outputGradients[^1] = -1f;
        network.Backward(outputGradients, tape, gradients);
        for (int i = 0; i < outputs.Length; i++)
        {
            yield return Line("Output", i, outputs[i]);
        }

        for (int i = 0; i < Gradients; i++)
        {
            yield return Line("Gradient", i, gradients.Values[i * (gradients.Values.Length / Gradients)]);
        }
    }

    private static string Line(string name, int index, float value) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} {index} {BitConverter.SingleToUInt32Bits(value):X8}");
}
