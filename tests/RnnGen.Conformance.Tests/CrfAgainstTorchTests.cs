using System;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>
/// A tagger with a chain of labels against PyTorch's autograd in float64 (<c>crf.py</c>): parameters under the names of <c>pytorch-crf</c>, sequences of unequal
/// lengths, targets of which some are any label; with constraints and without.
/// </summary>
public sealed class CrfAgainstTorchTests
{
    private const double Tolerance = 1e-6;

    /// <summary>Relative to the largest of a tensor.</summary>
    private const double GradientTolerance = 2e-6;

    [Theory]
    [InlineData("all.")]
    [InlineData("bio.")]
    public void Loss_gradients_marginals_and_labels_agree(string prefix)
    {
        using var file = SafetensorsFile.Open(Path.Combine(AppContext.BaseDirectory, "Cases", "crf.safetensors"));
        var network = new TorchTagger { Constraints = prefix == "bio." ? CrfConstraints.FromBio("O", "B-a", "I-a", "B-b", "I-b") : null };
        network.Load(file, mode: LoadMode.Module);
        int[] tokens = file.ReadInts("tokens"), targets = file.ReadInts("targets"), lengths = file.ReadInts("lengths");
        int steps = tokens.Length / lengths.Length;
        float[] scores = new float[tokens.Length * 5], scoreGradients = new float[scores.Length], marginals = new float[scores.Length];
        int[] labels = new int[tokens.Length];
        var tape = new TorchTagger.Tape(steps, lengths.Length);
        var gradients = new TorchTagger.Gradients();
        var workspace = new TorchTagger.Workspace(steps, lengths.Length);
        network.Forward(tokens, scores, new TorchTagger.State[lengths.Length], tape, lengths, SequenceLayout.BatchFirst);
        double loss = network.Loss(targets, tape, gradients, outputGradients: scoreGradients);
        network.Backward(tape, gradients);
        network.Marginals(scores, marginals, workspace, lengths, SequenceLayout.BatchFirst);
        network.Decode(scores, labels, workspace, lengths, SequenceLayout.BatchFirst);

        double expected = file.ReadDoubles(prefix + "loss")[0];
        Assert.Equal(expected, loss, Tolerance * expected);
        Assert.Equal(expected, network.Loss(scores, targets, workspace, lengths, SequenceLayout.BatchFirst), Tolerance * expected);
        Assert.Equal(file.ReadInts(prefix + "labels"), labels);
        file.AssertClose(prefix + "marginals", marginals, Tolerance);
        file.AssertClose(prefix + "scores_grad", scoreGradients, Tolerance);
        var saved = new TensorStore();
        gradients.Save(saved);
        foreach (string name in file.Names.Where(name => name.StartsWith(prefix + "grad.", StringComparison.Ordinal)))
        {
            file.AssertRelative(name, saved.Values(name[(prefix.Length + "grad.".Length)..]), GradientTolerance);
        }
    }
}
