using System;
using System.IO;
using System.Text;
using RnnGen.Formats;
using RnnGen.Import;

namespace RnnGen.Build;

/// <summary>Makes of a model file what the compiler takes.</summary>
internal static class Converter
{
    /// <summary>Converts a model file; nothing is written where anything is wrong.</summary>
    /// <param name="source">The model file.</param>
    /// <param name="description">The description to write.</param>
    /// <param name="weights">The safetensors file to write.</param>
    /// <param name="name">The model's path in the project, with <c>/</c>.</param>
    /// <param name="resource">The name that the weights have in the assembly.</param>
    /// <returns>What is wrong, or null.</returns>
    public static ConversionFault? Convert(string source, string description, string weights, string name, string resource)
    {
        try
        {
            var model = ModelFile.Open(source);
            var tensors = new SafetensorsWriter();
            var shapes = new ShapeList(tensors);
            model.CopyTo(shapes);
            if (model.Modules is { } modules)
            {
                EmbeddedWeights.SetModules(tensors, modules);
            }

            string text = DescriptionText.Of(name, resource, model.Description, model.Modules, shapes.Tensors);
            Directory.CreateDirectory(Path.GetDirectoryName(weights)!);
            tensors.Save(weights);
            File.WriteAllText(description, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            return null;
        }
        catch (ModelFormatException fault)
        {
            return Fault("RNN1001", fault.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Fault("RNN1002", fault.Message);
        }
#pragma warning disable CA1031 // A fault of ours is an error of the build, too, and no stack trace.
        catch (Exception fault)
        {
            return Fault("RNN1001", $"RnnGen failed on this file, please report it with the file: {fault.GetType().Name}: {fault.Message}");
        }
#pragma warning restore CA1031

        // The file stands before the text of an error already.
        ConversionFault Fault(string code, string message) =>
            new(source, code, OneLine(message.StartsWith(source + ": ", StringComparison.Ordinal) ? message[(source.Length + 2)..] : message));
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Replace('\t', ' ');
}
