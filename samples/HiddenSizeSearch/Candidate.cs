using System;
using System.Collections.Generic;
using System.Diagnostics;
using RnnGen.Training;
using TextGeneration;

namespace HiddenSizeSearch;

/// <summary>A number of hidden units to try.</summary>
internal abstract class Candidate
{
    /// <summary>Hidden units.</summary>
    public abstract int Hidden { get; }

    /// <summary>Bytes of parameters.</summary>
    public abstract int Bytes { get; }

    /// <summary>All that are tried.</summary>
    public static IReadOnlyList<Candidate> All { get; } =
    [
        new Candidate<Hidden8, Hidden8.State, Hidden8.Workspace>(8, Hidden8.ParameterCount),
        new Candidate<Hidden16, Hidden16.State, Hidden16.Workspace>(16, Hidden16.ParameterCount),
        new Candidate<Hidden24, Hidden24.State, Hidden24.Workspace>(24, Hidden24.ParameterCount),
        new Candidate<Hidden32, Hidden32.State, Hidden32.Workspace>(32, Hidden32.ParameterCount),
        new Candidate<Hidden48, Hidden48.State, Hidden48.Workspace>(48, Hidden48.ParameterCount),
        new Candidate<Hidden64, Hidden64.State, Hidden64.Workspace>(64, Hidden64.ParameterCount),
        new Candidate<Hidden96, Hidden96.State, Hidden96.Workspace>(96, Hidden96.ParameterCount),
        new Candidate<Hidden128, Hidden128.State, Hidden128.Workspace>(128, Hidden128.ParameterCount),
    ];

    /// <summary>Trains on one text and measures on another.</summary>
    /// <param name="training">What is learnt from.</param>
    /// <param name="test">What is measured on.</param>
    /// <param name="epochs">Epochs.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="seed">Chooses the first parameters.</param>
    /// <returns>The share of characters that are foretold, and nanoseconds a character.</returns>
    public abstract (double Accuracy, double Nanoseconds) Try(int[] training, int[] test, int epochs, int threads, int seed);
}

/// <inheritdoc/>
internal sealed class Candidate<TNetwork, TState, TWorkspace>(int hidden, int parameters) : Candidate
    where TNetwork : class, RnnGen.ICausalNetwork<TNetwork, int, TState, TWorkspace>, ITrainable<int>, new()
    where TState : struct, RnnGen.INetworkState<TState>
    where TWorkspace : class
{
    private const int Streams = 32;
    private const int Window = 50;

    public override int Hidden => hidden;

    public override int Bytes => sizeof(float) * parameters;

    public override (double Accuracy, double Nanoseconds) Try(int[] training, int[] test, int epochs, int threads, int seed)
    {
        var network = new TNetwork();
        network.Initialize(seed);
        long updates = (long)epochs * ((((training.Length - 1) / Streams) + Window - 1) / Window);
        using (var trainer = new Trainer<int, int>(
            network, new Adam(network.Parameters.Length, 1e-2f), SequenceLoss.CrossEntropy(),
            new TrainerOptions { BatchSize = Streams, Threads = threads, ClipNorm = 1, Schedule = LearningRateSchedule.Cosine(updates, end: 0.05) }))
        {
            trainer.FitStream(training[..^1], training[1..], Window, null, epochs);
        }

        int right = 0;
        TState state = default;
        float[] logits = new float[Characters.Count];
        long start = Stopwatch.GetTimestamp();
        for (int index = 0; index + 1 < test.Length; index++)
        {
            network.Step(test.AsSpan(index, 1), logits, ref state);
            right += IndexOfLargest(logits) == test[index + 1] ? 1 : 0;
        }

        return (right / (double)(test.Length - 1), Stopwatch.GetElapsedTime(start).TotalNanoseconds / (test.Length - 1));
    }

    private static int IndexOfLargest(ReadOnlySpan<float> values)
    {
        int largest = 0;
        for (int index = 1; index < values.Length; index++)
        {
            largest = values[index] > values[largest] ? index : largest;
        }

        return largest;
    }
}
