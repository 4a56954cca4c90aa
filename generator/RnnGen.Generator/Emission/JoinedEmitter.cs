using System.Linq;
using RnnGen.Generator.Layers;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Text.CodeText;

namespace RnnGen.Generator.Emission;

/// <summary>The members of a network of several inputs that take them: by a span each, and by one span of steps, which code takes that works over any network.</summary>
/// <param name="writer">The writer.</param>
/// <param name="plan">The plan.</param>
internal sealed class JoinedEmitter(SourceWriter writer, NetworkPlan plan)
{
    private const string Floats = "global::System.Span<float>";
    private const string StepsType = "global::System.ReadOnlySpan<StepInput>";

    private const string RunType = "global::RnnGen.Networks.JoinedRun<" + ArithmeticWriter.Name + ".Network>";

    private const string TrainingType = "global::RnnGen.Networks.JoinedTraining<" + ArithmeticWriter.Name + ".Network>";

    private readonly JoinedText _inputs = new(plan);

    private string Output => Number(plan.OutputSize);

    /// <summary>Writes a step of one stream.</summary>
    public void WriteStep()
    {
        string output = $"{(plan.IsPooled ? "Of all steps since the state was fresh" : "What the last layer gives")}: [{Output}]";
        Write(
            $"/// <summary>One step of one stream.</summary>\n{_inputs.Documentation("", "1")}", _inputs.Parameters, _inputs.Value);
        Write(
            "/// <summary>One step of one stream, whose inputs are one struct.</summary>\n/// <param name=\"input\">The inputs: [1]</param>\n", $"{StepsType} input",
            JoinedText.ValueOfSteps("input"));

        void Write(string head, string parameters, string value) => writer.WriteLine($$"""
            {{head}}/// <param name="output">{{output}}</param>
            /// <param name="state">What the stream carries, read and replaced.</param>
            {{Exceptions("nothing was changed")}}
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Optimized}}
            public void Step({{parameters}}, {{Floats}} output, ref State state) =>
                {{RunType}}.Step({{value}}, output, ref state, _parameters);

            """);
    }

    /// <summary>Writes many steps of one stream.</summary>
    public void WriteRun()
    {
        Write(_inputs.Documentation("steps, ", "steps"), _inputs.Parameters, _inputs.Value);
        Write("/// <param name=\"inputs\">The inputs of every step: [steps]</param>\n", $"{StepsType} inputs", JoinedText.ValueOfSteps("inputs"));

        void Write(string inputs, string parameters, string value) => writer.WriteLine($$"""
            /// <summary>Many steps of one stream, with the bits of <c>Step</c> called for each.</summary>
            {{inputs}}/// <param name="outputs">{{(plan.IsPooled ? $"The outputs of all steps since the state was fresh: [{Output}]" : $"The outputs of every step: [steps, {Output}]")}}</param>
            /// <param name="state">What the stream carries, read and replaced.</param>
            {{Exceptions("nothing was changed")}}
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Optimized}}
            public void Run({{parameters}}, {{Floats}} outputs, ref State state) =>
                {{RunType}}.Run({{value}}, outputs, ref state, _parameters);

            """);
    }

    /// <summary>Writes many streams.</summary>
    public void WriteBatch()
    {
        Write(_inputs.Documentation("steps, streams, ", "steps * streams"), _inputs.Parameters, _inputs.Value);
        Write("/// <param name=\"inputs\">The inputs of every step: [steps, streams]</param>\n", $"{StepsType} inputs", JoinedText.ValueOfSteps("inputs"));
        if (plan.IsCausal)
        {
            WriteOneStep(_inputs.Documentation("streams, ", "streams"), _inputs.Parameters, _inputs.Value);
            WriteOneStep("/// <param name=\"inputs\">The inputs: [streams]</param>\n", $"{StepsType} inputs", JoinedText.ValueOfSteps("inputs"));
        }

        void Write(string inputs, string parameters, string value) => writer.WriteLine($$"""
            /// <summary>
            /// Many steps of many streams, of one length or of many{{(plan.IsCausal ? ", with the bits of <c>Step</c> called for each" : "")}}. Nothing is computed for padding: a stream's state is that at the end of its
            /// own sequence, as with PyTorch's <c>pack_padded_sequence</c>. {{Layouts}}
            /// </summary>
            {{inputs}}/// <param name="outputs">{{OutputsDoc}}</param>
            /// <param name="states">What every stream carries: [streams], read and replaced.</param>
            /// <param name="workspace">Scratch memory for at least as many streams{{(plan.IsCausal ? "" : " and steps")}}; one call at a time.</param>
            /// <param name="lengths">The steps of every stream, [streams], in any order; or empty, where all have as many.</param>
            /// <param name="layout">How inputs and outputs lie in memory.</param>
            {{Exceptions("nothing was changed", "workspace")}}
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Optimized}}
            public void Run({{parameters}}, {{Floats}} outputs, global::System.Span<State> states, Workspace workspace, {{NetworkEmitter.LengthsAndLayout}}) =>
                {{RunType}}.Run({{value}}, outputs, states, workspace, lengths, layout, _parameters);

            """);

        void WriteOneStep(string inputs, string parameters, string value) => writer.WriteLine($$"""
            /// <summary>One step of many streams.</summary>
            {{inputs}}/// <param name="outputs">[streams, {{Output}}]</param>
            /// <param name="states">What every stream carries: [streams], read and replaced.</param>
            /// <param name="workspace">Scratch memory for at least as many streams; one call at a time.</param>
            {{Exceptions("nothing was changed", "workspace")}}
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Optimized}}
            public void Step({{parameters}}, {{Floats}} outputs, global::System.Span<State> states, Workspace workspace) =>
                {{RunType}}.Step({{value}}, outputs, states, workspace, _parameters);

            """);
    }

    /// <summary>Writes the forward pass of training.</summary>
    public void WriteForward()
    {
        Write(_inputs.Documentation("steps, streams, ", "steps * streams"), _inputs.Parameters, _inputs.Value);
        Write("/// <param name=\"inputs\">The inputs of every step: [steps, streams]</param>\n", $"{StepsType} inputs", JoinedText.ValueOfSteps("inputs"));

        void Write(string inputs, string parameters, string value) => writer.WriteLine($$"""
            /// <summary>
            /// As <c>Run</c>{{(plan.Drops ? ", with dropout," : " and with its bits,")}} leaving on the tape what <c>Backward</c> needs. For truncated BPTT call it piece by piece: the states carry on.
            /// {{Layouts}}
            /// </summary>
            {{inputs}}/// <param name="outputs">{{OutputsDoc}}</param>
            /// <param name="states">What every stream carries: [streams], read and replaced.</param>
            /// <param name="tape">A tape of at least as many steps and streams; what was on it is lost, also where this throws.</param>
            /// <param name="lengths">The steps of every stream, [streams], in any order; or empty, where all have as many.</param>
            /// <param name="layout">How inputs and outputs lie in memory.</param>
            {{Exceptions("only the tape was changed", "tape")}}
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Optimized}}
            public void Forward({{parameters}}, {{Floats}} outputs, global::System.Span<State> states, Tape tape, {{NetworkEmitter.LengthsAndLayout}}) =>
                {{TrainingType}}.Forward({{value}}, outputs, states, tape, lengths, layout, _parameters);

            """);
    }

    /// <summary>Writes the backward pass.</summary>
    public void WriteBackward() => writer.WriteLine($$"""
        /// <summary>
        /// Backpropagation through time over the whole tape: the gradients of a loss by the parameters, the inputs that are floats, and the initial states, given its
        /// gradients by the outputs and the final states. The parameters must be those of <c>Forward</c>.
        /// </summary>
        /// <param name="outputGradients">Of the outputs, {{(plan.IsPooled ? $"[streams, {Output}]" : "in their layout; those of padding are not read")}}.</param>
        /// <param name="tape">What <c>Forward</c> left; it stays, but one call at a time may use it.</param>
        /// <param name="gradients">Of the parameters: added to.</param>
        {{_inputs.GradientDocumentation}}/// <param name="stateGradients">
        /// Of the state of every stream: [streams], on entry of the final states, on return of the initial ones; or empty, for zeros that are not wanted back.
        /// </param>
        {{BackwardExceptions}}
        {{CellFrame.GeneratedCode}}
        {{CellFrame.Optimized}}
        public void Backward(
            global::System.ReadOnlySpan<float> outputGradients, Tape tape, Gradients gradients, {{_inputs.GradientParameters}}global::System.Span<State> stateGradients = default) =>
            {{TrainingType}}.Backward(outputGradients, tape, gradients, {{_inputs.GradientValue}}, stateGradients, _parameters);

        """);

    /// <summary>Writes the backward pass that goes on from the network's own loss.</summary>
    /// <param name="summary">What it is, in words.</param>
    /// <param name="exceptions">What it throws.</param>
    /// <param name="network">The interface that has it.</param>
    public void WriteBackwardOfLoss(string summary, string exceptions, string network) => writer.WriteLine($$"""
        {{summary}}
        /// <param name="tape">What <c>Forward</c> and <c>Loss</c> left.</param>
        /// <param name="gradients">Of the parameters: added to.</param>
        {{_inputs.GradientDocumentation}}/// <param name="stateGradients">
        /// Of the state of every stream: [streams], on entry of the final states, on return of the initial ones; or empty, for zeros that are not wanted back.
        /// </param>
        {{exceptions}}
        {{CellFrame.GeneratedCode}}
        {{CellFrame.Optimized}}
        public void Backward(Tape tape, Gradients gradients, {{_inputs.GradientParameters}}global::System.Span<State> stateGradients = default) =>
            {{TrainingType}}.BackwardOfLoss(tape, gradients, {{_inputs.GradientValue}}, stateGradients, _parameters);

        {{CellFrame.Optimized}}
        void {{network}}.Backward(Tape tape, Gradients gradients, {{Floats}} inputGradients, global::System.Span<State> stateGradients) =>
            {{TrainingType}}.BackwardOfLoss(
                tape, gradients, {{GradientsOfOneSpan}}, stateGradients, _parameters);

        """);

    private string GradientsOfOneSpan => $"new global::RnnGen.Networks.JoinedInputGradients(inputGradients, {Number(plan.FloatsOfStep)})";

    /// <summary>Writes what interfaces ask for besides.</summary>
    /// <param name="trainable">The interface of training, or empty.</param>
    public void WriteInterfaces(string trainable)
    {
        writer.WriteLine($$"""
            global::System.Collections.Generic.IReadOnlyList<global::RnnGen.NetworkInput> global::RnnGen.IModel.Inputs
            {
                {{CellFrame.Optimized}}
                get => _parameters.Inputs;
            }

            """);
        if (plan.IsCausal)
        {
            writer.WriteLine($$"""
                {{CellFrame.Optimized}}
                StepInput global::RnnGen.ICausalModel<{{plan.InputType}}, {{plan.Type.Declaration.Self}}.State>.CreateInput(
                    global::System.ReadOnlySpan<global::System.ReadOnlyMemory<int>> ids, global::System.ReadOnlySpan<float> floats) => StepInput.Of(ids, floats);

                """);
        }

        if (trainable.Length > 0)
        {
            writer.WriteLine($$"""
                {{CellFrame.Optimized}}
                void {{trainable}}.Backward(
                    global::System.ReadOnlySpan<float> outputGradients, Tape tape, Gradients gradients, {{Floats}} inputGradients, global::System.Span<State> stateGradients) =>
                    {{TrainingType}}.Backward(
                        outputGradients, tape, gradients, {{GradientsOfOneSpan}}, stateGradients, _parameters);

                {{CellFrame.Optimized}}
                string? global::RnnGen.Training.ITrainable<{{plan.InputType}}>.FindFault({{StepsType}} inputs) =>
                    {{RunType}}.FindFault({{JoinedText.ValueOfSteps("inputs")}}, inputs.Length);

                """);
        }
    }

    /// <summary>Writes the struct of all inputs of a step.</summary>
    public void WriteStepInput()
    {
        InputPlan[] inputs = [.. plan.Inputs];
        writer.WriteLine($$"""
            /// <summary>
            /// All inputs of one step: the element of a sequence where code works over any network (<c>Example</c>, <c>Trainer</c>, the interfaces).
            /// </summary>
            {{CellFrame.GeneratedCode}}
            public readonly struct StepInput : global::RnnGen.Networks.IStepInput<StepInput>
            """);
        using (writer.WriteBlock())
        {
            foreach (InputPlan input in inputs)
            {
                writer.WriteLine($"private readonly {(input.TakesFloats ? "_Floats" + Number(input.Number) : input.StepMember.Type)} {input.Field};");
            }

            writer.WriteLine();
            writer.WriteLine("/// <summary>Creates it.</summary>");
            foreach (InputPlan input in inputs)
            {
                writer.WriteLine($"/// <param name=\"{input.Argument}\">{input.StepMember.Meaning}</param>");
            }

            if (inputs.Any(static input => input.TakesFloats))
            {
                writer.WriteLine("/// <exception cref=\"global::System.ArgumentException\">A span has not the size it needs.</exception>");
            }

            writer.WriteLine(CellFrame.Optimized);
            writer.WriteLine($"public StepInput({string.Join(", ", inputs.Select(static input => $"{input.StepMember.Type} {InputPlan.Escaped(input.Argument)}"))})");
            using (writer.WriteBlock())
            {
                foreach (InputPlan input in inputs)
                {
                    writer.WriteLine(input.TakesFloats
                        ? $"global::RnnGen.Networks.InputSizes.Copy({InputPlan.Escaped(input.Argument)}, {input.Field}, \"{input.Argument}\");"
                        : $"{input.Field} = {InputPlan.Escaped(input.Argument)};");
                }
            }

            foreach (InputPlan input in inputs)
            {
                writer.WriteLine($$"""

                    /// <summary>{{input.StepMember.Meaning}}</summary>
                    {{(input.TakesFloats ? "[global::System.Diagnostics.CodeAnalysis.UnscopedRef]\n" : "")}}public {{input.StepMember.Type}} {{input.Property}}
                    {
                        {{CellFrame.Optimized}}
                        get => {{input.Field}};
                    }
                    """);
            }

            InputPlan[] tables = [.. inputs.Where(static input => !input.TakesFloats)];
            string tokens = string.Join(", ", tables.Select(static input => Bool(input is TokenInput)));
            string arguments = string.Join(", ", inputs.Select(input => input is FloatInput
                ? $"floats.Slice({Number(input.Place.FloatColumn)}, {Number(input.Output)})"
                : $"ids[{Number(tables.TakeWhile(table => table != input).Count())}]{(input is TokenInput ? ".Span[0]" : "")}"));
            writer.WriteLine($$"""

                /// <inheritdoc/>
                {{CellFrame.Optimized}}
                public static StepInput Of(
                    global::System.ReadOnlySpan<global::System.ReadOnlyMemory<int>> ids, global::System.ReadOnlySpan<float> floats)
                {
                    global::RnnGen.Networks.InputSizes.CheckStep(ids, [{{tokens}}], floats, {{Number(plan.FloatsOfStep)}});
                    return new StepInput({{arguments}});
                }

                {{CellFrame.Inlined(ArithmeticWriter.Name)}}
                static global::System.ReadOnlySpan<int> global::RnnGen.Networks.IStepInput<StepInput>.Ids(ref readonly StepInput step, int input) => input switch
                {
                {{string.Join("\n", tables.Select(static input => $"    {Number(input.Number)} => {(input is TokenInput ? $"new global::System.ReadOnlySpan<int>(in step.{input.Field})" : $"step.{input.Field}.Span")},"))}}
                    _ => default,
                };

                {{CellFrame.Inlined(ArithmeticWriter.Name)}}
                static global::System.ReadOnlySpan<float> global::RnnGen.Networks.IStepInput<StepInput>.Floats(ref readonly StepInput step, int input) => input switch
                {
                {{string.Join("\n", _inputs.Floats.Select(static input => $"    {Number(input.Number)} => (global::System.ReadOnlySpan<float>)step.{input.Field},"))}}
                    _ => default,
                };
                """);
            foreach (FloatInput input in _inputs.Floats)
            {
                writer.WriteLine($$"""

                    [global::System.Runtime.CompilerServices.InlineArray({{Number(input.Output)}})]
                    private struct _Floats{{Number(input.Number)}}
                    {
                        private float _first;
                    }
                    """);
            }
        }

        writer.WriteLine();
    }

    private string OutputsDoc => plan.IsPooled
        ? $"The outputs of every stream, of all steps since its state was fresh: [streams, {Output}]"
        : $"The outputs of every step: [steps, streams, {Output}]; zeros at padding";

    private static string Layouts =>
        "What is [steps, streams, ...] is [streams, steps, ...] where <paramref name=\"layout\"/> says so; padding may hold anything, but its bags have offsets.";

    private static string Exceptions(string state, string memory = "") => $$"""
        /// <exception cref="global::System.ArgumentException">A buffer{{(memory.Length > 0 ? $" or the {memory}" : "")}} has not the size it needs, or buffers overlap.</exception>
        {{(memory.Length > 0 ? $"/// <exception cref=\"global::System.ArgumentNullException\"><paramref name=\"{memory}\"/> is null.</exception>\n" : "")}}/// <exception cref="global::System.ArgumentOutOfRangeException">A {{(memory.Length > 0 ? "length or token" : "token")}} is out of range, or offsets are not ascending; {{state}}.</exception>
        {{(memory.Length > 0 ? $"/// <exception cref=\"global::System.InvalidOperationException\"><paramref name=\"{memory}\"/> is in use.</exception>\n" : "")}}
        """.TrimEnd();

    private static string BackwardExceptions => """
        /// <exception cref="global::System.ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="tape"/> or <paramref name="gradients"/> is null.</exception>
        /// <exception cref="global::System.InvalidOperationException">The last <c>Forward</c> threw, or <paramref name="tape"/> is in use.</exception>
        """;
}
