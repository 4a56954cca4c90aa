using System;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>
/// <c>Residual</c> and <c>TieTo</c> against PyTorch in float64: <c>x + lstm(x)[0]</c> around each of two layers, and <c>decoder.weight = encoder.weight</c>, whose state_dict
/// has both names. The benchmarks' <c>torch-tied</c> wrote the file.
/// </summary>
public sealed class TiedAgainstTorchTests
{
    private const int Steps = 6;
    private const int Streams = 3;

    private static readonly string File = Path.Combine(AppContext.BaseDirectory, "Cases", "tied.safetensors");

    [Fact]
    public void Outputs_and_gradients_agree()
    {
        using var file = SafetensorsFile.Open(File);
        Assert.True(file.Contains("words.weight") && file.Contains("linear.weight"));
        var network = new TorchNetworks.Tied();
        network.Load(file);
        int[] tokens = file.ReadInts("tokens");
        float[] outputs = new float[tokens.Length * TorchNetworks.Tied.OutputSize];
        var tape = new TorchNetworks.Tied.Tape(Steps, Streams);
        var gradients = new TorchNetworks.Tied.Gradients();
        network.Forward(tokens, outputs, new TorchNetworks.Tied.State[Streams], tape);
        file.AssertClose("output", outputs, 2e-6);

        network.Backward(file.Read("G"), tape, gradients);
        var saved = new TensorStore();
        gradients.Save(saved);
        Assert.Equal(10, saved.Names.Count);
        foreach (string name in saved.Names)
        {
            double[] expected = file.ReadDoubles("grad." + name);
            file.AssertClose("grad." + name, saved.Values(name), 2e-6 * Math.Max(1, expected.Max(Math.Abs)));
        }
    }
}
