namespace RnnGen;

/// <summary>The one layer of a cell's state, described once.</summary>
/// <typeparam name="TState">The state.</typeparam>
internal static class CellStateLayers<TState>
    where TState : struct, IState<TState>
{
    public static readonly StateLayer[] All = TState.Map.Describe("");
}
