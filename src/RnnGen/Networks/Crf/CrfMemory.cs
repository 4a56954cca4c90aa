using System;
using RnnGen.Memory;

namespace RnnGen.Networks;

/// <summary>
/// The memory in which a chain of labels computes one sequence after the other: part of a workspace or tape. Rows are padded to whole vectors, with minus infinity where
/// a number is a logarithm.
/// </summary>
internal sealed class CrfMemory
{
    /// <summary>Floats of the widest vector.</summary>
    public const int LaneMultiple = 16;

    private readonly CrfPlace _place;

    /// <summary>Creates the memory.</summary>
    /// <param name="place">The chain.</param>
    /// <param name="steps">The most steps of a sequence.</param>
    /// <param name="streams">The most sequences of a call.</param>
    /// <param name="isTrained">Whether gradients are computed in it.</param>
    public CrfMemory(CrfPlace place, int steps, int streams, bool isTrained)
    {
        int lanes = place.Lanes, matrix = place.Labels * lanes;
        _place = place;
        Steps = steps;
        Labels = place.Labels;
        Lanes = lanes;
        Transitions = Impossible(matrix);
        Transposed = Impossible(matrix);
        Start = Impossible(lanes);
        End = Impossible(lanes);
        Scores = new AlignedBuffer(steps * Labels);
        Forward = Impossible(steps * lanes);
        Reached = Impossible(steps * lanes);
        Gradients = new AlignedBuffer(steps * lanes);
        Probabilities = new AlignedBuffer(lanes);
        Earlier = new AlignedBuffer(lanes);
        Largest = new AlignedBuffer(lanes);
        Sums = new AlignedBuffer(lanes);
        Values = new double[Labels];
        Possible = new int[Labels];
        Targets = new int[steps];
        if (isTrained)
        {
            Losses = new double[streams];
            Counts = new AlignedBuffer(matrix);
            TotalCounts = new AlignedBuffer(matrix);
            StartCounts = new AlignedBuffer(lanes);
            EndCounts = new AlignedBuffer(lanes);
        }
    }

    /// <summary>The most steps of a sequence.</summary>
    public int Steps { get; }

    /// <summary>Labels.</summary>
    public int Labels { get; }

    /// <summary>Floats of a padded row.</summary>
    public int Lanes { get; }

    /// <summary>[labels, lanes], from and to: minus infinity where a label may not follow.</summary>
    public AlignedBuffer Transitions { get; }

    /// <summary>The same, [labels, lanes], to and from.</summary>
    public AlignedBuffer Transposed { get; }

    /// <summary>[lanes]: what a label scores as the first.</summary>
    public AlignedBuffer Start { get; }

    /// <summary>[lanes]: what a label scores as the last.</summary>
    public AlignedBuffer End { get; }

    /// <summary>[steps, labels]: the scores of the sequence.</summary>
    public AlignedBuffer Scores { get; }

    /// <summary>
    /// [steps, lanes]: of each label the logarithm of the sum over all labels before it, less that of the step's largest. Of the most likely labels, the score of the best
    /// that end there, less the step's largest.
    /// </summary>
    public AlignedBuffer Forward { get; }

    /// <summary>[steps, lanes]: the same before the step's own scores, less the largest of the step before. Of the most likely labels, the label before.</summary>
    public AlignedBuffer Reached { get; }

    /// <summary>[steps, lanes]: what is added up of the probabilities of labels.</summary>
    public AlignedBuffer Gradients { get; }

    /// <summary>[lanes]: the probabilities of a step.</summary>
    public AlignedBuffer Probabilities { get; }

    /// <summary>[lanes]: those of the step before.</summary>
    public AlignedBuffer Earlier { get; }

    /// <summary>[lanes]: the largest term of a sum.</summary>
    public AlignedBuffer Largest { get; }

    /// <summary>[lanes]: a sum of terms, divided by the largest.</summary>
    public AlignedBuffer Sums { get; }

    /// <summary>[labels]: the numbers of a step before they are rounded.</summary>
    public double[] Values { get; }

    /// <summary>[labels]: the labels that are possible at a step, ascending.</summary>
    public int[] Possible { get; }

    /// <summary>[steps]: the targets of the sequence.</summary>
    public int[] Targets { get; }

    /// <summary>[streams]: the loss of each sequence, so that they are added in the caller's order.</summary>
    public double[] Losses { get; } = [];

    /// <summary>[labels, lanes], to and from: how often a label is expected behind another in this sequence, less how often it is there. Null where nothing is trained.</summary>
    public AlignedBuffer? Counts { get; }

    /// <summary>The same of all sequences of a call.</summary>
    public AlignedBuffer? TotalCounts { get; }

    /// <summary>[lanes]: the same of first labels.</summary>
    public AlignedBuffer? StartCounts { get; }

    /// <summary>[lanes]: the same of last labels.</summary>
    public AlignedBuffer? EndCounts { get; }

    /// <summary>Takes the parameters: each call does, since they may have changed.</summary>
    /// <param name="parameters">Those of the network.</param>
    /// <param name="constraints">Which labels may follow which, or null for any.</param>
    public void Prepare(AlignedBuffer parameters, CrfConstraints? constraints)
    {
        ReadOnlySpan<float> own = parameters.Span.Slice(_place.Offset, _place.Floats), given = own[_place.Transitions..];
        Span<float> start = Start.Span, end = End.Span, transitions = Transitions.Span, transposed = Transposed.Span;
        for (int from = 0; from < Labels; from++)
        {
            start[from] = constraints?.Allows(constraints.Start, from) != false ? own[from] : float.NegativeInfinity;
            end[from] = constraints?.Allows(from, constraints.End) != false ? own[_place.End + from] : float.NegativeInfinity;
            for (int to = 0; to < Labels; to++)
            {
                float score = constraints?.Allows(from, to) != false ? given[(from * Labels) + to] : float.NegativeInfinity;
                transitions[(from * Lanes) + to] = score;
                transposed[(to * Lanes) + from] = score;
            }
        }
    }

    /// <summary>Sets to zero what a call adds up.</summary>
    public void ClearTotals()
    {
        TotalCounts!.Span.Clear();
        StartCounts!.Span.Clear();
        EndCounts!.Span.Clear();
    }

    /// <summary>Adds what a call added up to the gradients of the network's parameters.</summary>
    /// <param name="gradients">Those of the network.</param>
    /// <param name="scale">What they are multiplied with.</param>
    public void AddTotals(AlignedBuffer gradients, double scale)
    {
        Span<float> own = gradients.Span.Slice(_place.Offset, _place.Floats), transitions = own[_place.Transitions..];
        ReadOnlySpan<float> start = StartCounts!.Span, end = EndCounts!.Span, counts = TotalCounts!.Span;
        for (int from = 0; from < Labels; from++)
        {
            own[from] += (float)(scale * start[from]);
            own[_place.End + from] += (float)(scale * end[from]);
            for (int to = 0; to < Labels; to++)
            {
                transitions[(from * Labels) + to] += (float)(scale * counts[(to * Lanes) + from]);
            }
        }
    }

    private static AlignedBuffer Impossible(int floats)
    {
        var buffer = new AlignedBuffer(floats);
        buffer.Span.Fill(float.NegativeInfinity);
        return buffer;
    }
}
