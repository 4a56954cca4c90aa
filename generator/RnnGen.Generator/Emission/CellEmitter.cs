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
            $"global::RnnGen.IRecurrentCell<{self}, {self}.State, {self}.Workspace>",
            writer =>
            {
                var kernels = new RecurrentKernels(writer, spec, plan, equations);
                WriteConstants(writer, spec, plan, equations);
                WriteParameters(writer, spec, plan, equations);
                WriteStep(writer, spec, plan, equations, kernels);
                WriteRun(writer, spec, plan, equations, kernels);
                WriteBatch(writer, plan, equations);
                WriteInterface(writer, spec);
                kernels.Write();
                WriteState(writer, spec, plan, equations);
                WriteWorkspace(writer, plan);
            });
    }

    /// <summary>The equations with their shapes and costs: what a user sees who hovers over the type.</summary>
    private static string Remarks(CellSpec spec, CellPlan plan, CellEquations equations) => $"""
        /// <remarks>
        /// {equations.Source(spec)}{(plan.Gates > 1 ? ", gates in PyTorch's order" : "")}:
        /// <code>
        {string.Join("\n", equations.Equations(spec).Select(static line => "/// " + line))}
        /// </code>
        /// {Grouped(plan.ParameterCount)} parameters, {Grouped(4L * plan.ParameterCount)} bytes; {Grouped(MultiplyAdds(spec, plan))} multiply-adds a step.
        /// </remarks>
        """;

    private static void WriteConstants(SourceWriter writer, CellSpec spec, CellPlan plan, CellEquations equations)
    {
        writer.WriteLine($$"""
            /// <summary>Floats that a step takes: {{spec.Input}}.</summary>
            {{CellFrame.GeneratedCode}}
            public const int InputSize = {{Plain(spec.Input)}};

            /// <summary>Hidden units, and floats that a step gives: {{spec.Hidden}}.</summary>
            {{CellFrame.GeneratedCode}}
            public const int HiddenSize = {{Plain(spec.Hidden)}};

            /// <summary>
            /// Trained numbers, {{Grouped(plan.ParameterCount)}} ({{Grouped(4L * plan.ParameterCount)}} bytes): {{Count(plan.Gates, "gate")}} of {{Count(spec.Hidden, "unit")}}, each with {{Count(spec.Input, "input weight")}}, {{Count(spec.Hidden, "recurrent weight")}}
            /// and {{equations.Biases(spec)}}.
            /// </summary>
            {{CellFrame.GeneratedCode}}
            public const int ParameterCount = {{Plain(plan.ParameterCount)}};

            """);
    }

    private static long MultiplyAdds(CellSpec spec, CellPlan plan) => (long)plan.Gates * spec.Hidden * (spec.Input + spec.Hidden);

    private static void WriteParameters(SourceWriter writer, CellSpec spec, CellPlan plan, CellEquations equations)
    {
        string layout = $"new RnnCells::PanelLayout(gates: {plan.Gates}, InputSize, HiddenSize, fullBlocks: {plan.FullBlocks}, tailLanes: {plan.TailLanes}{(plan.SeparateGate < 0 ? "" : $", recurrentBiasGate: {plan.SeparateGate}")})";
        string gates = string.Join(", ", equations.Gates.ToCharArray());
        string order = plan.Gates == 1 ? "" : $"; gates in PyTorch's order {gates}";
        string biases = plan.SeparateGate < 0
            ? "whose sum is the bias"
            : $"whose sum is the bias of every gate but {equations.Gates[plan.SeparateGate]}, which has both";
        int rows = plan.Gates * spec.Hidden;
        writer.WriteLine($$"""
            // Blocks of 16 hidden units{{(plan.TailLanes > 0 ? ", the last of 8" : "")}}; in a block a panel a gate ({{gates}}); in a panel {{Count(plan.Rows, "row")}}, a float a unit:
            // the bias, {{Count(spec.Input, "input weight")}}, {{(plan.SeparateGate < 0 ? "" : $"the recurrent bias (zero but of {equations.Gates[plan.SeparateGate]}), ")}}{{Count(spec.Hidden, "recurrent weight")}}. {{Padding(spec, plan)}}
            private readonly global::RnnGen.Memory.AlignedBuffer _parameters = new({{Plain(plan.ParameterFloats)}});

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
            /// Loads <c>weight_ih_l0</c> [{{rows}}, {{spec.Input}}], <c>weight_hh_l0</c> [{{rows}}, {{spec.Hidden}}] and, where they are there, <c>bias_ih_l0</c> and
            /// <c>bias_hh_l0</c> [{{rows}}], {{biases}}{{order}}.
            /// </summary>
            /// <param name="source">Where from.</param>
            /// <param name="prefix">What stands before the tensor names, such as <c>{{spec.Kind.ToString().ToLowerInvariant()}}.</c></param>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="source"/> or <paramref name="prefix"/> is null.</exception>
            /// <exception cref="global::RnnGen.Formats.TensorFormatException">
            /// A tensor is missing or not what it should be; the cell is as it was.
            /// </exception>
            {{CellFrame.GeneratedCode}}
            public void Load(global::RnnGen.Formats.ITensorSource source, string prefix = "") => Layout.Load(source, prefix, _parameters.Span);

            /// <summary>
            /// Saves <c>weight_ih_l0</c>, <c>weight_hh_l0</c>, <c>bias_ih_l0</c> and <c>bias_hh_l0</c>, as PyTorch loads them;
            /// the whole bias is in the former{{(plan.SeparateGate < 0 ? "" : $", but for {equations.Gates[plan.SeparateGate]}'s recurrent one")}}.
            /// </summary>
            /// <param name="sink">Where to.</param>
            /// <param name="prefix">What stands before the tensor names, such as <c>{{spec.Kind.ToString().ToLowerInvariant()}}.</c></param>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="sink"/> or <paramref name="prefix"/> is null.</exception>
            {{CellFrame.GeneratedCode}}
            public void Save(global::RnnGen.Formats.ITensorSink sink, string prefix = "") => Layout.Save(sink, prefix, _parameters.Span);

            private static RnnCells::PanelLayout Layout => {{layout}};

            """);
    }

    private static void WriteStep(SourceWriter writer, CellSpec spec, CellPlan plan, CellEquations equations, RecurrentKernels kernels)
    {
        writer.WriteLine($$"""
            /// <summary>One step of one stream: {{Grouped(MultiplyAdds(spec, plan))}} multiply-adds, and every parameter read once.</summary>
            /// <param name="input">x: [{{spec.Input}}]</param>
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
            if (!plan.FusesInput)
            {
                writer.WriteLine("InputSums(ref x, 1, ref sums.First);");
            }

            string c = equations.HasCellState ? "ref state.CellLanes.First, " : "";
            writer.WriteLine($"Advance({kernels.SourceArguments("sums.First")}, ref state.HiddenLanes.First, {c}ref state.HiddenLanes.First);");
        }

        writer.WriteLine();
    }

    private static void WriteRun(SourceWriter writer, CellSpec spec, CellPlan plan, CellEquations equations, RecurrentKernels kernels)
    {
        writer.WriteLine($$"""
            /// <summary>Many steps of one stream, with the bits of <see cref="Step(global::System.ReadOnlySpan{float}, ref State)"/> called for each.</summary>
            /// <param name="inputs">x of every step: [steps, {{spec.Input}}]</param>
            /// <param name="outputs">h of every step: [steps, {{spec.Hidden}}]; must not overlap <paramref name="inputs"/> or the state.</param>
            /// <param name="state">{{Carried(equations)}}, read and replaced.</param>
            /// <exception cref="global::System.ArgumentException">A buffer has not the size it needs, or the two overlap.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Kernel}}
            public void Run(global::System.ReadOnlySpan<float> inputs, global::System.Span<float> outputs, ref State state)
            """);
        using (writer.WriteBlock())
        {
            // Scratch first: the JIT then clears it once, not in the prologue as well.
            writer.WriteLine(plan.FusesInput ? "var sums = default(SumRow);" : "var rows = default(SumRows);");
            writer.WriteLine("""
                int steps = RnnCells::CellArguments.CheckSequence(inputs, outputs, 1, InputSize, HiddenSize);
                ref float x = ref RnnMemory::MemoryMarshal.GetReference(inputs);
                ref float y = ref RnnMemory::MemoryMarshal.GetReference(outputs);
                """);
            bool outputHoldsLanes = spec.Hidden == plan.PaddedHidden;
            if (outputHoldsLanes)
            {
                writer.WriteLine("ref float h = ref state.HiddenLanes.First;");
            }

            if (plan.FusesInput)
            {
                using (writer.WriteBlock("for (int step = 0; step < steps; step++)"))
                {
                    WriteRunStep(writer, equations, outputHoldsLanes, kernels.SourceArguments("sums.First"));
                    writer.WriteLine("x = ref RnnCompiler::Unsafe.Add(ref x, InputSize);");
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
                        x = ref RnnCompiler::Unsafe.Add(ref x, count * InputSize);
                        """);
                    using (writer.WriteBlock("for (int step = 0; step < count; step++)"))
                    {
                        writer.WriteLine($"ref float sums = ref RnnCompiler::Unsafe.Add(ref rows.First, step * {plan.SumFloats});");
                        WriteRunStep(writer, equations, outputHoldsLanes, kernels.SourceArguments("sums"));
                    }
                }
            }

            if (outputHoldsLanes)
            {
                writer.WriteLine();
                using (writer.WriteBlock("if (steps > 0)"))
                {
                    writer.WriteLine("outputs[^HiddenSize..].CopyTo(state.Hidden);");
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
                y = ref RnnCompiler::Unsafe.Add(ref y, HiddenSize);
                """
            : $"""
                Advance({source}, ref state.HiddenLanes.First, {c}ref state.HiddenLanes.First);
                state.Hidden.CopyTo(RnnMemory::MemoryMarshal.CreateSpan(ref y, HiddenSize));
                y = ref RnnCompiler::Unsafe.Add(ref y, HiddenSize);
                """);
    }

    private static void WriteBatch(SourceWriter writer, CellPlan plan, CellEquations equations)
    {
        writer.WriteLine($$"""
            /// <summary>One step of many streams, with the bits of <see cref="Step(global::System.ReadOnlySpan{float}, ref State)"/> called for each.</summary>
            /// <param name="inputs">x of every stream: [streams, InputSize]</param>
            /// <param name="states">{{Carried(equations)}} of every stream: [streams], read and replaced.</param>
            /// <exception cref="global::System.ArgumentException"><paramref name="inputs"/> is not one step of every stream.</exception>
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

            writer.WriteLine("RnnCells::CellArguments.CheckStreams(inputs, states.Length, InputSize);");
            if (plan.BatchesByProduct)
            {
                writer.WriteLine("ref float x = ref RnnMemory::MemoryMarshal.GetReference(inputs);");
                using (writer.WriteBlock($"for (int first = 0; first < states.Length; first += {plan.StackRows})"))
                {
                    writer.WriteLine($"""
                        global::System.Span<State> group = states.Slice(first, global::System.Math.Min({plan.StackRows}, states.Length - first));
                        InputSums(ref RnnCompiler::Unsafe.Add(ref x, first * InputSize), group.Length, ref rows.First);
                        AdvanceStreams(group, ref rows.First);
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
            /// <param name="outputs">h of every step and stream: [steps, streams, HiddenSize]; must not overlap <paramref name="inputs"/> or the states.</param>
            /// <param name="states">{{Carried(equations)}} of every stream: [streams], read and replaced.</param>
            /// <param name="workspace">Scratch memory for at least as many streams; one caller at a time.</param>
            /// <exception cref="global::System.ArgumentException">A buffer has not the size it needs, or inputs and outputs overlap.</exception>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="workspace"/> is null.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Kernel}}
            public void Run(global::System.ReadOnlySpan<float> inputs, global::System.Span<float> outputs, global::System.Span<State> states, Workspace workspace)
            """);
        using (writer.WriteBlock())
        {
            writer.WriteLine("""
                global::System.ArgumentNullException.ThrowIfNull(workspace);
                int streams = states.Length;
                RnnCells::CellArguments.CheckWorkspace(workspace, workspace.Streams, streams);
                int steps = RnnCells::CellArguments.CheckSequence(inputs, outputs, streams, InputSize, HiddenSize);
                """);
            if (plan.BatchesByProduct)
            {
                using (writer.WriteBlock("if (streams == 1)"))
                {
                    writer.WriteLine("Run(inputs, outputs, ref states[0]);");
                    writer.WriteLine("return;");
                }

                writer.WriteLine($$"""

                    // The input sums of several steps of all streams in one product, then the recurrence through them.
                    ref float x = ref RnnMemory::MemoryMarshal.GetReference(inputs);
                    ref float rows = ref workspace.Sums.First;
                    int stepsAtOnce = streams == 0 ? 1 : workspace.Rows / streams;
                    for (int first = 0; first < steps; first += stepsAtOnce)
                    {
                        int count = global::System.Math.Min(stepsAtOnce, steps - first);
                        InputSums(ref x, count * streams, ref rows);
                        x = ref RnnCompiler::Unsafe.Add(ref x, count * streams * InputSize);
                        for (int step = 0; step < count; step++)
                        {
                            AdvanceStreams(states, ref RnnCompiler::Unsafe.Add(ref rows, step * streams * {{plan.SumFloats}}));
                            for (int stream = 0; stream < streams; stream++)
                            {
                                states[stream].Hidden.CopyTo(outputs.Slice((((first + step) * streams) + stream) * HiddenSize, HiddenSize));
                            }
                        }
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
                            states[stream].Hidden.CopyTo(outputs.Slice(row * HiddenSize, HiddenSize));
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
        string cell = $"global::RnnGen.IRecurrentCell<{self}, {self}.State, {self}.Workspace>";
        writer.WriteLine($"""
            /// <inheritdoc/>
            {CellFrame.GeneratedCode}
            static int {cell}.InputSize => InputSize;

            /// <inheritdoc/>
            {CellFrame.GeneratedCode}
            static int {cell}.HiddenSize => HiddenSize;

            /// <inheritdoc/>
            {CellFrame.GeneratedCode}
            static int {cell}.ParameterCount => ParameterCount;

            /// <inheritdoc/>
            {CellFrame.GeneratedCode}
            static Workspace {cell}.CreateWorkspace(int streams) => new(streams);

            """);
    }

    private static void WriteState(SourceWriter writer, CellSpec spec, CellPlan plan, CellEquations equations)
    {
        int parts = equations.HasCellState ? 2 : 1;
        writer.WriteLine($$"""
            /// <summary>
            /// What one stream carries from step to step: {{Carried(equations)}}, {{4 * parts * plan.PaddedHidden}} bytes in place, no heap. The default is zeros. One for
            /// every stream.
            /// </summary>
            {{CellFrame.GeneratedCode}}
            public struct State : global::RnnGen.{{(equations.HasCellState ? "ILstmState" : "IRecurrentState")}}
            """);
        using (writer.WriteBlock())
        {
            writer.WriteLine("internal Lanes HiddenLanes;");
            if (equations.HasCellState)
            {
                writer.WriteLine("internal Lanes CellLanes;");
            }

            WriteStateSpan(writer, "Hidden", $"The hidden state h, which is also the output of the last step: [{spec.Hidden}]");
            if (equations.HasCellState)
            {
                WriteStateSpan(writer, "Cell", $"The cell state c: [{spec.Hidden}]");
            }
        }

        writer.WriteLine();
        WriteInlineArray(writer, "Lanes", plan.PaddedHidden, "One float a hidden unit, with padding.", "internal");
        WriteInlineArray(writer, "SumRow", plan.SumFloats, "The gate sums of one step.", "private");
        if (!plan.FusesInput || plan.BatchesByProduct)
        {
            WriteInlineArray(writer, "SumRows", plan.StackRows * plan.SumFloats, $"The gate sums of {plan.StackRows} steps or streams.", "private");
        }
    }

    private static void WriteStateSpan(SourceWriter writer, string name, string summary)
    {
        writer.WriteLine();
        writer.WriteLine($$"""
            /// <summary>{{summary}}</summary>
            [global::System.Diagnostics.CodeAnalysis.UnscopedRef]
            public global::System.Span<float> {{name}}
            {
                {{CellFrame.Inline}}
                get => RnnMemory::MemoryMarshal.CreateSpan(ref {{name}}Lanes.First, HiddenSize);
            }
            """);
    }

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
                    get => ref RnnCompiler::Unsafe.As<{{name}}, float>(ref this);
                }

                private float _element;
            }

            """);
    }

    private static void WriteWorkspace(SourceWriter writer, CellPlan plan)
    {
        writer.WriteLine($$"""
            /// <summary>Scratch memory for sequences of many streams: made once, used by one caller at a time.</summary>
            {{CellFrame.GeneratedCode}}
            public sealed class Workspace
            {
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

    private static int MaxWorkspaceStreams(CellPlan plan) => (int.MaxValue - 64) / plan.SumFloats;

    private static string Padding(CellSpec spec, CellPlan plan) =>
        plan.PaddedHidden == spec.Hidden ? "No padding." : $"{Count(plan.PaddedHidden - spec.Hidden, "unit")} at the end {(plan.PaddedHidden - spec.Hidden == 1 ? "is" : "are")} padding: zeros that must stay zeros.";

    private static string Count(int count, string noun) => $"{Grouped(count)} {noun}{(count == 1 ? "" : "s")}";

    private static string Plain(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
