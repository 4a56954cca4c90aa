using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using RnnGen.Formats;
using RnnGen.Import;

namespace RnnGen.Build;

/// <summary>
/// Writes the description of a model file for the generator, whose <c>ModelText</c> says what it looks like, and reads it (a test brings both together).
/// </summary>
internal static class DescriptionText
{
    /// <summary>The text.</summary>
    /// <param name="name">The model's path in the project, with <c>/</c>.</param>
    /// <param name="resource">The name that the weights have in the assembly.</param>
    /// <param name="model">What the file holds.</param>
    /// <param name="modules">The order of its cells and layers, or null where it is not known.</param>
    /// <param name="tensors">Its tensors.</param>
    public static string Of(
        string name, string resource, ModelDescription model, IReadOnlyList<TensorModule>? modules, IReadOnlyList<(string Name, int[] Shape)> tensors)
    {
        var text = new StringBuilder("rnngen-model 1\n");
        Write("name", name);
        Write("resource", resource);
        foreach (string unsaid in model.Unsaid)
        {
            Write("unsaid", unsaid);
        }

        foreach (LayerDeclaration layer in model.Layers.Select(static layer => layer.Declaration))
        {
            Write([
                "layer", layer.Attribute, layer.ToString(),
                .. layer.Arguments.Select(static argument => $"{argument.Name}:{ValueText(argument)}"),
                .. layer.Options.Select(static option => $"{option.Name}={ValueText(option)}"),
            ]);
        }

        foreach (TensorModule module in modules ?? [])
        {
            Write("module", module.Prefix, module.Suffix);
        }

        foreach ((string tensor, int[] shape) in tensors)
        {
            Write("tensor", tensor, $"[{string.Join(", ", shape)}]");
        }

        return text.ToString();

        void Write(params ReadOnlySpan<string> fields)
        {
            for (int index = 0; index < fields.Length; index++)
            {
                text.Append(index == 0 ? "" : "\t").Append(Escaped(fields[index]));
            }

            text.Append('\n');
        }
    }

    private static string ValueText(DeclaredArgument argument) => argument.Value switch
    {
        int number => "i" + number.ToString(CultureInfo.InvariantCulture),
        Enum member => "i" + ((IConvertible)member).ToInt32(CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        bool truth => truth ? "b1" : "b0",
        float number => "f" + number.ToString("R", CultureInfo.InvariantCulture),
        string text => "s" + text,
        _ => throw new InvalidOperationException($"'{argument.Name}' is a {argument.Value.GetType().Name}."),
    };

    private static string Escaped(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\t", "\\t", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("\r", "\\r", StringComparison.Ordinal);
}
