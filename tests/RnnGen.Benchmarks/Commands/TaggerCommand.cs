using System;
using System.IO;
using RnnGen.Benchmarks.Cells;
using RnnGen.Benchmarks.Contestants;
using RnnGen.Benchmarks.Machine;
using RnnGen.Benchmarks.Measurement;
using RnnGen.Benchmarks.Peers.Torch;
using RnnGen.Formats;
using Shared;

namespace RnnGen.Benchmarks.Commands;

/// <summary>
/// <c>tagger</c>: a whole update of a tagger of names, ours on one thread and PyTorch's (TorchSharp): inputs, LSTM, linear layer, conditional random field, gradients,
/// clipping, Adam. Both start from the same parameters, and their first losses are compared before anything is timed.
/// </summary>
internal static class TaggerCommand
{
    private const int Sentences = 32;
    private const float LearningRate = 1e-3f;
    private const double Tolerance = 1e-5;

    /// <summary>Measures and prints.</summary>
    /// <returns>The exit code.</returns>
    public static int Run()
    {
        MachineDescription.Print(Console.Out);
        TorchSharpPeer.Load(threads: 1);
        TaggedSentence[] sentences = TaggedSentence.Draw(Sentences, words: 4_000, parts: 8_192, features: 8, labels: 9);
        using var ours = new OurTagger<NameTagger.StepInput>(new NameTagger(), sentences, LearningRate, static (word, parts, shape) => new(word, parts, shape));
        using TorchSharpTagger theirs = Peer(ours, sentences);
        double ourLoss = ours.Update(), theirLoss = theirs.Update();
        if (!(Math.Abs(ourLoss - theirLoss) <= Tolerance * theirLoss))
        {
            Console.Error.WriteLine($"The losses of the same parameters differ: {ourLoss:R} and {theirLoss:R}.");
            return ExitCode.Failure;
        }

        DuelResult result = Duel.Full.Run(ours, theirs);
        Console.WriteLine();
        Console.WriteLine($"loss at the start: {ourLoss:F6} and {theirLoss:F6}");
        Console.WriteLine($"{"ms an update",-14} {"min",8} {"median",8}");
        Console.WriteLine($"{"RnnGen",-14} {result.Ours.Minimum / 1e6,8:F2} {result.Ours.Median / 1e6,8:F2}");
        Console.WriteLine($"{"TorchSharp",-14} {result.Theirs.Minimum / 1e6,8:F2} {result.Theirs.Median / 1e6,8:F2}");
        Console.WriteLine($"ratio {result.Ours.Minimum / result.Theirs.Minimum:F3}");
        using var large = new OurTagger<LargeVocabularyTagger.StepInput>(
            new LargeVocabularyTagger(), sentences, LearningRate, static (word, parts, shape) => new(word, parts, shape));
        Timing times = Duel.Full.RunAlone(large).Times;
        Console.WriteLine($"RnnGen with 200,000 words and SparseRows {times.Minimum / 1e6:F2} {times.Median / 1e6:F2}");
        return ExitCode.Success;
    }

    // With the parameters of ours, through a file as a user would take it.
    private static TorchSharpTagger Peer(OurTagger<NameTagger.StepInput> ours, TaggedSentence[] sentences)
    {
        string path = Path.GetTempFileName();
        try
        {
            ours.Model.Save(path);
            using var file = SafetensorsFile.Open(path);
            return new TorchSharpTagger(file, sentences, LearningRate);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
