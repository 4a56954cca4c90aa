using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Import.Tests.Onnx;

/// <summary>The ONNX files of the cases: each gives the expected outputs, or is refused where that was asked for.</summary>
public sealed class OnnxCaseTests(ITestOutputHelper output)
{
    private static readonly Lazy<IReadOnlyDictionary<string, ModelFile>> Files = new(static () =>
    {
        var files = new Dictionary<string, ModelFile>();
        foreach (OnnxCase one in OnnxCase.All.Values)
        {
            try
            {
                files.Add(one.Name, ModelFile.Open(one.Path));
            }
            catch (ModelFormatException)
            {
                // The case's own test says so.
            }
        }

        return files;
    });

    private static readonly Lazy<IReadOnlyDictionary<string, IModel>> Causal = new(static () => Load(static declaration => !declaration.Contains("Reverse = true")));

    private static readonly Lazy<IReadOnlyDictionary<string, IModel>> Reverse = new(static () => Load(static declaration => declaration.Contains("Reverse = true")));

    public static TheoryData<string> Cases => [.. OnnxCase.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gives_the_expected_outputs(string name)
    {
        OnnxCase one = OnnxCase.All[name];
        if (!Files.Value.TryGetValue(name, out ModelFile? file))
        {
            var refusal = Assert.Throws<ModelFormatException>(() => ModelFile.Open(one.Path));
            output.WriteLine(refusal.Message);
            Assert.True(one.MayRefuse, refusal.Message);
            Assert.NotNull(refusal.Place);
            return;
        }

        output.WriteLine(file.Description.Declare("Model"));
        output.WriteLine(string.Join('\n', file.Description.Inputs));
        output.WriteLine(string.Join('\n', file.Description.Outputs));
        IModel model = (Causal.Value.GetValueOrDefault(name) ?? Reverse.Value.GetValueOrDefault(name))!;
        Dictionary<string, double[]> given = OnnxRun.Run(file.Description, model, one.Inputs, one.Outputs.ToDictionary(static pair => pair.Key, static pair => pair.Value.Shape));
        Assert.Equal(one.Outputs.Keys.Order(), given.Keys.Order());
        foreach ((string tensor, CaseTensor expected) in one.Outputs)
        {
            double worst = given[tensor].Zip(expected.Values, static (ours, theirs) => Math.Abs(ours - theirs)).Largest();
            output.WriteLine($"{tensor}: {worst:e2}");
            Assert.True(worst <= one.Tolerance, $"{tensor} is off by {worst}.");
        }
    }

    [Fact]
    public void Everything_that_must_be_read_is()
    {
        Assert.True(OnnxCase.All.Count >= 60);
        Assert.DoesNotContain(OnnxCase.All.Values, static one => !one.MayRefuse && !Files.Value.ContainsKey(one.Name));
    }

    private static IReadOnlyDictionary<string, IModel> Load(Func<string, bool> isWanted) =>
        DeclaredModels.Load(Files.Value.Where(file => isWanted(file.Value.Description.Declare("Model"))).ToDictionary());
}
