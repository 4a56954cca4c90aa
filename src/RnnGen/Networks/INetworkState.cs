namespace RnnGen;

/// <summary>
/// What a stream carries through a network: the states of all its layers, in place, no heap; the default is zeros. An assignment copies it: assign the
/// network's <see cref="IModel{TState}.RestState"/> to start a stream anew.
/// </summary>
/// <typeparam name="TSelf">The state.</typeparam>
public interface INetworkState<TSelf> : IState<TSelf>
    where TSelf : struct, INetworkState<TSelf>
{
}
