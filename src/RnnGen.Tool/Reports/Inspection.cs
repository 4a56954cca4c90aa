using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Import;

namespace RnnGen.Tool.Reports;

/// <summary>Looks at a model file.</summary>
internal static class Inspection
{
    /// <summary>What there is to say of a file.</summary>
    /// <param name="path">The file.</param>
    public static InspectReport Of(string path)
    {
        var file = new FileInfo(path);
        long? bytes = file.Exists ? file.Length : null;
        try
        {
            return Describe(path, bytes, FileProblem.Open(path));
        }
        catch (ModelFormatException problem)
        {
            return new InspectReport { File = path, Bytes = bytes, Status = "refused", Error = new(OneLine.Of(problem.Message), problem.Place, problem.Field) };
        }
        catch (Exception problem) when (FileProblem.IsOne(problem))
        {
            return new InspectReport { File = path, Bytes = bytes, Status = "unreadable", Error = new(OneLine.Of(problem.Message), null, null) };
        }
    }

    private static InspectReport Describe(string path, long? bytes, ModelFile file)
    {
        ModelDescription description = file.Description;
        var tensors = new TensorShapes();
        file.CopyTo(tensors);
        ILookup<string, ModelLayer> layers = description.Layers.Where(static layer => layer is not PoolingModelLayer).ToLookup(static layer => layer.Name);
        return new InspectReport
        {
            File = path,
            Bytes = bytes,
            Status = description.IsComplete ? "fits" : "incomplete",
            Format = file.Format.ToString(),
            Unsaid = description.Unsaid,
            StepByStep = LayerFacts.IsStepByStep(description.Layers),
            Parameters = description.Layers.Sum(LayerFacts.ParametersOf),
            SampleRate = description.SampleRate,
            Inputs = [.. description.Inputs.Select(static input => new ReportedPort(input.Name, input.Kind.ToString(), input.Size, input.Shape, input.Layer))],
            Outputs = [.. description.Outputs.Select(static output => new ReportedPort(output.Name, output.Kind.ToString(), output.Size, output.Shape, output.Layer))],
            Layers = [.. description.Layers.Select(LayerFacts.Report)],
            Tensors = [.. tensors.All.Select(tensor => tensor with { Layer = LayerOf(tensor.Name) })],
            Metadata = description.Metadata,
        };

        string? LayerOf(string tensor)
        {
            string prefix = tensor[..Math.Max(tensor.LastIndexOf('.'), 0)];
            return layers.Contains(prefix) ? prefix : null;
        }
    }

    private sealed class TensorShapes : ITensorSink
    {
        public List<ReportedTensor> All { get; } = [];

        public void Write(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values) => All.Add(new(name, shape.ToArray(), values.Length, null));
    }
}
