using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Model;
using RnnGen.Generator.Models;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>Declarations that name model files: what is done again when a file changes, what is there before it was converted, and how descriptions are read.</summary>
public class ModelFileTests
{
    private const string Sources = """
        [RnnGen.Network(Model = "one.nam")] partial class One;
        [RnnGen.Network(Model = "two.nam")] partial class Two;
        [RnnGen.Network(1, WeightsFile = "two.nam"), RnnGen.LstmLayer(8), RnnGen.DenseLayer(1)] partial class Declared;
        [RnnGen.LstmCell(3, 5)] partial class Cell;
        """;

    private static readonly AdditionalText One = ModelFiles.File("one.nam", ModelFiles.Capture("one.nam", 4));
    private static readonly AdditionalText Two = ModelFiles.File("two.nam", ModelFiles.Capture("two.nam", 8));

    /// <summary>Layers of a file are the layers that a user would declare: one model of the pipeline, one plan, one text.</summary>
    [Fact]
    public void LayersOfAFileAreThoseThatAreDeclared()
    {
        NetworkSpec[] specs = [.. Specs([One, Two])];
        NetworkSpec two = specs.Single(static spec => spec.Type.Declaration.Name == "Two"), declared = specs.Single(static spec => spec.Type.Declaration.Name == "Declared");
        Assert.Equal(two.Layers, declared.Layers.Select(layer => layer is Layers.RecurrentSpec recurrent ? recurrent with { Cell = recurrent.Cell with { Type = ((Layers.RecurrentSpec)two.Layers[0]).Cell.Type } } : layer));
        Assert.Equal(new EmbeddedSpec("two.nam", "RnnModel/two.nam.safetensors", IsWhole: true, IsPending: false), two.Embedded);
        Assert.Equal(new EmbeddedSpec("two.nam", "RnnModel/two.nam.safetensors", IsWhole: false, IsPending: false), declared.Embedded);
        Assert.All(specs, static spec => Assert.Null(spec.File));
    }

    /// <summary>Another file, or another text of a file that says the same: nothing is planned or emitted again.</summary>
    [Theory]
    [InlineData("one.nam", 6, new[] { "One.g.cs" })]
    [InlineData("one.nam", 4, new string[0])]
    [InlineData("new.nam", 4, new string[0])]
    public void OnlyWhatNamesAFileIsDoneAgainWhenItChanges(string name, int hidden, string[] emitted)
    {
        AdditionalText changed = ModelFiles.File(name, ModelFiles.Capture(name, hidden) + "\n");
        CSharpCompilation compilation = GeneratorRun.Compile(Sources);
        GeneratorDriver driver = GeneratorRun.Driver(new ProjectSettings { AdditionalFiles = [One, Two] }).RunGenerators(compilation);
        driver = (name == "one.nam" ? driver.ReplaceAdditionalText(One, changed) : driver.AddAdditionalTexts([changed])).RunGenerators(compilation);
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.Equal(4, result.GeneratedSources.Length);
        Assert.Equal(emitted.Length, result.TrackedSteps[TrackingNames.Plan].SelectMany(static step => step.Outputs).Count(static output => output.Reason != IncrementalStepRunReason.Cached));
        Assert.Equal(
            emitted.Length,
            result.TrackedOutputSteps.SelectMany(static steps => steps.Value).SelectMany(static step => step.Outputs).Count(static output => output.Reason != IncrementalStepRunReason.Cached));
        Assert.All(emitted, hint => Assert.Contains("Lstm1x6", result.GeneratedSources.Single(source => source.HintName == hint).SourceText.ToString()));
    }

    /// <summary>A weight that was trained again changes the resource, and no text.</summary>
    [Fact]
    public void ADescriptionThatSaysTheSameIsReadAndThatIsAll()
    {
        CSharpCompilation compilation = GeneratorRun.Compile(Sources);
        GeneratorDriver driver = GeneratorRun.Driver(new ProjectSettings { AdditionalFiles = [One, Two] }).RunGenerators(compilation);
        driver = driver.ReplaceAdditionalText(One, ModelFiles.File("one.nam", ModelFiles.Capture("one.nam", 4))).RunGenerators(compilation);
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.DoesNotContain(result.TrackedSteps[TrackingNames.Description].SelectMany(static step => step.Outputs), static output => output.Reason is IncrementalStepRunReason.Modified or IncrementalStepRunReason.New);
        Assert.All(result.TrackedSteps[TrackingNames.Bound].SelectMany(static step => step.Outputs), static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    /// <summary>Before the first build users' code is without errors: the members are there, and say what they wait for.</summary>
    [Fact]
    public void BeforeItsFileIsConvertedANetworkHasItsMembers()
    {
        (GeneratorDriverRunResult result, _) = GeneratorRun.Emit(
            new ProjectSettings { AdditionalFiles = [ModelFiles.File("models/one.nam", "")] },
            """
            [RnnGen.Network(Model = "one.nam")] sealed partial class One;

            sealed class User
            {
                static float Run(System.ReadOnlySpan<float> input, System.Span<float> output)
                {
                    One one = One.Create();
                    One.State state = default;
                    one.Step(input, output, ref state);
                    one.Run(input, output, ref state);
                    using var workspace = new One.Workspace(1);
                    return output[One.OutputSize - One.InputSize] + One.ParameterCount;
                }
            }
            """);
        string text = Assert.Single(result.GeneratedTrees).ToString();
        Assert.Contains("Creates one with the weights of <c>models/one.nam</c>, whose layers are known once the project has been built.", text);
    }

    /// <summary>Sizes of a file are not known to other declarations, which would depend on it as well: that is said.</summary>
    [Fact]
    public async Task SizesOfAFileAreNoConstantsOfOtherDeclarations()
    {
        DiagnosticRun run = await DiagnosticRun.Of(
            """[RnnGen.Network(Model = "amp.nam")] partial class Amp { } [RnnGen.LstmCell(Amp.OutputSize, 8)] partial class Cell { }""",
            new Dictionary<string, string> { [DiagnosticRun.Models] = "" });
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("RNN0025", diagnostic.Id);
        Assert.Contains("the value of 'Amp.OutputSize' is not known while RnnGen runs: another generator adds it, a model file gives it,", diagnostic.GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal("Amp.g.cs", Assert.Single(run.Emitted).HintName);
    }

    [Fact]
    public void BoundModelsHoldValuesOnly()
    {
        Assert.Equal(Specs([One, Two]), Specs([One, Two]));
        Assert.Equal(Specs([One, Two]).Select(DeclarationPlan.Of), Specs([One, Two]).Select(DeclarationPlan.Of));
    }

    [Theory]
    [InlineData("/p/obj/Debug/rnngen.models/a/b.nam.rnnmodel", "a/b.nam")]
    [InlineData(@"C:\p\obj\Debug\rnngen.models\a b\b #;.nam.rnnmodel", "a b/b #;.nam")]
    [InlineData("/rnngen.models/p/obj/rnngen.models/b.nam.rnnmodel", "b.nam")]
    [InlineData("b.nam.rnnmodel", "b.nam")]
    public void AFileThatIsNotThereYetIsKnownByItsPath(string path, string name) =>
        Assert.Equal(new ModelDescription(name, $"RnnModel/{name}.safetensors", ModelState.Pending), ModelText.Parse(path, null));

    [Fact]
    public void FieldsMayHoldAnyCharacter()
    {
        ModelDescription model = ModelText.Parse("x.rnnmodel", "rnngen-model 1\r\nname\ta\\tb\\\\n\\nc\nresource\t\nlayer\tLstmLayer\t\thidden:i-3\tClip=f0.1\tName=s=:\\t\tBias=b0\n");
        Assert.Equal(("a\tb\\n\nc", ""), (model.Name, model.Resource));
        Assert.Equal(
            [new("hidden", false, -3), new("Clip", true, 0.1f), new("Name", true, "=:\t"), new("Bias", true, false)],
            (IEnumerable<DescribedArgument>)Assert.Single(model.Layers).Arguments);
    }

    [Theory]
    [InlineData("rnngen-model 2\nname\ta\nresource\tb\n")]
    [InlineData("name\ta\nresource\tb\n")]
    [InlineData("rnngen-model 1\nname\ta\n")]
    [InlineData("rnngen-model 1\nresource\ta\n")]
    [InlineData("rnngen-model 1\nname\ta\nresource\tb\nmore\n")]
    [InlineData("rnngen-model 1\nname\ta\tb\nresource\tb\n")]
    [InlineData("rnngen-model 1\nname\ta\nresource\tb\nlayer\tX\t\thidden\n")]
    [InlineData("rnngen-model 1\nname\ta\nresource\tb\nlayer\tX\t\thidden:\n")]
    [InlineData("rnngen-model 1\nname\ta\nresource\tb\nlayer\tX\t\thidden:ix\n")]
    [InlineData("rnngen-model 1\nname\ta\nresource\tb\nlayer\tX\t\thidden:b2\n")]
    [InlineData("rnngen-model 1\nname\ta\nresource\tb\ntensor\tx\n")]
    public void WhatCannotBeReadIsOfAnotherVersion(string text) =>
        Assert.Equal(new ModelDescription("x", "", ModelState.OfAnotherVersion), ModelText.Parse("x.rnnmodel", text));

    private static IEnumerable<NetworkSpec> Specs(AdditionalText[] files) =>
        GeneratorRun.Driver(new ProjectSettings { AdditionalFiles = files }).RunGenerators(GeneratorRun.Compile(Sources)).GetRunResult().Results.Single()
            .TrackedSteps[TrackingNames.Bound].SelectMany(static step => step.Outputs).Select(static output => output.Value).OfType<NetworkSpec>();
}
