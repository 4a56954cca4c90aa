using System;
using System.IO;
using System.Text.Json;
using RnnGen;
using RnnGen.Formats;

namespace AmpModeler;

/// <summary>
/// Writes captures in the format of Neural Amp Modeler, architecture LSTM: what players of such captures play. All numbers are one list: of each LSTM the rows
/// [4 hidden, input + hidden] (gates i, f, g, o), biases, h and c to start from; then the row and the bias of the dense layer.
/// </summary>
internal static class NamFile
{
    private const string Version = "0.5.4";

    /// <summary>Writes a capture. Whatever happens, the path holds what it held or all of the capture.</summary>
    /// <param name="path">The file to make or to replace.</param>
    /// <param name="name">What players call it.</param>
    /// <param name="model">LSTMs, and a dense layer of one output.</param>
    /// <param name="rate">Samples a second that it was trained for.</param>
    /// <exception cref="ArgumentException">The model has other layers.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, string name, IModel model, double rate)
    {
        string beside = $"{Path.GetFullPath(path)}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = File.Create(beside))
            {
                using (var json = new Utf8JsonWriter(stream))
                {
                    Write(json, name, model, rate);
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, IModel model, double rate)
    {
        if (model.Layers is not [RecurrentModelLayer { Kind: RecurrentKind.Lstm, Bidirectional: false } lstm, DenseModelLayer { Outputs: 1 } head])
        {
            throw new ArgumentException("Its layers are not LSTMs and a dense layer of one output.", nameof(model));
        }

        json.WriteStartObject();
        json.WriteString("version", Version);
        json.WriteStartObject("metadata");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteString("architecture", "LSTM");
        json.WriteStartObject("config");
        json.WriteNumber("input_size", lstm.Input);
        json.WriteNumber("hidden_size", lstm.Hidden);
        json.WriteNumber("num_layers", lstm.Layers);
        json.WriteEndObject();
        json.WriteStartArray("weights");
        var tensors = new TensorStore();
        model.Save(tensors);
        for (int layer = 0; layer < lstm.Layers; layer++)
        {
            WriteCell(json, tensors, $"{lstm.Name}.", $"_l{layer}", lstm.Hidden);
        }

        WriteNumbers(json, tensors.Values($"{head.Name}.weight"));
        WriteNumbers(json, tensors.Values($"{head.Name}.bias"));
        json.WriteEndArray();
        json.WriteNumber("sample_rate", rate);
        json.WriteEndObject();
    }

    private static void WriteCell(Utf8JsonWriter json, TensorStore tensors, string prefix, string suffix, int hidden)
    {
        Span<float> ofInput = tensors.Values($"{prefix}weight_ih{suffix}"), ofHidden = tensors.Values($"{prefix}weight_hh{suffix}");
        int gates = 4 * hidden, input = ofInput.Length / gates;
        for (int row = 0; row < gates; row++)
        {
            WriteNumbers(json, ofInput.Slice(row * input, input));
            WriteNumbers(json, ofHidden.Slice(row * hidden, hidden));
        }

        Span<float> bias = tensors.Values($"{prefix}bias_ih{suffix}"), recurrentBias = tensors.Values($"{prefix}bias_hh{suffix}");
        for (int row = 0; row < gates; row++)
        {
            WriteNumbers(json, [bias[row] + recurrentBias[row]]);
        }

        foreach (string state in (string[])["initial_h", "initial_c"])
        {
            // The model saves what is not zeros.
            string name = $"{prefix}{state}{suffix}";
            WriteNumbers(json, tensors.Contains(name) ? tensors.Values(name) : new float[hidden]);
        }
    }

    // As doubles: with the shortest digits of a float, a reader that takes doubles first, and then floats of them, would round twice.
    private static void WriteNumbers(Utf8JsonWriter json, ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            json.WriteNumberValue((double)value);
        }
    }
}
