using System.Text.Json;
using RnnGen.Formats;

namespace RnnGen.Import.Keras;

/// <summary>Keras' activations in our words.</summary>
internal static class KerasActivations
{
    /// <summary>The name of an activation; null for none.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="option">The option that has it.</param>
    /// <exception cref="ModelFormatException">It is not one of Keras'.</exception>
    public static string? NameOf(KerasLayer layer, string option)
    {
        if (!layer.TryOption(option, out JsonElement value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() is "linear" ? null : value.GetString()
            : throw layer.Fault(option, $"found {KerasLayer.Show(value)}; an activation by name is supported");
    }

    /// <summary>An activation of a recurrent layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="option">The option that has it.</param>
    /// <param name="otherwise">What it is where the option is missing altogether.</param>
    /// <param name="version">The version of Keras that wrote the file, or 0 where the file does not say.</param>
    /// <exception cref="ModelFormatException">It is not supported.</exception>
    public static ModelActivation OfCell(KerasLayer layer, string option, ModelActivation otherwise, int version)
    {
        if (!layer.Config.TryGetProperty(option, out _))
        {
            return otherwise;
        }

        string? name = NameOf(layer, option);
        switch (name)
        {
            case null:
                return new(RnnActivation.Affine);
            case "tanh":
                return new(RnnActivation.Tanh);
            case "sigmoid":
                return new(RnnActivation.Sigmoid);
            case "relu":
                return new(RnnActivation.Relu);
            case "elu":
                return new(RnnActivation.Elu);
            case "softplus":
                return new(RnnActivation.Softplus);
            case "softsign":
                return new(RnnActivation.Softsign);
            case "leaky_relu":
                return new(RnnActivation.LeakyRelu, 0.2f);
            case "hard_sigmoid" when version >= 3:
                return new(RnnActivation.HardSigmoid, 1f / 6, 0.5f);
            case "hard_sigmoid" when version > 0:
                return new(RnnActivation.HardSigmoid, 0.2f, 0.5f);
            case "hard_sigmoid":
                throw layer.Fault(option, "hard_sigmoid is 0.2 x + 0.5 in Keras 1 and 2 and x / 6 + 0.5 in Keras 3, and the file does not say which wrote it (keras_version is missing)");
            default:
                throw layer.Fault(option, $"found {MessageText.Printable(name)}; linear, tanh, sigmoid, hard_sigmoid, relu, leaky_relu, elu, softplus and softsign are supported");
        }
    }

    /// <summary>An activation of a dense layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="option">The option that has it.</param>
    /// <param name="name">Its name; null for none.</param>
    /// <exception cref="ModelFormatException">It is not supported.</exception>
    public static DenseActivation OfDense(KerasLayer layer, string option, string? name) => name switch
    {
        null => DenseActivation.None,
        "relu" => DenseActivation.Relu,
        "tanh" => DenseActivation.Tanh,
        "sigmoid" => DenseActivation.Sigmoid,
        "softmax" => DenseActivation.Softmax,
        "log_softmax" => DenseActivation.LogSoftmax,
        _ => throw layer.Fault(option, $"found {MessageText.Printable(name)}; linear, relu, tanh, sigmoid, softmax and log_softmax are supported"),
    };
}
