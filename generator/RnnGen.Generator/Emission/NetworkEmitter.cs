using System;
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
        ];
        return CellFrame.Write(
            plan.Type,
            $"RnnGen: a network of {plan.Layers.Count} layer{(plan.Layers.Count == 1 ? "" : "s")}.",
            Remarks(plan),
            "partial",
            string.Join(", ", interfaces),
            writer =>
            {
                var emitter = new NetworkEmitter(writer, plan);
                emitter.WriteConstants();
                emitter.WriteParameters();
                if (plan.IsCausal)
                {
                    emitter.WriteStep();
                    emitter.WriteRun();
                }

                emitter.WriteBatch();
                NetworkTraining? training = plan.Training ? new NetworkTraining(writer, plan) : null;
                training?.WriteMethods();
                emitter.WriteInterfaces(arguments);
                new NetworkTypes(writer, plan).Write();
                training?.WriteTypes();
            });
    }

    private static string Remarks(NetworkPlan plan) => $"""
        /// <remarks>
        /// <code>
        {string.Join("\n", Describe(plan).Select(static line => "/// " + line))}
        /// </code>
        /// {Grouped(plan.ParameterCount)} parameters, {Grouped(4L * plan.ParameterCount)} bytes.{(plan.IsCausal ? "" : " No <c>Step</c>: a layer reads every sequence from its end, too, so that no output is known before the last input.")}
        /// </remarks>
        """;

    /// <summary>A line a layer: what it is and gives.</summary>
    private static IEnumerable<string> Describe(NetworkPlan plan) =>
    [
        plan.Vocabulary > 0 ? "token ids" : $"x: [{plan.InputSize}]",
        .. plan.Layers.Select(static layer => $"{(layer.Name.Length == 0 ? "" : UserText.Documentation(layer.Name) + ": ")}{layer.Description}: [{layer.Output}]"),
    ];

    private void WriteConstants()
    {
        if (_plan.Vocabulary > 0)
        {
            _writer.WriteLine($"""
                /// <summary>Tokens: ids are from 0 to below this.</summary>
                {CellFrame.GeneratedCode}
                public const int VocabularySize = {Number(_plan.Vocabulary)};

                """);
        }

        _writer.WriteLine($"""
            /// <summary>{(_plan.Vocabulary > 0 ? "Token ids" : "Floats")} that a step takes.</summary>
            {CellFrame.GeneratedCode}
            public const int InputSize = {Number(_plan.InputSize)};

            /// <summary>Floats that {(_plan.IsPooled ? "a sequence" : "a step")} gives.</summary>
            {CellFrame.GeneratedCode}
            public const int OutputSize = {Number(_plan.OutputSize)};

            /// <summary>Trained numbers: {Grouped(_plan.ParameterCount)} ({Grouped(4L * _plan.ParameterCount)} bytes).</summary>
            {CellFrame.GeneratedCode}
            public const int ParameterCount = {Number(_plan.ParameterCount)};

            """);
    }

    private void WriteParameters()
    {
        _writer.WriteLine($$"""
            private readonly Layers _layers = new();

            /// <summary>
            /// All parameters as one flat span of {{Number(_plan.ParameterFloats)}} floats, layer after layer, each in the order in which it reads them; padding is zeros
            /// that must stay zeros.
            /// </summary>
            {{CellFrame.GeneratedCode}}
            public {{Floats}} Parameters => _layers.Parameters.Writable;

            /// <summary>
            /// Says that parameters were changed through a span that was taken before the last call: numbers that are computed from them (transposed weights of a backward
            /// pass) are then computed again. Taking <see cref="Parameters"/> says so, too.
            /// </summary>
            {{CellFrame.GeneratedCode}}
            public void ParametersChanged() => _layers.Parameters.MarkChanged();

            /// <summary>Whether any parameter is NaN or infinite.</summary>
            {{CellFrame.GeneratedCode}}
            public bool HasNonFiniteParameters => RnnCells::ParameterChecks.HasNonFinite(_layers.Parameters.Span);

            /// <summary>Draws every parameter as PyTorch does by default: embeddings from the normal distribution, all others uniformly from +-1/sqrt of the units or inputs.</summary>
            /// <param name="seed">The same seed gives the same parameters on every machine.</param>
            {{CellFrame.GeneratedCode}}
            public void Initialize(int seed)
            """);
        using (_writer.WriteBlock())
        {
            _writer.WriteLine($"{Floats} parameters = _layers.Parameters.Writable;");
            int part = 0;
            foreach (TensorGroup group in _plan.Tensors)
            {
                _writer.WriteLine(group.Initialize($"RnnNetworks::LayerSeeds.Of(seed, {Number(part++)})", $"parameters.Slice({Number(group.Offset)}, {Number(group.Floats)})"));
            }
        }

        _writer.WriteLine($$"""

            /// <summary>
            /// Loads the parameters under PyTorch's names: {{string.Join(", ", _plan.Tensors.Select(static group => $"<c>{group.Example}</c>"))}}.
            /// </summary>
            /// <param name="source">Where from.</param>
            /// <param name="prefix">What stands before the layers' names.</param>
            {{CellEmitter.LoadDocumentation("network")}}
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Preferred}}
            public void Load(global::RnnGen.Formats.ITensorSource source, string prefix = "", {{CellEmitter.LoadModeParameter}})
            {
                global::RnnGen.Formats.ModelReader.Load(source, prefix, mode, _layers.Parameters.Writable, static (reader, parameters) =>
                {
            """);
        bool isOnly = _plan.Tensors.Select(static group => group.Name).Distinct().Count() == 1;
        foreach (TensorGroup group in _plan.Tensors)
        {
            string module = isOnly
                ? $"reader.OnlyModule({group.NameLiteral}, \"{_plan.Tensors[0].FirstTensor}\")"
                : $"reader.Module({group.NameLiteral})";
            _writer.WriteLine($"        {group.Load(module, $"parameters.Slice({Number(group.Offset)}, {Number(group.Floats)})")}");
        }

        _writer.WriteLine($$"""
                });
            }

            /// <summary>Saves what <c>Load</c> loads, under the same names.</summary>
            /// <param name="sink">Where to.</param>
            /// <param name="prefix">What stands before the layers' names.</param>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="sink"/> or <paramref name="prefix"/> is null.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Preferred}}
            public void Save(global::RnnGen.Formats.ITensorSink sink, string prefix = "")
            """);
        WriteSave(_writer, _plan, "_layers.Parameters.Span", gradients: false);
        _writer.WriteLine();
        _writer.WriteLine(CellEmitter.FileMembers);
        _writer.WriteLine();
    }

    /// <summary>The body of a method that saves parameters, or gradients in their layout.</summary>
    public static void WriteSave(SourceWriter writer, NetworkPlan plan, string values, bool gradients)
    {
        using (writer.WriteBlock())
        {
            writer.WriteLine($"""
                global::System.ArgumentNullException.ThrowIfNull(sink);
                global::System.ArgumentNullException.ThrowIfNull(prefix);
                {ReadOnlyFloats} values = {values};
                """);
            foreach (TensorGroup group in plan.Tensors)
            {
                writer.WriteLine(group.Save(
                    $"RnnNetworks::TensorPrefix.Of(prefix, {group.NameLiteral})", $"values.Slice({Number(group.Offset)}, {Number(group.Floats)})", gradients));
            }
        }
    }

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
                {{CellFrame.Kernel}}
                public void Step(global::System.ReadOnlySpan<int> input, {{Floats}} output, ref State state)
                {
                    RnnNetworks::NetworkArguments.CheckSize(input.Length, InputSize, nameof(input));
                    Step(input[0], output, ref state);
                }

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
            {{CellFrame.Kernel}}
            public void Step({{(_plan.Vocabulary > 0 ? "int" : ReadOnlyFloats)}} input, {{Floats}} output, ref State state)
            """);
        using (_writer.WriteBlock())
        {
            if (_plan.Vocabulary > 0)
            {
                _writer.WriteLine("RnnNetworks::NetworkArguments.CheckToken(new global::System.ReadOnlySpan<int>(in input), 0, VocabularySize);");
            }
            else
            {
                _writer.WriteLine("RnnNetworks::NetworkArguments.CheckSize(input.Length, InputSize, nameof(input));");
            }

            _writer.WriteLine("RnnNetworks::NetworkArguments.CheckSize(output.Length, OutputSize, nameof(output));");
            _writer.WriteLine($"RnnNetworks::NetworkArguments.CheckStepOverlaps({(_plan.Vocabulary > 0 ? "default" : "input")}, output, ref state);");
            string current = "input";
            foreach (LayerPlan layer in _plan.Layers)
            {
                current = layer.WriteStep(_writer, current, isLast: layer == _plan.Last);
            }

            if (current != "output")
            {
                _writer.WriteLine($"{current}.CopyTo(output);");
            }
        }

        _writer.WriteLine();
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
            {{CellFrame.Kernel}}
            public void Run(global::System.ReadOnlySpan<{{_plan.InputType}}> inputs, {{Floats}} outputs, ref State state)
            """);
        using (_writer.WriteBlock())
        {
            _writer.WriteLine(
                $"int steps = RnnNetworks::NetworkArguments.CheckSequence(inputs.Length, InputSize, outputs.Length, OutputSize, isPerStep: {Bool(!_plan.IsPooled)});");
            _writer.WriteLine("RnnNetworks::NetworkArguments.CheckOverlaps(inputs, outputs, ref state);");
            if (_plan.Vocabulary > 0)
            {
                using (_writer.WriteBlock("for (int step = 0; step < steps; step++)"))
                {
                    _writer.WriteLine("RnnNetworks::NetworkArguments.CheckToken(inputs, step, VocabularySize);");
                }
            }

            string stackSteps = Number(_plan.StackSteps);
            foreach (LayerPlan layer in _plan.PerStep.Where(layer => layer != _plan.Last))
            {
                _writer.WriteLine($"{Floats} {layer.Local}Rows = stackalloc float[{stackSteps} * {Number(layer.Output)}];");
            }

            _writer.WriteLine();
            _writer.WriteLine($"// {stackSteps} steps at a time through all layers, so that what is between them stays in the cache.");
            using (_writer.WriteBlock($"for (int first = 0; first < steps; first += {stackSteps})"))
            {
                _writer.WriteLine($"int count = global::System.Math.Min({stackSteps}, steps - first);");
                string current = "inputs.Slice(first * InputSize, count * InputSize)";
                foreach (LayerPlan layer in _plan.PerStep)
                {
                    string rows = layer == _plan.Last ? "outputs.Slice(first * OutputSize, count * OutputSize)" : $"{layer.Local}Rows[..(count * {Number(layer.Output)})]";
                    _writer.WriteLine($"{Floats} {layer.Local} = {rows};");
                    layer.WriteRun(_writer, current, layer.Local);
                    current = layer.Local;
                }

                if (_plan.Pooling is { } pooling)
                {
                    string width = Number(pooling.Input);
                    pooling.WriteRunRows(
                        _writer, pooling.Index == 0 ? "inputs.Slice((first + step) * InputSize, InputSize)" : $"{current}.Slice(step * {width}, {width})");
                }
            }

            if (_plan.IsPooled)
            {
                _writer.WriteLine();
                WriteSequenceLayers(static layer => $"stackalloc float[{Number(layer.Output)}]", (layer, input, output) => layer.WriteRun(_writer, input, output), "outputs");
            }
        }

        _writer.WriteLine();
    }

    /// <summary>What pooling gives, and the layers behind it: one row a sequence.</summary>
    /// <param name="buffer">The rows of a layer that is not the last.</param>
    /// <param name="write">Writes a layer, from its inputs to its outputs.</param>
    /// <param name="outputs">The rows of the last.</param>
    private void WriteSequenceLayers(Func<LayerPlan, string> buffer, Action<LayerPlan, string, string> write, string outputs)
    {
        string current = "";
        foreach (LayerPlan layer in _plan.PerSequence)
        {
            string target = layer == _plan.Last ? outputs : layer.Local;
            if (layer != _plan.Last)
            {
                _writer.WriteLine($"{Floats} {target} = {buffer(layer)};");
            }

            write(layer, current, target);
            current = target;
        }
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
            {{CellFrame.Kernel}}
            public void Run(
                global::System.ReadOnlySpan<{{_plan.InputType}}> inputs, {{Floats}} outputs, global::System.Span<State> states, Workspace workspace,
                global::System.ReadOnlySpan<int> lengths = default, global::RnnGen.SequenceLayout layout = global::RnnGen.SequenceLayout.TimeFirst)
            {
                global::System.ArgumentNullException.ThrowIfNull(workspace);
                using var use = workspace.Use.Begin(nameof(workspace));
                workspace.Batch.Arrange(
                    inputs.Length, InputSize, outputs.Length, OutputSize, isPerStep: {{Bool(!_plan.IsPooled)}}, states.Length, lengths, layout, nameof(workspace),
                    maxSteps: {{(_plan.IsCausal ? "int.MaxValue" : "workspace.Steps")}});
            {{BatchChecks(_plan, "workspace.Batch")}}
                RunLayers(inputs, outputs, states, workspace);
            }

            /// <summary>The same, checked, for the sequences that the workspace has arranged.</summary>
            {{CellFrame.Kernel}}
            private void RunLayers(global::System.ReadOnlySpan<{{_plan.InputType}}> inputs, {{Floats}} outputs, global::System.Span<State> states, Workspace workspace)
            """);
        using (_writer.WriteBlock())
        {
            _writer.WriteLine("RnnNetworks::SequenceBatch batch = workspace.Batch;");
            _writer.WriteLine("workspace.States.Take(batch, states);");
            using (_writer.WriteBlock("while (batch.MoveNext())"))
            {
                string input = $"batch.Gather(inputs, InputSize, {(_plan.Vocabulary > 0 ? "workspace.Tokens" : "workspace.InputRows.Span")})";
                _writer.WriteLine($"global::System.ReadOnlySpan<{_plan.InputType}> x = {input};");
                string current = "x";
                foreach (LayerPlan layer in _plan.PerStep)
                {
                    _writer.WriteLine(layer == _plan.Last
                        ? $"{Floats} {layer.Local} = batch.Target(outputs, OutputSize, workspace.{layer.RowsMember}.Span);"
                        : $"{Floats} {layer.Local} = workspace.{layer.RowsMember}.Span[..(batch.Rows * {Number(layer.Output)})];");
                    layer.WriteBatch(_writer, current, layer.Local);
                    current = layer.Local;
                }

                _plan.Pooling?.WriteBatchRows(_writer, current);
                if (!_plan.IsPooled)
                {
                    _writer.WriteLine($"batch.Scatter({current}, OutputSize, outputs);");
                }
            }

            _writer.WriteLine();
            if (_plan.IsPooled)
            {
                _writer.WriteLine("int streams = states.Length;");
                _writer.WriteLine($"{Floats} sequences = workspace.OutputRows.Span[..(streams * OutputSize)];");
                WriteSequenceLayers(
                    static layer => $"workspace.{layer.RowsMember}.Span[..(streams * {Number(layer.Output)})]",
                    (layer, input, output) => layer.WriteBatch(_writer, input, output), "sequences");
                _writer.WriteLine("batch.ScatterStreams(sequences, OutputSize, outputs);");
            }
            else
            {
                _writer.WriteLine("batch.ClearPadding(outputs, OutputSize);");
            }

            _writer.WriteLine("workspace.States.Return(batch, states);");
        }

        _writer.WriteLine();
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
                public void Step(global::System.ReadOnlySpan<{{_plan.InputType}}> inputs, {{Floats}} outputs, global::System.Span<State> states, Workspace workspace)
                {
                    RnnNetworks::NetworkArguments.CheckSize(inputs.Length, (long)states.Length * InputSize, nameof(inputs));
                    Run(inputs, outputs, states, workspace);
                }

                """);
        }
    }

    private void WriteInterfaces(string arguments)
    {
        string network = $"global::RnnGen.INetwork<{arguments}>";
        foreach ((string type, string member, string value) in new[]
        {
            ("int", "InputSize", "InputSize"), ("int", "OutputSize", "OutputSize"), ("bool", "HasOutputPerStep", Bool(!_plan.IsPooled)),
            ("int", "ParameterCount", "ParameterCount"), ("Workspace", "CreateWorkspace(int steps, int streams)", "new(steps, streams)"),
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
            WriteStatic("Tape", trainable, "CreateTape(int steps, int streams)", "new(steps, streams)");
            WriteStatic("Gradients", trainable, "CreateGradients()", "new()");
            if (_plan.Cells.Count == 0)
            {
                WriteStatic("bool", trainable, "IsRecurrent", "false");
            }

            _writer.WriteLine($"""
                /// <inheritdoc/>
                {CellFrame.GeneratedCode}
                global::RnnGen.Training.TrainingShard<{_plan.InputType}> global::RnnGen.Training.ITrainable<{_plan.InputType}>.CreateShard(int steps, int streams) =>
                    new global::RnnGen.Training.NetworkShard<{arguments}, {_plan.Type.Declaration.Self}.Tape, {_plan.Type.Declaration.Self}.Gradients>(this, steps, streams);

                """);
        }

        void WriteStatic(string type, string of, string member, string value) => _writer.WriteLine($"""
            /// <inheritdoc/>
            {CellFrame.GeneratedCode}
            static {type} {of}.{member} => {value};

            """);
    }

    /// <summary>The checks of a batch's buffers, besides their sizes.</summary>
    public static string BatchChecks(NetworkPlan plan, string batch) =>
        $"    RnnNetworks::NetworkArguments.CheckOverlaps(inputs, outputs, states, isCausal: {Bool(plan.IsCausal)});"
        + (plan.Vocabulary > 0 ? $"\n    {batch}.CheckTokens(inputs, VocabularySize);" : "");

    private string InPlace(string inputs) => InPlace(_plan, inputs);

    /// <summary>What outputs may share memory with, in words.</summary>
    public static string InPlace(NetworkPlan plan, string inputs) => plan.Vocabulary > 0 ? ""
        : plan.WorksInPlace ? $", or exactly <paramref name=\"{inputs}\"/>, in place"
        : $"; not in <paramref name=\"{inputs}\"/>";

    private string InputsDoc => _plan.Vocabulary > 0 ? "The token ids of every step" : "x of every step";

    private string OutputsDoc => _plan.IsPooled
        ? $"The outputs of every stream, of all steps since its state was fresh: [streams, {_plan.OutputSize}]"
        : $"The outputs of every step: [steps, streams, {_plan.OutputSize}], or [streams, steps, {_plan.OutputSize}]; zeros at padding";

    private string TokenException => _plan.Vocabulary > 0
        ? "/// <exception cref=\"global::System.ArgumentOutOfRangeException\">A token is not in the vocabulary; nothing was changed.</exception>\n"
        : "";
}
