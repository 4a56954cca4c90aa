using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using Xunit;

namespace RnnGen.Import.Tests.Export;

/// <summary>Networks of several inputs as ONNX: an input each, named as its layer; of bags and sequences there is nothing.</summary>
public class JoinedExportTests
{
    private const int Steps = 6;

    private static readonly Lazy<IReadOnlyDictionary<string, IModel>> Models = new(static () => DeclaredModels.Create(new Dictionary<string, string>
    {
        ["joined"] = "[Network] [EmbeddingLayer(9, 4, Name = \"words\")] [InputLayer(3, Name = \"shape\")] [EmbeddingLayer(5, 2, Name = \"tags\")] [LstmLayer(6)] [DenseLayer(2)] "
            + "public sealed partial class Model;",
        ["bags"] = "[Network] [EmbeddingLayer(9, 4, Name = \"words\")] [EmbeddingBagLayer(9, 4, Name = \"chars\")] [LstmLayer(6)] public sealed partial class Model;",
        ["nested"] = "[Network] [EmbeddingLayer(9, 4)] [PoolingLayer(Pooling.Mean)] public sealed partial class Shape; "
            + "[Network] [NetworkLayer(typeof(Shape), 4, Name = \"shape\")] [LstmLayer(6)] public sealed partial class Model;",
    }));

    [Fact]
    public void Inputs_are_joined_as_in_the_network()
    {
        IModel model = Models.Value["joined"];
        model.Initialize(1);
        var random = new Random(2);
        long[] words = [.. Enumerable.Range(0, Steps).Select(_ => (long)random.Next(9))], tags = [.. Enumerable.Range(0, Steps).Select(_ => (long)random.Next(5))];
        float[] shape = [.. Enumerable.Range(0, Steps * 3).Select(_ => random.NextSingle() - 0.5f)], expected = new float[Steps * 2];
        IModelStream stream = model.CreateStream();
        for (int step = 0; step < Steps; step++)
        {
            stream.Step([(int[])[(int)words[step]], (int[])[(int)tags[step]]], shape.AsSpan(step * 3, 3), expected.AsSpan(step * 2, 2));
        }

        using var file = new MemoryStream();
        OnnxExport.Write(model, file);
        using var session = new InferenceSession(file.ToArray());
        Assert.Equal(["words", "shape", "tags"], session.InputNames);
        using OrtValue wordsValue = OrtValue.CreateTensorValueFromMemory(words, [Steps, 1]), tagsValue = OrtValue.CreateTensorValueFromMemory(tags, [Steps, 1]);
        using OrtValue shapeValue = OrtValue.CreateTensorValueFromMemory(shape, [Steps, 1, 3]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(
            options, new Dictionary<string, OrtValue> { ["words"] = wordsValue, ["shape"] = shapeValue, ["tags"] = tagsValue }, session.OutputNames);
        Assert.All(expected.Zip(results[0].GetTensorDataAsSpan<float>().ToArray()), static pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void Bags_are_refused()
    {
        string message = Assert.Throws<NotSupportedException>(() => OnnxExport.Write(Models.Value["bags"], new MemoryStream())).Message;
        Assert.Equal("Input 'chars' takes bags of token ids ([EmbeddingBagLayer]), for which there is nothing in ONNX.", message);
    }

    [Fact]
    public void Networks_inside_others_are_refused()
    {
        string message = Assert.Throws<NotSupportedException>(() => OnnxExport.Write(Models.Value["nested"], new MemoryStream())).Message;
        Assert.Equal("Input 'shape' takes a sequence of token ids a step ([NetworkLayer]), for which there is nothing in ONNX.", message);
    }
}
