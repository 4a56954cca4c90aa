using System;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace RnnGen.Samples.Tests;

/// <summary>
/// A capture of Neural Amp Modeler's architecture LSTM, computed in double as its format says, from the file alone: one list of weights; for each layer the matrix
/// [4 h, in + h] (gates i, f, g, o), the bias, the hidden and the cell state to start from; then the head.
/// </summary>
internal sealed class CaptureReference
{
    // After half a second of silence.
    private readonly Layer[] _rest;
    private readonly double[] _head;
    private readonly double _headBias;

    /// <summary>Reads a capture.</summary>
    /// <param name="path">The file.</param>
    public CaptureReference(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        JsonElement root = document.RootElement, config = root.GetProperty("config");
        double[] weights = [.. root.GetProperty("weights").EnumerateArray().Select(static number => (double)number.GetSingle())];
        int at = 0, hidden = config.GetProperty("hidden_size").GetInt32();
        _rest = new Layer[config.GetProperty("num_layers").GetInt32()];
        for (int layer = 0; layer < _rest.Length; layer++)
        {
            int width = (layer == 0 ? 1 : hidden) + hidden;
            _rest[layer] = new Layer(Take(4 * hidden * width), Take(4 * hidden), Take(hidden), Take(hidden));
        }

        _head = Take(hidden);
        _headBias = Take(1)[0];
        SampleRate = root.GetProperty("sample_rate").GetInt32();
        for (int i = 0; i < SampleRate / 2; i++)
        {
            Step(_rest, 0);
        }

        double[] Take(int count) => weights[at..(at += count)];
    }

    /// <summary>Samples a second.</summary>
    public int SampleRate { get; }

    /// <summary>What the samples become, after half a second of silence.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="ratio">Their rate by the capture's, a whole number: a step goes on from the state of so many steps ago.</param>
    public double[] Play(float[] samples, int ratio = 1)
    {
        Layer[][] past = [.. Enumerable.Range(0, ratio).Select(_ => Copy(_rest))];
        return [.. samples.Select((sample, i) => Step(past[i % ratio], sample))];
    }

    private static Layer[] Copy(Layer[] layers) => [.. layers.Select(static layer => layer with { H = [.. layer.H], C = [.. layer.C] })];

    private double Step(Layer[] layers, double sample)
    {
        double[] input = [sample];
        foreach (Layer layer in layers)
        {
            int hidden = layer.H.Length;
            double[] joined = [.. input, .. layer.H];
            double[] sums = [.. layer.Bias.Select((bias, row) => bias + joined.Select((value, column) => value * layer.Weights[(row * joined.Length) + column]).Sum())];
            for (int unit = 0; unit < hidden; unit++)
            {
                layer.C[unit] = (Sigmoid(sums[hidden + unit]) * layer.C[unit]) + (Sigmoid(sums[unit]) * Math.Tanh(sums[(2 * hidden) + unit]));
                layer.H[unit] = Sigmoid(sums[(3 * hidden) + unit]) * Math.Tanh(layer.C[unit]);
            }

            input = layer.H;
        }

        return _headBias + input.Zip(_head, static (value, weight) => value * weight).Sum();
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private sealed record Layer(double[] Weights, double[] Bias, double[] H, double[] C);
}
