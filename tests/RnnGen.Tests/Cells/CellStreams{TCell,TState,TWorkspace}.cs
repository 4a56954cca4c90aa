using System;
using System.Runtime.CompilerServices;
using RnnGen.Formats;

namespace RnnGen.Tests.Cells;

/// <inheritdoc cref="CellStreams"/>
internal class CellStreams<TCell, TState, TWorkspace> : CellStreams
    where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
    where TState : struct, IRecurrentState
    where TWorkspace : class
{
    private readonly TCell _cell;
    private readonly TState[] _states;
    private readonly TWorkspace _workspace;

    public CellStreams(int streams)
        : this(new TCell(), new TState[streams])
    {
    }

    protected CellStreams(TCell cell, TState[] states)
    {
        _cell = cell;
        _states = states;
        _workspace = TCell.CreateWorkspace(Math.Max(1, states.Length));
    }

    public sealed override int InputSize => TCell.InputSize;

    public sealed override int HiddenSize => TCell.HiddenSize;

    public sealed override int ParameterCount => TCell.ParameterCount;

    public sealed override int StateBytes => Unsafe.SizeOf<TState>();

    public sealed override int Streams => _states.Length;

    public sealed override Span<float> Parameters => _cell.Parameters;

    public sealed override bool HasNonFiniteParameters => _cell.HasNonFiniteParameters;

    public sealed override CellStreams Fork() => Over(_cell, [.. _states]);

    public sealed override void Initialize(int seed) => _cell.Initialize(seed);

    public sealed override void Load(ITensorSource source, string prefix = "") => _cell.Load(source, prefix);

    public sealed override void Save(ITensorSink sink, string prefix = "") => _cell.Save(sink, prefix);

    public sealed override Span<float> Hidden(int stream) => _states[stream].Hidden;

    public override Span<float> Cell(int stream) => [];

    public sealed override void Step(ReadOnlySpan<float> input, int stream = 0) => _cell.Step(input, ref _states[stream]);

    public sealed override void StepStreams(ReadOnlySpan<float> inputs, int? count = null) =>
        _cell.Step(inputs, _states.AsSpan(0, count ?? Streams));

    public sealed override void Run(ReadOnlySpan<float> inputs, Span<float> outputs, int stream = 0) =>
        _cell.Run(inputs, outputs, ref _states[stream]);

    public sealed override void RunStreams(ReadOnlySpan<float> inputs, Span<float> outputs, int? count = null) =>
        _cell.Run(inputs, outputs, _states.AsSpan(0, count ?? Streams), _workspace);

    public sealed override void RunStreamsWithWorkspaceFor(int? workspaceStreams, ReadOnlySpan<float> inputs, Span<float> outputs) =>
        _cell.Run(inputs, outputs, _states, workspaceStreams is int streams ? TCell.CreateWorkspace(streams) : null!);

    public sealed override void CreateWorkspace(int streams) => _ = TCell.CreateWorkspace(streams);

    /// <summary>A stream's state, in place.</summary>
    protected ref TState State(int stream) => ref _states[stream];

    /// <summary>Streams of given states over a given cell.</summary>
    protected virtual CellStreams Over(TCell cell, TState[] states) => new CellStreams<TCell, TState, TWorkspace>(cell, states);
}
