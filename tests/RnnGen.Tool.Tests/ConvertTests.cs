using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Import;
using RnnGen.Import.Tests;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Tool.Tests;

/// <summary><c>rnngen convert</c></summary>
public sealed class ConvertTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The declared network has the same bits from the converted file as from the model file.</summary>
    [Fact]
    public void Every_file_converts_to_what_the_declared_network_loads()
    {
        Dictionary<string, ModelFile> complete = ModelCases.Opened.Where(static file => file.Value.Description.IsComplete).ToDictionary();
        IReadOnlyDictionary<string, IModel> models = DeclaredModels.Load(complete);
        foreach ((string path, ModelFile file) in complete)
        {
            string output = _folder["model.safetensors"];
            ToolRun run = ToolRun.Of("convert", path, "--output", output, "--force");
            Assert.Equal((0, ""), (run.ExitCode, run.Output));
            Assert.StartsWith($"written: {output}, {file.Names.Count} tensors, ", run.Error, StringComparison.Ordinal);

            IModel model = models[path];
            float[] expected = model.Parameters.ToArray();
            model.Parameters.Clear();
            model.Load(output, mode: LoadMode.WholeFile);
            Assert.Equal(expected, model.Parameters.ToArray());
        }
    }

    [Fact]
    public void The_output_says_where_it_is_from_and_how_it_is_declared()
    {
        string output = _folder["amp.safetensors"];
        Assert.Equal(0, ToolRun.Of("convert", ModelCases.Capture, "-o", output).ExitCode);
        using var file = SafetensorsFile.Open(output);

        Assert.Equal("NeuralAmpModeler", file.Metadata["source_format"]);
        Assert.Equal(ModelCases.Opened[ModelCases.Capture].Description.Declare("Lstm1x8"), file.Metadata["declaration"]);
    }

    [Fact]
    public void A_file_is_replaced_by_force_only()
    {
        string output = _folder.Write("model.safetensors", [1, 2, 3]);
        ToolRun run = ToolRun.Of("convert", ModelCases.Capture, "-o", output);
        Assert.Equal((3, "", $"error: {output}: it is there already; --force replaces it\n"), (run.ExitCode, run.Output, run.Error));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(output));

        Assert.Equal(0, ToolRun.Of("convert", ModelCases.Capture, "-o", output, "--force").ExitCode);
        Assert.True(new FileInfo(output).Length > 3);
        Assert.Equal(["model.safetensors"], _folder.Entries);
    }

    /// <summary>A file may be converted in its place: it was read before it is replaced.</summary>
    [Fact]
    public void A_file_replaces_itself()
    {
        string path = _folder["model.safetensors"];
        Assert.Equal(0, ToolRun.Of("convert", ModelCases.Capture, "-o", path).ExitCode);
        Assert.Equal(0, ToolRun.Of("convert", path, "-o", path, "--force").ExitCode);

        Assert.Equal(ModelCases.Opened[ModelCases.Capture].Names.Order(), ModelFile.Open(path).Names.Order());
    }

    [Fact]
    public void What_is_refused_writes_nothing()
    {
        ToolRun run = ToolRun.Of("convert", ModelCases.Refused, "-o", _folder["model.safetensors"]);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.Empty(_folder.Entries);
    }

    [Fact]
    public void An_output_that_cannot_be_written_is_named()
    {
        string file = _folder.Write("file", []);
        foreach ((string output, string problem) in new[]
        {
            (_folder.Path, "it is a folder, not a file"), (_folder["missing/model.safetensors"], "there is no folder"), (Path.Combine(file, "model.safetensors"), "there is no folder"),
            (_folder[new string('x', 300)], "it cannot be written"), (_folder["new"] + Path.DirectorySeparatorChar, "it is a folder, not a file"),
        })
        {
            ToolRun run = ToolRun.Of("convert", ModelCases.Capture, "-o", output);
            Assert.Equal((3, ""), (run.ExitCode, run.Output));
            Assert.StartsWith($"error: {output}: {problem}", Assert.Single(run.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        }

        Assert.Equal(["file"], _folder.Entries);
    }
}
