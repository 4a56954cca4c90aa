using System;
using System.Linq;
using System.Text.RegularExpressions;

namespace RnnGen.Import.Onnx;

/// <summary>Names of layers that a file tells: by its tensors' names, which exporters keep of a <c>state_dict</c>, or by its nodes' names, which are paths of modules.</summary>
internal static partial class LayerNames
{
    private const int MaxLength = 64;

    private static readonly string[] Endings =
        [".weight", ".bias", ".weight_ih_l0", ".weight_hh_l0", ".bias_ih_l0", ".bias_hh_l0", ".weight_ih_l0_reverse", ".weight_hh_l0_reverse", ".bias_ih_l0_reverse"];

    /// <summary>A name, or empty where the file has none that is one.</summary>
    /// <param name="node">The layer's node.</param>
    /// <param name="tensors">Its tensors.</param>
    public static string Of(OnnxNode node, params ReadOnlySpan<OnnxTensor?> tensors)
    {
        foreach (OnnxTensor? tensor in tensors)
        {
            if (tensor is not null && Endings.FirstOrDefault(ending => tensor.Name.EndsWith(ending, StringComparison.Ordinal)) is { } found
                && IsPath(tensor.Name.AsSpan(0, tensor.Name.Length - found.Length)))
            {
                return tensor.Name[..^found.Length];
            }
        }

        // PyTorch's exporter names a node "/encoder/lstm/LSTM": the module's path, and the operator.
        string name = node.Proto.Name;
        if (name.StartsWith('/') && name.LastIndexOf('/') is > 0 and int slash)
        {
            string path = name[1..slash].Replace('/', '.');
            return IsPath(path) ? path : "";
        }

        return "";
    }

    private static bool IsPath(ReadOnlySpan<char> text) => text.Length <= MaxLength && Path().IsMatch(text);

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Path();
}
