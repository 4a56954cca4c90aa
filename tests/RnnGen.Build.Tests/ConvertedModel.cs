using System;
using System.IO;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Import;
using RnnGen.TestSupport;

namespace RnnGen.Build.Tests;

/// <summary>A model file as the converter leaves it for the compiler.</summary>
/// <param name="Name">Its path in the project.</param>
/// <param name="File">The model.</param>
/// <param name="Description">What the generator reads.</param>
/// <param name="Weights">What is embedded.</param>
internal sealed record ConvertedModel(string Name, ModelFile File, string Description, byte[] Weights)
{
    /// <summary>The name of the embedded weights.</summary>
    public string Resource => $"RnnModel/{Name}.safetensors";

    /// <summary>The description as a file of the project.</summary>
    public AdditionalText AdditionalFile => new TextInMemory($"/project/obj/rnngen.models/{Name}.rnnmodel", Description);

    /// <summary>Converts a model, or returns null where it cannot be opened.</summary>
    /// <param name="name">Its path in the project.</param>
    /// <param name="path">The file.</param>
    public static ConvertedModel? TryConvert(string name, string path)
    {
        using var folder = new TemporaryFolder();
        string description = Path.Combine(folder.Path, "deep", "model.rnnmodel"), weights = Path.Combine(folder.Path, "deep", "model.safetensors");
        ConversionFault? fault = Converter.Convert(path, description, weights, name, $"RnnModel/{name}.safetensors");
        return fault is not null ? null : new ConvertedModel(name, ModelFile.Open(path), System.IO.File.ReadAllText(description), System.IO.File.ReadAllBytes(weights));
    }

    private sealed class TextInMemory(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text, System.Text.Encoding.UTF8);
    }
}
