using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Text.CodeText;

namespace RnnGen.Generator.Emission;

/// <summary>The members of a network that has a chain of labels: the library computes, the emitted text says on what.</summary>
internal static class CrfMembers
{
    private const string Library = "global::RnnGen.Networks.NetworkCrf";
    private const string Floats = "global::System.Span<float>";
    private const string ReadOnlyFloats = "global::System.ReadOnlySpan<float>";
    private const string ReadOnlyLabels = "global::System.ReadOnlySpan<int>";

    /// <summary>What it is besides a network.</summary>
    /// <param name="plan">The network.</param>
    public static string[] Interfaces(NetworkPlan plan)
    {
        string self = plan.Type.Declaration.Self;
        return plan.Crf is null ? []
            : plan.Training ? [TrainableInterface(plan)]
            : [$"global::RnnGen.ICrfNetwork<{self}.Workspace>"];
    }

    private static string TrainableInterface(NetworkPlan plan)
    {
        string self = plan.Type.Declaration.Self;
        return $"global::RnnGen.ITrainableCrfNetwork<{self}.State, {self}.Workspace, {self}.Tape, {self}.Gradients>";
    }

    /// <summary>Writes them, where there is a chain.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="plan">The network.</param>
    public static void Write(SourceWriter writer, NetworkPlan plan)
    {
        if (plan.Crf is not { } chain)
        {
            return;
        }

        string labels = Number(chain.Output);
        writer.WriteLine($$"""
            private readonly global::RnnGen.CrfConstraints? _constraints;

            /// <summary>Which labels may follow which, given at construction: others have probability 0. Null, the default, for any.</summary>
            /// <exception cref="global::System.ArgumentException">They are not for {{labels}} labels.</exception>
            {{CellFrame.GeneratedCode}}
            public global::RnnGen.CrfConstraints? Constraints
            {
                {{CellFrame.Optimized}}
                get => _constraints;
                {{CellFrame.Optimized}}
                init => _constraints = {{Library}}.Check(value, {{labels}});
            }

            """);
        if (plan.Training)
        {
            WriteLoss(writer);
            if (plan.IsJoined)
            {
                new JoinedEmitter(writer, plan).WriteBackwardOfLoss(BackwardSummary, BackwardExceptions, TrainableInterface(plan));
            }
            else
            {
                WriteBackward(writer);
            }
        }

        WriteRun(writer, labels);
    }

    private static void WriteLoss(SourceWriter writer) => writer.WriteLine($$"""
        /// <summary>
        /// The negative logarithm of the probability of labels, summed over the sequences of the last <c>Forward</c>. Adds the gradients of the chain's own parameters, and
        /// leaves those of the scores on the tape, for the <c>Backward</c> that takes no others.
        /// </summary>
        /// <param name="targets">[steps, streams], or [streams, steps], as <c>Forward</c> had it; -100 is any label; padding may hold anything.</param>
        /// <param name="tape">What <c>Forward</c> left.</param>
        /// <param name="gradients">Of the parameters: added to.</param>
        /// <param name="scale">What the gradients are multiplied with; the loss is not.</param>
        /// <param name="outputGradients">Takes the gradients of the scores, too, in the layout of the outputs, zeros at padding; or empty.</param>
        /// <returns>The loss; NaN where a score or parameter is not finite.</returns>
        /// <exception cref="global::System.ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="tape"/> or <paramref name="gradients"/> is null.</exception>
        /// <exception cref="global::System.ArgumentOutOfRangeException">
        /// A target is no label, or <see cref="Constraints"/> do not allow it, or <paramref name="scale"/> is not finite; nothing was changed.
        /// </exception>
        /// <exception cref="global::System.InvalidOperationException">The last <c>Forward</c> threw, or <paramref name="tape"/> is in use.</exception>
        {{CellFrame.GeneratedCode}}
        {{CellFrame.Optimized}}
        public double Loss({{ReadOnlyLabels}} targets, Tape tape, Gradients gradients, double scale = 1, {{Floats}} outputGradients = default) =>
            {{Library}}.Loss(targets, tape, gradients, scale, outputGradients, _parameters, Constraints);

        """);

    private const string BackwardSummary =
        "/// <summary>Backpropagation through time over the whole tape, from the gradients of the scores that <c>Loss</c> left on it.</summary>";

    private const string BackwardExceptions = """
        /// <exception cref="global::System.ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="tape"/> or <paramref name="gradients"/> is null.</exception>
        /// <exception cref="global::System.InvalidOperationException"><c>Loss</c> was not the last call with <paramref name="tape"/>, or it is in use.</exception>
        """;

    private static void WriteBackward(SourceWriter writer) => writer.WriteLine($$"""
        {{BackwardSummary}}
        /// <param name="tape">What <c>Forward</c> and <c>Loss</c> left.</param>
        /// <param name="gradients">Of the parameters: added to.</param>
        /// <param name="inputGradients">Of the inputs, in their layout, added to (padding: nothing); or empty, if they are not wanted, and for token ids.</param>
        /// <param name="stateGradients">
        /// Of the state of every stream: [streams], on entry of the final states, on return of the initial ones; or empty, for zeros that are not wanted back.
        /// </param>
        {{BackwardExceptions}}
        {{CellFrame.GeneratedCode}}
        {{CellFrame.Optimized}}
        public void Backward(
            Tape tape, Gradients gradients, {{Floats}} inputGradients = default, global::System.Span<State> stateGradients = default) =>
            {{NetworkEmitter.TrainingType}}.BackwardOfLoss(tape, gradients, inputGradients, stateGradients, _parameters);

        """);

    private static void WriteRun(SourceWriter writer, string labels)
    {
        string scores = $"""
            /// <param name="scores">What <c>Run</c> gave: [steps, streams, {labels}], or [streams, steps, {labels}]; padding may hold anything.</param>
            """;
        const string Rest = """
            /// <param name="workspace">Scratch memory for at least as many steps as the longest sequence has; one call at a time.</param>
            /// <param name="lengths">The steps of every stream, [streams], in any order; or empty for one sequence.</param>
            """;
        const string Null = "/// <exception cref=\"global::System.ArgumentNullException\"><paramref name=\"workspace\"/> is null.</exception>";
        const string Allowed = """
            /// <exception cref="global::System.InvalidOperationException"><see cref="Constraints"/> allow no labels for a sequence, or <paramref name="workspace"/> is in use.</exception>
            """;
        writer.WriteLine($$"""
            /// <summary>The negative logarithm of the probability of labels, summed over all sequences, without gradients.</summary>
            {{scores}}
            /// <param name="targets">[steps, streams], or [streams, steps]; -100 is any label; padding may hold anything.</param>
            {{Rest}}
            /// <param name="layout">How scores and targets lie in memory.</param>
            /// <returns>The loss; NaN where a score or parameter is not finite.</returns>
            /// <exception cref="global::System.ArgumentException">A buffer or the workspace has not the size it needs.</exception>
            {{Null}}
            /// <exception cref="global::System.ArgumentOutOfRangeException">A length is out of range, a target is no label, or <see cref="Constraints"/> do not allow it.</exception>
            /// <exception cref="global::System.InvalidOperationException"><paramref name="workspace"/> is in use.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Optimized}}
            public double Loss(
                {{ReadOnlyFloats}} scores, {{ReadOnlyLabels}} targets, Workspace workspace, {{NetworkEmitter.LengthsAndLayout}}) =>
                {{Library}}.Loss(scores, targets, workspace, lengths, layout, _parameters, Constraints);

            /// <summary>The most likely labels of each sequence as a whole (Viterbi 1967); of equal scores the smaller label, from the last step on.</summary>
            {{scores}}
            /// <param name="labels">[steps, streams], or [streams, steps], written; -100 at padding.</param>
            {{Rest}}
            /// <param name="layout">How scores and labels lie in memory.</param>
            /// <exception cref="global::System.ArgumentException">A buffer or the workspace has not the size it needs, buffers overlap, or a score is NaN.</exception>
            {{Null}}
            /// <exception cref="global::System.ArgumentOutOfRangeException">A length is out of range.</exception>
            {{Allowed}}
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Optimized}}
            public void Decode(
                {{ReadOnlyFloats}} scores, global::System.Span<int> labels, Workspace workspace, {{NetworkEmitter.LengthsAndLayout}}) =>
                {{Library}}.Decode(scores, labels, workspace, lengths, layout, _parameters, Constraints);

            /// <summary>The probability of each label at each step, whatever the others are.</summary>
            {{scores}}
            /// <param name="probabilities">The same, written; zeros at padding. May be exactly <paramref name="scores"/>.</param>
            {{Rest}}
            /// <param name="layout">How scores and probabilities lie in memory.</param>
            /// <exception cref="global::System.ArgumentException">A buffer or the workspace has not the size it needs, buffers overlap, or a score is not finite.</exception>
            {{Null}}
            /// <exception cref="global::System.ArgumentOutOfRangeException">A length is out of range.</exception>
            {{Allowed}}
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Optimized}}
            public void Marginals(
                {{ReadOnlyFloats}} scores, {{Floats}} probabilities, Workspace workspace, {{NetworkEmitter.LengthsAndLayout}}) =>
                {{Library}}.Marginals(scores, probabilities, workspace, lengths, layout, _parameters, Constraints);

            """);
    }
}
