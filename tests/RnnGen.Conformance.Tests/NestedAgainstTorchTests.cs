using System;
using System.IO;
using System.Linq;
using RnnGen.Formats;
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
        int[] words = file.ReadInts("in.words"), lengths = file.ReadInts("in.lengths");
        int steps = words.Length / lengths.Length;
        float[] outputs = new float[words.Length * TorchNested.OutputSize], ran = new float[outputs.Length];
        var tape = new TorchNested.Tape(steps, lengths.Length);
        var gradients = new TorchNested.Gradients();
        network.Forward(
            words, file.ReadInts("in.characters"), file.ReadInts("in.offsets"), outputs, new TorchNested.State[lengths.Length], tape, lengths, SequenceLayout.BatchFirst);
        network.Backward(file.Read("G"), tape, gradients);
        file.AssertClose("outputs", outputs, Tolerance);
        network.Run(
            words, file.ReadInts("in.characters"), file.ReadInts("in.offsets"), ran, new TorchNested.State[lengths.Length], new TorchNested.Workspace(steps, lengths.Length), lengths,
            SequenceLayout.BatchFirst);
        Assert.Equal(outputs, ran);
        var saved = new TensorStore();
        gradients.Save(saved);
        string[] names = [.. file.Names.Where(static name => name.StartsWith("grad.", StringComparison.Ordinal))];
        Assert.Equal(20, names.Length);
        foreach (string name in names)
        {
            file.AssertRelative(name, saved.Values(name["grad.".Length..]), GradientTolerance);
        }
    }
}
