using System;
using RnnGen.Formats;

namespace RnnGen.Training;

/// <summary>How far a training was when its checkpoint was written.</summary>
/// <param name="Parameters">Floats of the network's parameters.</param>
/// <param name="Epoch">Epochs made.</param>
/// <param name="Update">Updates made.</param>
/// <param name="BestLoss">The best validation loss so far.</param>
/// <param name="BadEpochs">Epochs since.</param>
/// <param name="Seed">All random numbers of the training follow from it, the epoch and the update.</param>
internal sealed record CheckpointProgress(int Parameters, int Epoch, long Update, double BestLoss, int BadEpochs, int Seed)
{
    private const string Name = "progress";
    private const string ScheduleName = "schedule";
    private const int Count = 6;

    /// <summary>Saves it, and the state of the schedule.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="schedule">The state.</param>
    public void Save(SafetensorsWriter file, double[] schedule)
    {
        file.WriteDoubles(Name, [Count], [Parameters, Epoch, Update, BestLoss, BadEpochs, Seed]);
        file.WriteDoubles(ScheduleName, [schedule.Length], schedule);
    }

    /// <summary>Loads what <see cref="Save"/> saved.</summary>
    /// <param name="file">Where from.</param>
    /// <param name="path">Its name.</param>
    /// <param name="parameters">Floats of the network's parameters.</param>
    /// <exception cref="TensorFormatException">It is no checkpoint's, or another network's.</exception>
    public static (CheckpointProgress Progress, double[] Schedule) Load(SafetensorsFile file, string path, int parameters)
    {
        double[] numbers = file.ReadDoubles(Name);
        if (numbers.Length != Count)
        {
            throw new TensorFormatException(path, Name, "shape", $"has {numbers.Length} numbers; {Count} were wanted.");
        }

        if (numbers[0] != parameters)
        {
            throw new TensorFormatException(path, Name, null, $"is of a network of {numbers[0]} parameters; this one has {parameters}.");
        }

        return IsWhole(numbers[1], 0, int.MaxValue) && IsWhole(numbers[2], 0, 1L << 53) && !double.IsNaN(numbers[3]) && IsWhole(numbers[4], 0, int.MaxValue)
            && IsWhole(numbers[5], int.MinValue, int.MaxValue)
            ? (new CheckpointProgress(parameters, (int)numbers[1], (long)numbers[2], numbers[3], (int)numbers[4], (int)numbers[5]), file.ReadDoubles(ScheduleName))
            : throw new TensorFormatException(path, Name, null, $"is [{string.Join(", ", numbers)}], which no training writes.");
    }

    private static bool IsWhole(double value, double smallest, double largest) => value >= smallest && value <= largest && value == Math.Floor(value);
}
