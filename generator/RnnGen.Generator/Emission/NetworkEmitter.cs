using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Layers;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Text.CodeText;

namespace RnnGen.Generator.Emission;

/// <summary>The members of a network: its layers one after the other, over the cells that are emitted as nested types.</summary>
internal sealed class NetworkEmitter
{
    private const string Floats = "global::System.Span<float>";
    private const string ReadOnlyFloats = "global::System.ReadOnlySpan<float>";

    private readonly SourceWriter _writer;
    private readonly NetworkPlan _plan;

    private NetworkEmitter(SourceWriter writer, NetworkPlan plan)
    {
        _writer = writer;
        _plan = plan;
    }

    public static string Emit(NetworkPlan plan)
    {
        string self = plan.Type.Declaration.Self;
        string arguments = $"{self}, {plan.InputType}, {self}.State, {self}.Workspace";
        string[] interfaces =
        [
            plan.IsCausal ? $"global::RnnGen.ICausalNetwork<{arguments}>" : $"global::RnnGen.INetwork<{arguments}>",
            .. plan.Training
                ? (string[])[$"global::RnnGen.ITrainableNetwork<{arguments}, {self}.Tape, {self}.Gradients>", $"global::RnnGen.Training.ITrainable<{plan.InputType}>"]
                : [],
            .. CrfMembers.Interfaces(plan),
        ];
        return CellFrame.Write(
            plan.Type,
            $"RnnGen: a network of {(plan.IsJoined ? $"{plan.Inputs.Count} input{(plan.Inputs.Count == 1 ? "" : "s")} and " : "")}{plan.Layers.Count} layer{(plan.Layers.Count == 1 ? "" : "s")}.",
            Remarks(plan),
            string.Join(", ", interfaces),
            writer =>
            {
                var emitter = new NetworkEmitter(writer, plan);
                emitter.WriteConstants();
                CreateMember.Write(writer, plan.Type, plan.Embedded, hasConstraints: plan.Crf is not null);
                emitter.WriteParameters();
                emitter.WriteCalls();
                CrfMembers.Write(writer, plan);
                emitter.WriteInterfaces(arguments);
                if (plan.IsJoined)
                {
                    new JoinedEmitter(writer, plan).WriteStepInput();
                }

                emitter.WriteState();
                emitter.WriteWorkspace();
                if (plan.Training)
                {
                    emitter.WriteTape();
                    emitter.WriteGradients();
                }

                foreach (CellDeclarationPlan cell in plan.CellTypes)
                {
                    CellEmitter.WriteNested(writer, cell.Spec, cell.Plan);
                }
            },
            NetworkArithmeticWriter.UsingsOf(plan),
            writer => new NetworkArithmeticWriter(writer, plan).Write());
    }

    /// <summary>The members that take inputs.</summary>
    private void WriteCalls()
    {
        if (_plan.IsJoined)
        {
            var joined = new JoinedEmitter(_writer, _plan);
            if (_plan.IsCausal)
            {
                joined.WriteStep();
                joined.WriteRun();
            }

            joined.WriteBatch();
            if (_plan.Training)
            {
                joined.WriteForward();
                joined.WriteBackward();
            }

            return;
        }

        if (_plan.IsCausal)
        {
            WriteStep();
            WriteRun();
        }

        WriteBatch();
        if (_plan.Training)
        {
            WriteForward();
            WriteBackward();
        }
    }

    private static string Remarks(NetworkPlan plan) => $"""
        /// <remarks>
        /// <code>
        {string.Join("\n", Describe(plan).Select(static line => "/// " + line))}
        /// </code>
        /// {Grouped(plan.ParameterCount)} parameters, {Grouped(4L * plan.ParameterCount)} bytes.{(plan.IsCausal ? "" : " No <c>Step</c>: a layer reads every sequence from its end, so that no output is known before the last input.")}
        /// </remarks>
        """;

    /// <summary>A line a layer: what it is and gives.</summary>
    private static IEnumerable<string> Describe(NetworkPlan plan) =>
    [
        .. plan.IsJoined
            ? [.. plan.Inputs.Select(static input => $"{UserText.Documentation(input.Name)}: {input.Description}: [{input.Output}]"), $"x, joined: [{plan.JoinedSize}]"]
            : (string[])[plan.Vocabulary > 0 ? "token ids" : $"x: [{plan.InputSize}]"],
        .. plan.Layers.Select(static layer => $"{(layer.Name.Length == 0 ? "" : UserText.Documentation(layer.Name) + ": ")}{layer.Description}: [{layer.Output}]"),
    ];

    private void WriteConstants()
    {
        if (_plan.Vocabulary > 0)
        {
            _writer.WriteLine($"""
                /// <summary>Tokens: ids are from 0 to below this.</summary>
                public const int VocabularySize = {Number(_plan.Vocabulary)};

                """);
        }

        _writer.WriteLine($"""
            /// <summary>{(_plan.IsJoined ? "Elements that a step takes: one <see cref=\"StepInput\"/>" : _plan.Vocabulary > 0 ? "Token ids that a step takes" : "Floats that a step takes")}.</summary>
            public const int InputSize = {Number(_plan.InputSize)};

            /// <summary>Floats that {(_plan.IsPooled ? "a sequence" : "a step")} gives.</summary>
            public const int OutputSize = {Number(_plan.OutputSize)};

            /// <summary>Trained numbers: {Grouped(_plan.ParameterCount)} ({Grouped(4L * _plan.ParameterCount)} bytes).</summary>
            public const int ParameterCount = {Number(_plan.ParameterCount)};

            """);
    }

    private void WriteParameters()
    {
        _writer.WriteLine($$"""
            // Layer after layer, each from a cache line on.
            private readonly global::RnnGen.Networks.NetworkParameters _parameters = new({{DescriptionOf(isTrained: false)}});

            /// <summary>
            /// All parameters as one flat span of {{Number(_plan.ParameterFloats)}} floats, layer after layer, each in the order in which it reads them; padding is zeros
            /// that must stay zeros.
            /// </summary>
            {{CellFrame.GeneratedCode}}
            public {{Floats}} Parameters => _parameters.Writable;

            /// <summary>
            /// Says that parameters were changed through a span that was taken before the last call: numbers that are computed from them (transposed weights of a backward
            /// pass) are then computed again. Taking <see cref="Parameters"/> says so, too.
            /// </summary>
            {{CellFrame.GeneratedCode}}
            public void ParametersChanged() => _parameters.MarkChanged();

            /// <summary>Whether any parameter is NaN or infinite.</summary>
            {{CellFrame.GeneratedCode}}
            public bool HasNonFiniteParameters => _parameters.HasNonFinite;

            /// <summary>Draws every parameter as PyTorch does by default: embeddings from the normal distribution, all others uniformly from +-1/sqrt of the units or inputs.</summary>
            /// <param name="seed">The same seed gives the same parameters on every machine.</param>
            {{CellFrame.GeneratedCode}}
            public void Initialize(int seed) => _parameters.Initialize(seed);

            /// <summary>
            /// Loads the parameters under PyTorch's names: {{string.Join(", ", TensorsOf(_plan).Select(static tensor => $"<c>{tensor}</c>"))}}.
            /// </summary>
            /// <param name="source">Where from.</param>
            /// <param name="prefix">What stands before the layers' names.</param>
            {{CellEmitter.LoadDocumentation("network")}}
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Preferred}}
            public void Load(
                global::RnnGen.Formats.ITensorSource source, string prefix = "", {{CellEmitter.LoadModeParameter}}) => 
                RestState = _parameters.Load<State>(source, prefix, mode);

            /// <inheritdoc/>
            {{CellFrame.GeneratedCode}}
            public void Load(
                global::RnnGen.Formats.ITensorSource source, {{LayersParameter}},
                string prefix = "", {{CellEmitter.LoadModeParameter}}) =>
                RestState = _parameters.Load(source, layers, prefix, mode, RestState);

            /// <summary>Saves what <c>Load</c> loads, under the same names.</summary>
            /// <param name="sink">Where to.</param>
            /// <param name="prefix">What stands before the layers' names.</param>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="sink"/> or <paramref name="prefix"/> is null.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Preferred}}
            public void Save(global::RnnGen.Formats.ITensorSink sink, string prefix = "") => _parameters.Save(sink, prefix, RestState);

            {{CellEmitter.FileMembers}}

            /// <inheritdoc/>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.NotPreferred}}
            public void Load(
                string path, {{LayersParameter}},
                string prefix = "", {{CellEmitter.LoadModeParameter}}) =>
                global::RnnGen.Formats.ModelFiles.Load(this, path, layers, prefix, mode);

            {{(_plan.Pooled is null ? StateMembers.RestState : StateMembers.RestStateOfPooled)}}

            """);
    }

    /// <summary>What the library knows of the network, as written.</summary>
    private static string DescriptionOf(bool isTrained) => $"global::RnnGen.Networks.NetworkDescription.Of{(isTrained ? "Trained" : "")}<{ArithmeticWriter.Name}.Network>()";

    /// <summary>The first tensor of each part, with the name of its layer.</summary>
    private static IEnumerable<string> TensorsOf(NetworkPlan plan) =>
        from layer in plan.Inputs.Select(static input => (input.Name, input.Tensors)).Concat(plan.Layers.Select(static layer => (layer.Name, layer.Tensors)))
        from tensor in layer.Tensors
        select UserText.Documentation(layer.Name.Length == 0 ? tensor : $"{layer.Name}.{tensor}");

    private void WriteStep()
    {
        string input = _plan.Vocabulary > 0 ? "the token's id: [1]" : $"x: [{_plan.InputSize}]";
        string output = _plan.IsPooled ? "Of all steps since the state was fresh" : "What the last layer gives";
        _writer.WriteLine($$"""
            /// <summary>One step of one stream.</summary>
            /// <param name="input">{{Capital(input)}}</param>
            /// <param name="output">{{output}}: [{{_plan.OutputSize}}]{{InPlace("input")}}.</param>
            /// <param name="state">What the stream carries, read and replaced.</param>
            /// <exception cref="global::System.ArgumentException"><paramref name="input"/> or <paramref name="output"/> has not the size it needs, or the latter overlaps another one or the state.</exception>
            """);
        if (_plan.Vocabulary > 0)
        {
            _writer.WriteLine($$"""
                /// <exception cref="global::System.ArgumentOutOfRangeException">The token is not in the vocabulary; nothing was changed.</exception>
                {{CellFrame.GeneratedCode}}
                {{CellFrame.Optimized}}
                public void Step(global::System.ReadOnlySpan<int> input, {{Floats}} output, ref State state) =>
                    {{RunType}}.Step(input, output, ref state, _parameters);

                /// <summary>One step of one stream.</summary>
                /// <param name="input">The token's id.</param>
                /// <param name="output">{{output}}: [{{_plan.OutputSize}}]</param>
                /// <param name="state">What the stream carries, read and replaced.</param>
                /// <exception cref="global::System.ArgumentException"><paramref name="output"/> has not the size it needs, or overlaps the state.</exception>
                /// <exception cref="global::System.ArgumentOutOfRangeException">The token is not in the vocabulary; nothing was changed.</exception>
                """);
        }

        _writer.WriteLine($$"""
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Optimized}}
            public void Step({{(_plan.Vocabulary > 0 ? "int" : ReadOnlyFloats)}} input, {{Floats}} output, ref State state) =>
                {{RunType}}.Step(input, output, ref state, _parameters);

            """);
    }

    private void WriteRun()
    {
        string outputs = _plan.IsPooled ? "The outputs of all steps since the state was fresh" : "The outputs of every step";
        _writer.WriteLine($$"""
            /// <summary>Many steps of one stream, with the bits of <c>Step</c> called for each.</summary>
            /// <param name="inputs">{{InputsDoc}}: [steps, {{_plan.InputSize}}]</param>
            /// <param name="outputs">{{outputs}}: [{{(_plan.IsPooled ? "" : "steps, ")}}{{_plan.OutputSize}}]{{InPlace("inputs")}}.</param>
            /// <param name="state">What the stream carries, read and replaced.</param>
            /// <exception cref="global::System.ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
            {{TokenException}}{{CellFrame.GeneratedCode}}
            {{CellFrame.Optimized}}
            public void Run(global::System.ReadOnlySpan<{{_plan.InputType}}> inputs, {{Floats}} outputs, ref State state) =>
                {{RunType}}.Run(inputs, outputs, ref state, _parameters);

            """);
    }

    private void WriteBatch()
    {
        _writer.WriteLine($$"""
            /// <summary>
            /// Many steps of many streams, of one length or of many{{(_plan.IsCausal ? ", with the bits of <c>Step</c> called for each" : "")}}. Nothing is computed for padding: a stream's state is that at the end of its
            /// own sequence, as with PyTorch's <c>pack_padded_sequence</c>.
            /// </summary>
            /// <param name="inputs">{{InputsDoc}}: [steps, streams, {{_plan.InputSize}}], or [streams, steps, {{_plan.InputSize}}]; padding may hold anything.</param>
            /// <param name="outputs">{{OutputsDoc}}{{InPlace("inputs")}}.</param>
            /// <param name="states">What every stream carries: [streams], read and replaced.</param>
            /// <param name="workspace">Scratch memory for at least as many streams{{(_plan.IsCausal ? "" : " and steps")}}; one call at a time.</param>
            /// <param name="lengths">The steps of every stream, [streams], in any order; or empty, where all have as many.</param>
            /// <param name="layout">How inputs and outputs lie in memory.</param>
            /// <exception cref="global::System.ArgumentException">A buffer or the workspace has not the size it needs, or buffers overlap.</exception>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="workspace"/> is null.</exception>
            /// <exception cref="global::System.ArgumentOutOfRangeException">A length{{(_plan.Vocabulary > 0 ? " or token" : "")}} is out of range; nothing was changed.</exception>
            /// <exception cref="global::System.InvalidOperationException"><paramref name="workspace"/> is in use.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Optimized}}
            public void Run(
                global::System.ReadOnlySpan<{{_plan.InputType}}> inputs, {{Floats}} outputs, global::System.Span<State> states, Workspace workspace,
                {{LengthsAndLayout}}) =>
                {{RunType}}.Run(inputs, outputs, states, workspace, lengths, layout, _parameters);

            """);
        if (_plan.IsCausal)
        {
            _writer.WriteLine($$"""
                /// <summary>One step of many streams.</summary>
                /// <param name="inputs">{{InputsDoc}}: [streams, {{_plan.InputSize}}]</param>
                /// <param name="outputs">[streams, {{_plan.OutputSize}}]{{InPlace("inputs")}}.</param>
                /// <param name="states">What every stream carries: [streams], read and replaced.</param>
                /// <param name="workspace">Scratch memory for at least as many streams; one call at a time.</param>
                /// <exception cref="global::System.ArgumentException">A buffer or the workspace has not the size it needs, or buffers overlap.</exception>
                /// <exception cref="global::System.ArgumentNullException"><paramref name="workspace"/> is null.</exception>
                /// <exception cref="global::System.InvalidOperationException"><paramref name="workspace"/> is in use.</exception>
                {{TokenException}}{{CellFrame.GeneratedCode}}
                {{CellFrame.Optimized}}
                public void Step(
                    global::System.ReadOnlySpan<{{_plan.InputType}}> inputs, {{Floats}} outputs, global::System.Span<State> states, Workspace workspace) =>
                    {{RunType}}.Step(inputs, outputs, states, workspace, _parameters);

                """);
        }
    }

    private void WriteForward() => _writer.WriteLine($$"""
        /// <summary>
        /// As <c>Run</c>{{(_plan.Drops ? ", with dropout," : " and with its bits,")}} leaving on the tape what <c>Backward</c> needs. For truncated BPTT call it piece by piece: the states carry on.
        /// </summary>
        /// <param name="inputs">{{InputsDoc}}: [steps, streams, {{_plan.InputSize}}], or [streams, steps, {{_plan.InputSize}}]; padding may hold anything.</param>
        /// <param name="outputs">{{(_plan.IsPooled ? $"[streams, {_plan.OutputSize}]" : $"[steps, streams, {_plan.OutputSize}], or [streams, steps, {_plan.OutputSize}]; zeros at padding")}}{{InPlace("inputs")}}.</param>
        /// <param name="states">What every stream carries: [streams], read and replaced.</param>
        /// <param name="tape">A tape of at least as many steps and streams; what was on it is lost, also where this throws.</param>
        /// <param name="lengths">The steps of every stream, [streams], in any order; or empty, where all have as many.</param>
        /// <param name="layout">How inputs and outputs lie in memory.</param>
        /// <exception cref="global::System.ArgumentException">A buffer or the tape has not the size it needs, or buffers overlap.</exception>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="tape"/> is null.</exception>
        /// <exception cref="global::System.ArgumentOutOfRangeException">A length{{(_plan.Vocabulary > 0 ? " or token" : "")}} is out of range; only the tape was changed.</exception>
        /// <exception cref="global::System.InvalidOperationException"><paramref name="tape"/> is in use.</exception>
        {{CellFrame.GeneratedCode}}
        {{CellFrame.Optimized}}
        public void Forward(
            global::System.ReadOnlySpan<{{_plan.InputType}}> inputs, {{Floats}} outputs, global::System.Span<State> states, Tape tape,
            {{LengthsAndLayout}}) =>
            {{TrainingType}}.Forward(inputs, outputs, states, tape, lengths, layout, _parameters);

        """);

    private void WriteBackward() => _writer.WriteLine($$"""
        /// <summary>
        /// Backpropagation through time over the whole tape: the gradients of a loss by the parameters, the inputs and the initial states, given its
        /// gradients by the outputs and the final states. The parameters must be those of <c>Forward</c>.
        /// </summary>
        /// <param name="outputGradients">Of the outputs, {{(_plan.IsPooled ? $"[streams, {_plan.OutputSize}]" : "in their layout; those of padding are not read")}}.</param>
        /// <param name="tape">What <c>Forward</c> left; it stays, but one call at a time may use it.</param>
        /// <param name="gradients">Of the parameters: added to.</param>
        /// <param name="inputGradients">{{(_plan.Vocabulary > 0 ? "Empty: token ids have no gradients." : "Of the inputs, in their layout, added to (padding: nothing); or empty, if they are not wanted.")}}</param>
        /// <param name="stateGradients">
        /// Of the state of every stream: [streams], on entry of the final states, on return of the initial ones; or empty, for zeros that are not wanted back.
        /// </param>
        /// <exception cref="global::System.ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
        /// <exception cref="global::System.ArgumentNullException"><paramref name="tape"/> or <paramref name="gradients"/> is null.</exception>
        /// <exception cref="global::System.InvalidOperationException">The last <c>Forward</c> threw, or <paramref name="tape"/> is in use.</exception>
        {{CellFrame.GeneratedCode}}
        {{CellFrame.Optimized}}
        public void Backward(
            {{ReadOnlyFloats}} outputGradients, Tape tape, Gradients gradients,
            {{Floats}} inputGradients = default, global::System.Span<State> stateGradients = default) =>
            {{TrainingType}}.Backward(
                outputGradients, tape, gradients, inputGradients, stateGradients, _parameters);

        """);

    private void WriteInterfaces(string arguments)
    {
        string network = $"global::RnnGen.INetwork<{arguments}>";
        foreach ((string type, string member, string value) in new[]
        {
            ("int", "InputSize", "InputSize"), ("int", "OutputSize", "OutputSize"), ("bool", "HasOutputPerStep", Bool(!_plan.IsPooled)),
            ("int", "ParameterCount", "ParameterCount"), ("Workspace", "CreateWorkspace(int steps, int streams, int threads)", "new(steps, streams, threads)"),
        })
        {
            WriteStatic(type, network, member, value);
        }

        if (_plan.Vocabulary > 0)
        {
            WriteStatic("int", network, "VocabularySize", "VocabularySize");
        }

        if (_plan.Training)
        {
            string trainable = $"global::RnnGen.ITrainableNetwork<{arguments}, {_plan.Type.Declaration.Self}.Tape, {_plan.Type.Declaration.Self}.Gradients>";
            WriteStatic("Tape", trainable, "CreateTape(int steps, int streams, int threads)", "new(steps, streams, threads)");
            WriteStatic("Gradients", trainable, "CreateGradients()", "new()");
            if (_plan.Cells.Count == 0)
            {
                WriteStatic("bool", trainable, "IsRecurrent", "false");
            }

            _writer.WriteLine($"""
                global::RnnGen.Training.TrainingShard<{_plan.InputType}> global::RnnGen.Training.ITrainable<{_plan.InputType}>.CreateShard(int steps, int streams) =>
                    new global::RnnGen.Training.NetworkShard<{arguments}, {_plan.Type.Declaration.Self}.Tape, {_plan.Type.Declaration.Self}.Gradients>(this, steps, streams);

                """);
        }

        if (_plan.IsJoined)
        {
            new JoinedEmitter(_writer, _plan).WriteInterfaces(
                _plan.Training ? $"global::RnnGen.ITrainableNetwork<{arguments}, {_plan.Type.Declaration.Self}.Tape, {_plan.Type.Declaration.Self}.Gradients>" : "");
        }

        void WriteStatic(string type, string of, string member, string value) => _writer.WriteLine($"""
            static {type} {of}.{member} => {value};

            """);
    }

    private void WriteState()
    {
        _writer.WriteLine($$"""
            /// <summary>
            /// What one stream carries from step to step: the states of all layers, in place, no heap. The default is zeros. An assignment copies it: assign
            /// <see cref="RestState"/> to start anew.
            /// </summary>
            {{StateMembers.Attributes(_plan.Type)}}
            [global::System.Runtime.InteropServices.StructLayout(global::System.Runtime.InteropServices.LayoutKind.Sequential)]
            public struct State : global::RnnGen.INetworkState<State>
            """);
        using (_writer.WriteBlock())
        {
            foreach (CellInstance cell in _plan.Cells)
            {
                _writer.WriteLine($"private {cell.Type}.State {cell.StateField};");
            }

            if (_plan.Pooled is not null)
            {
                _writer.WriteLine("private long _pooledCount;");
                _writer.WriteLine("private PooledRow _pooled;");
            }

            foreach (CellInstance cell in _plan.Cells)
            {
                _writer.WriteLine($$"""

                    /// <summary>The state of {{cell.Description}}.</summary>
                    [global::System.Diagnostics.CodeAnalysis.UnscopedRef]
                    public ref {{cell.Type}}.State {{cell.StateMember}} => ref {{cell.StateField}};
                    """);
            }

            StateMembers.WriteLayers(_writer, ArithmeticWriter.Name);
            StateMembers.WriteMembers(_writer, StateMembers.BytesOf(_plan.StateRows, _plan.Pooled), ArithmeticWriter.Name + ".Map");
            if (_plan.Pooled is { } pooled)
            {
                _writer.WriteLine($$"""

                    /// <summary>What pooling keeps of the rows so far.</summary>
                    [global::System.Runtime.CompilerServices.InlineArray({{ArithmeticWriter.Name}}.{{pooled.Member}}.Width)]
                    private struct PooledRow
                    {
                        private {{pooled.ElementType}} _first;
                    }
                    """);
            }
        }

        _writer.WriteLine();
    }

    private void WriteWorkspace() => WriteMemory(
        "Workspace", "Scratch memory for sequences of many streams, and the threads that divide them: made once, used by one call at a time.", "Creates a workspace.",
        _plan.IsCausal ? "Steps that go through all layers at a time: longer sequences go in pieces." : "The most steps of a sequence: a layer reads it from its end.",
        "The most streams it will serve at once.", isTrained: false);

    private void WriteTape() => WriteMemory(
        "Tape", "What <c>Forward</c> leaves for <c>Backward</c>, the latter's scratch memory, and the threads of both: made once, used again and again, by one call at a time.", "Creates a tape.",
        "The most steps it will hold.", "The most streams it will hold.", isTrained: true);

    private void WriteMemory(string name, string summary, string creates, string steps, string streams, bool isTrained) => _writer.WriteLine($$"""
        /// <summary>{{summary}}</summary>
        {{CellFrame.GeneratedCode}}
        public sealed class {{name}} : global::RnnGen.Networks.Network{{name}}
        {
            /// <summary>{{creates}}</summary>
            /// <param name="steps">{{steps}}</param>
            /// <param name="streams">{{streams}}</param>
            /// <param name="threads">The most threads that divide the work among them, the caller's included; the result is the same bit by bit.</param>
            /// <exception cref="global::System.ArgumentOutOfRangeException">A number is less than one, or steps and streams are more than fit one array.</exception>
            /// <exception cref="global::System.PlatformNotSupportedException">Several threads are asked for where the platform has none.</exception>
            public {{name}}(int steps, int streams = 1, int threads = 1)
                : base({{DescriptionOf(isTrained)}}, steps, streams, threads)
            {
            }
        }

        """);

    private void WriteGradients() => _writer.WriteLine($$"""
        /// <summary>The gradients of all parameters, in the parameters' layout: zeros when created, added to by <c>Backward</c>.</summary>
        {{CellFrame.GeneratedCode}}
        public sealed class Gradients : global::RnnGen.Networks.NetworkGradients
        {
            /// <summary>Creates gradients of zero.</summary>
            public Gradients()
                : base({{DescriptionOf(isTrained: false)}})
            {
            }
        }

        """);

    private const string LayersParameter = "global::System.Collections.Generic.IReadOnlyCollection<string> layers";

    /// <summary>How the sequences of a call lie in memory, as parameters of members.</summary>
    internal const string LengthsAndLayout =
        "global::System.ReadOnlySpan<int> lengths = default, global::RnnGen.SequenceLayout layout = global::RnnGen.SequenceLayout.TimeFirst";

    private const string RunType = "global::RnnGen.Networks.NetworkRun<" + ArithmeticWriter.Name + ".Network>";

    /// <summary>The library's passes that train, of the network at hand.</summary>
    internal const string TrainingType = "global::RnnGen.Networks.NetworkTraining<" + ArithmeticWriter.Name + ".Network>";

    /// <summary>What outputs may share memory with, in words.</summary>
    private string InPlace(string inputs) => _plan.Vocabulary > 0 ? ""
        : _plan.WorksInPlace ? $", or exactly <paramref name=\"{inputs}\"/>, in place"
        : $"; not in <paramref name=\"{inputs}\"/>";

    private string InputsDoc => _plan.Vocabulary > 0 ? "The token ids of every step" : "x of every step";

    private string OutputsDoc => _plan.IsPooled
        ? $"The outputs of every stream, of all steps since its state was fresh: [streams, {_plan.OutputSize}]"
        : $"The outputs of every step: [steps, streams, {_plan.OutputSize}], or [streams, steps, {_plan.OutputSize}]; zeros at padding";

    private string TokenException => _plan.Vocabulary > 0
        ? "/// <exception cref=\"global::System.ArgumentOutOfRangeException\">A token is not in the vocabulary; nothing was changed.</exception>\n"
        : "";
}
