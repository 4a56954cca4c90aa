using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using RnnGen.Import.Export;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Import.Tests.Export;

/// <summary>What is exported, run by ONNX Runtime in this process, against what it was exported from.</summary>
public class OnnxExportTests
{
    private const int OperatorNetworks = 10;
    private const float Tolerance = 1e-5f;

    // What is normalised is divided by its deviation, which may be small.
    private const float NormalizedTolerance = 1e-4f;

    // RNNGEN_ORACLE_MODELS=n draws more.
    private static readonly int Networks = TestSetting.Number("RNNGEN_ORACLE_MODELS", 24);

    private static readonly int Cells = Networks;

    private static readonly Lazy<IReadOnlyDictionary<string, IModel>> Models = new(static () => DeclaredModels.Create(Declarations()));

    private static Dictionary<string, string> Declarations() => new(
    [
        .. Enumerable.Range(0, Networks).Select(static seed => KeyValuePair.Create($"network {seed}", RandomModel.Declare(RandomModel.Network(seed)))),
        .. Enumerable.Range(0, Cells).Select(static seed => KeyValuePair.Create($"cell {seed}", RandomModel.Declare(RandomModel.Cell(seed)))),
        .. Enumerable.Range(0, OperatorNetworks).Select(static seed =>
            KeyValuePair.Create($"operators {seed}", RandomModel.Declare(RandomModel.Network(1000 + seed, forOperators: true)))),
        new("lstm", RandomModel.Declare(
            [new RecurrentModelLayer("lstm", RecurrentKind.Lstm, 3, 5) { Layers = 2, Bidirectional = true }, new DenseModelLayer("linear", 10, 2)])),
        new("complements", RandomModel.Declare(
            [new RecurrentModelLayer("gru", RecurrentKind.Gru, 3, 5) { Variant = GruVariant.ComplementReset, Clip = 0.5f }])),
        new("tagger", RandomModel.Declare(
            [new RecurrentModelLayer("lstm", RecurrentKind.Lstm, 3, 5) { Bidirectional = true }, new DenseModelLayer("linear", 10, 4), new CrfModelLayer("crf", 4)])),
        new("tied", RandomModel.Declare(Tied)),
        new("streamed", RandomModel.Declare(
            [
                new RecurrentModelLayer("", RecurrentKind.Lstm, 3, 5) { Layers = 2 }, new RecurrentModelLayer("top", RecurrentKind.Gru, 5, 4) { LayerNorm = true },
            ])),
    ]);

    private static ImmutableArray<ModelLayer> Tied =>
    [
        new EmbeddingModelLayer("words", 19, 6),
        new RecurrentModelLayer("gru", RecurrentKind.Gru, 6, 3) { Layers = 2, Bidirectional = true, Residual = true },
        new DenseModelLayer("linear", 6, 19) { TieTo = "words" },
    ];

    [Fact]
    public void RandomNetworksGiveEqualOutputs() => CheckAll("network ", Networks, static (name, model) =>
    {
        int seed = int.Parse(name.Split(' ')[1], CultureInfo.InvariantCulture);
        (int steps, int streams) = (1 + (seed % 9), 1 + (seed % 4));
        double[] inputs = RandomModel.Inputs(model, steps, streams, seed);
        ModelRun run = new ModelRun { Inputs = inputs, Steps = steps, Streams = streams }.Run(model);
        using var onnx = new OnnxRun(model);
        return Difference(model, run.Outputs, onnx.Run(inputs, steps, streams)["output"]);
    });

    [Fact]
    public void RandomCellsGiveEqualOutputs() => CheckAll("cell ", Cells, static (name, model) =>
    {
        const int steps = 6;
        const int streams = 2;
        double[] inputs = RandomModel.Inputs(model, steps, streams, seed: 3);
        float[] expected = new float[steps * streams * model.OutputSize];
        for (int stream = 0; stream < streams; stream++)
        {
            IModelStream states = model.CreateStream();
            for (int step = 0; step < steps; step++)
            {
                int row = (step * streams) + stream;
                float[] x = [.. inputs.AsSpan(row * model.InputSize, model.InputSize).ToArray().Select(static value => (float)value)];
                states.Step(x, expected.AsSpan(row * model.OutputSize, model.OutputSize));
            }
        }

        using var onnx = new OnnxRun(model);
        return Difference(model, expected, onnx.Run(inputs, steps, streams)["output"]);
    });

    /// <summary>What layers take is added to what they give; the weight of two layers is in the graph for both.</summary>
    [Fact]
    public void ResidualConnectionsAndTiedWeightsGiveEqualOutputs()
    {
        IModel model = Models.Value["tied"];
        model.Initialize(3);
        Assert.Equal(Tied.Select(RandomModel.Resolved), model.Layers);
        double[] inputs = RandomModel.Inputs(model, 6, 2, seed: 1);
        ModelRun run = new ModelRun { Inputs = inputs, Steps = 6, Streams = 2 }.Run(model);
        using var onnx = new OnnxRun(model);
        Assert.InRange(Difference(model, run.Outputs, onnx.Run(inputs, 6, 2)["output"]), 0, Tolerance);
    }

    /// <summary>A chain of labels is not in the graph, which gives the scores.</summary>
    [Fact]
    public void AChainOfLabelsGivesItsScores()
    {
        IModel model = Models.Value["tagger"];
        model.Initialize(3);
        Assert.Equal(new CrfModelLayer("crf", 4), model.Layers[^1]);
        double[] inputs = RandomModel.Inputs(model, 6, 2, seed: 1);
        ModelRun run = new ModelRun { Inputs = inputs, Steps = 6, Streams = 2 }.Run(model);
        using var onnx = new OnnxRun(model);
        var given = onnx.Run(inputs, 6, 2);
        Assert.Equal(["output"], given.Keys);
        Assert.InRange(Difference(model, run.Outputs, given["output"]), 0, Tolerance);
    }

    /// <summary>What an emitted type says of itself is what was declared.</summary>
    [Fact]
    public void LayersAreThoseDeclared()
    {
        for (int seed = 0; seed < Networks; seed++)
        {
            Assert.Equal(RandomModel.Network(seed).Select(RandomModel.Resolved), Models.Value[$"network {seed}"].Layers);
        }

        for (int seed = 0; seed < Cells; seed++)
        {
            Assert.Equal([RandomModel.Resolved(RandomModel.Cell(seed))], Models.Value[$"cell {seed}"].Layers);
        }
    }

    /// <summary>Pieces of a sequence, with the states handed on, give what the whole gives.</summary>
    [Fact]
    public void StatesGoInAndOut()
    {
        const int steps = 8;
        const int streams = 3;
        IModel model = Models.Value["streamed"];
        model.Initialize(seed: 5);
        double[] inputs = RandomModel.Inputs(model, steps, streams, seed: 6);
        ModelRun whole = new ModelRun { Inputs = inputs, Steps = steps, Streams = streams }.Run(model);

        using var onnx = new OnnxRun(model, new OnnxExportOptions { States = true });
        Assert.Equal(["input", "initial_h", "initial_c", "top.initial_h"], onnx.Inputs);
        Assert.Equal(["output", "final_h", "final_c", "top.final_h"], onnx.Outputs);
        var states = new Dictionary<string, float[]>
        {
            ["initial_h"] = new float[2 * streams * 5],
            ["initial_c"] = new float[2 * streams * 5],
            ["top.initial_h"] = new float[streams * 4],
        };
        var outputs = new List<float>();
        foreach ((int start, int end) in new[] { (0, 3), (3, 4), (4, steps) })
        {
            int row = streams * model.InputSize;
            Dictionary<string, float[]> results = onnx.Run(inputs[(start * row)..(end * row)], end - start, streams, states);
            outputs.AddRange(results["output"]);
            states = states.Keys.ToDictionary(static name => name, name => results[name.Replace("initial", "final", StringComparison.Ordinal)]);
        }

        Assert.InRange(Difference(model, whole.Outputs, [.. outputs]), 0, NormalizedTolerance);
        Assert.InRange(Difference(model, whole.Final[""].Hidden, states["initial_h"]), 0, Tolerance);
        Assert.InRange(Difference(model, whole.Final[""].Cell, states["initial_c"]), 0, Tolerance);
        Assert.InRange(Difference(model, whole.Final["top"].Hidden, states["top.initial_h"]), 0, NormalizedTolerance);
    }

    /// <summary>A rest state that a model saves is where sequences start.</summary>
    [Theory]
    [InlineData("lstm", "lstm.", "lstm")]
    [InlineData("streamed", "", "")]
    [InlineData("streamed", "top.", "top")]
    public void SequencesStartAtTheRestState(string name, string prefix, string layer)
    {
        const int steps = 4;
        const int streams = 2;
        IModel model = Models.Value[name];
        model.Initialize(seed: 7);
        RecurrentModelLayer recurrent = model.Layers.OfType<RecurrentModelLayer>().Single(candidate => candidate.Name == layer);
        var random = new Random(8);
        var resting = new DelegatingModel(model);
        var hidden = new List<float>();
        var cell = new List<float>();
        foreach (string suffix in Enumerable.Range(0, recurrent.Layers).SelectMany(depth => Recurrent.SuffixesOf(recurrent, depth)))
        {
            Add("initial_h", hidden, isThere: true);
            Add("initial_c", cell, recurrent.Kind == RecurrentKind.Lstm);

            void Add(string state, List<float> all, bool isThere)
            {
                float[] row = [.. Enumerable.Range(0, isThere ? recurrent.Hidden : 0).Select(_ => random.NextSingle() - 0.5f)];
                all.AddRange(Enumerable.Repeat(row, streams).SelectMany(static values => values));
                if (isThere)
                {
                    resting.More.Add($"{prefix}{state}{suffix}", row);
                }
            }
        }

        double[] inputs = RandomModel.Inputs(model, steps, streams, seed: 9);
        ModelRun run = new ModelRun { Inputs = inputs, Steps = steps, Streams = streams, Initial = { [layer] = ([.. hidden], [.. cell]) } }.Run(model);
        using var onnx = new OnnxRun(resting);
        Assert.InRange(Difference(model, run.Outputs, onnx.Run(inputs, steps, streams)["output"]), 0, NormalizedTolerance);

        // The state does change the outputs.
        using var fromZeros = new OnnxRun(model);
        Assert.True(Difference(model, run.Outputs, fromZeros.Run(inputs, steps, streams)["output"]) > 1e-3f);
    }

    /// <summary>What was exported comes back, and computes the same.</summary>
    [Fact]
    public void ExportedNetworksAreImported()
    {
        string[] names = [.. Enumerable.Range(0, OperatorNetworks).Select(static seed => $"operators {seed}"), "lstm", "complements"];
        var files = new Dictionary<string, ModelFile>();
        foreach (string name in names)
        {
            IModel model = Models.Value[name];
            model.Initialize(seed: 10);
            using var stream = new MemoryStream();
            OnnxExport.Write(model, stream);
            stream.Position = 0;
            files.Add(name, ModelFile.Open(stream, name));
        }

        IReadOnlyDictionary<string, IModel> imported = DeclaredModels.Load(files);
        Assert.All(names, name =>
        {
            IModel model = Models.Value[name];
            double[] inputs = RandomModel.Inputs(model, steps: 5, streams: 2, seed: 11);
            float[] expected = new ModelRun { Inputs = inputs, Steps = 5, Streams = 2 }.Run(model).Outputs;
            float[] outputs = new ModelRun { Inputs = inputs, Steps = 5, Streams = 2 }.Run(imported[name]).Outputs;
            Assert.InRange(Difference(model, expected, outputs), 0, Tolerance);
        });
    }

    [Fact]
    public void APathHoldsTheWholeFile()
    {
        IModel model = Models.Value["lstm"];
        model.Initialize(seed: 12);
        string folder = Directory.CreateTempSubdirectory("rnngen-export").FullName;
        try
        {
            string path = Path.Combine(folder, "model.onnx");
            File.WriteAllText(path, "old");
            Assert.Throws<NotSupportedException>(() => OnnxExport.Write(new DelegatingModel(model) { ParameterCount = int.MaxValue }, path));
            Assert.Equal("old", File.ReadAllText(path));
            OnnxExport.Write(model, path);
            using var onnx = new OnnxRun(model);
            Assert.Equal(onnx.Bytes, File.ReadAllBytes(path));
            Assert.Equal([path], Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void WhatOnnxCannotSayIsRefusedByName()
    {
        IModel model = Models.Value["lstm"];
        Refused("at most 2 GB", new DelegatingModel(model) { ParameterCount = int.MaxValue });
        Refused("'lstm': CandidateActivation", Changed(static layer => layer with { Candidate = new ModelActivation((RnnActivation)99) }));
        Refused("'lstm': GateActivation", Changed(static layer => layer with { LayerNorm = true, Gate = new ModelActivation((RnnActivation)99) }));
        Refused("'lstm': Kind", Changed(static layer => layer with { Kind = (RecurrentKind)99 }));
        var dense = new DenseModelLayer("linear", 10, 2, (DenseActivation)99);
        Refused("'linear': Activation", new DelegatingModel(model) { Layers = [model.Layers[0], dense] });
        Refused("Pooling", new DelegatingModel(model) { Layers = [new PoolingModelLayer((Pooling)99)] });
        Refused("'gain'", new ForeignModel());
        Refused("'strange'", new DelegatingModel(model) { Layers = [new StrangeLayer("strange")] });

        DelegatingModel Changed(Func<RecurrentModelLayer, RecurrentModelLayer> change) =>
            new(model) { Layers = [change((RecurrentModelLayer)model.Layers[0])] };

        static void Refused(string part, IModel model)
        {
            using var stream = new MemoryStream();
            Assert.Contains(part, Assert.Throws<NotSupportedException>(() => OnnxExport.Write(model, stream)).Message, StringComparison.Ordinal);
            Assert.Equal(0, stream.Length);
        }
    }

    [Fact]
    public void ArgumentsAreChecked()
    {
        IModel model = Models.Value["lstm"];
        Assert.Throws<ArgumentNullException>(() => OnnxExport.Write(null!, Stream.Null));
        Assert.Throws<ArgumentNullException>(() => OnnxExport.Write(model, (Stream)null!));
        Assert.Throws<ArgumentNullException>(() => OnnxExport.Write(model, Stream.Null, null!));
        Assert.Throws<ArgumentException>(() => OnnxExport.Write(model, ""));
        Assert.Throws<ArgumentNullException>(() => OnnxExport.Write(model, "x", null!));
    }

    private static void CheckAll(string prefix, int count, Func<string, IModel, float> difference)
    {
        var failures = new StringBuilder();
        for (int seed = 0; seed < count; seed++)
        {
            string name = $"{prefix}{seed}";
            IModel model = Models.Value[name];
            model.Initialize(seed);
            string problem;
            try
            {
                float worst = difference(name, model);
                bool isNormalized = model.Layers.OfType<RecurrentModelLayer>().Any(static layer => layer.LayerNorm);
                problem = worst <= (isNormalized ? NormalizedTolerance : Tolerance) ? "" : $"outputs differ by {worst:G3}";
            }
            catch (Exception exception) when (exception is Microsoft.ML.OnnxRuntime.OnnxRuntimeException or NotSupportedException)
            {
                problem = exception.Message;
            }

            if (problem.Length > 0)
            {
                failures.Append(name).Append(": ").Append(problem).Append('\n');
                failures.AppendJoin('\n', model.Layers.Select(static layer => layer.Declaration)).Append('\n');
            }
        }

        Assert.True(failures.Length == 0, failures.ToString());
    }

    /// <summary>The largest difference, as a part of what is compared where that is more than 1.</summary>
    private static float Difference(IModel model, float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.True(expected.Length > 0, model.GetType().Name);
        return expected.Zip(actual).Max(static pair =>
            float.IsFinite(pair.Second) ? Math.Abs(pair.First - pair.Second) / Math.Max(1, Math.Abs(pair.First)) : float.PositiveInfinity);
    }

    private sealed record StrangeLayer(string Name) : ModelLayer(Name)
    {
        public override LayerDeclaration Declaration => throw new NotSupportedException();
    }
}
