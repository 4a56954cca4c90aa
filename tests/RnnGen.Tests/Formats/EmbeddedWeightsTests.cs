using System;
using System.IO;
using RnnGen.Formats;
using Xunit;

namespace RnnGen.Tests.Formats;

/// <summary>Weights that the build put into this assembly, from a model file of this project.</summary>
public partial class EmbeddedWeightsTests
{
    [Fact]
    public void Create_gives_the_model_that_the_file_has()
    {
        using SafetensorsFile golden = SafetensorsFile.Open(Path.Combine(AppContext.BaseDirectory, "Formats", "Files", "amp.golden.safetensors"));
        double[] x = golden.ReadDoubles("x"), y = golden.ReadDoubles("y");
        Amp amp = Amp.Create();
        Amp.State state = amp.RestState;
        float[] output = new float[1];
        for (int step = 0; step < y.Length; step++)
        {
            amp.Step([(float)x[step]], output, ref state);
            Assert.InRange(output[0] - y[step], -2e-6, 2e-6);
        }

        Assert.NotEmpty(y);
    }

    [Fact]
    public void Each_call_gives_one_of_its_own()
    {
        Amp first = Amp.Create(), second = Amp.Create();
        first.Parameters.Clear();
        Assert.Contains(second.Parameters.ToArray(), static parameter => parameter != 0);
    }

    /// <summary>Layers of a declaration take the same weights, by their place where they have other names.</summary>
    [Fact]
    public void Declared_layers_have_the_weights_of_the_file() =>
        Assert.Equal(Amp.Create().Parameters.ToArray(), Declared.Create().Parameters.ToArray());

    [Fact]
    public void A_resource_that_is_not_there_is_named()
    {
        var fault = Assert.Throws<InvalidOperationException>(static () => EmbeddedWeights.Load(new Amp(), "none", LoadMode.Module));
        Assert.Contains("RnnGen.Tests has no resource 'none', which has the weights of Amp", fault.Message);
    }

    /// <summary>A resource that is another model's, or no safetensors at all, loads nothing.</summary>
    [Fact]
    public void A_resource_that_does_not_fit_is_refused() =>
        Assert.Throws<TensorFormatException>(static () => EmbeddedWeights.Load(new Other(), "RnnModel/models/amp.nam.safetensors", LoadMode.Module));

    /// <summary>A capture.</summary>
    [Network(Model = "amp.nam")]
    internal sealed partial class Amp;

    /// <summary>The same, with names of its own.</summary>
    [Network(input: 1, WeightsFile = "models/amp.nam")]
    [LstmLayer(hidden: 16, Name = "body")]
    [DenseLayer(outputs: 1, Name = "head")]
    internal sealed partial class Declared;

    /// <summary>Another.</summary>
    [Network(input: 1)]
    [LstmLayer(hidden: 8)]
    [DenseLayer(outputs: 1)]
    internal sealed partial class Other;
}
