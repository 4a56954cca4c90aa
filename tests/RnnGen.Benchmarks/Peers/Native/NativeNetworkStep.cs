using System;
using RnnGen.Benchmarks.Contestants;

namespace RnnGen.Benchmarks.Peers.Native;

/// <summary>Single steps of one stream, the state carried on; timed in a loop on the native side, so that no call between runtimes is in them.</summary>
/// <param name="library">The build.</param>
/// <param name="network">Its network, which this owns.</param>
internal sealed class NativeNetworkStep(NativeNetworkLibrary library, nint network) : IContestant
{
    private float _input;

    /// <inheritdoc/>
    public void Compute(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        _input = inputs[^1];
        library.Run(network, inputs, outputs);
    }

    /// <inheritdoc/>
    public void Repeat(int calls) => library.Repeat(network, _input, calls);

    /// <inheritdoc/>
    public void Dispose() => library.Destroy(network);
}
