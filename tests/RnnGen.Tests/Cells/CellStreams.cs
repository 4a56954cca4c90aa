using System;
using System.Collections.Generic;
using RnnGen.Formats;
using Xunit;

namespace RnnGen.Tests.Cells;

/// <summary>
/// A cell and some streams of it, whatever its size: every entry point of <see cref="IRecurrentCell{TSelf, TState, TWorkspace}"/> without
/// its type parameters, so that one test is a theory over shapes.
/// </summary>
public abstract class CellStreams
{
    /// <summary>The shapes of all strategies: of a long short-term memory where no other cell is named.</summary>
    public static IReadOnlyList<string> ShapeNames { get; } =
    [
        "1x8", "2x16", "3x19", "4x4", "13x13", "1x40", "16x64", "100x256",
        "GRU 1x8", "GRU 3x19", "GRU 3x19 ResetBefore", "GRU 13x13", "GRU 4x4 ResetBefore", "GRU 1x40", "GRU 9x48 ComplementReset", "GRU 16x64",
        "RNN 1x8", "RNN 3x19", "RNN 13x13", "RNN 16x64", "RNN 16x64 Relu",
    ];

    /// <inheritdoc cref="ShapeNames"/>
    public static TheoryData<string> Shapes => new(ShapeNames);

    /// <summary>The shapes whose input is as wide as their hidden state.</summary>
    public static TheoryData<string> SquareShapes => ["4x4", "13x13", "GRU 13x13", "GRU 4x4 ResetBefore", "RNN 13x13"];

    public abstract int InputSize { get; }

    public abstract int HiddenSize { get; }

    public abstract int ParameterCount { get; }

    /// <summary>Bytes of a stream's state.</summary>
    public abstract int StateBytes { get; }

    public abstract int Streams { get; }

    public abstract Span<float> Parameters { get; }

    public abstract bool HasNonFiniteParameters { get; }

    /// <summary>The gates of a shape's cell.</summary>
    public static int GatesOf(string shape) => shape[..3] switch
    {
        "GRU" => 3,
        "RNN" => 1,
        _ => 4,
    };

    /// <summary>Whether a shape's cell has a recurrent bias apart: a GRU in PyTorch's variant, for its last gate.</summary>
    public static bool HasRecurrentBias(string shape) =>
        shape.StartsWith("GRU ", StringComparison.Ordinal) && !shape.Contains("Reset", StringComparison.Ordinal);

    /// <summary>The vectors of a shape's state: h, and an LSTM's c.</summary>
    public static int StateVectorsOf(string shape) => GatesOf(shape) == 4 ? 2 : 1;

    /// <summary>A cell of zero parameters and streams of zeros.</summary>
    public static CellStreams Create(string shape, int streams = 1) => shape switch
    {
        "1x8" => new LstmStreams<TestCells.Lstm1x8, TestCells.Lstm1x8.State, TestCells.Lstm1x8.Workspace>(streams),
        "2x16" => new LstmStreams<TestCells.Lstm2x16, TestCells.Lstm2x16.State, TestCells.Lstm2x16.Workspace>(streams),
        "3x19" => new LstmStreams<TestCells.Lstm3x19, TestCells.Lstm3x19.State, TestCells.Lstm3x19.Workspace>(streams),
        "4x4" => new LstmStreams<TestCells.Lstm4x4, TestCells.Lstm4x4.State, TestCells.Lstm4x4.Workspace>(streams),
        "13x13" => new LstmStreams<TestCells.Lstm13x13, TestCells.Lstm13x13.State, TestCells.Lstm13x13.Workspace>(streams),
        "1x40" => new LstmStreams<TestCells.Lstm1x40, TestCells.Lstm1x40.State, TestCells.Lstm1x40.Workspace>(streams),
        "16x64" => new LstmStreams<TestCells.Lstm16x64, TestCells.Lstm16x64.State, TestCells.Lstm16x64.Workspace>(streams),
        "100x256" => new LstmStreams<TestCells.Lstm100x256, TestCells.Lstm100x256.State, TestCells.Lstm100x256.Workspace>(streams),
        "GRU 1x8" => new CellStreams<TestCells.Gru1x8, TestCells.Gru1x8.State, TestCells.Gru1x8.Workspace>(streams),
        "GRU 3x19" => new CellStreams<TestCells.Gru3x19, TestCells.Gru3x19.State, TestCells.Gru3x19.Workspace>(streams),
        "GRU 3x19 ResetBefore" =>
            new CellStreams<TestCells.Gru3x19ResetBefore, TestCells.Gru3x19ResetBefore.State, TestCells.Gru3x19ResetBefore.Workspace>(streams),
        "GRU 13x13" => new CellStreams<TestCells.Gru13x13, TestCells.Gru13x13.State, TestCells.Gru13x13.Workspace>(streams),
        "GRU 4x4 ResetBefore" =>
            new CellStreams<TestCells.Gru4x4ResetBefore, TestCells.Gru4x4ResetBefore.State, TestCells.Gru4x4ResetBefore.Workspace>(streams),
        "GRU 1x40" => new CellStreams<TestCells.Gru1x40, TestCells.Gru1x40.State, TestCells.Gru1x40.Workspace>(streams),
        "GRU 9x48 ComplementReset" =>
            new CellStreams<TestCells.Gru9x48ComplementReset, TestCells.Gru9x48ComplementReset.State, TestCells.Gru9x48ComplementReset.Workspace>(streams),
        "GRU 16x64" => new CellStreams<TestCells.Gru16x64, TestCells.Gru16x64.State, TestCells.Gru16x64.Workspace>(streams),
        "RNN 1x8" => new CellStreams<TestCells.Rnn1x8, TestCells.Rnn1x8.State, TestCells.Rnn1x8.Workspace>(streams),
        "RNN 3x19" => new CellStreams<TestCells.Rnn3x19, TestCells.Rnn3x19.State, TestCells.Rnn3x19.Workspace>(streams),
        "RNN 13x13" => new CellStreams<TestCells.Rnn13x13, TestCells.Rnn13x13.State, TestCells.Rnn13x13.Workspace>(streams),
        "RNN 16x64" => new CellStreams<TestCells.Rnn16x64, TestCells.Rnn16x64.State, TestCells.Rnn16x64.Workspace>(streams),
        "RNN 16x64 Relu" =>
            new CellStreams<TestCells.Rnn16x64Relu, TestCells.Rnn16x64Relu.State, TestCells.Rnn16x64Relu.Workspace>(streams),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "There is no such cell."),
    };

    /// <summary>A cell of drawn parameters and streams of drawn states.</summary>
    public static CellStreams CreateRandom(string shape, int streams = 1)
    {
        CellStreams cell = Create(shape, streams);
        cell.Initialize(seed: 1);
        for (int stream = 0; stream < streams; stream++)
        {
            Noise.Create(seed: 100 + stream, cell.HiddenSize).CopyTo(cell.Hidden(stream));
            Noise.Create(seed: 200 + stream, cell.Cell(stream).Length).CopyTo(cell.Cell(stream));
        }

        return cell;
    }

    /// <summary>Another stream of states over the very same cell object, the states copied.</summary>
    public abstract CellStreams Fork();

    public abstract void Initialize(int seed);

    public abstract void Load(ITensorSource source, string prefix = "");

    public abstract void Save(ITensorSink sink, string prefix = "");

    /// <summary>A stream's hidden state.</summary>
    public abstract Span<float> Hidden(int stream);

    /// <summary>A stream's cell state: empty where the cell has none.</summary>
    public abstract Span<float> Cell(int stream);

    /// <summary>One step of one stream.</summary>
    public abstract void Step(ReadOnlySpan<float> input, int stream = 0);

    /// <summary>One step of the first <paramref name="count"/> streams, or of all.</summary>
    public abstract void StepStreams(ReadOnlySpan<float> inputs, int? count = null);

    /// <summary>Many steps of one stream.</summary>
    public abstract void Run(ReadOnlySpan<float> inputs, Span<float> outputs, int stream = 0);

    /// <summary>Many steps of the first <paramref name="count"/> streams, or of all.</summary>
    public abstract void RunStreams(ReadOnlySpan<float> inputs, Span<float> outputs, int? count = null);

    /// <summary>Many steps of all streams with a workspace for so many, or with none.</summary>
    public abstract void RunStreamsWithWorkspaceFor(int? workspaceStreams, ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>Creates a workspace and drops it.</summary>
    public abstract void CreateWorkspace(int streams);

    /// <summary>The states of all streams: h (and c) of the first, of the second, ...</summary>
    public float[] CopyStates()
    {
        var states = new List<float>();
        for (int stream = 0; stream < Streams; stream++)
        {
            states.AddRange(Hidden(stream));
            states.AddRange(Cell(stream));
        }

        return [.. states];
    }
}
