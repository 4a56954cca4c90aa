using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.TestSupport;
using RnnGen.Training;
using Xunit;
using Xunit.Abstractions;
using static RnnGen.Tests.Training.TrainingCases;

namespace RnnGen.Tests.Training;

/// <summary>Whatever is wrong with arguments is found before the first update, and named: the argument, and the example's index.</summary>
public sealed class TrainerArgumentTests(ITestOutputHelper log) : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Wrong_examples_of_tokens_are_named()
    {
        Example<int, int> good = new([0, 1], [0, 1]);
        (Example<int, int>?[] Examples, string Words)[] cases =
        [
            ([], "no examples"),
            ([good, null], "Example 1 is null"),
            ([good, good, new(null!, [0])], "inputs of example 2 are null"),
            ([good, new([0], null!)], "targets of example 1 are null"),
            ([new([], [])], "inputs of example 0 have size 0"),
            ([good, new([0, 1], [0])], "targets of example 1 have size 1; they need 2"),
            ([good, new([0, 2], [0, 0])], "inputs of example 1 have token 2 at step 1; it must be from 0 to 1"),
            ([good, good, new([-1], [0])], "inputs of example 2 have token -1 at step 0"),
            ([good, new([0, 1], [0, 2])], "targets of example 1 have label 2 at row 1; it must be from 0 to 1, or -100"),
            ([new([0], [-1])], "targets of example 0 have label -1 at row 0"),
            ([new([0], [int.MinValue])], "targets of example 0 have label -2147483648"),
        ];
        foreach ((Example<int, int>?[] examples, string words) in cases)
        {
            AssertRefused<int, int>(new Parity(), SequenceLoss.CrossEntropy(), examples!, [good], words);
        }
    }

    [Fact]
    public void Wrong_examples_of_numbers_are_named()
    {
        float nan = float.NaN, infinity = float.PositiveInfinity;
        Example<float, float> good = new([0, 1, 2], [0, 1]);
        (Example<float, float>[] Examples, string Words)[] cases =
        [
            ([good, new([0, 1, 2, 3], [0, 1])], "inputs of example 1 have size 4; they need 3 for each step"),
            ([good, new([0, 1, 2], [0])], "targets of example 1 have size 1; they need 2"),
            ([good, good, new([0, 1, 2, 3, nan, 5], [0, 0, 0, 0])], "inputs of example 2 have NaN at step 1, feature 1; they must be finite"),
            ([new([0, 1, -infinity], [0, 0])], "inputs of example 0 have -Infinity at step 0, feature 2"),
            ([good, new([0, 1, 2, 3, 4, 5], [0, 0, 0, infinity])], "targets of example 1 have Infinity at row 1, output 1; it must be finite, or NaN"),
        ];
        foreach ((Example<float, float>[] examples, string words) in cases)
        {
            AssertRefused(new Follower(), SequenceLoss.SquaredError, examples, [good], words);
            AssertRefused(new Follower(), SequenceLoss.AbsoluteError, examples, [good], words);
        }

        AssertRefused(new Follower(), SequenceLoss.BinaryCrossEntropy, [good, new([0, 1, 2], [0, 1.5f])], [good], "targets of example 1 have 1.5 at row 0, output 1; it must be from 0 to 1");
        AssertRefused(new Follower(), SequenceLoss.BinaryCrossEntropy, [new([0, 1, 2], [-0.1f, 1])], [good], "targets of example 0 have -0.1 at row 0, output 0");

        // At every place of a long sequence, in whatever lane of a vector.
        using Trainer<float, float> trainer = Create(new Follower(), SequenceLoss.SquaredError, new TrainerOptions());
        for (int place = 0; place < 120; place++)
        {
            float[] inputs = new float[120];
            inputs[place] = place % 2 == 0 ? nan : infinity;
            var exception = Assert.Throws<ArgumentOutOfRangeException>(() => trainer.TrainEpoch([new(inputs, new float[80])]));
            Assert.Contains($"at step {place / 3}, feature {place % 3};", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Wrong_streams_are_named()
    {
        using Trainer<int, int> trainer = Create(new PlainParity(), SequenceLoss.CrossEntropy(), new TrainerOptions { BatchSize = 4 });
        int[] inputs = new int[20], targets = new int[20];
        AssertNamed("inputs", "null", () => trainer.TrainStream(null!, targets, 5));
        AssertNamed("targets", "null", () => trainer.TrainStream(inputs, null!, 5));
        AssertNamed("window", "", () => trainer.TrainStream(inputs, targets, 0));
        AssertNamed("window", "", () => trainer.FitStream(inputs, targets, -1, null, 1));
        AssertNamed("epochs", "", () => trainer.FitStream(inputs, targets, 1, null, -1));
        AssertNamed("inputs", "3 steps; it needs one for each of 4 streams", () => trainer.TrainStream(new int[3], new int[3], 5));
        AssertNamed("targets", "size 19; it needs 20", () => trainer.TrainStream(inputs, targets[1..], 5));
        inputs[17] = 2;
        AssertNamed("inputs", "token 2 at step 17", () => trainer.TrainStream(inputs, targets, 5));
        inputs[17] = 0;
        targets[3] = 9;
        AssertNamed("targets", "label 9 at row 3", () => trainer.TrainStream(inputs, targets, 5));

        using Trainer<float, float> numbers = Create(new Follower(), SequenceLoss.SquaredError, new TrainerOptions { BatchSize = 2 });
        AssertNamed("inputs", "size 20; it needs 3 for each step", () => numbers.TrainStream(new float[20], new float[12], 5));
        AssertNamed("inputs", "NaN at step 2, feature 1", () => numbers.TrainStream([0, 1, 2, 3, 4, 5, 6, float.NaN, 8], new float[6], 5));
        AssertNamed("targets", "Infinity at row 2, output 0", () => numbers.TrainStream(new float[9], [0, 1, 2, 3, float.PositiveInfinity, 5], 5));
        Assert.Equal((0, 0), (trainer.Updates, numbers.Updates));

        // A window may be longer than any stream.
        Assert.True(numbers.TrainStream(new float[18], [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3], int.MaxValue) > 0);
        Assert.Equal(1, numbers.Updates);
    }

    [Fact]
    public void Wrong_options_are_named()
    {
        (string Name, TrainerOptions Options)[] cases =
        [
            ("BatchSize", new() { BatchSize = 0 }),
            ("BatchSize", new() { BatchSize = -1 }),
            ("BatchSize", new() { BatchSize = int.MaxValue }),
            ("ShardSize", new() { ShardSize = 0 }),
            ("ShardSize", new() { ShardSize = int.MinValue }),
            ("Threads", new() { Threads = 0 }),
            ("Threads", new() { Threads = -3 }),
            ("Threads", new() { Threads = 100_000 }),
            ("Threads", new() { Threads = int.MaxValue }),
            ("Patience", new() { Patience = -1 }),
            ("ClipNorm", new() { ClipNorm = -1 }),
            ("ClipNorm", new() { ClipNorm = double.NaN }),
            ("ClipValue", new() { ClipValue = float.NaN }),
            ("Schedule", new() { Schedule = null! }),
            ("CheckpointPath", new() { CheckpointPath = "" }),
            ("CheckpointPath", new() { CheckpointPath = " \t" }),
            ("CheckpointPath", new() { CheckpointPath = _directory["."] }),
            ("CheckpointPath", new() { CheckpointPath = _directory["none"] + Path.DirectorySeparatorChar }),
            ("CheckpointPath", new() { CheckpointPath = _directory[Path.Combine("none", "checkpoint.safetensors")] }),
            ("CheckpointPath", new() { CheckpointPath = "a\0b" }),
        ];
        foreach ((string name, TrainerOptions options) in cases)
        {
            AssertNamed(name, "", () => Create(new Parity(), SequenceLoss.CrossEntropy(), options));
        }

        Assert.Empty(_directory.Entries);
        using Trainer<int, int> trainer = Create(new PlainParity(), SequenceLoss.CrossEntropy(), new TrainerOptions { CheckpointPath = _directory["new.safetensors"] });
        Assert.Empty(_directory.Entries);
        AssertNamed("epochs", "", () => trainer.Fit([new([0], [0])], null, -1));
        AssertNamed("training", "", () => trainer.Fit(null!, null, 1));
        AssertNamed("examples", "", () => trainer.TrainEpoch(null!));
        AssertNamed("examples", "", () => trainer.Evaluate(null!));
        AssertNamed("classWeights", "", () => SequenceLoss.CrossEntropy(1, float.NaN));
        AssertNamed("classWeights", "", () => SequenceLoss.CrossEntropy(-1, 1));
        Assert.Empty(_directory.Entries);
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_written_is_found_at_once()
    {
        string path;
        if (OperatingSystem.IsLinux())
        {
            // Where nobody can write, not even root.
            path = "/proc/checkpoint.safetensors";
        }
        else if (!OperatingSystem.IsWindows() && !Environment.IsPrivilegedProcess)
        {
            path = _directory["checkpoint.safetensors"];
            File.SetUnixFileMode(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        else
        {
            log.WriteLine("Not tried: a privileged process can write anywhere, and Windows has no such directory.");
            return;
        }

        AssertNamed("CheckpointPath", "cannot be written", () => Create(new Parity(), SequenceLoss.CrossEntropy(), new TrainerOptions { CheckpointPath = path }));
        if (!OperatingSystem.IsWindows() && !OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Products of sizes that do not fit are found before anything is allocated; large numbers that fit the data are no fault.</summary>
    [Fact]
    public void Sizes_that_overflow_are_named()
    {
        using Trainer<float, float> trainer = Create(
            new Regressor(), SequenceLoss.SquaredError, new TrainerOptions { BatchSize = TrainerOptions.MaxBatchSize, ShardSize = int.MaxValue });
        AssertNamed("BatchSize", "times 1000 steps, those of example 1 of 'training'", () => trainer.Fit([new([1], [1]), new(new float[1000], [1])], null, 1));
        AssertNamed("BatchSize", "those of example 0 of 'validation'", () => trainer.Fit([new([1], [1])], [new(new float[1000], [1])], 1));
        Assert.Equal(0, trainer.Updates);
        trainer.Fit([new([1], [1]), new([1, 2], [1])], null, 1);
        Assert.Equal(1, trainer.Updates);

        using Trainer<float, float> wide = Create(new Follower(), SequenceLoss.SquaredError, new TrainerOptions { BatchSize = 100_000, ShardSize = 100_000 });
        float[] inputs = new float[3 * 10_000], targets = new float[2 * 10_000];
        AssertNamed("ShardSize", "with 10000 steps, those of example 0 of 'examples'", () => wide.TrainEpoch([.. Enumerable.Repeat(new Example<float, float>(inputs, targets), 100_000)]));
    }

    [Fact]
    public void An_optimiser_of_another_size_is_told_which_it_must_have()
    {
        var network = new Regressor();
        Assert.NotEqual(Regressor.ParameterCount, network.Parameters.Length);
        AssertNamed("optimizer", "model.Parameters.Length", () =>
        {
            using var trainer = new Trainer<float, float>(network, new Adam(Regressor.ParameterCount), SequenceLoss.SquaredError);
        });
        AssertNamed("parameters", "model.Parameters.Length", () => new Adam(Regressor.ParameterCount).Step(network.Parameters, new Regressor.Gradients().Values));
    }

    /// <summary>A forgotten Initialize: nothing recurrent would ever learn. A network of dense layers alone may well begin at zero.</summary>
    [Fact]
    public void Parameters_that_are_all_zero_are_refused()
    {
        const string text = "All parameters are zero: call Initialize or Load first.";
        var parity = new Parity();
        using Trainer<int, int> tokens = Untouched(parity, SequenceLoss.CrossEntropy());
        Assert.Equal(text, Assert.Throws<InvalidOperationException>(() => tokens.Fit([new([0], [0])], null, 1)).Message);
        Assert.Equal(text, Assert.Throws<InvalidOperationException>(() => tokens.TrainEpoch([new([0], [0])])).Message);
        Assert.Equal(text, Assert.Throws<InvalidOperationException>(() => tokens.FitStream(new int[40], new int[40], 5, null, 1)).Message);
        Assert.Equal(text, Assert.Throws<InvalidOperationException>(() => tokens.TrainStream(new int[40], new int[40], 5)).Message);
        Assert.Equal(0, tokens.Updates);
        parity.Initialize(1);
        tokens.TrainEpoch([new([0], [0])]);
        Assert.Equal(1, tokens.Updates);

        using Trainer<float, float> numbers = Untouched(new Regressor(), SequenceLoss.SquaredError);
        Assert.Equal(text, Assert.Throws<InvalidOperationException>(() => numbers.TrainEpoch([new([0], [0])])).Message);
        var linear = new Linear();
        using Trainer<float, float> dense = Untouched(linear, SequenceLoss.SquaredError);
        dense.TrainEpoch([new([1, 2], [3])]);
        Assert.True(linear.Parameters.ContainsAnyExcept(0f));

        linear.Parameters[0] = float.NaN;
        Assert.Contains("Parameter 0 is NaN", Assert.Throws<InvalidOperationException>(() => dense.TrainEpoch([new([1, 2], [3])])).Message, StringComparison.Ordinal);
    }

    private void AssertRefused<TInput, TTarget>(
        ITrainable<TInput> network, SequenceLoss<TTarget> loss, Example<TInput, TTarget>[] examples, Example<TInput, TTarget>[] good, string words)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        using Trainer<TInput, TTarget> trainer = Create(network, loss, new TrainerOptions { CheckpointPath = _directory["checkpoint.safetensors"], Threads = 2 });
        float[] before = network.Parameters.ToArray();
        AssertNamed("training", words, () => trainer.Fit(examples, null, 1));
        AssertNamed("validation", words, () => trainer.Fit(good, examples, 1));
        AssertNamed("examples", words, () => trainer.TrainEpoch(examples));
        AssertNamed("examples", words, () => trainer.Evaluate(examples));
        Assert.Equal(0, trainer.Updates);
        Cells.Bits.AssertEqual(before, network.Parameters, "parameters");
        Assert.Empty(_directory.Entries);
    }

    private static Trainer<TInput, TTarget> Create<TInput, TTarget>(ITrainable<TInput> network, SequenceLoss<TTarget> loss, TrainerOptions options)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        // Any parameters that are not all zero.
        network.Parameters[0] = 0.5f;
        return new(network, new Sgd(network.Parameters.Length, 0.1f), loss, options);
    }

    private static Trainer<TInput, TTarget> Untouched<TInput, TTarget>(ITrainable<TInput> network, SequenceLoss<TTarget> loss)
        where TInput : unmanaged
        where TTarget : unmanaged => new(network, new Sgd(network.Parameters.Length, 0.1f), loss);

    private static void AssertNamed(string argument, string words, Action act)
    {
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(act);
        Assert.Equal(argument, exception.ParamName);
        if (words != "null")
        {
            Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        }
    }
}
