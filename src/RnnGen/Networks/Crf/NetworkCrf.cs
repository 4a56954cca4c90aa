using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using RnnGen.Cells;
using RnnGen.Memory;
using RnnGen.Training;

namespace RnnGen.Networks;

/// <summary>What users call on the chain of labels of a network, checked, the same for every one.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NetworkCrf
{
    /// <summary>Checks constraints.</summary>
    /// <param name="constraints">Which labels may follow which, or null for any.</param>
    /// <param name="labels">Labels of the network.</param>
    /// <returns>The constraints.</returns>
    /// <exception cref="ArgumentException">They are for another number of labels.</exception>
    public static CrfConstraints? Check(CrfConstraints? constraints, int labels) => constraints is null || constraints.Labels == labels
        ? constraints
        : throw new ArgumentException($"'{nameof(constraints)}' are for {constraints.Labels} labels; the network has {labels}.", nameof(constraints));

    /// <summary>The loss of the sequences of a forward pass, and its gradients.</summary>
    /// <param name="targets">[steps, streams], in the layout of the forward pass.</param>
    /// <param name="tape">What <c>Forward</c> left. Takes the gradients of the scores.</param>
    /// <param name="gradients">Of the parameters: added to.</param>
    /// <param name="scale">What the gradients are multiplied with.</param>
    /// <param name="outputGradients">Takes the gradients of the scores, too, in their layout; or empty.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="constraints">Which labels may follow which, or null for any.</param>
    /// <returns>The sum over all sequences.</returns>
    /// <exception cref="ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> or <paramref name="gradients"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is no label, or the constraints do not allow it; or the scale is not finite. Nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">The last <c>Forward</c> threw, or <paramref name="tape"/> is in use.</exception>
    public static double Loss(
        ReadOnlySpan<int> targets, NetworkTape tape, NetworkGradients gradients, double scale, Span<float> outputGradients, NetworkParameters parameters,
        CrfConstraints? constraints)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(parameters);
        using ExclusiveUse.Scope use = tape.Use.Begin(nameof(tape));
        CellArguments.CheckForward(tape.HasFailed);
        CrfMemory memory = tape.Crf!;
        SequenceBatch batch = tape.Batch;
        int labels = memory.Labels;
        NetworkArguments.CheckSize(targets.Length, (long)batch.PaddedSteps * batch.Streams, nameof(targets));
        if (!outputGradients.IsEmpty)
        {
            NetworkArguments.CheckSize(outputGradients.Length, (long)batch.PaddedSteps * batch.Streams * labels, nameof(outputGradients));
            BufferOverlap.Check(outputGradients, targets, nameof(outputGradients), nameof(targets));
            BufferOverlap.Check(outputGradients, (ReadOnlySpan<float>)gradients.Values, nameof(outputGradients), nameof(gradients));
        }

        if (!double.IsFinite(scale))
        {
            throw new ArgumentOutOfRangeException(nameof(scale), scale, $"'{nameof(scale)}' must be finite.");
        }

        for (int rank = 0; rank < batch.Streams; rank++)
        {
            CheckTargets(TargetsOf(batch, rank, targets, memory), labels, constraints, batch.StreamOf(rank));
        }

        memory.Prepare(parameters.Buffer, constraints);
        memory.ClearTotals();
        ReadOnlySpan<float> rows = tape.OutputRows.Span;
        Span<float> scoreGradients = tape.GradientRows.Span;
        for (int rank = 0; rank < batch.Streams; rank++)
        {
            int steps = batch.LengthOf(rank);
            for (int step = 0; step < steps; step++)
            {
                rows.Slice(batch.RowOf(step, rank) * labels, labels).CopyTo(memory.Scores.Span.Slice(step * labels, labels));
            }

            memory.Losses[batch.StreamOf(rank)] = Differentiate(memory, TargetsOf(batch, rank, targets, memory));
            for (int step = 0; step < steps; step++)
            {
                ReadOnlySpan<float> own = memory.Gradients.Span.Slice(step * memory.Lanes, labels);
                Span<float> row = scoreGradients.Slice(batch.RowOf(step, rank) * labels, labels);
                for (int label = 0; label < labels; label++)
                {
                    row[label] = (float)(scale * own[label]);
                }

                if (!outputGradients.IsEmpty)
                {
                    row.CopyTo(outputGradients.Slice(batch.PlaceOf(step, rank) * labels, labels));
                }
            }
        }

        if (!outputGradients.IsEmpty)
        {
            batch.ClearPadding(outputGradients, labels);
        }

        memory.AddTotals(gradients.Buffer, scale);
        tape.HasScoreGradients = true;
        double loss = 0;
        for (int stream = 0; stream < batch.Streams; stream++)
        {
            loss += memory.Losses[stream];
        }

        return loss;
    }

    /// <summary>The loss of sequences whose scores are given, without gradients.</summary>
    /// <param name="scores">[steps, streams, labels], or [streams, steps, labels]</param>
    /// <param name="targets">[steps, streams], in the same layout.</param>
    /// <param name="workspace">Scratch memory for at least as many steps as the longest sequence has.</param>
    /// <param name="lengths">The steps of every stream; or empty for one sequence.</param>
    /// <param name="layout">How scores and targets lie in memory.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="constraints">Which labels may follow which, or null for any.</param>
    /// <returns>The sum over all sequences.</returns>
    /// <exception cref="ArgumentException">A buffer or the workspace has not the size it needs.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="workspace"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range, a target is no label, or the constraints do not allow it.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="workspace"/> is in use.</exception>
    public static double Loss(
        ReadOnlySpan<float> scores, ReadOnlySpan<int> targets, NetworkWorkspace workspace, ReadOnlySpan<int> lengths, SequenceLayout layout,
        NetworkParameters parameters, CrfConstraints? constraints)
    {
        CrfMemory memory = MemoryOf(workspace, parameters);
        using ExclusiveUse.Scope use = workspace.Use.Begin(nameof(workspace));
        var batch = new ScoreBatch(scores.Length, workspace, lengths, layout);
        NetworkArguments.CheckSize(targets.Length, batch.Rows, nameof(targets));
        for (int stream = 0; stream < batch.Streams; stream++)
        {
            CheckTargets(batch.Gather(targets, stream, 1, memory.Targets), memory.Labels, constraints, stream);
        }

        memory.Prepare(parameters.Buffer, constraints);
        double loss = 0;
        for (int stream = 0; stream < batch.Streams; stream++)
        {
            batch.Gather(scores, stream, memory.Labels, memory.Scores.Span);
            loss += LossOf(memory, batch.Gather(targets, stream, 1, memory.Targets));
        }

        return loss;
    }

    /// <summary>The most likely labels.</summary>
    /// <param name="scores">[steps, streams, labels], or [streams, steps, labels]</param>
    /// <param name="labels">[steps, streams], in the same layout, written; -100 at padding.</param>
    /// <param name="workspace">Scratch memory for at least as many steps as the longest sequence has.</param>
    /// <param name="lengths">The steps of every stream; or empty for one sequence.</param>
    /// <param name="layout">How scores and labels lie in memory.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="constraints">Which labels may follow which, or null for any.</param>
    /// <exception cref="ArgumentException">A buffer or the workspace has not the size it needs, buffers overlap, or a score is NaN.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="workspace"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    /// <exception cref="InvalidOperationException">The constraints allow no labels for a sequence, or <paramref name="workspace"/> is in use.</exception>
    public static void Decode(
        ReadOnlySpan<float> scores, Span<int> labels, NetworkWorkspace workspace, ReadOnlySpan<int> lengths, SequenceLayout layout, NetworkParameters parameters,
        CrfConstraints? constraints)
    {
        CrfMemory memory = MemoryOf(workspace, parameters);
        using ExclusiveUse.Scope use = workspace.Use.Begin(nameof(workspace));
        var batch = new ScoreBatch(scores.Length, workspace, lengths, layout);
        NetworkArguments.CheckSize(labels.Length, batch.Rows, nameof(labels));
        BufferOverlap.Check((ReadOnlySpan<int>)labels, scores, nameof(labels), nameof(scores));
        BufferOverlap.Check((ReadOnlySpan<int>)labels, lengths, nameof(labels), nameof(lengths));
        memory.Prepare(parameters.Buffer, constraints);
        for (int stream = 0; stream < batch.Streams; stream++)
        {
            int steps = batch.LengthOf(stream);
            Span<int> found = memory.Targets.AsSpan(0, steps);
            batch.Gather(scores, stream, memory.Labels, memory.Scores.Span);
            if (steps > 0)
            {
                CheckResult(CrfChain.Decode(memory, found), stream, steps, scores);
            }

            for (int step = 0; step < batch.Steps; step++)
            {
                labels[batch.PlaceOf(step, stream)] = step < steps ? found[step] : Training.Loss.Ignored;
            }
        }
    }

    /// <summary>The probability of each label at each step.</summary>
    /// <param name="scores">[steps, streams, labels], or [streams, steps, labels]</param>
    /// <param name="probabilities">The same, written; zeros at padding.</param>
    /// <param name="workspace">Scratch memory for at least as many steps as the longest sequence has.</param>
    /// <param name="lengths">The steps of every stream; or empty for one sequence.</param>
    /// <param name="layout">How scores and probabilities lie in memory.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="constraints">Which labels may follow which, or null for any.</param>
    /// <exception cref="ArgumentException">A buffer or the workspace has not the size it needs, buffers overlap, or a score is not finite.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="workspace"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    /// <exception cref="InvalidOperationException">The constraints allow no labels for a sequence, or <paramref name="workspace"/> is in use.</exception>
    public static void Marginals(
        ReadOnlySpan<float> scores, Span<float> probabilities, NetworkWorkspace workspace, ReadOnlySpan<int> lengths, SequenceLayout layout,
        NetworkParameters parameters, CrfConstraints? constraints)
    {
        CrfMemory memory = MemoryOf(workspace, parameters);
        using ExclusiveUse.Scope use = workspace.Use.Begin(nameof(workspace));
        var batch = new ScoreBatch(scores.Length, workspace, lengths, layout);
        NetworkArguments.CheckSize(probabilities.Length, scores.Length, nameof(probabilities));
        BufferOverlap.CheckInPlace(scores, probabilities, nameof(probabilities), nameof(scores));
        BufferOverlap.Check((ReadOnlySpan<float>)probabilities, lengths, nameof(probabilities), nameof(lengths));
        memory.Prepare(parameters.Buffer, constraints);
        for (int stream = 0; stream < batch.Streams; stream++)
        {
            int steps = batch.LengthOf(stream);
            batch.Gather(scores, stream, memory.Labels, memory.Scores.Span);
            if (steps > 0)
            {
                CheckResult(CrfChain.Sum(memory, steps, []), stream, steps, scores);
                memory.Gradients.Span[..(steps * memory.Lanes)].Clear();
                CrfChain.AddProbabilities(memory, steps, 1);
            }

            for (int step = 0; step < batch.Steps; step++)
            {
                Span<float> row = probabilities.Slice(batch.PlaceOf(step, stream) * memory.Labels, memory.Labels);
                if (step < steps)
                {
                    memory.Gradients.Span.Slice(step * memory.Lanes, memory.Labels).CopyTo(row);
                }
                else
                {
                    row.Clear();
                }
            }
        }
    }

    /// <summary>The loss of a sequence, its gradients by the scores, and what the gradients of the parameters add up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Differentiate(CrfMemory memory, ReadOnlySpan<int> targets)
    {
        int steps = targets.Length;
        Span<float> gradients = memory.Gradients.Span[..(steps * memory.Lanes)];
        if (steps == 0)
        {
            return 0;
        }

        memory.Counts!.Span.Clear();
        gradients.Clear();
        double all = CrfChain.Sum(memory, steps, []);
        double loss = double.NaN;
        if (double.IsFinite(all))
        {
            CrfChain.AddProbabilities(memory, steps, 1);
            if (!targets.Contains(Training.Loss.Ignored))
            {
                loss = all - CrfChain.ScoreOf(memory, targets);
                CrfChain.SubtractCounts(memory, targets);
            }
            else if (CrfChain.Sum(memory, steps, targets) is var right && double.IsFinite(right))
            {
                loss = all - right;
                CrfChain.AddProbabilities(memory, steps, -1);
            }
        }

        // What is not finite says so in the gradients, too.
        if (!double.IsFinite(loss))
        {
            gradients.Fill(float.NaN);
        }

        RowMath.Add(memory.Counts.Span, memory.TotalCounts!.Span);
        return loss;
    }

    /// <summary>The loss of a sequence; NaN where a number is not finite.</summary>
    private static double LossOf(CrfMemory memory, ReadOnlySpan<int> targets)
    {
        double loss = targets.IsEmpty ? 0
            : CrfChain.Sum(memory, targets.Length, []) - (targets.Contains(Training.Loss.Ignored) ? CrfChain.Sum(memory, targets.Length, targets) : CrfChain.ScoreOf(memory, targets));
        return double.IsFinite(loss) ? loss : double.NaN;
    }

    private static ReadOnlySpan<int> TargetsOf(SequenceBatch batch, int rank, ReadOnlySpan<int> targets, CrfMemory memory)
    {
        Span<int> own = memory.Targets.AsSpan(0, batch.LengthOf(rank));
        for (int step = 0; step < own.Length; step++)
        {
            own[step] = targets[batch.PlaceOf(step, rank)];
        }

        return own;
    }

    private static CrfMemory MemoryOf(NetworkWorkspace workspace, NetworkParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(parameters);
        return workspace.Crf!;
    }

    private static void CheckTargets(ReadOnlySpan<int> targets, int labels, CrfConstraints? constraints, int stream)
    {
        if (CrfTargets.FindFault(targets, labels, constraints) is { } fault)
        {
            throw new ArgumentOutOfRangeException(nameof(targets), $"The targets of stream {stream} {fault}.");
        }
    }

    private static void CheckResult(double result, int stream, int steps, ReadOnlySpan<float> scores)
    {
        if (double.IsNegativeInfinity(result))
        {
            throw new InvalidOperationException($"The network's constraints allow no labels for the {steps} steps of stream {stream}.");
        }

        if (!double.IsFinite(result))
        {
            throw new ArgumentException($"'{nameof(scores)}' of stream {stream}, or the network's parameters, are not finite.", nameof(scores));
        }
    }

    /// <summary>Sequences of scores in the caller's memory.</summary>
    private readonly ref struct ScoreBatch
    {
        private readonly ReadOnlySpan<int> _lengths;
        private readonly bool _isBatchFirst;

        /// <summary>Checks and takes sequences.</summary>
        public ScoreBatch(int scores, NetworkWorkspace workspace, ReadOnlySpan<int> lengths, SequenceLayout layout)
        {
            CrfMemory memory = workspace.Crf!;
            if (layout is not (SequenceLayout.TimeFirst or SequenceLayout.BatchFirst))
            {
                throw new ArgumentOutOfRangeException(nameof(layout), layout, $"'{nameof(layout)}' is not defined.");
            }

            Streams = lengths.IsEmpty ? 1 : lengths.Length;
            long stepScores = (long)Streams * memory.Labels;
            Steps = (int)(scores / stepScores);
            if (scores != Steps * stepScores)
            {
                string streams = lengths.IsEmpty ? "" : $" of {Streams} streams (lengths)";
                throw new ArgumentException(
                    $"'{nameof(scores)}' has size {scores}; it needs a multiple of {stepScores}: steps{streams} of {memory.Labels} labels.", nameof(scores));
            }

            int longest = lengths.IsEmpty ? Steps : 0;
            for (int stream = 0; stream < lengths.Length; stream++)
            {
                if (lengths[stream] < 0 || lengths[stream] > Steps)
                {
                    throw new ArgumentOutOfRangeException(
                        nameof(lengths), lengths[stream], $"'{nameof(lengths)}' has {lengths[stream]} for stream {stream}; it must be from 0 to the {Steps} steps of the scores.");
                }

                longest = Math.Max(longest, lengths[stream]);
            }

            if (longest > memory.Steps)
            {
                throw new ArgumentException($"'{nameof(workspace)}' holds {memory.Steps} steps; it needs to hold {longest} (scores).", nameof(workspace));
            }

            _lengths = lengths;
            _isBatchFirst = layout == SequenceLayout.BatchFirst;
        }

        /// <summary>Sequences.</summary>
        public int Streams { get; }

        /// <summary>The steps that the caller's buffers have.</summary>
        public int Steps { get; }

        /// <summary>The rows that the caller's buffers have.</summary>
        public long Rows => (long)Steps * Streams;

        /// <summary>The steps of a sequence.</summary>
        public int LengthOf(int stream) => _lengths.IsEmpty ? Steps : _lengths[stream];

        /// <summary>The caller's row of a step.</summary>
        public int PlaceOf(int step, int stream) => _isBatchFirst ? (stream * Steps) + step : (step * Streams) + stream;

        /// <summary>Copies the rows of a sequence.</summary>
        public ReadOnlySpan<T> Gather<T>(ReadOnlySpan<T> source, int stream, int width, Span<T> rows)
        {
            int steps = LengthOf(stream);
            for (int step = 0; step < steps; step++)
            {
                source.Slice(PlaceOf(step, stream) * width, width).CopyTo(rows.Slice(step * width, width));
            }

            return rows[..(steps * width)];
        }
    }
}
