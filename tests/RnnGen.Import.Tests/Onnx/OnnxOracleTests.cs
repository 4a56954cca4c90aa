using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Import.Tests.Onnx;

/// <summary>Random models over all attributes, shapes and options, ours against ONNX Runtime. <c>RNNGEN_ORACLE_MODELS</c> and <c>RNNGEN_ORACLE_SEED</c> choose more and others.</summary>
public sealed class OnnxOracleTests(ITestOutputHelper output)
{
    /// <summary>Sigmoid and tanh of ONNX Runtime are some 1e-6 off.</summary>
    private const double Tolerance = 2e-5;

    // Gates that nothing bounds may multiply a state from step to step until floats end; past this there is nothing to compare.
    private const float Exploded = 1e6f;

    private readonly int _models = TestSetting.Number("RNNGEN_ORACLE_MODELS", 40);
    private readonly int _seed = TestSetting.Number("RNNGEN_ORACLE_SEED", 15_000);

    [Fact]
    public void Random_models_give_what_OnnxRuntime_gives() => Check(hasReverse: false, hasRest: false);

    [Fact]
    public void Random_models_that_start_with_constants_give_what_OnnxRuntime_gives() => Check(hasReverse: false, hasRest: true);

    [Fact]
    public void Random_models_with_layers_in_reverse_give_what_OnnxRuntime_gives() => Check(hasReverse: true, hasRest: true);

    private void Check(bool hasReverse, bool hasRest)
    {
        var models = new Dictionary<string, OnnxOracleModel>();
        var files = new Dictionary<string, ModelFile>();
        for (int number = 0; number < _models; number++)
        {
            string name = $"{_seed + number}";
            var model = new OnnxOracleModel(_seed + number, hasReverse, hasRest, ours: true);
            models.Add(name, model);
            try
            {
                files.Add(name, ModelFile.Open(new MemoryStream(model.Bytes), name));
            }
            catch (ModelFormatException refusal)
            {
                Assert.Fail($"{refusal.Message}\n{new OnnxOracleModel(_seed + number, hasReverse, hasRest, ours: true).Describe()}");
            }
        }

        IReadOnlyDictionary<string, IModel> networks = DeclaredModels.Load(files);
        double worst = 0;
        int exploded = 0;
        var faults = new List<string>();
        foreach ((string name, OnnxOracleModel model) in models)
        {
            var theirs = new OnnxOracleModel(int.Parse(name, CultureInfo.InvariantCulture), hasReverse, hasRest, ours: false);
            Dictionary<string, (int[] Shape, float[] Values)> expected;
            try
            {
                expected = RunOnnxRuntime(theirs);
            }
            catch (OnnxRuntimeException fault)
            {
                faults.Add($"Seed {name}: ONNX Runtime: {fault.Message}\n{theirs.Describe()}");
                continue;
            }

            if (!expected.Values.All(static tensor => tensor.Values.All(static value => Math.Abs(value) <= Exploded)))
            {
                exploded++;
                continue;
            }

            ModelDescription description = files[name].Description;
            Dictionary<string, double[]> given = OnnxRun.Run(
                description, networks[name], model.Inputs, expected.ToDictionary(static pair => pair.Key, static pair => pair.Value.Shape));
            Assert.Equal(expected.Keys.Order(), given.Keys.Order());
            foreach ((string tensor, (int[] _, float[] values)) in expected)
            {
                double off = given[tensor].Zip(values, static (ours, other) => Math.Abs(ours - other) / Math.Max(1, Math.Abs(other))).Largest();
                worst = Math.Max(worst, off);
                if (!(off <= Tolerance))
                {
                    faults.Add($"Seed {name}, {tensor}: off by {off}\n{description.Declare("Model")}\n{model.Describe()}");
                }
            }
        }

        output.WriteLine($"{_models} models from seed {_seed}; the largest difference is {worst:e2}; {exploded} exploded.");
        Assert.InRange(exploded, 0, _models / 20);
        Assert.True(faults.Count == 0, $"{faults.Count} of {_models}\n{string.Join("\n\n", faults.Take(4))}");
    }

    private static Dictionary<string, (int[] Shape, float[] Values)> RunOnnxRuntime(OnnxOracleModel model)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(model.Bytes, options);
        NamedOnnxValue[] inputs = [.. model.Inputs.Select(input =>
            model.Longs.Contains(input.Key) ? NamedOnnxValue.CreateFromTensor(input.Key, new DenseTensor<long>(input.Value.Values.Select(static value => (long)value).ToArray(), input.Value.Shape))
            : model.Ints.Contains(input.Key) ? NamedOnnxValue.CreateFromTensor(input.Key, new DenseTensor<int>(input.Value.Values.Select(static value => (int)value).ToArray(), input.Value.Shape))
            : NamedOnnxValue.CreateFromTensor(input.Key, new DenseTensor<float>(input.Value.Values.Select(static value => (float)value).ToArray(), input.Value.Shape)))];
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(inputs);
        return results.ToDictionary(static result => result.Name, static result => (result.AsTensor<float>().Dimensions.ToArray(), result.AsTensor<float>().ToArray()));
    }
}
