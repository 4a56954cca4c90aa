using System;
using System.Collections.Generic;
using RnnGen.Benchmarks.Cells;
using RnnGen.Benchmarks.Contestants;

namespace RnnGen.Benchmarks.Cases;

/// <summary>The tables of <c>compare</c>, and the lines of each that compares in this process.</summary>
internal static class ComparisonTables
{
    /// <summary>One step of one stream, the state carried on.</summary>
    public const string Step = "step";

    /// <summary>One step of a whole small model, recurrent layers and a dense one with one output: of one stream, the state carried on.</summary>
    public const string Network = "network";

    /// <summary>A sequence of one stream.</summary>
    public const string Sequence = "sequence";

    /// <summary>Sequences of many streams.</summary>
    public const string Batch = "batch";

    /// <summary>Gradients of sequences.</summary>
    public const string Training = "training";

    /// <summary>Whole programs from their start to their first output: in processes of their own.</summary>
    public const string Startup = "startup";

    private const int SequenceSteps = 100;
    private const int BatchStreams = 32;

    /// <summary>Why a table is left out where there are several threads; the others are not in here.</summary>
    public static IReadOnlyDictionary<string, string> OneThreadOnly { get; } = new Dictionary<string, string>
    {
        [Step] = "one step takes no workspace, and threads belong to one",
        [Network] = "a step of a small model takes less time than threads do to meet",
        [Startup] = "programs compute their first step on the thread that they start with",
    };

    /// <summary>The tables' names, in the order in which they are measured.</summary>
    public static IReadOnlyList<string> Names { get; } = [Step, Network, Sequence, Batch, Training, Startup];

    /// <summary>The steps of which <c>latency</c> takes the times one by one.</summary>
    public static IReadOnlyList<ComparisonCase> Latency { get; } =
    [
        StepOf<Lstm1x32, Lstm1x32.State, Lstm1x32.Workspace>(CellKind.Lstm),
        StepOf<Lstm100x256, Lstm100x256.State, Lstm100x256.Workspace>(CellKind.Lstm),
    ];

    /// <summary>The lines of a table.</summary>
    /// <param name="table">One of <see cref="Names"/>, but for <see cref="Startup"/>.</param>
    public static IReadOnlyList<ComparisonCase> Cases(string table) => table switch
    {
        Step =>
        [
            StepOf<Lstm1x8, Lstm1x8.State, Lstm1x8.Workspace>(CellKind.Lstm),
            StepOf<Lstm1x16, Lstm1x16.State, Lstm1x16.Workspace>(CellKind.Lstm),
            StepOf<Lstm1x32, Lstm1x32.State, Lstm1x32.Workspace>(CellKind.Lstm),
            StepOf<Lstm1x40, Lstm1x40.State, Lstm1x40.Workspace>(CellKind.Lstm),
            StepOf<Lstm16x64, Lstm16x64.State, Lstm16x64.Workspace>(CellKind.Lstm),
            StepOf<Lstm100x256, Lstm100x256.State, Lstm100x256.Workspace>(CellKind.Lstm),
            StepOf<Lstm256x512, Lstm256x512.State, Lstm256x512.Workspace>(CellKind.Lstm),
            StepOf<Gru1x8, Gru1x8.State, Gru1x8.Workspace>(CellKind.Gru),
            StepOf<Gru1x16, Gru1x16.State, Gru1x16.Workspace>(CellKind.Gru),
            StepOf<Gru1x32, Gru1x32.State, Gru1x32.Workspace>(CellKind.Gru),
            StepOf<Gru1x40, Gru1x40.State, Gru1x40.Workspace>(CellKind.Gru),
            StepOf<Gru16x64, Gru16x64.State, Gru16x64.Workspace>(CellKind.Gru),
            StepOf<Gru100x256, Gru100x256.State, Gru100x256.Workspace>(CellKind.Gru),
            StepOf<Gru256x512, Gru256x512.State, Gru256x512.Workspace>(CellKind.Gru),
            StepOf<Rnn1x16, Rnn1x16.State, Rnn1x16.Workspace>(CellKind.Rnn),
            StepOf<Rnn1x40, Rnn1x40.State, Rnn1x40.Workspace>(CellKind.Rnn),
            StepOf<Rnn100x256, Rnn100x256.State, Rnn100x256.Workspace>(CellKind.Rnn),
        ],
        Network =>
        [
            NetworkStepOf<LstmNetwork1x8, LstmNetwork1x8.State, LstmNetwork1x8.Workspace>(CellKind.Lstm, 8, 1),
            NetworkStepOf<LstmNetwork1x16, LstmNetwork1x16.State, LstmNetwork1x16.Workspace>(CellKind.Lstm, 16, 1),
            NetworkStepOf<LstmNetwork1x24, LstmNetwork1x24.State, LstmNetwork1x24.Workspace>(CellKind.Lstm, 24, 1),
            NetworkStepOf<LstmNetwork1x32, LstmNetwork1x32.State, LstmNetwork1x32.Workspace>(CellKind.Lstm, 32, 1),
            NetworkStepOf<LstmNetwork1x40, LstmNetwork1x40.State, LstmNetwork1x40.Workspace>(CellKind.Lstm, 40, 1),
            NetworkStepOf<LstmNetwork1x64, LstmNetwork1x64.State, LstmNetwork1x64.Workspace>(CellKind.Lstm, 64, 1),
            NetworkStepOf<LstmNetwork1x8x2, LstmNetwork1x8x2.State, LstmNetwork1x8x2.Workspace>(CellKind.Lstm, 8, 2),
            NetworkStepOf<LstmNetwork1x16x2, LstmNetwork1x16x2.State, LstmNetwork1x16x2.Workspace>(CellKind.Lstm, 16, 2),
            NetworkStepOf<GruNetwork1x8, GruNetwork1x8.State, GruNetwork1x8.Workspace>(CellKind.Gru, 8, 1),
            NetworkStepOf<GruNetwork1x16, GruNetwork1x16.State, GruNetwork1x16.Workspace>(CellKind.Gru, 16, 1),
            NetworkStepOf<GruNetwork1x24, GruNetwork1x24.State, GruNetwork1x24.Workspace>(CellKind.Gru, 24, 1),
            NetworkStepOf<GruNetwork1x32, GruNetwork1x32.State, GruNetwork1x32.Workspace>(CellKind.Gru, 32, 1),
            NetworkStepOf<GruNetwork1x40, GruNetwork1x40.State, GruNetwork1x40.Workspace>(CellKind.Gru, 40, 1),
            NetworkStepOf<GruNetwork1x64, GruNetwork1x64.State, GruNetwork1x64.Workspace>(CellKind.Gru, 64, 1),
            NetworkStepOf<GruNetwork1x8x2, GruNetwork1x8x2.State, GruNetwork1x8x2.Workspace>(CellKind.Gru, 8, 2),
            NetworkStepOf<GruNetwork1x16x2, GruNetwork1x16x2.State, GruNetwork1x16x2.Workspace>(CellKind.Gru, 16, 2),
            NetworkStepOf<LstmNetwork1x8Fast, LstmNetwork1x8Fast.State, LstmNetwork1x8Fast.Workspace>(CellKind.Lstm, 8, 1, Accuracy.Fast),
            NetworkStepOf<LstmNetwork1x16Fast, LstmNetwork1x16Fast.State, LstmNetwork1x16Fast.Workspace>(CellKind.Lstm, 16, 1, Accuracy.Fast),
            NetworkStepOf<LstmNetwork1x24Fast, LstmNetwork1x24Fast.State, LstmNetwork1x24Fast.Workspace>(CellKind.Lstm, 24, 1, Accuracy.Fast),
            NetworkStepOf<LstmNetwork1x32Fast, LstmNetwork1x32Fast.State, LstmNetwork1x32Fast.Workspace>(CellKind.Lstm, 32, 1, Accuracy.Fast),
            NetworkStepOf<LstmNetwork1x40Fast, LstmNetwork1x40Fast.State, LstmNetwork1x40Fast.Workspace>(CellKind.Lstm, 40, 1, Accuracy.Fast),
            NetworkStepOf<LstmNetwork1x64Fast, LstmNetwork1x64Fast.State, LstmNetwork1x64Fast.Workspace>(CellKind.Lstm, 64, 1, Accuracy.Fast),
            NetworkStepOf<LstmNetwork1x8x2Fast, LstmNetwork1x8x2Fast.State, LstmNetwork1x8x2Fast.Workspace>(CellKind.Lstm, 8, 2, Accuracy.Fast),
            NetworkStepOf<LstmNetwork1x16x2Fast, LstmNetwork1x16x2Fast.State, LstmNetwork1x16x2Fast.Workspace>(CellKind.Lstm, 16, 2, Accuracy.Fast),
            NetworkStepOf<GruNetwork1x8Fast, GruNetwork1x8Fast.State, GruNetwork1x8Fast.Workspace>(CellKind.Gru, 8, 1, Accuracy.Fast),
            NetworkStepOf<GruNetwork1x16Fast, GruNetwork1x16Fast.State, GruNetwork1x16Fast.Workspace>(CellKind.Gru, 16, 1, Accuracy.Fast),
            NetworkStepOf<GruNetwork1x24Fast, GruNetwork1x24Fast.State, GruNetwork1x24Fast.Workspace>(CellKind.Gru, 24, 1, Accuracy.Fast),
            NetworkStepOf<GruNetwork1x32Fast, GruNetwork1x32Fast.State, GruNetwork1x32Fast.Workspace>(CellKind.Gru, 32, 1, Accuracy.Fast),
            NetworkStepOf<GruNetwork1x40Fast, GruNetwork1x40Fast.State, GruNetwork1x40Fast.Workspace>(CellKind.Gru, 40, 1, Accuracy.Fast),
            NetworkStepOf<GruNetwork1x64Fast, GruNetwork1x64Fast.State, GruNetwork1x64Fast.Workspace>(CellKind.Gru, 64, 1, Accuracy.Fast),
            NetworkStepOf<GruNetwork1x8x2Fast, GruNetwork1x8x2Fast.State, GruNetwork1x8x2Fast.Workspace>(CellKind.Gru, 8, 2, Accuracy.Fast),
            NetworkStepOf<GruNetwork1x16x2Fast, GruNetwork1x16x2Fast.State, GruNetwork1x16x2Fast.Workspace>(CellKind.Gru, 16, 2, Accuracy.Fast),
        ],
        Sequence =>
        [
            SequenceOf<Lstm1x32, Lstm1x32.State, Lstm1x32.Workspace>(CellKind.Lstm),
            SequenceOf<Lstm16x64, Lstm16x64.State, Lstm16x64.Workspace>(CellKind.Lstm),
            SequenceOf<Lstm100x256, Lstm100x256.State, Lstm100x256.Workspace>(CellKind.Lstm),
            SequenceOf<Lstm256x512, Lstm256x512.State, Lstm256x512.Workspace>(CellKind.Lstm),
            SequenceOf<Gru1x32, Gru1x32.State, Gru1x32.Workspace>(CellKind.Gru),
            SequenceOf<Gru16x64, Gru16x64.State, Gru16x64.Workspace>(CellKind.Gru),
            SequenceOf<Gru100x256, Gru100x256.State, Gru100x256.Workspace>(CellKind.Gru),
            NetworkOf<Lstm100x256x2, Lstm100x256x2.State, Lstm100x256x2.Workspace>(Sequence, new CaseShape(CellKind.Lstm, 100, 256, 2, SequenceSteps, 1)),
            NetworkOf<Gru100x256x2, Gru100x256x2.State, Gru100x256x2.Workspace>(Sequence, new CaseShape(CellKind.Gru, 100, 256, 2, SequenceSteps, 1)),
        ],
        Batch =>
        [
            BatchOf<Lstm1x32, Lstm1x32.State, Lstm1x32.Workspace>(CellKind.Lstm),
            BatchOf<Lstm16x64, Lstm16x64.State, Lstm16x64.Workspace>(CellKind.Lstm),
            BatchOf<Lstm100x256, Lstm100x256.State, Lstm100x256.Workspace>(CellKind.Lstm),
            BatchOf<Gru1x32, Gru1x32.State, Gru1x32.Workspace>(CellKind.Gru),
            BatchOf<Gru16x64, Gru16x64.State, Gru16x64.Workspace>(CellKind.Gru),
            BatchOf<Gru100x256, Gru100x256.State, Gru100x256.Workspace>(CellKind.Gru),
            NetworkOf<Lstm100x256x2, Lstm100x256x2.State, Lstm100x256x2.Workspace>(Batch, new CaseShape(CellKind.Lstm, 100, 256, 2, SequenceSteps, BatchStreams)),
            NetworkOf<Gru100x256x2, Gru100x256x2.State, Gru100x256x2.Workspace>(Batch, new CaseShape(CellKind.Gru, 100, 256, 2, SequenceSteps, BatchStreams)),
        ],
        Training =>
        [
            TrainingOf<Lstm1x32, Lstm1x32.State, Lstm1x32.Workspace, Lstm1x32.Tape, Lstm1x32.Gradients>(CellKind.Lstm, 1),
            TrainingOf<Lstm1x32, Lstm1x32.State, Lstm1x32.Workspace, Lstm1x32.Tape, Lstm1x32.Gradients>(CellKind.Lstm, 32),
            TrainingOf<Lstm16x64, Lstm16x64.State, Lstm16x64.Workspace, Lstm16x64.Tape, Lstm16x64.Gradients>(CellKind.Lstm, 1),
            TrainingOf<Lstm16x64, Lstm16x64.State, Lstm16x64.Workspace, Lstm16x64.Tape, Lstm16x64.Gradients>(CellKind.Lstm, 32),
            TrainingOf<Lstm100x256, Lstm100x256.State, Lstm100x256.Workspace, Lstm100x256.Tape, Lstm100x256.Gradients>(CellKind.Lstm, 1),
            TrainingOf<Lstm100x256, Lstm100x256.State, Lstm100x256.Workspace, Lstm100x256.Tape, Lstm100x256.Gradients>(CellKind.Lstm, 16),
            TrainingOf<Lstm100x256, Lstm100x256.State, Lstm100x256.Workspace, Lstm100x256.Tape, Lstm100x256.Gradients>(CellKind.Lstm, 32),
            TrainingOf<Gru16x64, Gru16x64.State, Gru16x64.Workspace, Gru16x64.Tape, Gru16x64.Gradients>(CellKind.Gru, 1),
            TrainingOf<Gru16x64, Gru16x64.State, Gru16x64.Workspace, Gru16x64.Tape, Gru16x64.Gradients>(CellKind.Gru, 32),
            TrainingOf<Gru100x256, Gru100x256.State, Gru100x256.Workspace, Gru100x256.Tape, Gru100x256.Gradients>(CellKind.Gru, 32),
            TrainingOf<Rnn16x64, Rnn16x64.State, Rnn16x64.Workspace, Rnn16x64.Tape, Rnn16x64.Gradients>(CellKind.Rnn, 1),
            TrainingOf<Rnn16x64, Rnn16x64.State, Rnn16x64.Workspace, Rnn16x64.Tape, Rnn16x64.Gradients>(CellKind.Rnn, 32),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(table), table, null),
    };

    private static ComparisonCase StepOf<TCell, TState, TWorkspace>(CellKind kind)
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class =>
        new(Step, new CaseShape(kind, TCell.InputSize, TCell.HiddenSize, 1, 1, 1),
            static _ => new OurStep<TCell, TState, TWorkspace>());

    private static ComparisonCase NetworkStepOf<TNetwork, TState, TWorkspace>(CellKind kind, int hidden, int layers, Accuracy accuracy = Accuracy.Standard)
        where TNetwork : class, ICausalNetwork<TNetwork, float, TState, TWorkspace>, new()
        where TState : struct, INetworkState<TState>
        where TWorkspace : class =>
        new(Network, new CaseShape(kind, TNetwork.InputSize, hidden, layers, 1, 1, DenseOutputs: TNetwork.OutputSize),
            static _ => new OurNetworkStep<TNetwork, TState, TWorkspace>(), accuracy);

    private static ComparisonCase SequenceOf<TCell, TState, TWorkspace>(CellKind kind)
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class =>
        new(Sequence, new CaseShape(kind, TCell.InputSize, TCell.HiddenSize, 1, SequenceSteps, 1),
            // Threads belong to a workspace, which a sequence of one stream does without.
            static threads => threads == 1
                ? new OurSequence<TCell, TState, TWorkspace>(SequenceSteps)
                : new OurBatch<TCell, TState, TWorkspace>(SequenceSteps, streams: 1, threads));

    private static ComparisonCase BatchOf<TCell, TState, TWorkspace>(CellKind kind)
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class =>
        new(Batch, new CaseShape(kind, TCell.InputSize, TCell.HiddenSize, 1, SequenceSteps, BatchStreams),
            static threads => new OurBatch<TCell, TState, TWorkspace>(SequenceSteps, BatchStreams, threads));

    private static ComparisonCase NetworkOf<TNetwork, TState, TWorkspace>(string table, CaseShape shape)
        where TNetwork : class, INetwork<TNetwork, float, TState, TWorkspace>, new()
        where TState : struct, INetworkState<TState>
        where TWorkspace : class =>
        new(table, shape, threads => new OurNetwork<TNetwork, TState, TWorkspace>(shape.Steps, shape.Batch, threads));

    private static ComparisonCase TrainingOf<TCell, TState, TWorkspace, TTape, TGradients>(CellKind kind, int streams)
        where TCell : class, ITrainableCell<TCell, TState, TWorkspace, TTape, TGradients>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class
        where TTape : class
        where TGradients : class, ICellGradients =>
        new(Training, new CaseShape(kind, TCell.InputSize, TCell.HiddenSize, 1, SequenceSteps, streams, Training: true),
            threads => new OurTraining<TCell, TState, TWorkspace, TTape, TGradients>(SequenceSteps, streams, threads));
}
