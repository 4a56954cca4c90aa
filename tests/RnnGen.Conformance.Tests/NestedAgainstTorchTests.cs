using System;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>
/// A character model inside a word model against PyTorch's autograd in float64 (the benchmarks' <c>torch-nested</c> wrote the file): a submodule that is called with the packed characters of all words; words
/// of unequal lengths, some of which are cut, in sentences of unequal lengths. Outputs and the gradients of all parameters.
/// </summary>
public sealed class NestedAgainstTorchTests
{
    private const double Tolerance = 1e-6;

    /// <summary>Relative to the largest of a tensor.</summary>
    private const double GradientTolerance = 2e-6;

    [Fact]
    public void Outputs_and_gradients_agree()
    {
        using var file = SafetensorsFile.Open(Path.Combine(AppContext.BaseDirectory, "Cases", "nested.safetensors"));
        var network = new TorchNested();
        network.Load(file, mode: LoadMode.Module);
        int[] words = Ints("in.words"), lengths = Ints("in.lengths");
        int steps = words.Length / lengths.Length;
        float[] outputs = new float[words.Length * TorchNested.OutputSize], ran = new float[outputs.Length];
        var tape = new TorchNested.Tape(steps, lengths.Length);
        var gradients = new TorchNested.Gradients();
        network.Forward(
            words, Ints("in.characters"), Ints("in.offsets"), outputs, new TorchNested.State[lengths.Length], tape, lengths, SequenceLayout.BatchFirst);
        network.Backward(file.Read("G"), tape, gradients);
        AssertClose("outputs", outputs, Tolerance, 1);
        network.Run(
            words, Ints("in.characters"), Ints("in.offsets"), ran, new TorchNested.State[lengths.Length], new TorchNested.Workspace(steps, lengths.Length), lengths,
            SequenceLayout.BatchFirst);
        Assert.Equal(outputs, ran);
        var saved = new TensorStore();
        gradients.Save(saved);
        string[] names = [.. file.Names.Where(static name => name.StartsWith("grad.", StringComparison.Ordinal))];
        Assert.Equal(20, names.Length);
        foreach (string name in names)
        {
            double[] values = file.ReadDoubles(name);
            AssertClose(name, saved.Values(name["grad.".Length..]).ToArray(), GradientTolerance, values.Select(Math.Abs).Largest());
        }

        int[] Ints(string name) => Array.ConvertAll(file.ReadInt64s(name), static value => (int)value);

        void AssertClose(string name, float[] actual, double tolerance, double scale)
        {
            double[] values = file.ReadDoubles(name);
            Assert.Equal(values.Length, actual.Length);
            double largest = values.Zip(actual, static (value, other) => Math.Abs(value - other)).Largest();
            Assert.True(largest <= tolerance * scale, $"{name}: {largest:G3} off, of {scale:G3}");
        }
    }
}
