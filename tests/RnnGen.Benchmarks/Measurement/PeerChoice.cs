using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;
using RnnGen.Benchmarks.Peers;

namespace RnnGen.Benchmarks.Measurement;

/// <summary>The build of a peer that is measured in a case: the fastest of those whose results agree with ours.</summary>
/// <param name="Peer">The build.</param>
/// <param name="Contestant">What it made.</param>
/// <param name="Difference">The largest of its results from ours.</param>
/// <param name="Agrees">Whether that is small enough. If it is not, no build's is.</param>
internal sealed record PeerChoice(IPeer Peer, IContestant Contestant, float Difference, bool Agrees) : IDisposable
{
    // Enough to tell builds apart; the one chosen is timed properly afterwards.
    private static readonly Duel Heat = new(repetitions: 11, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(2));

    /// <summary>Tries all builds.</summary>
    /// <param name="builds">The builds of one peer.</param>
    /// <param name="line">The case.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="agreement">What ours computes.</param>
    /// <exception cref="NotSupportedException">The peer has nothing of the kind.</exception>
    public static PeerChoice Of(IReadOnlyList<IPeer> builds, ComparisonCase line, CellWeights weights, Agreement agreement)
    {
        var choices = new List<PeerChoice>();
        try
        {
            foreach (IPeer build in builds)
            {
                IContestant contestant = build.Create(line.Shape, weights);
                float difference = agreement.DifferenceOf(contestant);
                choices.Add(new(build, contestant, difference, Agreement.IsAgreement(difference, build.Approximation + line.Approximation)));
            }

            PeerChoice[] agreeing = [.. choices.Where(static choice => choice.Agrees)];
            PeerChoice chosen = agreeing.Length switch
            {
                0 => choices[0],
                1 => agreeing[0],
                _ => agreeing.MinBy(static choice => Heat.RunAlone(choice.Contestant).Times.Minimum)!,
            };
            choices.Remove(chosen);
            return chosen;
        }
        finally
        {
            choices.ForEach(static choice => choice.Dispose());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Contestant.Dispose();
}
