using System;
using System.Runtime.CompilerServices;

namespace RnnGen.FirstCallProbe;

/// <inheritdoc cref="FirstCalls"/>
internal sealed class FirstCalls<TCell, TState, TWorkspace> : FirstCalls
    where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
    where TState : struct, IRecurrentState
    where TWorkspace : class
{
    private const int MaxStreams = 30;
    private const int MaxSteps = 30;

    private readonly TCell _cell = new();
    private readonly TState[] _states = new TState[MaxStreams];
    private readonly TWorkspace _workspace = TCell.CreateWorkspace(MaxStreams);
    private readonly float[] _inputs = new float[MaxSteps * MaxStreams * TCell.InputSize];
    private readonly float[] _outputs = new float[MaxSteps * MaxStreams * TCell.HiddenSize];
    private readonly int _input = TCell.InputSize;
    private readonly int _hidden = TCell.HiddenSize;
    private readonly int[] _counts = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 17, 30];

    public FirstCalls() => _cell.Initialize(seed: 1);

    public override string Name => typeof(TCell).Name;

    // Optimised itself, so that what it calls is inlined here as it would be in a careful user's own loop.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override AllocatedBytes Make()
    {
        long start = GC.GetAllocatedBytesForCurrentThread();
        _cell.Step(new ReadOnlySpan<float>(_inputs, 0, _input), ref _states[0]);
        long step = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < _counts.Length; i++)
        {
            int steps = _counts[i];
            _cell.Run(new ReadOnlySpan<float>(_inputs, 0, steps * _input), new Span<float>(_outputs, 0, steps * _hidden), ref _states[0]);
        }

        long run = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < _counts.Length; i++)
        {
            int streams = _counts[i];
            _cell.Step(new ReadOnlySpan<float>(_inputs, 0, streams * _input), new Span<TState>(_states, 0, streams));
        }

        long stepOfStreams = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < _counts.Length; i++)
        {
            int streams = _counts[i];
            for (int steps = 1; steps <= MaxSteps; steps += 29)
            {
                _cell.Run(
                    new ReadOnlySpan<float>(_inputs, 0, steps * streams * _input), new Span<float>(_outputs, 0, steps * streams * _hidden),
                    new Span<TState>(_states, 0, streams), _workspace);
            }
        }

        long runOfStreams = GC.GetAllocatedBytesForCurrentThread();
        return new(step - start, run - step, stepOfStreams - run, runOfStreams - stepOfStreams);
    }
}
