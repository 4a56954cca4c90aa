using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using Xunit;

namespace RnnGen.Tests.Cells;

/// <summary>
/// A cell with streams, a tape and gradients, whatever its kind: <see cref="ITrainableCell{TSelf, TState, TWorkspace, TTape, TGradients}"/> without its type
/// parameters, so that one test is a theory over cells.
/// </summary>
public abstract class CellTraining
{
    /// <summary>Every cell of <see cref="TestCells"/> that has a backward pass.</summary>
    public static IReadOnlyList<string> CellNames { get; } =
        [.. typeof(TestCells).GetNestedTypes().Where(static type => type.GetNestedType("Tape") is not null).Select(static type => type.Name).Order(StringComparer.Ordinal)];

    /// <inheritdoc cref="CellNames"/>
    public static TheoryData<string> Cells => new(CellNames);

    public abstract int InputSize { get; }

    public abstract int OutputSize { get; }

    /// <summary>Floats of a stream's state.</summary>
    public abstract int StateSize { get; }

    public abstract Span<float> Parameters { get; }

    public abstract Span<float> Gradients { get; }

    /// <summary>The state of every stream: h, then c where there is one.</summary>
    public abstract float[] States { get; set; }

    /// <summary>A cell of seeded parameters, and streams of zeros.</summary>
    /// <param name="cell">Its name in <see cref="TestCells"/>.</param>
    /// <param name="streams">Streams.</param>
    /// <param name="tapeSteps">Steps of its tape.</param>
    /// <param name="tapeStreams">Streams of its tape; as many as streams, if less than one.</param>
    public static CellTraining Create(string cell, int streams, int tapeSteps, int tapeStreams = 0)
    {
        Type type = typeof(TestCells).GetNestedType(cell)!;
        Type[] arguments = [type, .. new[] { "State", "Workspace", "Tape", "Gradients" }.Select(name => type.GetNestedType(name)!)];
        return (CellTraining)Activator.CreateInstance(
            typeof(CellTraining<,,,,>).MakeGenericType(arguments), streams, tapeSteps, tapeStreams < 1 ? streams : tapeStreams)!;
    }

    public abstract void Run(ReadOnlySpan<float> inputs, Span<float> outputs);

    public abstract void Forward(ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>Without gradients of states.</summary>
    public abstract void Backward(ReadOnlySpan<float> outputGradients, Span<float> inputGradients);

    /// <summary>With gradients of states, read and replaced.</summary>
    public abstract void BackwardThroughStates(ReadOnlySpan<float> outputGradients, Span<float> inputGradients, float[] stateGradients);

    /// <summary>With gradients of as many states.</summary>
    public abstract void BackwardWithStates(ReadOnlySpan<float> outputGradients, int states);

    public abstract void ForwardWithoutTape(ReadOnlySpan<float> inputs, Span<float> outputs);

    public abstract void BackwardWithoutTape();

    public abstract void BackwardWithoutGradients();

    public abstract void CreateTape(int steps, int streams);

    public abstract void ClearGradients();

    public abstract void Load(ITensorSource source);

    public abstract void Save(ITensorSink sink);

    public abstract void SaveGradients(ITensorSink sink);
}

/// <inheritdoc/>
internal sealed class CellTraining<TCell, TState, TWorkspace, TTape, TGradients> : CellTraining
    where TCell : class, ITrainableCell<TCell, TState, TWorkspace, TTape, TGradients>, new()
    where TState : struct, IRecurrentState
    where TWorkspace : class
    where TTape : class
    where TGradients : class, ICellGradients
{
    private readonly TCell _cell = new();
    private readonly TState[] _states;
    private readonly TTape _tape;
    private readonly TWorkspace _workspace;
    private readonly TGradients _gradients = TCell.CreateGradients();

    public CellTraining(int streams, int tapeSteps, int tapeStreams)
    {
        _cell.Initialize(seed: 7);
        _states = new TState[streams];
        _tape = TCell.CreateTape(tapeSteps, tapeStreams);
        _workspace = TCell.CreateWorkspace(Math.Max(1, streams));
    }

    public override int InputSize => TCell.InputSize;

    public override int OutputSize => TCell.OutputSize;

    public override int StateSize => TCell.OutputSize + (HasCell ? TCell.HiddenSize : 0);

    public override Span<float> Parameters => _cell.Parameters;

    public override Span<float> Gradients => _gradients.Values;

    public override float[] States
    {
        get => Flatten(_states);
        set => Unflatten(value, _states);
    }

    private static bool HasCell => default(TState) is ILstmState;

    public override void Run(ReadOnlySpan<float> inputs, Span<float> outputs) => _cell.Run(inputs, outputs, _states, _workspace);

    public override void Forward(ReadOnlySpan<float> inputs, Span<float> outputs) => _cell.Forward(inputs, outputs, _states, _tape);

    public override void Backward(ReadOnlySpan<float> outputGradients, Span<float> inputGradients) =>
        _cell.Backward(outputGradients, _tape, _gradients, inputGradients);

    public override void BackwardThroughStates(ReadOnlySpan<float> outputGradients, Span<float> inputGradients, float[] stateGradients)
    {
        var states = new TState[_states.Length];
        Unflatten(stateGradients, states);
        _cell.Backward(outputGradients, _tape, _gradients, inputGradients, states);
        Flatten(states).CopyTo(stateGradients, 0);
    }

    public override void BackwardWithStates(ReadOnlySpan<float> outputGradients, int states) =>
        _cell.Backward(outputGradients, _tape, _gradients, default, new TState[states]);

    public override void ForwardWithoutTape(ReadOnlySpan<float> inputs, Span<float> outputs) => _cell.Forward(inputs, outputs, _states, null!);

    public override void BackwardWithoutTape() => _cell.Backward([], null!, _gradients);

    public override void BackwardWithoutGradients() => _cell.Backward([], _tape, null!);

    public override void CreateTape(int steps, int streams) => TCell.CreateTape(steps, streams);

    public override void ClearGradients() => _gradients.Clear();

    public override void Load(ITensorSource source) => _cell.Load(source);

    public override void Save(ITensorSink sink) => _cell.Save(sink);

    public override void SaveGradients(ITensorSink sink) => _gradients.Save(sink);

    private static float[] Flatten(TState[] states) =>
        [.. states.SelectMany(static state => state is ILstmState lstm ? [.. state.Hidden, .. lstm.Cell] : state.Hidden.ToArray())];

    private void Unflatten(float[] values, TState[] states)
    {
        for (int stream = 0; stream < states.Length; stream++)
        {
            ReadOnlySpan<float> own = values.AsSpan(stream * StateSize, StateSize);
            own[..TCell.OutputSize].CopyTo(states[stream].Hidden);
            if (HasCell)
            {
                // Through a copy on the heap: c is known only of the interface.
                var boxed = (ILstmState)states[stream];
                own[TCell.OutputSize..].CopyTo(boxed.Cell);
                states[stream] = (TState)boxed;
            }
        }
    }
}
