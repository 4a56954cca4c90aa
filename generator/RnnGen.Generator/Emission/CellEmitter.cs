using System.Globalization;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Emission;

/// <summary>The members of a cell, the same for every kind.</summary>
internal static class CellEmitter
{
    public static string Emit(CellSpec spec, CellPlan plan)
    {
        CellDefinition equations = CellCatalogue.Of(spec);
        string self = spec.Type.Declaration.Self;
        return CellFrame.Write(
            spec.Type,
            $"RnnGen: {equations.Title}, {Count(spec.Input, "input")}, {Count(spec.Hidden, "hidden unit")}, accuracy {spec.Accuracy}.",
            Remarks(spec, plan, equations),
            plan.Training is null ? RecurrentInterface(self, self + ".") : TrainableInterface(self, self + "."),
            writer =>
            {
                WriteConstants(writer, spec, plan, equations);
                WriteParameters(writer, spec, plan, equations);
                WriteStep(writer, spec, plan, equations);
                WriteRun(writer, spec, equations);
                if (plan.Training is not null)
                {
                    WriteForward(writer, spec, equations);
                    WriteBackward(writer, spec, equations);
                }

                WriteInterface(writer, spec);
                WriteState(writer, spec, plan, equations);
                WriteWorkspace(writer, spec, plan);
                if (plan.Training is { } training)
                {
                    WriteTape(writer, spec, plan, training, equations);
                    WriteGradients(writer, spec);
                }
            },
            ArithmeticWriter.Usings,
            writer => new ArithmeticWriter(writer, spec, plan, equations).Write());
    }

    /// <summary>The type of a network's cell, which is nested in the network: what it computes, its sizes, and its state.</summary>
    public static void WriteNested(SourceWriter writer, CellSpec spec, CellPlan plan)
    {
        CellDefinition equations = CellCatalogue.Of(spec);
        writer.WriteLine($"/// <summary>The {equations.Title} of {Count(spec.Input, "input")} and {Count(spec.Hidden, "hidden unit")}: a layer of the network.</summary>");
        writer.WriteLine(Remarks(spec, plan, equations));
        using (writer.WriteBlock($"public static class {spec.Type.Declaration.Name}"))
        {
            WriteConstants(writer, spec, plan, equations);
            WriteState(writer, spec, plan, equations);
        }

        writer.WriteLine();
    }

    private static string RecurrentInterface(string self, string at) => $"global::RnnGen.IRecurrentCell<{self}, {at}State, {at}Workspace>";

    private static string TrainableInterface(string self, string at) =>
        $"global::RnnGen.ITrainableCell<{self}, {at}State, {at}Workspace, {at}Tape, {at}Gradients>";

    /// <summary>The equations with their shapes and costs: what a user sees who hovers over the type.</summary>
    private static string Remarks(CellSpec spec, CellPlan plan, CellDefinition equations) => $"""
        /// <remarks>
        /// {equations.Source}:
        /// <code>
        {string.Join("\n", equations.Equations.Select(static line => "/// " + line))}
        /// </code>
        /// Loads and saves {Tensors(spec, plan)}{GateOrder(spec, plan)}.
        /// {Grouped(plan.ParameterCount)} parameters, {Grouped(4L * plan.ParameterCount)} bytes; {Grouped(MultiplyAdds(spec, plan))} multiply-adds a step.
        /// </remarks>
        """;

    private static void WriteConstants(SourceWriter writer, CellSpec spec, CellPlan plan, CellDefinition equations)
    {
        writer.WriteLine($$"""
            /// <summary>Floats that a step takes: {{spec.Input}}.</summary>
            public const int InputSize = {{Plain(spec.Input)}};

            /// <summary>Hidden units: {{spec.Hidden}}.</summary>
            public const int HiddenSize = {{Plain(spec.Hidden)}};

            /// <summary>Floats that a step gives: {{(spec.Projection > 0 ? $"the projection, {spec.Projection}" : "h, one a hidden unit")}}.</summary>
            public const int OutputSize = {{(spec.Projection > 0 ? Plain(spec.Projection) : "HiddenSize")}};

            /// <summary>
            /// Trained numbers, {{Grouped(plan.ParameterCount)}} ({{Grouped(4L * plan.ParameterCount)}} bytes): {{Count(plan.Gates, "gate")}} of {{Count(spec.Hidden, "unit")}}, each with {{Count(spec.Input, "input weight")}}, {{Count(equations.RecurrentWeights, "recurrent weight")}}
            /// and {{equations.Biases}}{{Others(spec, plan, equations)}}.
            /// </summary>
            public const int ParameterCount = {{Plain(plan.ParameterCount)}};

            """);
    }

    /// <summary>The parameters behind the panels, in words.</summary>
    private static string Others(CellSpec spec, CellPlan plan, CellDefinition equations)
    {
        string[] others =
        [
            .. spec.Projection > 0 ? (string[])[$"a projection [{spec.Projection}, {spec.Hidden}]"] : [],
            .. spec.Peephole ? (string[])[$"{(spec.CoupledGates ? 2 : 3)} peepholes [{spec.Hidden}]"] : [],
            .. spec.LayerNorm ? (string[])[$"{plan.Gates + (equations.NormalizedVector is null ? 0 : 1)} gains and shifts [{spec.Hidden}]"] : [],
        ];
        return others.Length == 0 ? "" : "; " + string.Join(", ", others);
    }

    private static long MultiplyAdds(CellSpec spec, CellPlan plan) =>
        ((long)plan.Gates * spec.Hidden * (spec.Input + CellCatalogue.Of(spec).RecurrentWeights)) + ((long)spec.Projection * spec.Hidden);

    private static void WriteParameters(SourceWriter writer, CellSpec spec, CellPlan plan, CellDefinition equations)
    {
        string gates = string.Join(", ", equations.Gates.ToCharArray());
        string order = GateOrder(spec, plan);
        string savedBiases = !spec.Bias ? ""
            : !equations.HasRecurrentBias ? "; the whole bias is in <c>bias_ih_l0</c>"
            : $"; the whole bias is in <c>bias_ih_l0</c>, but for {equations.Gates[equations.Gates.Length - 1]}'s recurrent one";
        string recurrentWeights = equations.RecurrentTerms == 0 ? "" : $", {Count(equations.RecurrentTerms, "recurrent weight")}";
        writer.WriteLine($$"""
            // Blocks of 16 hidden units{{(plan.PaddedHidden % 16 > 0 ? ", the last of 8" : "")}}; in a block a panel a gate ({{gates}}); in a panel {{Count(plan.Rows, "row")}}, a float a unit:
            // the bias{{(spec.Bias ? "" : " (zero)")}}, {{Count(spec.Input, "input weight")}}{{(!equations.HasRecurrentBias ? "" : $", the recurrent bias (zero but of {equations.Gates[equations.Gates.Length - 1]})")}}{{recurrentWeights}}. {{Padding(spec, plan)}}{{BehindPanels(plan)}}
            private readonly global::RnnGen.Memory.AlignedBuffer _parameters = new({{ArithmeticWriter.Name}}.ParameterFloats);

            /// <summary>
            /// All parameters as one flat span of {{Plain(plan.ParameterFloats)}} floats, in the order in which the kernels read them. {{Padding(spec, plan)}}
            /// </summary>
            {{CellFrame.GeneratedCode}}
            public global::System.Span<float> Parameters => _parameters.Writable;

            /// <summary>
            /// Says that parameters were changed through a span that was taken before the last call: numbers that are computed from them (transposed weights of a backward
            /// pass) are then computed again. Taking <see cref="Parameters"/> says so, too.
            /// </summary>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Optimized}}
            public void ParametersChanged() => _parameters.MarkChanged();

            /// <summary>Whether any parameter is NaN or infinite.</summary>
            {{CellFrame.GeneratedCode}}
            public bool HasNonFiniteParameters => _parameters.HasNonFinite;

            /// <summary>Draws every parameter uniformly from +-1/sqrt({{spec.Hidden}}), PyTorch's default.</summary>
            /// <param name="seed">The same seed gives the same parameters on every machine.</param>
            {{CellFrame.GeneratedCode}}
            public void Initialize(int seed) => {{ArithmeticWriter.Name}}.Layout.Initialize(seed, _parameters.Writable);

            /// <summary>
            /// Loads {{Tensors(spec, plan)}}{{order}}.
            /// </summary>
            /// <param name="source">Where from.</param>
            /// <param name="prefix">What stands before the tensor names, such as <c>{{spec.Kind.ToString().ToLowerInvariant()}}.</c></param>
            {{LoadDocumentation("cell")}}
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Preferred}}
            public void Load(
                global::RnnGen.Formats.ITensorSource source, string prefix = "", {{LoadModeParameter}}) => 
                RestState = {{ArithmeticWriter.Name}}.Layout.Load<State>(source, prefix, _parameters.Writable, mode);

            /// <summary>
            /// Saves what <c>Load</c> loads, under PyTorch's names{{savedBiases}}.
            /// </summary>
            /// <param name="sink">Where to.</param>
            /// <param name="prefix">What stands before the tensor names, such as <c>{{spec.Kind.ToString().ToLowerInvariant()}}.</c></param>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="sink"/> or <paramref name="prefix"/> is null.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Preferred}}
            public void Save(global::RnnGen.Formats.ITensorSink sink, string prefix = "") => 
                {{ArithmeticWriter.Name}}.Layout.Save(sink, prefix, _parameters.Span, RestState);

            {{FileMembers}}

            {{StateMembers.RestState}}

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
        public void Load(string path, string prefix = "", {{LoadModeParameter}}) => 
            global::RnnGen.Formats.ModelFiles.Load(this, path, prefix, mode);

        /// <inheritdoc/>
        {{CellFrame.GeneratedCode}}
        public void Save(string path, string prefix = "") => global::RnnGen.Formats.ModelFiles.Save(this, path, prefix);
        """;

    /// <summary>The order of the gates in a tensor, in words.</summary>
    private static string GateOrder(CellSpec spec, CellPlan plan) =>
        plan.Gates == 1 ? "" : $"; gates in PyTorch's order {string.Join(", ", CellCatalogue.Of(spec).Gates.ToCharArray())}";

    /// <summary>The tensors of a cell with their shapes, in words.</summary>
    private static string Tensors(CellSpec spec, CellPlan plan)
    {
        CellDefinition equations = CellCatalogue.Of(spec);
        int rows = plan.Gates * spec.Hidden;
        string biases = !equations.HasRecurrentBias
            ? "whose sum is the bias"
            : $"whose sum is the bias of every gate but {equations.Gates[equations.Gates.Length - 1]}, which has both";
        string tensors = $"<c>weight_ih_l0</c> [{rows}, {spec.Input}], <c>weight_hh_l0</c> [{rows}{(spec.IsElementwise ? "" : $", {spec.OutputSize}")}]";
        if (spec.Projection > 0)
        {
            tensors += $", <c>weight_hr_l0</c> [{spec.Projection}, {spec.Hidden}]";
        }

        if (equations.PeepholeGates.Length > 0)
        {
            tensors += $", <c>weight_peephole_l0</c> [{equations.PeepholeGates.Length * spec.Hidden}] ({string.Join(", ", equations.PeepholeGates.ToCharArray())})";
        }

        if (spec.LayerNorm)
        {
            tensors += $",\n/// <c>layer_norm_gates_weight_l0</c> and <c>layer_norm_gates_bias_l0</c> [{rows}]";
        }

        if (equations.NormalizedVector is { Of: { } of })
        {
            tensors += $", <c>layer_norm_{of}_weight_l0</c> and <c>layer_norm_{of}_bias_l0</c> [{spec.Hidden}]";
        }

        return spec.Bias
            ? $"{tensors} and, where they are there, <c>bias_ih_l0</c> and\n/// <c>bias_hh_l0</c> [{rows}], {biases}"
            : $"{tensors} (no biases: a file that has them is refused)";
    }

    private static void WriteStep(SourceWriter writer, CellSpec spec, CellPlan plan, CellDefinition equations) => writer.WriteLine($$"""
        /// <summary>One step of one stream: {{Grouped(MultiplyAdds(spec, plan))}} multiply-adds, and every parameter read once.</summary>
        /// <param name="input">x: [{{spec.Input}}]; may be in the state.</param>
        /// <param name="state">{{Carried(equations)}}, read and replaced; h is the output.</param>
        /// <exception cref="global::System.ArgumentException"><paramref name="input"/> is not {{Count(spec.Input, "float")}} long.</exception>
        {{CellFrame.GeneratedCode}}
        {{CellFrame.Optimized}}
        public void Step(global::System.ReadOnlySpan<float> input, ref State state) =>
            {{RunType}}.Step(input, ref state, _parameters);

        /// <summary>One step of many streams, with the bits of <see cref="Step(global::System.ReadOnlySpan{float}, ref State)"/> called for each.</summary>
        /// <param name="inputs">x of every stream: [streams, InputSize]; not in the states.</param>
        /// <param name="states">{{Carried(equations)}} of every stream: [streams], read and replaced.</param>
        /// <exception cref="global::System.ArgumentException"><paramref name="inputs"/> is not one step of every stream, or overlaps the states.</exception>
        {{CellFrame.GeneratedCode}}
        {{CellFrame.Optimized}}
        public void Step(global::System.ReadOnlySpan<float> inputs, global::System.Span<State> states) =>
            {{RunType}}.Step(inputs, states, _parameters);

        """);

    private static void WriteRun(SourceWriter writer, CellSpec spec, CellDefinition equations)
    {
        writer.WriteLine($$"""
            /// <summary>Many steps of one stream, with the bits of <see cref="Step(global::System.ReadOnlySpan{float}, ref State)"/> called for each.</summary>
            /// <param name="inputs">x of every step: [steps, {{spec.Input}}]</param>
            /// <param name="outputs">h of every step: [steps, {{spec.OutputSize}}]{{InPlace(spec)}}.</param>
            /// <param name="state">{{Carried(equations)}}, read and replaced.</param>
            /// <exception cref="global::System.ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Optimized}}
            public void Run(global::System.ReadOnlySpan<float> inputs, global::System.Span<float> outputs, ref State state) =>
                {{RunType}}.Run(inputs, outputs, ref state, _parameters);

            /// <summary>Many steps of many streams, with the bits of <see cref="Step(global::System.ReadOnlySpan{float}, ref State)"/> called for each.</summary>
            /// <param name="inputs">x of every step and stream: [steps, streams, InputSize]</param>
            /// <param name="outputs">h of every step and stream: [steps, streams, OutputSize]{{InPlace(spec)}}.</param>
            /// <param name="states">{{Carried(equations)}} of every stream: [streams], read and replaced.</param>
            /// <param name="workspace">Scratch memory for at least as many streams; one call at a time.</param>
            /// <exception cref="global::System.ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="workspace"/> is null.</exception>
            /// <exception cref="global::System.InvalidOperationException"><paramref name="workspace"/> is in use.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Optimized}}
            public void Run({{Sequences}}, Workspace workspace) =>
                {{RunType}}.Run(inputs, outputs, states, workspace, _parameters);

            """);
    }

    private static void WriteForward(SourceWriter writer, CellSpec spec, CellDefinition equations)
    {
        writer.WriteLine($$"""
            /// <summary>
            /// Many steps of many streams, as <c>Run</c> and with its bits, that leaves on the tape what <c>Backward</c> needs. For truncated BPTT call it piece by
            /// piece: the states carry on.
            /// </summary>
            /// <param name="inputs">x of every step and stream: [steps, streams, InputSize]</param>
            /// <param name="outputs">h of every step and stream: [steps, streams, OutputSize]{{InPlace(spec)}}.</param>
            /// <param name="states">{{Carried(equations)}} of every stream: [streams], read and replaced.</param>
            /// <param name="tape">A tape of at least as many steps and streams; what was on it is lost, also where this throws.</param>
            /// <exception cref="global::System.ArgumentException">A buffer or the tape has not the size it needs, or buffers overlap.</exception>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="tape"/> is null.</exception>
            /// <exception cref="global::System.InvalidOperationException"><paramref name="tape"/> is in use.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Optimized}}
            public void Forward({{Sequences}}, Tape tape) =>
                {{TrainingType}}.Forward(inputs, outputs, states, tape, _parameters);

            """);
    }

    private static void WriteBackward(SourceWriter writer, CellSpec spec, CellDefinition equations)
    {
        writer.WriteLine($$"""
            /// <summary>
            /// Backpropagation through time over the whole tape: the gradients of a loss by the parameters, the inputs and the initial states, given its
            /// gradients by the outputs and the final states. The parameters must be those of <c>Forward</c>.
            /// </summary>
            /// <param name="outputGradients">Of h of every step and stream: [steps, streams, OutputSize]</param>
            /// <param name="tape">What <c>Forward</c> left; it stays, but one call at a time may use it.</param>
            /// <param name="gradients">Of the parameters: added to.</param>
            /// <param name="inputGradients">Of x of every step and stream: [steps, streams, InputSize], added to; or empty, if they are not wanted.</param>
            /// <param name="stateGradients">
            /// Of {{Carried(equations)}} of every stream: [streams], on entry of the final states, on return of the initial ones; or empty, for zeros that are not wanted
            /// back.
            /// </param>
            /// <exception cref="global::System.ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="tape"/> or <paramref name="gradients"/> is null.</exception>
            /// <exception cref="global::System.InvalidOperationException">The last <c>Forward</c> threw, or <paramref name="tape"/> is in use.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Optimized}}
            public void Backward(
                global::System.ReadOnlySpan<float> outputGradients, Tape tape, Gradients gradients,
                global::System.Span<float> inputGradients = default, global::System.Span<State> stateGradients = default) =>
                {{TrainingType}}.Backward(
                    outputGradients, tape, gradients, inputGradients, stateGradients, _parameters);

            """);
    }

    private const string Sequences =
        "\n    global::System.ReadOnlySpan<float> inputs, global::System.Span<float> outputs, global::System.Span<State> states";

    private const string RunType = "global::RnnGen.Cells.CellRun<" + ArithmeticWriter.Name + ".Cell>";

    private const string TrainingType = "global::RnnGen.Cells.CellTraining<" + ArithmeticWriter.Name + ".Cell>";

    private static void WriteInterface(SourceWriter writer, CellSpec spec)
    {
        const string within = "";
        string cell = RecurrentInterface(spec.Type.Declaration.Self, within);
        writer.WriteLine($"""
            static int {cell}.InputSize => InputSize;

            static int {cell}.HiddenSize => HiddenSize;

            static int {cell}.OutputSize => OutputSize;

            static int {cell}.ParameterCount => ParameterCount;

            static Workspace {cell}.CreateWorkspace(int streams, int threads) => new(streams, threads);

            """);
        if (spec.Training)
        {
            string trainable = TrainableInterface(spec.Type.Declaration.Self, within);
            writer.WriteLine($"""
                static Tape {trainable}.CreateTape(int steps, int streams, int threads) => new(steps, streams, threads);

                static Gradients {trainable}.CreateGradients() => new();

                """);
        }
    }

    private static void WriteState(SourceWriter writer, CellSpec spec, CellPlan plan, CellDefinition equations)
    {
        string arithmetic = ArithmeticWriter.NameOf(spec);
        writer.WriteLine($$"""
            /// <summary>What a stream carries from step to step: {{Carried(equations)}}, {{4 * plan.StateFloats}} bytes in place, no heap. The default is zeros.</summary>
            {{StateMembers.Attributes(spec.Type)}}
            public struct State : global::RnnGen.{{(equations.HasCellState ? "ILstmState" : "IRecurrentState")}}, global::RnnGen.IState<State>
            """);
        using (writer.WriteBlock())
        {
            writer.WriteLine("private Floats _floats;");
            WriteStateSpan("Hidden", $"0, {arithmetic}.OutputSize", $"The hidden state h, which is also the output of the last step: [{spec.OutputSize}]");
            if (equations.HasCellState)
            {
                WriteStateSpan("Cell", $"{arithmetic}.PaddedOutput, {arithmetic}.HiddenSize", $"The cell state c: [{spec.Hidden}]");
            }

            StateMembers.WriteMembers(
                writer, StateMembers.BytesOf([new StateRow("", 1, 1, spec.OutputSize, equations.HasCellState ? spec.Hidden : 0, plan.StateFloats)], null),
                arithmetic + ".Map");
            writer.WriteLine($$"""

                /// <summary>h{{(equations.HasCellState ? ", then c" : "")}}, each with padding.</summary>
                [global::System.Runtime.CompilerServices.InlineArray({{arithmetic}}.StateFloats)]
                private struct Floats
                {
                    private float _first;
                }
                """);
        }

        writer.WriteLine();

        void WriteStateSpan(string name, string place, string summary) => writer.WriteLine($$"""

            /// <summary>{{summary}}</summary>
            [global::System.Diagnostics.CodeAnalysis.UnscopedRef]
            public global::System.Span<float> {{name}}
            {
                {{CellFrame.Inlined(arithmetic)}}
                get => global::RnnGen.Cells.StateFloats.Of(ref _floats, {{place}});
            }
            """);
    }

    /// <summary>What outputs may share memory with, in words.</summary>
    public static string InPlace(CellSpec spec) =>
        spec.Input == spec.OutputSize ? ", or exactly <paramref name=\"inputs\"/>, in place" : "; not in <paramref name=\"inputs\"/>";

    private static string Carried(CellDefinition equations) => equations.HasCellState ? "h and c" : "h";

    private static void WriteWorkspace(SourceWriter writer, CellSpec spec, CellPlan plan) => writer.WriteLine($$"""
        /// <summary>Scratch memory for sequences of many streams, and the threads that divide them: made once, used by one call at a time.</summary>
        public sealed class Workspace : global::RnnGen.Cells.CellWorkspace
        {
            /// <summary>Creates a workspace.</summary>
            /// <param name="streams">The most streams it will serve at once.</param>
            /// <param name="threads">The most threads that divide the work among them, the caller's included; the result is the same bit by bit.</param>
            /// <exception cref="global::System.ArgumentOutOfRangeException">
            /// <paramref name="threads"/> or <paramref name="streams"/> is less than one{{(plan.BatchesByProduct ? $", or more than {Grouped(MaxWorkspaceStreams(plan))} (their sums would not fit one array)" : "")}}.
            /// </exception>
            /// <exception cref="global::System.PlatformNotSupportedException">Several threads are asked for where the platform has none.</exception>
            public Workspace(int streams, int threads = 1)
                : base(streams, {{(plan.BatchesByProduct ? $"{ArithmeticWriter.Name}.RowFloats, {ArithmeticWriter.Name}.WorkspaceRows" : "0, 0")}}, threads)
            {
            }
        }

        """);

    private static void WriteTape(SourceWriter writer, CellSpec spec, CellPlan plan, TrainingPlan training, CellDefinition equations) => writer.WriteLine($$"""
        /// <summary>
        /// What <c>Forward</c> leaves for <c>Backward</c>, the latter's scratch memory, and the threads of both: made once, used again and
        /// again, by one call at a time.
        /// </summary>
        public sealed class Tape : global::RnnGen.Cells.CellTape
        {
            /// <summary>Creates a tape: {{Grouped(4 * (training.OperandFloats + plan.SumFloats + (equations.HasCellState ? plan.PaddedHidden : 0)))}} bytes for every step and stream.</summary>
            /// <param name="steps">The most steps it will hold.</param>
            /// <param name="streams">The most streams it will hold.</param>
            /// <param name="threads">The most threads that divide the work among them, the caller's included; the result is the same bit by bit.</param>
            /// <exception cref="global::System.ArgumentOutOfRangeException">
            /// A number is less than one, or steps and streams are more than fit one array together.
            /// </exception>
            /// <exception cref="global::System.PlatformNotSupportedException">Several threads are asked for where the platform has none.</exception>
            public Tape(int steps, int streams = 1, int threads = 1)
                : base(global::RnnGen.Cells.CellTapeSizes.Of<{{ArithmeticWriter.Name}}.Cell>(), steps, streams, threads)
            {
            }
        }

        """);

    private static void WriteGradients(SourceWriter writer, CellSpec spec) => writer.WriteLine($$"""
        /// <summary>The gradients of all parameters, in the parameters' layout: zeros when created, added to by <c>Backward</c>.</summary>
        public sealed class Gradients : global::RnnGen.Cells.CellGradients
        {
            /// <summary>Creates gradients of zero.</summary>
            public Gradients()
                : base(new({{ArithmeticWriter.Name}}.ParameterFloats), {{ArithmeticWriter.Name}}.Layout)
            {
            }
        }
        """);

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
