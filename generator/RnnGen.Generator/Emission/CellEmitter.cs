using System.Globalization;
using System.Linq;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Emission;

/// <summary>The members of a cell, the same for every kind.</summary>
internal static class CellEmitter
{
    public static string Emit(CellSpec spec, CellPlan plan)
    {
        CellEquations equations = CellEquations.Of(spec);
        string self = spec.Type.Declaration.Self;
        return CellFrame.Write(
            spec.Type,
            $"RnnGen: {equations.Title}, {Count(spec.Input, "input")}, {Count(spec.Hidden, "hidden unit")}, accuracy {spec.Accuracy}.",
            Remarks(spec, plan, equations),
            spec.IsLayer ? "public sealed partial" : "partial",
            plan.Training is null ? RecurrentInterface(self) : TrainableInterface(self),
            writer =>
            {
                WriteConstants(writer, spec, plan, equations);
                WriteParameters(writer, spec, plan, equations);
                WriteStep(writer, spec, plan, equations);
                WriteRun(writer, spec, plan, equations);
                WriteBatch(writer, spec, plan, equations);
                TrainingMembers? training = plan.Training is null ? null : new TrainingMembers(writer, spec, plan, plan.Training, equations);
                training?.WriteMethods();
                WriteInterface(writer, spec);
                new StepMembers(writer, spec, plan, equations).Write();
                training?.WriteParts();
                WriteState(writer, spec, plan, equations);
                WriteWorkspace(writer, plan);
                training?.WriteTypes();
            });
    }

    private static string RecurrentInterface(string self) => $"global::RnnGen.IRecurrentCell<{self}, {self}.State, {self}.Workspace>";

    private static string TrainableInterface(string self) =>
        $"global::RnnGen.ITrainableCell<{self}, {self}.State, {self}.Workspace, {self}.Tape, {self}.Gradients>";

    /// <summary>The equations with their shapes and costs: what a user sees who hovers over the type.</summary>
    private static string Remarks(CellSpec spec, CellPlan plan, CellEquations equations) => $"""
        {(spec.IsLayer ? $"/// <summary>A {equations.Title} of {Count(spec.Input, "input")} and {Count(spec.Hidden, "hidden unit")}: a layer of the network.</summary>\n" : "")}/// <remarks>
        /// {equations.Source}:
        /// <code>
        {string.Join("\n", equations.Equations.Select(static line => "/// " + line))}
        /// </code>
        /// Loads and saves {Tensors(spec, plan)}{GateOrder(spec, plan)}.
        /// {Grouped(plan.ParameterCount)} parameters, {Grouped(4L * plan.ParameterCount)} bytes; {Grouped(MultiplyAdds(spec, plan))} multiply-adds a step.
        /// </remarks>
        """;

    private static void WriteConstants(SourceWriter writer, CellSpec spec, CellPlan plan, CellEquations equations)
    {
        writer.WriteLine($$"""
            /// <summary>Floats that a step takes: {{spec.Input}}.</summary>
            {{CellFrame.GeneratedCode}}
            public const int InputSize = {{Plain(spec.Input)}};

            /// <summary>Hidden units: {{spec.Hidden}}.</summary>
            {{CellFrame.GeneratedCode}}
            public const int HiddenSize = {{Plain(spec.Hidden)}};

            /// <summary>Floats that a step gives: {{(spec.Projection > 0 ? $"the projection, {spec.Projection}" : "h, one a hidden unit")}}.</summary>
            {{CellFrame.GeneratedCode}}
            public const int OutputSize = {{(spec.Projection > 0 ? Plain(spec.Projection) : "HiddenSize")}};

            /// <summary>
            /// Trained numbers, {{Grouped(plan.ParameterCount)}} ({{Grouped(4L * plan.ParameterCount)}} bytes): {{Count(plan.Gates, "gate")}} of {{Count(spec.Hidden, "unit")}}, each with {{Count(spec.Input, "input weight")}}, {{Count(spec.OutputSize, "recurrent weight")}}
            /// and {{equations.Biases}}{{Others(spec, plan)}}.
            /// </summary>
            {{CellFrame.GeneratedCode}}
            public const int ParameterCount = {{Plain(plan.ParameterCount)}};

            """);
    }

    /// <summary>The parameters behind the panels, in words.</summary>
    private static string Others(CellSpec spec, CellPlan plan)
    {
        string[] others =
        [
            .. spec.Projection > 0 ? (string[])[$"a projection [{spec.Projection}, {spec.Hidden}]"] : [],
            .. spec.Peephole ? (string[])[$"{(spec.CoupledGates ? 2 : 3)} peepholes [{spec.Hidden}]"] : [],
            .. spec.LayerNorm ? (string[])[$"{plan.Gates + 1} gains and shifts [{spec.Hidden}]"] : [],
        ];
        return others.Length == 0 ? "" : "; " + string.Join(", ", others);
    }

    private static long MultiplyAdds(CellSpec spec, CellPlan plan) =>
        ((long)plan.Gates * spec.Hidden * (spec.Input + spec.OutputSize)) + ((long)spec.Projection * spec.Hidden);

    /// <summary>The library's description of where each parameter is.</summary>
    private static string Layout(CellSpec spec, CellPlan plan)
    {
        string recurrentBias = plan.SeparateGate < 0 ? "" : $", recurrentBiasGate: {plan.SeparateGate}";
        string[] options =
        [
            $"Form = RnnCells::CellForm.{Form(spec)}",
            .. spec.Kind == CellKind.Rnn || spec.GateActivation.Kind == RnnActivationKind.Sigmoid ? (string[])[] : ["GatesAreSigmoid = false"],
            .. spec.Bias ? (string[])[] : ["HasBias = false"],
            .. spec.Projection > 0 ? (string[])["OutputSize = OutputSize"] : [],
            .. spec.Peephole ? (string[])[$"PeepholeGates = {(spec.CoupledGates ? 2 : 3)}"] : [],
            .. spec.LayerNorm ? (string[])["HasLayerNorm = true"] : [],
            .. spec.ForgetBias is float bias ? (string[])["ForgetGate = 1", $"ForgetBias = {bias.ToString("R", CultureInfo.InvariantCulture)}f"] : [],
        ];
        return $"new RnnCells::PanelLayout(gates: {plan.Gates}, InputSize, HiddenSize, fullBlocks: {plan.FullBlocks}, tailLanes: {plan.TailLanes}{recurrentBias})"
            + $" {{ {string.Join(", ", options)} }}";
    }

    private static string Form(CellSpec spec) => spec.Kind switch
    {
        CellKind.Lstm => spec.CoupledGates ? "CoupledLstm" : "Lstm",
        CellKind.Gru => spec.Variant == GruVariantKind.ComplementReset ? "ComplementGru" : "Gru",
        _ => "Elman",
    };

    private static void WriteParameters(SourceWriter writer, CellSpec spec, CellPlan plan, CellEquations equations)
    {
        string gates = string.Join(", ", equations.Gates.ToCharArray());
        string order = GateOrder(spec, plan);
        string savedBiases = !spec.Bias ? ""
            : plan.SeparateGate < 0 ? "; the whole bias is in <c>bias_ih_l0</c>"
            : $"; the whole bias is in <c>bias_ih_l0</c>, but for {equations.Gates[plan.SeparateGate]}'s recurrent one";
        writer.WriteLine($$"""
            // Blocks of 16 hidden units{{(plan.TailLanes > 0 ? ", the last of 8" : "")}}; in a block a panel a gate ({{gates}}); in a panel {{Count(plan.Rows, "row")}}, a float a unit:
            // the bias{{(spec.Bias ? "" : " (zero)")}}, {{Count(spec.Input, "input weight")}}, {{(plan.SeparateGate < 0 ? "" : $"the recurrent bias (zero but of {equations.Gates[plan.SeparateGate]}), ")}}{{Count(spec.OutputSize, "recurrent weight")}}. {{Padding(spec, plan)}}{{BehindPanels(plan)}}
            private readonly global::RnnGen.Memory.AlignedBuffer _parameters{{(spec.IsLayer ? "" : $" = new({Plain(plan.ParameterFloats)})")}};
            {{(spec.IsLayer ? $"\ninternal {spec.Type.Declaration.Name}(global::RnnGen.Memory.AlignedBuffer parameters) => _parameters = parameters;\n" : "")}}
            /// <summary>
            /// All parameters as one flat span of {{Plain(plan.ParameterFloats)}} floats, in the order in which the kernels read them. {{Padding(spec, plan)}}
            /// </summary>
            {{CellFrame.GeneratedCode}}
            public global::System.Span<float> Parameters => _parameters.Span;

            /// <summary>Whether any parameter is NaN or infinite.</summary>
            {{CellFrame.GeneratedCode}}
            public bool HasNonFiniteParameters => RnnCells::ParameterChecks.HasNonFinite(_parameters.Span);

            /// <summary>Draws every parameter uniformly from +-1/sqrt({{spec.Hidden}}), PyTorch's default.</summary>
            /// <param name="seed">The same seed gives the same parameters on every machine.</param>
            {{CellFrame.GeneratedCode}}
            public void Initialize(int seed) => Layout.Initialize(seed, _parameters.Span);

            /// <summary>
            /// Loads {{Tensors(spec, plan)}}{{order}}.
            /// </summary>
            /// <param name="source">Where from.</param>
            /// <param name="prefix">What stands before the tensor names, such as <c>{{spec.Kind.ToString().ToLowerInvariant()}}.</c></param>
            {{LoadDocumentation("cell")}}
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Preferred}}
            public void Load(global::RnnGen.Formats.ITensorSource source, string prefix = "", {{LoadModeParameter}}) => Layout.Load(source, prefix, _parameters.Span, mode);

            /// <summary>
            /// Saves what <c>Load</c> loads, under PyTorch's names{{savedBiases}}.
            /// </summary>
            /// <param name="sink">Where to.</param>
            /// <param name="prefix">What stands before the tensor names, such as <c>{{spec.Kind.ToString().ToLowerInvariant()}}.</c></param>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="sink"/> or <paramref name="prefix"/> is null.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Preferred}}
            public void Save(global::RnnGen.Formats.ITensorSink sink, string prefix = "") => Layout.Save(sink, prefix, _parameters.Span);

            {{FileMembers}}

            {{CellFrame.Access(spec)}} static RnnCells::PanelLayout Layout => {{Layout(spec, plan)}};

            """);
    }

    /// <summary>The last parameter of every <c>Load</c>.</summary>
    public const string LoadModeParameter = "global::RnnGen.LoadMode mode = global::RnnGen.LoadMode.Module";

    /// <summary>Of every <c>Load</c>: what comes behind the summary and the first parameters.</summary>
    public static string LoadDocumentation(string what) => $"""
        /// <param name="mode">What to do about tensors that nothing reads: by default one of a declared module is refused.</param>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="source"/> or <paramref name="prefix"/> is null.</exception>
        /// <exception cref="global::RnnGen.Formats.TensorFormatException">
        /// A tensor is missing or not what it should be, or is there and nothing reads it; the {what} is as it was.
        /// </exception>
        """;

    /// <summary><c>Load</c> and <c>Save</c> of paths: the same of every cell and network, documented at their interface.</summary>
    public static string FileMembers => $$"""
        /// <inheritdoc/>
        {{CellFrame.GeneratedCode}}
        public void Load(string path, string prefix = "", {{LoadModeParameter}})
        {
            using var file = global::RnnGen.Formats.SafetensorsFile.Open(path);
            Load(file, prefix, mode);
        }

        /// <inheritdoc/>
        {{CellFrame.GeneratedCode}}
        public void Save(string path, string prefix = "")
        {
            global::System.ArgumentException.ThrowIfNullOrEmpty(path);
            var file = new global::RnnGen.Formats.SafetensorsWriter();
            Save(file, prefix);
            file.Save(path);
        }
        """;

    /// <summary>The order of the gates in a tensor, in words.</summary>
    private static string GateOrder(CellSpec spec, CellPlan plan) =>
        plan.Gates == 1 ? "" : $"; gates in PyTorch's order {string.Join(", ", CellEquations.Of(spec).Gates.ToCharArray())}";

    /// <summary>The tensors of a cell with their shapes, in words.</summary>
    private static string Tensors(CellSpec spec, CellPlan plan)
    {
        int rows = plan.Gates * spec.Hidden;
        string biases = plan.SeparateGate < 0
            ? "whose sum is the bias"
            : $"whose sum is the bias of every gate but {CellEquations.Of(spec).Gates[plan.SeparateGate]}, which has both";
        string tensors = $"<c>weight_ih_l0</c> [{rows}, {spec.Input}], <c>weight_hh_l0</c> [{rows}, {spec.OutputSize}]";
        if (spec.Projection > 0)
        {
            tensors += $", <c>weight_hr_l0</c> [{spec.Projection}, {spec.Hidden}]";
        }

        if (spec.Peephole)
        {
            tensors += $", <c>weight_peephole_l0</c> [{(spec.CoupledGates ? 2 : 3) * spec.Hidden}] ({(spec.CoupledGates ? "i, o" : "i, f, o")})";
        }

        if (spec.LayerNorm)
        {
            tensors += $",\n/// <c>layer_norm_gates_weight_l0</c> and <c>layer_norm_gates_bias_l0</c> [{rows}], <c>layer_norm_cell_weight_l0</c> and <c>layer_norm_cell_bias_l0</c> [{spec.Hidden}]";
        }

        return spec.Bias
            ? $"{tensors} and, where they are there, <c>bias_ih_l0</c> and\n/// <c>bias_hh_l0</c> [{rows}], {biases}"
            : $"{tensors} (no biases: a file that has them is refused)";
    }

    private static void WriteStep(SourceWriter writer, CellSpec spec, CellPlan plan, CellEquations equations)
    {
        writer.WriteLine($$"""
            /// <summary>One step of one stream: {{Grouped(MultiplyAdds(spec, plan))}} multiply-adds, and every parameter read once.</summary>
            /// <param name="input">x: [{{spec.Input}}]; may be in the state.</param>
            /// <param name="state">{{Carried(equations)}}, read and replaced; h is the output.</param>
            /// <exception cref="global::System.ArgumentException"><paramref name="input"/> is not {{Count(spec.Input, "float")}} long.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Kernel}}
            public void Step(global::System.ReadOnlySpan<float> input, ref State state)
            """);
        using (writer.WriteBlock())
        {
            writer.WriteLine("""
                var sums = default(SumRow);
                RnnCells::CellArguments.CheckStep(input, InputSize);
                ref float x = ref RnnMemory::MemoryMarshal.GetReference(input);
                """);
            string c = equations.HasCellState ? "ref state.CellLanes.First, " : "";
            writer.WriteLine($"Advance(ref x, ref sums.First, ref state.HiddenLanes.First, {c}ref state.HiddenLanes.First);");
        }

        writer.WriteLine();
    }

    private static void WriteRun(SourceWriter writer, CellSpec spec, CellPlan plan, CellEquations equations)
    {
        writer.WriteLine($$"""
            /// <summary>Many steps of one stream, with the bits of <see cref="Step(global::System.ReadOnlySpan{float}, ref State)"/> called for each.</summary>
            /// <param name="inputs">x of every step: [steps, {{spec.Input}}]</param>
            /// <param name="outputs">h of every step: [steps, {{spec.OutputSize}}]{{InPlace(spec)}}.</param>
            /// <param name="state">{{Carried(equations)}}, read and replaced.</param>
            /// <exception cref="global::System.ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Kernel}}
            public void Run(global::System.ReadOnlySpan<float> inputs, global::System.Span<float> outputs, ref State state)
            """);
        using (writer.WriteBlock())
        {
            // Scratch first: the JIT then clears it once, not in the prologue as well.
            writer.WriteLine(!plan.SumsInputsAhead ? "var sums = default(SumRow);" : "var rows = default(SumRows);");
            writer.WriteLine("""
                int steps = RnnCells::CellArguments.CheckSequence(inputs, outputs, ref state, InputSize, OutputSize);
                ref float x = ref RnnMemory::MemoryMarshal.GetReference(inputs);
                ref float y = ref RnnMemory::MemoryMarshal.GetReference(outputs);
                """);
            bool outputHoldsLanes = spec.OutputSize == plan.PaddedOutput;
            if (outputHoldsLanes)
            {
                writer.WriteLine("ref float h = ref state.HiddenLanes.First;");
            }

            if (!plan.SumsInputsAhead)
            {
                using (writer.WriteBlock("for (int step = 0; step < steps; step++)"))
                {
                    WriteRunStep(writer, equations, outputHoldsLanes, StepMembers.SourceArguments(plan, "sums.First"));
                    writer.WriteLine("x = ref RnnUnsafe.Add(ref x, InputSize);");
                }
            }
            else
            {
                writer.WriteLine($"""

                    // The input sums of up to {plan.StackRows} steps in one product, then the recurrence through them.
                    """);
                using (writer.WriteBlock($"for (int first = 0; first < steps; first += {plan.StackRows})"))
                {
                    writer.WriteLine($"""
                        int count = global::System.Math.Min({plan.StackRows}, steps - first);
                        InputSums(ref x, count, ref rows.First);
                        x = ref RnnUnsafe.Add(ref x, count * InputSize);
                        """);
                    using (writer.WriteBlock("for (int step = 0; step < count; step++)"))
                    {
                        writer.WriteLine($"ref float sums = ref RnnUnsafe.Add(ref rows.First, step * {plan.SumFloats});");
                        WriteRunStep(writer, equations, outputHoldsLanes, StepMembers.SourceArguments(plan, "sums"));
                    }
                }
            }

            if (outputHoldsLanes)
            {
                writer.WriteLine();
                using (writer.WriteBlock("if (steps > 0)"))
                {
                    writer.WriteLine("outputs[^OutputSize..].CopyTo(state.Hidden);");
                }
            }
        }

        writer.WriteLine();
    }

    private static void WriteRunStep(SourceWriter writer, CellEquations equations, bool outputHoldsLanes, string source)
    {
        string c = equations.HasCellState ? "ref state.CellLanes.First, " : "";
        writer.WriteLine(outputHoldsLanes
            ? $"""
                Advance({source}, ref h, {c}ref y);
                h = ref y;
                y = ref RnnUnsafe.Add(ref y, OutputSize);
                """
            : $"""
                Advance({source}, ref state.HiddenLanes.First, {c}ref state.HiddenLanes.First);
                state.Hidden.CopyTo(RnnMemory::MemoryMarshal.CreateSpan(ref y, OutputSize));
                y = ref RnnUnsafe.Add(ref y, OutputSize);
                """);
    }

    private static void WriteBatch(SourceWriter writer, CellSpec spec, CellPlan plan, CellEquations equations)
    {
        writer.WriteLine($$"""
            /// <summary>One step of many streams, with the bits of <see cref="Step(global::System.ReadOnlySpan{float}, ref State)"/> called for each.</summary>
            /// <param name="inputs">x of every stream: [streams, InputSize]; not in the states.</param>
            /// <param name="states">{{Carried(equations)}} of every stream: [streams], read and replaced.</param>
            /// <exception cref="global::System.ArgumentException"><paramref name="inputs"/> is not one step of every stream, or overlaps the states.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Kernel}}
            public void Step(global::System.ReadOnlySpan<float> inputs, global::System.Span<State> states)
            """);
        using (writer.WriteBlock())
        {
            if (plan.BatchesByProduct)
            {
                writer.WriteLine("var rows = default(SumRows);");
            }

            writer.WriteLine("RnnCells::CellArguments.CheckStreams(inputs, states, InputSize);");
            if (plan.BatchesByProduct)
            {
                writer.WriteLine("ref float x = ref RnnMemory::MemoryMarshal.GetReference(inputs);");
                using (writer.WriteBlock($"for (int first = 0; first < states.Length; first += {plan.StackRows})"))
                {
                    writer.WriteLine($"""
                        global::System.Span<State> group = states.Slice(first, global::System.Math.Min({plan.StackRows}, states.Length - first));
                        AdvanceStreams(group, ref RnnUnsafe.Add(ref x, first * InputSize), ref rows.First);
                        """);
                }
            }
            else
            {
                using (writer.WriteBlock("for (int stream = 0; stream < states.Length; stream++)"))
                {
                    writer.WriteLine("Step(inputs.Slice(stream * InputSize, InputSize), ref states[stream]);");
                }
            }
        }

        writer.WriteLine();
        writer.WriteLine($$"""
            /// <summary>Many steps of many streams, with the bits of <see cref="Step(global::System.ReadOnlySpan{float}, ref State)"/> called for each.</summary>
            /// <param name="inputs">x of every step and stream: [steps, streams, InputSize]</param>
            /// <param name="outputs">h of every step and stream: [steps, streams, OutputSize]{{InPlace(spec)}}.</param>
            /// <param name="states">{{Carried(equations)}} of every stream: [streams], read and replaced.</param>
            /// <param name="workspace">Scratch memory for at least as many streams; one call at a time.</param>
            /// <exception cref="global::System.ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="workspace"/> is null.</exception>
            /// <exception cref="global::System.InvalidOperationException"><paramref name="workspace"/> is in use.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Kernel}}
            public void Run(global::System.ReadOnlySpan<float> inputs, global::System.Span<float> outputs, global::System.Span<State> states, Workspace workspace)
            {
                global::System.ArgumentNullException.ThrowIfNull(workspace);
                RnnCells::CellArguments.CheckWorkspace(workspace, workspace.Streams, states.Length);
                int steps = RnnCells::CellArguments.CheckSequence(inputs, outputs, states, InputSize, OutputSize);
                using var use = workspace.Use.Begin(nameof(workspace));
                RunStreams(inputs, outputs, states, workspace, steps);
            }

            /// <summary>The same, checked.</summary>
            {{CellFrame.Kernel}}
            {{CellFrame.Access(spec)}} void RunStreams(global::System.ReadOnlySpan<float> inputs, global::System.Span<float> outputs, global::System.Span<State> states, Workspace workspace, int steps)
            """);
        using (writer.WriteBlock())
        {
            writer.WriteLine("int streams = states.Length;");
            if (plan.BatchesByProduct)
            {
                using (writer.WriteBlock("if (streams == 1)"))
                {
                    writer.WriteLine("Run(inputs, outputs, ref states[0]);");
                    writer.WriteLine("return;");
                }

                writer.WriteLine($$"""

                    // Of few streams the input sums of several steps in one product, then the recurrence through them; of many, step by step.
                    ref float x = ref RnnMemory::MemoryMarshal.GetReference(inputs);
                    ref float rows = ref workspace.Sums.First;
                    int stepsAtOnce = streams == 0 ? 1 : workspace.Rows / streams;
                    bool isAhead = stepsAtOnce > 1;
                    for (int first = 0; first < steps; first += stepsAtOnce)
                    {
                        int count = global::System.Math.Min(stepsAtOnce, steps - first);
                        if (isAhead)
                        {
                            InputSums(ref x, count * streams, ref rows);
                        }

                        for (int step = 0; step < count; step++)
                        {
                            AdvanceStreams(states, ref isAhead ? ref RnnUnsafe.NullRef<float>() : ref x, ref RnnUnsafe.Add(ref rows, step * streams * {{plan.SumFloats}}));
                            for (int stream = 0; stream < streams; stream++)
                            {
                                states[stream].Hidden.CopyTo(outputs.Slice((((first + step) * streams) + stream) * OutputSize, OutputSize));
                            }
                        }

                        x = ref RnnUnsafe.Add(ref x, count * streams * InputSize);
                    }
                    """);
            }
            else
            {
                writer.WriteLine("""
                    for (int step = 0; step < steps; step++)
                    {
                        for (int stream = 0; stream < streams; stream++)
                        {
                            int row = (step * streams) + stream;
                            Step(inputs.Slice(row * InputSize, InputSize), ref states[stream]);
                            states[stream].Hidden.CopyTo(outputs.Slice(row * OutputSize, OutputSize));
                        }
                    }
                    """);
            }
        }

        writer.WriteLine();
    }

    private static void WriteInterface(SourceWriter writer, CellSpec spec)
    {
        string self = spec.Type.Declaration.Self;
        string cell = RecurrentInterface(self);
        writer.WriteLine($"""
            {CellFrame.GeneratedCode}
            static int {cell}.InputSize => InputSize;

            {CellFrame.GeneratedCode}
            static int {cell}.HiddenSize => HiddenSize;

            {CellFrame.GeneratedCode}
            static int {cell}.OutputSize => OutputSize;

            {CellFrame.GeneratedCode}
            static int {cell}.ParameterCount => ParameterCount;

            {CellFrame.GeneratedCode}
            static Workspace {cell}.CreateWorkspace(int streams) => new(streams);

            """);
        if (spec.Training)
        {
            string trainable = TrainableInterface(self);
            writer.WriteLine($"""
                {CellFrame.GeneratedCode}
                static Tape {trainable}.CreateTape(int steps, int streams) => new(steps, streams);

                {CellFrame.GeneratedCode}
                static Gradients {trainable}.CreateGradients() => new();

                """);
        }
    }

    private static void WriteState(SourceWriter writer, CellSpec spec, CellPlan plan, CellEquations equations)
    {
        int floats = plan.PaddedOutput + (equations.HasCellState ? plan.PaddedHidden : 0);
        writer.WriteLine($$"""
            /// <summary>What a stream carries from step to step: {{Carried(equations)}}, {{4 * floats}} bytes in place, no heap. The default is zeros.</summary>
            {{StateMembers.Attributes(spec.Type)}}
            public struct State : global::RnnGen.{{(equations.HasCellState ? "ILstmState" : "IRecurrentState")}}, global::RnnGen.IState<State>
            """);
        using (writer.WriteBlock())
        {
            writer.WriteLine($"internal {CellFrame.HiddenLanes(spec)} HiddenLanes;");
            if (equations.HasCellState)
            {
                writer.WriteLine("internal Lanes CellLanes;");
            }

            WriteStateSpan(writer, "Hidden", "OutputSize", $"The hidden state h, which is also the output of the last step: [{spec.OutputSize}]");
            if (equations.HasCellState)
            {
                WriteStateSpan(writer, "Cell", "HiddenSize", $"The cell state c: [{spec.Hidden}]");
            }

            StateMembers.Write(
                writer, StateFingerprint.Of(spec),
                [new StateRow("", 1, 1, spec.OutputSize, equations.HasCellState ? spec.Hidden : 0, plan.PaddedOutput, floats)], pooled: null);
        }

        writer.WriteLine();
        WriteInlineArray(writer, "Lanes", plan.PaddedHidden, "One float a hidden unit, with padding.", "internal");
        if (spec.Projection > 0)
        {
            WriteInlineArray(writer, CellFrame.HiddenLanes(spec), plan.PaddedOutput, "One float an output, with padding.", "internal");
        }

        WriteInlineArray(writer, "SumRow", plan.SumFloats, "The gate sums of one step.", "private");
        if (plan.SumsInputsAhead || plan.BatchesByProduct)
        {
            WriteInlineArray(writer, "SumRows", plan.StackRows * plan.SumFloats, $"The gate sums of {plan.StackRows} steps or streams.", "private");
        }
    }

    private static void WriteStateSpan(SourceWriter writer, string name, string size, string summary)
    {
        writer.WriteLine();
        writer.WriteLine($$"""
            /// <summary>{{summary}}</summary>
            [global::System.Diagnostics.CodeAnalysis.UnscopedRef]
            public global::System.Span<float> {{name}}
            {
                {{CellFrame.Inline}}
                get => RnnMemory::MemoryMarshal.CreateSpan(ref {{name}}Lanes.First, {{size}});
            }
            """);
    }

    /// <summary>What outputs may share memory with, in words.</summary>
    public static string InPlace(CellSpec spec) =>
        spec.Input == spec.OutputSize ? ", or exactly <paramref name=\"inputs\"/>, in place" : "; not in <paramref name=\"inputs\"/>";

    private static string Carried(CellEquations equations) => equations.HasCellState ? "h and c" : "h";

    private static void WriteInlineArray(SourceWriter writer, string name, int length, string summary, string accessibility)
    {
        writer.WriteLine($$"""
            /// <summary>{{summary}}</summary>
            [RnnCompiler::InlineArray({{Plain(length)}})]
            {{accessibility}} struct {{name}}
            {
                [global::System.Diagnostics.CodeAnalysis.UnscopedRef]
                internal ref float First
                {
                    {{CellFrame.Inline}}
                    get => ref RnnUnsafe.As<{{name}}, float>(ref this);
                }

                private float _element;
            }

            """);
    }

    private static void WriteWorkspace(SourceWriter writer, CellPlan plan)
    {
        writer.WriteLine($$"""
            /// <summary>Scratch memory for sequences of many streams: made once, used by one call at a time.</summary>
            {{CellFrame.GeneratedCode}}
            public sealed class Workspace
            {
                internal {{CellFrame.ExclusiveUse}} Use;
            """);
        writer.WriteLine(plan.BatchesByProduct
            ? $$"""
                    internal readonly global::RnnGen.Memory.AlignedBuffer Sums;

                    /// <summary>Creates a workspace.</summary>
                    /// <param name="streams">The most streams it will serve at once.</param>
                    /// <exception cref="global::System.ArgumentOutOfRangeException">
                    /// <paramref name="streams"/> is less than one, or more than {{Grouped(MaxWorkspaceStreams(plan))}} (their sums would not fit one array).
                    /// </exception>
                    public Workspace(int streams)
                    {
                        global::System.ArgumentOutOfRangeException.ThrowIfLessThan(streams, 1);
                        global::System.ArgumentOutOfRangeException.ThrowIfGreaterThan(streams, {{Plain(MaxWorkspaceStreams(plan))}});
                        Streams = streams;
                        Rows = global::System.Math.Max(streams, {{plan.WorkspaceRows}});
                        Sums = new(Rows * {{plan.SumFloats}});
                    }

                    /// <summary>The most streams it serves at once.</summary>
                    public int Streams { get; }

                    internal int Rows { get; }
                """
            : $$"""

                    /// <summary>Creates a workspace.</summary>
                    /// <param name="streams">The most streams it will serve at once.</param>
                    /// <exception cref="global::System.ArgumentOutOfRangeException"><paramref name="streams"/> is less than one.</exception>
                    public Workspace(int streams)
                    {
                        global::System.ArgumentOutOfRangeException.ThrowIfLessThan(streams, 1);
                        Streams = streams;
                    }

                    /// <summary>The most streams it serves at once.</summary>
                    public int Streams { get; }
                """);
        writer.WriteLine("}");
    }

    private static int MaxWorkspaceStreams(CellPlan plan) => CellSpec.MaxBufferFloats / plan.SumFloats;

    /// <summary>What the flat span has behind its panels, in words.</summary>
    private static string BehindPanels(CellPlan plan) => plan.ParameterVectors.Count == 0 ? ""
        : $"\n// Behind the panels: {string.Join(", ", plan.ParameterVectors.Select(static vector => $"{vector.Name} at {vector.Offset}"))}.";

    private static string Padding(CellSpec spec, CellPlan plan) =>
        plan.PaddedHidden == spec.Hidden ? "No padding." : $"{Count(plan.PaddedHidden - spec.Hidden, "unit")} at the end {(plan.PaddedHidden - spec.Hidden == 1 ? "is" : "are")} padding: zeros that must stay zeros.";

    private static string Count(int count, string noun) => $"{Grouped(count)} {noun}{(count == 1 ? "" : "s")}";

    private static string Plain(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
