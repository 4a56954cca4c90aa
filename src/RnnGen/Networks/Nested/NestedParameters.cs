using System;
using System.Threading;
using RnnGen.Memory;

namespace RnnGen.Networks;

/// <summary>
/// The parameters of a network inside another, which are a part of the other's. A step of one stream has no workspace: its memory is kept here, one for each call at
/// a time, so that none is created where as many calls were before.
/// </summary>
internal sealed class NestedParameters
{
    /// <summary>Calls at a time whose memory is kept.</summary>
    private const int MostKept = 64;

    private readonly NestedNetwork _nested;
    private readonly NestedMemory?[] _kept = new NestedMemory?[MostKept];

    private NestedParameters(NestedNetwork nested, AlignedBuffer outer)
    {
        _nested = nested;
        Parameters = new NetworkParameters(nested.Network, outer.Slice(nested.Parameters, nested.Network.ParameterFloats));
    }

    /// <summary>The parameters.</summary>
    public NetworkParameters Parameters { get; }

    /// <summary>Those of every network inside another, by input.</summary>
    /// <param name="network">The other.</param>
    /// <param name="parameters">Its parameters.</param>
    public static NestedParameters?[] Of(NetworkDescription network, AlignedBuffer parameters)
    {
        var all = new NestedParameters?[network.Nested.Count == 0 ? 0 : network.Inputs.Count];
        foreach (NestedNetwork nested in network.Nested)
        {
            all[nested.Input] = new NestedParameters(nested, parameters);
            if (network.IsCausal)
            {
                // The first step is to allocate nothing, too.
                all[nested.Input]!.ReturnMemory(NestedMemory.OfSteps(nested));
            }
        }

        return all;
    }

    /// <summary>Memory for one call, which gives it back.</summary>
    public NestedMemory TakeMemory()
    {
        foreach (ref NestedMemory? place in _kept.AsSpan())
        {
            if (place is not null && Interlocked.Exchange(ref place, null) is { } memory)
            {
                return memory;
            }
        }

        return NestedMemory.OfSteps(_nested);
    }

    /// <summary>Keeps memory for the next call.</summary>
    /// <param name="memory">What <see cref="TakeMemory"/> gave.</param>
    public void ReturnMemory(NestedMemory memory)
    {
        foreach (ref NestedMemory? place in _kept.AsSpan())
        {
            if (place is null && Interlocked.CompareExchange(ref place, memory, null) is null)
            {
                return;
            }
        }
    }
}
