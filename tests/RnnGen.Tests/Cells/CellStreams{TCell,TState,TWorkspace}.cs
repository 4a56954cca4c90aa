using System;
using System.Runtime.CompilerServices;
using RnnGen.Formats;

namespace RnnGen.Tests.Cells;

/// <inheritdoc cref="CellStreams"/>
internal sealed class CellStreams<TCell, TState, TWorkspace> : CellStreams
    where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
    where TState : struct, ILstmState
    where TWorkspace : class
{
    private readonly TCell _cell;
    private readonly TState[] _states;
    private readonly TWorkspace _workspace;

    public CellStreams(int streams)
        : this(new TCell(), new TState[streams])
    {
    }

    private CellStreams(TCell cell, TState[] states)
    {
        _cell = cell;
        _states = states;
        _workspace = TCell.CreateWorkspace(Math.Max(1, states.Length));
    }

    public override int InputSize => TCell.InputSize;

    public override int HiddenSize => TCell.HiddenSize;

    public override int ParameterCount => TCell.ParameterCount;

    public override int StateBytes => Unsafe.SizeOf<TState>();

    public override int Streams => _states.Length;

    public override Span<float> Parameters => _cell.Parameters;

    public override bool HasNonFiniteParameters => _cell.HasNonFiniteParameters;

    public override CellStreams Fork() => new CellStreams<TCell, TState, TWorkspace>(_cell, [.. _states]);

    public override void Initialize(int seed) => _cell.Initialize(seed);

    public override void Load(ITensorSource source, string prefix = "") => _cell.Load(source, prefix);

    public override void Save(ITensorSink sink, string prefix = "") => _cell.Save(sink, prefix);

    public override Span<float> Hidden(int stream) => _states[stream].Hidden;

    public override Span<float> Cell(int stream) => _states[stream].Cell;

    public override void Step(ReadOnlySpan<float> input, int stream = 0) => _cell.Step(input, ref _states[stream]);

    public override void StepStreams(ReadOnlySpan<float> inputs, int? count = null) =>
        _cell.Step(inputs, _states.AsSpan(0, count ?? Streams));

    public override void Run(ReadOnlySpan<float> inputs, Span<float> outputs, int stream = 0) =>
        _cell.Run(inputs, outputs, ref _states[stream]);

    public override void RunStreams(ReadOnlySpan<float> inputs, Span<float> outputs, int? count = null) =>
        _cell.Run(inputs, outputs, _states.AsSpan(0, count ?? Streams), _workspace);

    public override void RunStreamsWithWorkspaceFor(int? workspaceStreams, ReadOnlySpan<float> inputs, Span<float> outputs) =>
        _cell.Run(inputs, outputs, _states, workspaceStreams is int streams ? TCell.CreateWorkspace(streams) : null!);

    public override void CreateWorkspace(int streams) => _ = TCell.CreateWorkspace(streams);
}
