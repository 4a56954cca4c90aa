using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text.Json;
using RnnGen.Formats;
using Xunit;

namespace RnnGen.Import.Tests.Export;

/// <summary>
/// Networks of what PyTorch has modules for, saved as safetensors beside what they give for some inputs. <c>torch-load.sh</c> loads them in PyTorch and
/// compares; what is tested here is that the same files give the same network back.
/// </summary>
public class TorchLoadTests
{
    private const int Steps = 7;
    private const int Streams = 3;

    private static readonly Dictionary<string, ImmutableArray<ModelLayer>> Networks = new()
    {
        ["lstm"] = [new RecurrentModelLayer("lstm", RecurrentKind.Lstm, 3, 8) { Layers = 2, Bidirectional = true }, new DenseModelLayer("linear", 16, 4)],
        ["projection"] = [new RecurrentModelLayer("encoder.lstm", RecurrentKind.Lstm, 5, 12) { Projection = 7, Layers = 2 }],
        ["tokens"] =
        [
            new EmbeddingModelLayer("embedding", 11, 6), new RecurrentModelLayer("gru", RecurrentKind.Gru, 6, 9) { Bidirectional = true },
            new DenseModelLayer("head", 18, 11),
        ],
        ["elman"] =
        [
            new RecurrentModelLayer("rnn", RecurrentKind.Rnn, 4, 10) { Candidate = new ModelActivation(RnnActivation.Relu) }, new DenseModelLayer("out", 10, 3),
        ],
        ["bare"] = [new RecurrentModelLayer("", RecurrentKind.Gru, 2, 17) { Bias = false }],
    };

    /// <summary>Where the files are left for the script.</summary>
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "torch-load");

    [Fact]
    public void SavedNetworksLoadBack()
    {
        Directory.CreateDirectory(Folder);
        IReadOnlyDictionary<string, IModel> models =
            DeclaredModels.Create(Networks.ToDictionary(static network => network.Key, static network => RandomModel.Declare(network.Value)));
        foreach ((string name, IModel model) in models)
        {
            model.Initialize(seed: 21);
            string path = Path.Combine(Folder, name + ".safetensors");
            model.Save(path);
            double[] inputs = RandomModel.Inputs(model, Steps, Streams, seed: 22);
            float[] outputs = new ModelRun { Inputs = inputs, Steps = Steps, Streams = Streams }.Run(model).Outputs;
            Save(name, model, inputs, outputs);

            model.Initialize(seed: 23);
            Assert.NotEqual(outputs, new ModelRun { Inputs = inputs, Steps = Steps, Streams = Streams }.Run(model).Outputs);
            model.Load(path, mode: LoadMode.WholeFile);
            Assert.Equal(outputs, new ModelRun { Inputs = inputs, Steps = Steps, Streams = Streams }.Run(model).Outputs);
        }
    }

    private static void Save(string name, IModel model, double[] inputs, float[] outputs)
    {
        var run = new SafetensorsWriter();
        run.SetMetadata("layers", JsonSerializer.Serialize(model.Layers.Select(static layer => layer switch
        {
            EmbeddingModelLayer table => (object)new { kind = "embedding", name = table.Name, vocabulary = table.Vocabulary, size = table.Size },
            DenseModelLayer dense => new { kind = "linear", name = dense.Name, inputs = dense.Inputs, outputs = dense.Outputs },
            RecurrentModelLayer recurrent => new
            {
                kind = recurrent.Kind.ToString().ToLowerInvariant(),
                name = recurrent.Name,
                input = recurrent.Input,
                hidden = recurrent.Hidden,
                layers = recurrent.Layers,
                bidirectional = recurrent.Bidirectional,
                bias = recurrent.Bias,
                projection = recurrent.Projection,
                relu = recurrent.Candidate.Function == RnnActivation.Relu,
            },
            _ => throw new InvalidOperationException(layer.ToString()),
        })));
        run.Write("inputs", [Steps, Streams, model.InputSize], [.. inputs.Select(static value => (float)value)]);
        run.Write("outputs", [Steps, Streams, model.OutputSize], outputs);
        run.Save(Path.Combine(Folder, name + ".run"));
    }
}
