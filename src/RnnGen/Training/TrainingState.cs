using System;
using System.Runtime.InteropServices;

namespace RnnGen.Training;

/// <summary>
/// What training goes on from, besides the optimiser and the schedule: with those two it is all that a <see cref="Checkpoint"/> holds, and all that the next
/// update depends on.
/// </summary>
internal sealed class TrainingState
{
    // The average, where it was handed out.
    private readonly float[] _average;

    // Last, Best or the average.
    private float[] _handedOut;

    /// <summary>Creates the state before the first update.</summary>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="seed">All random choices follow from it, the epoch and the update.</param>
    /// <param name="average">The average of the parameters, or null where none is wanted.</param>
    public TrainingState(ReadOnlySpan<float> parameters, int seed, ParameterAverage? average)
    {
        Last = parameters.ToArray();
        Best = new float[Last.Length];
        Seed = seed;
        Average = average;
        _average = new float[average is null ? 0 : Last.Length];
        _handedOut = Last;
    }

    /// <summary>All random choices follow from it, the epoch and the update.</summary>
    public int Seed { get; set; }

    /// <summary>Epochs made.</summary>
    public int Epochs { get; set; }

    /// <summary>Updates made.</summary>
    public long Updates { get; set; }

    /// <summary>The epoch under way, if one is.</summary>
    public EpochPosition Position { get; set; }

    /// <summary>The states of all streams at <see cref="Position"/>, as a checkpoint had them, until the shards take them; else empty.</summary>
    public byte[] StreamStates { get; set; } = [];

    /// <summary>The best validation loss, or positive infinity before the first.</summary>
    public double BestLoss { get; private set; } = double.PositiveInfinity;

    /// <summary>Epochs with validation since the best one.</summary>
    public int BadEpochs { get; private set; }

    /// <summary>The parameters of the best validation loss, if <see cref="HasBest"/>.</summary>
    public float[] Best { get; }

    /// <summary>
    /// The parameters after the last update. While an update is made the network holds those that it changes, and of what it changes these are what it started from;
    /// between calls the network holds what was handed out, and training goes on from these.
    /// </summary>
    public float[] Last { get; }

    /// <summary>Whether there is a best validation loss.</summary>
    public bool HasBest => !double.IsPositiveInfinity(BestLoss);

    /// <summary>The average of the parameters over the updates, or null where none is wanted.</summary>
    public ParameterAverage? Average { get; }

    /// <summary>Takes an epoch's validation loss.</summary>
    /// <param name="loss">It, finite.</param>
    /// <param name="parameters">The network's.</param>
    public void Measure(double loss, ReadOnlySpan<float> parameters)
    {
        if (loss < BestLoss)
        {
            BestLoss = loss;
            BadEpochs = 0;
            parameters.CopyTo(Best);
        }
        else
        {
            BadEpochs++;
        }
    }

    /// <summary>Sets the best epoch, as a checkpoint has it.</summary>
    /// <param name="best">Its parameters, or empty for none.</param>
    /// <param name="loss">Its loss.</param>
    /// <param name="badEpochs">Epochs since.</param>
    public void SetBest(ReadOnlySpan<float> best, double loss, int badEpochs)
    {
        best.CopyTo(Best);
        BestLoss = best.IsEmpty ? double.PositiveInfinity : loss;
        BadEpochs = badEpochs;
    }

    /// <summary>Keeps the last parameters, and hands out those that a user wants to have.</summary>
    /// <param name="parameters">The network's: read, then replaced.</param>
    /// <param name="best">Whether the best are wanted; else the average, where there is one.</param>
    public void HandOut(Span<float> parameters, bool best)
    {
        parameters.CopyTo(Last);
        _handedOut = best && HasBest ? Best : Average is { Updates: > 0 } ? _average : Last;
        if (_handedOut == _average)
        {
            Average!.CopyTo(Last, _average);
        }

        if (_handedOut != Last)
        {
            _handedOut.CopyTo(parameters);
        }
    }

    /// <summary>Puts the average in the place of the parameters, between two updates.</summary>
    /// <param name="parameters">The network's: read, then replaced.</param>
    /// <returns>Whether there is one.</returns>
    public bool ShowAverage(Span<float> parameters)
    {
        if (Average is not { Updates: > 0 })
        {
            return false;
        }

        parameters.CopyTo(Last);
        Average.CopyTo(Last, parameters);
        return true;
    }

    /// <summary>Whether the network has other parameters than were handed out.</summary>
    /// <param name="parameters">The network's.</param>
    public bool IsChanged(ReadOnlySpan<float> parameters)
    {
        // By their bits: NaN equals itself.
        return !MemoryMarshal.Cast<float, int>(parameters).SequenceEqual(MemoryMarshal.Cast<float, int>(_handedOut.AsSpan()));
    }

    /// <summary>Takes back what <see cref="HandOut"/> handed out, so that the network has the last parameters, or what the user made of them.</summary>
    /// <param name="parameters">The network's.</param>
    public void TakeBack(Span<float> parameters)
    {
        if (IsChanged(parameters))
        {
            // A new start: what was measured, and how far the epoch is, belong to parameters that are gone.
            SetBest([], double.PositiveInfinity, 0);
            Position = default;
            StreamStates = [];
            Average?.Clear();
        }
        else if (_handedOut != Last)
        {
            Last.CopyTo(parameters);
        }
    }
}

/// <summary>How far an epoch is.</summary>
/// <param name="Signature">Of its data and batches, so that no other data goes on with it; 0 if no epoch is under way.</param>
/// <param name="Updates">Its updates that were made.</param>
/// <param name="LossSum">Their losses, summed.</param>
/// <param name="Weight">What they counted for.</param>
/// <param name="LearningRate">Of the last update.</param>
/// <param name="GradientNorm">Of the last update.</param>
internal readonly record struct EpochPosition(long Signature, int Updates, double LossSum, double Weight, double LearningRate, double GradientNorm)
{
    /// <summary>The mean loss, or 0 if nothing counted.</summary>
    public double Loss => Mean(LossSum, Weight);

    /// <summary>A mean, or 0 if nothing counted.</summary>
    /// <param name="sum">Losses, summed.</param>
    /// <param name="weight">What they count for.</param>
    public static double Mean(double sum, double weight) => weight > 0 ? sum / weight : 0;
}
