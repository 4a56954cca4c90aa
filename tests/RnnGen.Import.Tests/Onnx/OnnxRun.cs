using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RnnGen.Import.Tests.Onnx;

/// <summary>Runs an imported network on a file's own inputs, and gives the file's own outputs: which element stands where is what the description says.</summary>
internal static class OnnxRun
{
    /// <summary>Runs a network.</summary>
    /// <param name="description">What the file holds.</param>
    /// <param name="model">The network, loaded.</param>
    /// <param name="inputs">The file's inputs by name.</param>
    /// <param name="outputShapes">The shapes of the file's outputs by name.</param>
    /// <returns>The file's outputs by name.</returns>
    public static Dictionary<string, double[]> Run(
        ModelDescription description, IModel model, IReadOnlyDictionary<string, CaseTensor> inputs, IReadOnlyDictionary<string, int[]> outputShapes)
    {
        var sizes = new Dictionary<string, int> { ["time"] = 1, ["batch"] = 1 };
        foreach (ModelInput input in description.Inputs)
        {
            string[] words = Words(input.Shape);
            int[] shape = inputs[input.Name].Shape;
            if (words.Length != shape.Length)
            {
                throw new InvalidOperationException($"{input.Name} is [{string.Join(", ", shape)}], and was said to be {input.Shape}.");
            }

            for (int axis = 0; axis < words.Length; axis++)
            {
                if (sizes.TryGetValue(words[axis], out int size))
                {
                    sizes[words[axis]] = Math.Max(size, shape[axis]);
                }
            }
        }

        (int steps, int streams) = (sizes["time"], sizes["batch"]);
        ModelInput main = description.Inputs.Single(static input => input.Kind is ModelInputKind.Floats or ModelInputKind.TokenIds);
        int width = main.Kind == ModelInputKind.TokenIds ? 1 : main.Size;
        var run = new ModelRun
        {
            Steps = steps,
            Streams = streams,
            Inputs = Gather(inputs[main.Name], main.Shape, main.Kind == ModelInputKind.TokenIds ? 1 : main.Size, steps, streams, 1),
            Lengths = description.Inputs.FirstOrDefault(static input => input.Kind == ModelInputKind.Lengths) is { } lengths
                ? [.. inputs[lengths.Name].Values.Select(static value => (int)value)] : [],
            Initial = description.Inputs.Where(static input => input.Layer.Length > 0).GroupBy(static input => input.Layer).ToDictionary(
                static layer => layer.Key,
                layer => (State(layer, ModelInputKind.Hidden, inputs, streams), State(layer, ModelInputKind.Cell, inputs, streams))),
        };
        if (run.Inputs.Length != steps * streams * width)
        {
            throw new InvalidOperationException("inputs");
        }

        run.Run(model);
        var outputs = new Dictionary<string, double[]>();
        foreach (ModelOutput output in description.Outputs)
        {
            int[] shape = outputShapes[output.Name];
            float[] values = output.Kind switch
            {
                ModelOutputKind.FinalHidden => run.Final[output.Layer].Hidden,
                ModelOutputKind.FinalCell => run.Final[output.Layer].Cell,
                _ => run.Outputs,
            };
            bool isState = output.Kind is ModelOutputKind.FinalHidden or ModelOutputKind.FinalCell;
            double[] placed = new double[shape.Aggregate(1, static (count, size) => count * size)];
            Array.Fill(placed, double.NaN);
            int cells = isState ? values.Length / (streams * output.Size) : 1;
            int times = output.Kind == ModelOutputKind.Steps ? steps : 1;
            for (int time = 0; time < times; time++)
            {
                for (int stream = 0; stream < streams; stream++)
                {
                    for (int row = 0; row < cells * output.Size; row++)
                    {
                        int from = isState ? ((((row / output.Size) * streams) + stream) * output.Size) + (row % output.Size)
                            : (((time * streams) + stream) * output.Size) + row;
                        placed[Place(Words(output.Shape), shape, time, stream, row)] = values[from];
                    }
                }
            }

            outputs.Add(output.Name, placed);
        }

        return outputs;
    }

    private static float[] State(IEnumerable<ModelInput> layer, ModelInputKind kind, IReadOnlyDictionary<string, CaseTensor> inputs, int streams)
    {
        if (layer.FirstOrDefault(input => input.Kind == kind) is not { } input)
        {
            // What is not given starts at the network's rest state.
            return [];
        }

        CaseTensor tensor = inputs[input.Name];
        int cells = tensor.Values.Length / (streams * input.Size);
        double[] rows = Gather(tensor, input.Shape, cells * input.Size, 1, streams, cells);
        return [.. rows.Select(static value => (float)value)];
    }

    /// <summary>A tensor as [step, stream, size], or of states [cell, stream, size].</summary>
    private static double[] Gather(CaseTensor tensor, string shape, int size, int steps, int streams, int cells)
    {
        double[] values = new double[steps * streams * size];
        int width = size / cells;
        for (int time = 0; time < steps; time++)
        {
            for (int stream = 0; stream < streams; stream++)
            {
                for (int row = 0; row < size; row++)
                {
                    int to = cells == 1 ? (((time * streams) + stream) * size) + row : (((row / width * streams) + stream) * width) + (row % width);
                    values[to] = tensor.Values[Place(Words(shape), tensor.Shape, time, stream, row)];
                }
            }
        }

        return values;
    }

    private static string[] Words(string shape) => shape.Length <= 2 ? [] : shape[1..^1].Split(", ");

    private static int Place(string[] words, int[] shape, int time, int stream, int row)
    {
        int width = words.Select(static word => int.TryParse(word, CultureInfo.InvariantCulture, out int size) ? size : 1).Append(1).Max();
        int place = 0;
        for (int axis = 0; axis < words.Length; axis++)
        {
            // Several things on one axis: the last one varies fastest. Only time and batch can be so.
            int at = words[axis] switch
            {
                "time" => time,
                "batch" => stream,
                "time * batch" => throw new NotSupportedException(words[axis]),
                "directions" or "layers" or "layers * directions" => row / width,
                string size when int.TryParse(size, CultureInfo.InvariantCulture, out int count) => row % count,
                string other => throw new NotSupportedException(other),
            };
            place = (place * shape[axis]) + at;
        }

        return place;
    }
}
