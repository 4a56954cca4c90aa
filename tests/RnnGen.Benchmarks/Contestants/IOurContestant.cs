using RnnGen.Formats;

namespace RnnGen.Benchmarks.Contestants;

/// <summary>Our side of a case, which draws the weights that all share.</summary>
internal interface IOurContestant : IContestant
{
    /// <summary>Hands out the weights, named and ordered as in PyTorch.</summary>
    /// <param name="sink">Where to.</param>
    void SaveWeights(ITensorSink sink);
}
