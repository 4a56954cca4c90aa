using System;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Import.Tests.Keras;

/// <summary>Every Keras file of Cases gives its golden outputs, or is refused, as its index says.</summary>
public sealed class KerasCaseTests
{
    private readonly ITestOutputHelper _output;

    public KerasCaseTests(ITestOutputHelper output) => _output = output;

    public static TheoryData<string> Names => [.. KerasCases.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_right_or_refused(string name)
    {
        KerasCase item = KerasCases.Of(name);
        _output.WriteLine(item.Fault?.Message ?? item.File!.Description.Declare("Model"));
        if (item.Fault is not null)
        {
            ModelFormatException fault = Assert.IsType<ModelFormatException>(item.Fault);
            Assert.NotEqual("value", item.Case.Expect);
            Assert.Equal(item.Case.Path, fault.File);
            Assert.StartsWith(item.Case.Path + ": ", fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', fault.Message);
        }
        else
        {
            Assert.NotEqual("refuse", item.Case.Expect);
            AssertGolden(item, KerasCases.ModelOf(name));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Opens_in_little_time_and_memory(string name)
    {
        KerasCase item = KerasCases.Of(name);
        Assert.InRange(item.Time.TotalSeconds, 0, 2);
        Assert.InRange(item.Allocated, long.MinValue, 64 * 1024 * 1024);
    }

    [Fact]
    public void Nothing_is_unpacked_to_the_disk()
    {
        Assert.NotNull(KerasCases.Of("hostile/keras_traversal"));
        Assert.False(File.Exists("/tmp/RNNGEN_ZIP_SLIP"));
    }

    [Fact]
    public void A_stateful_model_goes_on_where_it_was()
    {
        KerasCase item = KerasCases.Of("keras/stateful_h5k2");
        IModel model = KerasCases.ModelOf("keras/stateful_h5k2");
        Assert.Equal("lstm", item.File!.Description.Metadata["stateful"]);
        using SafetensorsFile golden = item.Truth.OpenGolden();
        var first = Run(model, golden, "x");
        ModelRun second = Run(model, golden, "x2", first);
        AssertClose(golden.ReadDoubles("y2"), second.Outputs, item.Truth.Tolerance);
    }

    [Fact]
    public void The_description_says_what_goes_in_and_comes_out()
    {
        ModelDescription description = KerasCases.Of("keras/emb_lstm_softmax_keras").File!.Description;
        Assert.Equal(new ModelInput("input_layer", ModelInputKind.TokenIds, 30) { Shape = "[batch, 9]" }, Assert.Single(description.Inputs));
        Assert.Equal(new ModelOutput("dense", ModelOutputKind.Sequence, 30) { Shape = "[batch, 30]" }, Assert.Single(description.Outputs));
        Assert.Equal("3.8.0", description.Metadata["keras_version"]);
        Assert.Equal(ModelFormat.Keras, KerasCases.Of("keras/emb_lstm_softmax_keras").File!.Format);
    }

    [Fact]
    public void Weights_alone_say_what_is_missing_and_go_by_both_names()
    {
        ModelFile file = KerasCases.Of("keras/functional_w3").File!;
        Assert.Equal(ModelFormat.KerasWeights, file.Format);
        Assert.False(file.Description.IsComplete);
        Assert.Null(file.Modules);
        Assert.Equal(["encoder", "my gru.1", "out"], file.Description.Layers.Select(static layer => layer.Name));
        Assert.True(file.Contains("encoder.weight_ih_l0"));
        Assert.True(file.Contains("lstm.weight_ih_l0"));
        Assert.Contains("// The file has weights only.", file.Description.Declare("Model"), StringComparison.Ordinal);
    }

    private static ModelRun Run(IModel model, SafetensorsFile golden, string tensor, ModelRun? before = null)
    {
        TensorInfo shape = golden.Tensors.Single(info => info.Name == tensor);
        bool isTokens = ElementDecoder.IsInteger(shape.ElementType);
        var run = new ModelRun
        {
            Inputs = isTokens ? [.. golden.ReadInt64s(tensor).Select(static id => (double)id)] : golden.ReadDoubles(tensor),
            Streams = (int)shape.Shape[0],
            Steps = (int)shape.Shape[1],
            Layout = SequenceLayout.BatchFirst,
            Initial = before?.Final ?? [],
        };
        return run.Run(model);
    }

    private static void AssertGolden(KerasCase item, IModel model)
    {
        using SafetensorsFile golden = item.Truth.OpenGolden();
        AssertClose(golden.ReadDoubles("y"), Run(model, golden, "x").Outputs, item.Truth.Tolerance);
    }

    private static void AssertClose(double[] expected, float[] actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double worst = expected.Zip(actual, static (wanted, found) => Math.Abs(wanted - found)).Largest();
        Assert.InRange(worst, 0, tolerance);
    }
}
