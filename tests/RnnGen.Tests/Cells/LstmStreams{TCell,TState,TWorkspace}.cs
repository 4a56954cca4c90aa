using System;

namespace RnnGen.Tests.Cells;

/// <summary>Streams whose states hold a cell state too.</summary>
internal sealed class LstmStreams<TCell, TState, TWorkspace> : CellStreams<TCell, TState, TWorkspace>
    where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
    where TState : struct, ILstmState
    where TWorkspace : class
{
    public LstmStreams(int streams)
        : base(streams)
    {
    }

    private LstmStreams(TCell cell, TState[] states)
        : base(cell, states)
    {
    }

    public override Span<float> Cell(int stream) => State(stream).Cell;

    protected override CellStreams Over(TCell cell, TState[] states) => new LstmStreams<TCell, TState, TWorkspace>(cell, states);
}
