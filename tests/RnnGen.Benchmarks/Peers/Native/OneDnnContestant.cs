using System;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;

namespace RnnGen.Benchmarks.Peers.Native;

/// <summary>A cell of oneDNN's: single steps, or sequences forward and backward.</summary>
/// <param name="library">The library.</param>
/// <param name="shape">What is computed.</param>
/// <param name="weights">With which weights.</param>
internal sealed class OneDnnContestant(OneDnnLibrary library, CaseShape shape, CellWeights weights) : IContestant
{
    private readonly nint _cell = library.Create(shape, weights);

    /// <inheritdoc/>
    public void Compute(ReadOnlySpan<float> inputs, Span<float> outputs) =>
        library.Compute(_cell, inputs, inputs.Length / (shape.Batch * shape.Input), outputs);

    /// <inheritdoc/>
    public void Repeat(int calls) => library.Repeat(_cell, calls);

    /// <inheritdoc/>
    public void Dispose() => library.Destroy(_cell);
}
