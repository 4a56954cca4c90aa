using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using RnnGen.Cells;
using RnnGen.Formats;

namespace RnnGen.Training;

/// <summary>
/// The file that a training goes on from: the network's parameters (and its rest state, which training leaves as it is), the optimiser's and the schedule's state, and a <see cref="TrainingState"/>. It is written
/// beside the old one and moved into place, so that a whole checkpoint is there whatever happens.
/// </summary>
internal static class Checkpoint
{
    private const string FormatKey = "format";
    private const string Format = "RnnGen checkpoint 4";
    private const string OptimizerKey = "optimizer";
    private const string ModelPrefix = "model.";
    private const string OptimizerPrefix = "optimizer.";
    private const string ScheduleName = "schedule";
    private const string CountsName = "counts";
    private const string MeasuresName = "measures";
    private const string BestName = "best";
    private const string StreamsName = "streams";
    private const string AverageName = "average";
    private const string AverageRowsName = "average_rows";
    private const int Counts = 8;
    private const int Measures = 5;

    /// <summary>Saves a checkpoint.</summary>
    /// <typeparam name="TInput">What the network takes.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="network">The network.</param>
    /// <param name="optimizer">Its optimiser.</param>
    /// <param name="schedule">The learning rate's.</param>
    /// <param name="state">How far training is.</param>
    /// <exception cref="TrainingDivergedException">A number is not finite; the old file is as it was.</exception>
    public static void Save<TInput>(string path, ITrainable<TInput> network, Optimizer optimizer, LearningRateSchedule schedule, TrainingState state)
        where TInput : struct
    {
        CheckFinite(network.Parameters, "parameter", state.Updates);
        CheckFinite(state.Best, "best parameter", state.Updates);
        ParameterAverage? average = state.Average is { Updates: > 0 } ? state.Average : null;
        CheckFinite(average is null ? [] : average.Values, "average of parameter", state.Updates);
        foreach ((string name, float[] values) in optimizer.Moments)
        {
            CheckFinite(values, $"number of the optimiser's '{name}'", state.Updates);
        }

        var file = new SafetensorsWriter();
        network.Save(file, ModelPrefix);
        optimizer.Save(file, OptimizerPrefix);
        double[] scheduled = schedule.SaveState();
        file.WriteDoubles(ScheduleName, [scheduled.Length], scheduled);
        EpochPosition position = state.Position;
        file.WriteInt64s(
            CountsName, [Counts],
            [network.Parameters.Length, state.Epochs, state.Updates, state.BadEpochs, state.Seed, position.Updates, position.Signature, average?.Updates ?? 0]);
        file.WriteDoubles(
            MeasuresName, [Measures],
            [state.HasBest ? state.BestLoss : 0, position.LossSum, position.Weight, position.LearningRate, position.GradientNorm]);
        file.Write(BestName, [state.HasBest ? state.Best.Length : 0], state.HasBest ? state.Best : []);
        file.Write(AverageName, [average is null ? 0 : average.Values.Length], average is null ? [] : average.Values);
        long[] rows = average?.Computed ?? [];
        file.WriteInt64s(AverageRowsName, [rows.Length], rows);
        file.WriteBytes(StreamsName, ElementType.U8, [state.StreamStates.Length], state.StreamStates);
        file.SetMetadata(FormatKey, Format);
        file.SetMetadata(OptimizerKey, optimizer.GetType().Name);
        file.Save(path);
    }

    /// <summary>Loads what <see cref="Save"/> saved. Nothing is changed if anything is wrong.</summary>
    /// <typeparam name="TInput">What the network takes.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="network">Gets the parameters.</param>
    /// <param name="optimizer">Gets its state.</param>
    /// <param name="schedule">Gets its state.</param>
    /// <param name="state">Gets all else.</param>
    /// <param name="checkStreams">Throws <see cref="StateFormatException"/> unless bytes are the states of the network's streams.</param>
    /// <exception cref="TensorFormatException">The file is not a checkpoint of these.</exception>
    public static void Load<TInput>(
        string path, ITrainable<TInput> network, Optimizer optimizer, LearningRateSchedule schedule, TrainingState state, Action<byte[]> checkStreams)
        where TInput : struct
    {
        using var file = SafetensorsFile.Open(path);
        CheckMetadata(file, path, FormatKey, Format);
        CheckMetadata(file, path, OptimizerKey, optimizer.GetType().Name);
        int length = network.Parameters.Length;
        long[] counts = Sized(file.ReadInt64s(CountsName), Counts, path, CountsName);
        if (counts[0] != length)
        {
            throw new TensorFormatException(path, CountsName, null, $"is of a network of {counts[0]} parameters; this one has {length}.");
        }

        double[] measures = Sized(file.ReadDoubles(MeasuresName), Measures, path, MeasuresName);
        if (!counts.AsSpan(1, 3).ToArray().All(static count => count >= 0) || counts[1] > int.MaxValue || counts[3] > int.MaxValue
            || counts[4] is < int.MinValue or > int.MaxValue || counts[5] is < 0 or > int.MaxValue || counts[7] < 0)
        {
            throw new TensorFormatException(path, CountsName, null, $"is [{string.Join(", ", counts)}], which no training writes.");
        }

        if (!measures.All(double.IsFinite))
        {
            throw new TensorFormatException(path, MeasuresName, null, $"is [{string.Join(", ", measures)}], which no training writes.");
        }

        float[] best = file.Read(BestName);
        if (best.Length != 0)
        {
            Sized(best, length, path, BestName);
        }

        // A training that wants no average has no use for one, and one that wants it begins it where there is none.
        float[] average = file.Read(AverageName);
        long[] averageRows = file.ReadInt64s(AverageRowsName);
        bool hasAverage = state.Average is not null && counts[7] > 0;
        if (hasAverage)
        {
            Sized(average, length, path, AverageName);
            Sized(averageRows, state.Average!.Computed.Length, path, AverageRowsName);
            if (!averageRows.All(row => row > 0 && row <= counts[7]))
            {
                throw new TensorFormatException(path, AverageRowsName, null, "has updates that no training writes.");
            }
        }

        byte[] streams = Array.ConvertAll(file.ReadInt64s(StreamsName), static value => (byte)value);
        double[] scheduled = file.ReadDoubles(ScheduleName), scheduledBefore = schedule.SaveState();
        float[] before = network.Parameters.ToArray();
        object? restBefore = network.BoxedRestState;
        try
        {
            Read(() => checkStreams(streams), path, StreamsName, "is not the states of this network's streams.");
            network.Load(file, ModelPrefix);
            Read(() => schedule.LoadState(scheduled), path, ScheduleName, "is not the state of this learning-rate schedule.");
            optimizer.Load(file, OptimizerPrefix);
        }
        catch
        {
            before.CopyTo(network.Parameters);
            if (!Equals(network.BoxedRestState, restBefore))
            {
                network.BoxedRestState = restBefore;
            }

            schedule.LoadState(scheduledBefore);
            throw;
        }

        (state.Epochs, state.Updates, state.Seed) = ((int)counts[1], counts[2], (int)counts[4]);
        state.Position = new EpochPosition(counts[6], (int)counts[5], measures[1], measures[2], measures[3], measures[4]);
        state.StreamStates = streams;
        state.SetBest(best, measures[0], (int)counts[3]);
        if (hasAverage)
        {
            state.Average!.Set(counts[7], average, averageRows);
        }

        state.HandOut(network.Parameters, best: false);
    }

    /// <summary>Checks before any work that a checkpoint can be written, and leaves nothing behind.</summary>
    /// <param name="path">The file.</param>
    /// <param name="argument">What names it.</param>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public static void CheckPath(string path, string argument)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new ArgumentException($"'{argument}' is empty; it must be the path of a file, or null for no checkpoints.", argument);
        }

        string? directory;
        try
        {
            directory = Path.GetDirectoryName(Path.GetFullPath(path));
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or IOException)
        {
            throw new ArgumentException($"'{argument}' is '{path}', which is not a path: {exception.Message}", argument, exception);
        }

        if (directory is null || Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
        {
            throw new ArgumentException($"'{argument}' is '{path}', a directory; it must be the path of a file.", argument);
        }

        if (!Directory.Exists(directory))
        {
            throw new ArgumentException($"'{argument}' is '{path}', but there is no directory '{directory}'.", argument);
        }

        // A checkpoint is written beside the old one and renamed: it is the directory that must be writable. Only writing tells whether it is.
        try
        {
            string probe = Path.Combine(directory, $".{Guid.NewGuid():N}.tmp");
            new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"'{argument}' is '{path}', which cannot be written: {exception.Message}", argument, exception);
        }
    }

    private static void CheckFinite(ReadOnlySpan<float> values, string what, long updates)
    {
        int index = ParameterChecks.IndexOfNonFinite(values);
        if (index >= 0)
        {
            throw new TrainingDivergedException(string.Create(
                CultureInfo.InvariantCulture,
                $"After update {updates - 1} {what} {index} is {values[index]}. No checkpoint is written: the one before is as it was."))
            {
                Update = updates - 1,
            };
        }
    }

    private static T[] Sized<T>(T[] numbers, int size, string path, string name)
        where T : INumber<T> => numbers.Length == size
            ? numbers
            : throw new TensorFormatException(path, name, "shape", $"has {numbers.Length} numbers; {size} were wanted.");

    private static void Read(Action read, string path, string name, string problem)
    {
        try
        {
            read();
        }
        catch (Exception exception) when (exception is ArgumentException or StateFormatException)
        {
            throw new TensorFormatException(path, name, null, problem, exception);
        }
    }

    private static void CheckMetadata(SafetensorsFile file, string path, string key, string wanted)
    {
        if (!file.Metadata.TryGetValue(key, out string? found) || found != wanted)
        {
            throw new TensorFormatException(path, null, "__metadata__", $"'{key}' is {(found is null ? "missing" : $"'{found}'")}; '{wanted}' was wanted.");
        }
    }
}
