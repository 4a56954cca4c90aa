using System;

namespace RnnGen.Networks;

/// <summary>All inputs of one step of a network of several: the element of a sequence where code works over any network. Every such network emits its own.</summary>
/// <typeparam name="TSelf">The struct.</typeparam>
public interface IStepInput<TSelf>
    where TSelf : struct, IStepInput<TSelf>
{
    /// <summary>Creates it from what every input takes, for code that does not know the network.</summary>
    /// <param name="ids">Of each input that takes ids, in their order: one token, or a bag.</param>
    /// <param name="floats">Of all inputs that take floats, in their order, one behind the other.</param>
    /// <exception cref="ArgumentException">There are more or fewer than the network takes.</exception>
    static abstract TSelf Of(ReadOnlySpan<ReadOnlyMemory<int>> ids, ReadOnlySpan<float> floats);

    /// <summary>The ids of an input: one token, or a bag; empty of one that takes floats.</summary>
    /// <param name="step">The step.</param>
    /// <param name="input">Which input.</param>
    static abstract ReadOnlySpan<int> Ids(ref readonly TSelf step, int input);

    /// <summary>The floats of an input; empty of one that takes ids.</summary>
    /// <param name="step">The step.</param>
    /// <param name="input">Which input.</param>
    static abstract ReadOnlySpan<float> Floats(ref readonly TSelf step, int input);
}
