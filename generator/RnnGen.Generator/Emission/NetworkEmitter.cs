using System;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Emission.VectorSyntax;

namespace RnnGen.Generator.Emission;

/// <summary>The members of a network: its layers one after the other, over the cells that are emitted as nested types.</summary>
internal sealed class NetworkEmitter
{
    private const string Floats = "global::System.Span<float>";
    private const string ReadOnlyFloats = "global::System.ReadOnlySpan<float>";

    private readonly SourceWriter _writer;
    private readonly NetworkSpec _spec;
    private readonly NetworkLayout _layout;

    private NetworkEmitter(SourceWriter writer, NetworkSpec spec, NetworkLayout layout)
    {
        _writer = writer;
        _spec = spec;
        _layout = layout;
    }

    public static string Emit(NetworkSpec spec, NetworkPlan plan)
    {
        var layout = new NetworkLayout(spec, plan);
        string self = spec.Type.Declaration.Self;
        string arguments = $"{self}, {layout.InputType}, {self}.State, {self}.Workspace";
        string[] interfaces =
        [
            layout.IsCausal ? $"global::RnnGen.ICausalNetwork<{arguments}>" : $"global::RnnGen.INetwork<{arguments}>",
            .. spec.Training
                ? (string[])[$"global::RnnGen.ITrainableNetwork<{arguments}, {self}.Tape, {self}.Gradients>", $"global::RnnGen.Training.ITrainable<{layout.InputType}>"]
                : [],
        ];
        return CellFrame.Write(
            spec.Type,
            $"RnnGen: a network of {spec.Layers.Count} layer{(spec.Layers.Count == 1 ? "" : "s")}.",
            Remarks(layout),
            "partial",
            string.Join(", ", interfaces),
            writer =>
            {
                var emitter = new NetworkEmitter(writer, spec, layout);
                emitter.WriteConstants();
                emitter.WriteParameters();
                if (layout.IsCausal)
                {
                    emitter.WriteStep();
                    emitter.WriteRun();
                }

                emitter.WriteBatch();
                NetworkTraining? training = spec.Training ? new NetworkTraining(writer, layout) : null;
                training?.WriteMethods();
                emitter.WriteInterfaces(arguments);
                new NetworkTypes(writer, layout).Write();
                training?.WriteTypes();
            });
    }

    private static string Remarks(NetworkLayout layout) => $"""
        /// <remarks>
        /// <code>
        {string.Join("\n", layout.Describe().Select(static line => "/// " + line))}
        /// </code>
        /// {Grouped(layout.Plan.ParameterCount)} parameters, {Grouped(4L * layout.Plan.ParameterCount)} bytes.{(layout.IsCausal ? "" : " No <c>Step</c>: a layer reads every sequence from its end, too, so that no output is known before the last input.")}
        /// </remarks>
        """;

    private void WriteConstants()
    {
        if (_layout.Vocabulary > 0)
        {
            _writer.WriteLine($"""
                /// <summary>Tokens: ids are from 0 to below this.</summary>
                {CellFrame.GeneratedCode}
                public const int VocabularySize = {Number(_layout.Vocabulary)};

                """);
        }

        _writer.WriteLine($"""
            /// <summary>{(_layout.Vocabulary > 0 ? "Token ids" : "Floats")} that a step takes.</summary>
            {CellFrame.GeneratedCode}
            public const int InputSize = {Number(_layout.InputSize)};

            /// <summary>Floats that {(_layout.IsPooled ? "a sequence" : "a step")} gives.</summary>
            {CellFrame.GeneratedCode}
            public const int OutputSize = {Number(_layout.OutputSize)};

            /// <summary>Trained numbers: {Grouped(_layout.Plan.ParameterCount)} ({Grouped(4L * _layout.Plan.ParameterCount)} bytes).</summary>
            {CellFrame.GeneratedCode}
            public const int ParameterCount = {Number(_layout.Plan.ParameterCount)};

            """);
    }

    private void WriteParameters()
    {
        _writer.WriteLine($$"""
            private readonly Layers _layers = new();

            /// <summary>
            /// All parameters as one flat span of {{Number(_layout.Plan.ParameterFloats)}} floats, layer after layer, each in the order in which it reads them; padding is zeros
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
            foreach (TensorGroup group in _layout.Tensors)
            {
                _writer.WriteLine(group.Initialize($"RnnNetworks::LayerSeeds.Of(seed, {Number(part++)})", $"parameters.Slice({Number(group.Offset)}, {Number(group.Floats)})"));
            }
        }

        _writer.WriteLine($$"""

            /// <summary>
            /// Loads the parameters under PyTorch's names: {{string.Join(", ", _layout.Tensors.Select(static group => $"<c>{group.Example}</c>"))}}.
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
        bool isOnly = _layout.Tensors.Select(static group => group.Name).Distinct().Count() == 1;
        foreach (TensorGroup group in _layout.Tensors)
        {
            string module = isOnly
                ? $"reader.OnlyModule({group.NameLiteral}, \"{_layout.Tensors[0].FirstTensor}\")"
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
        WriteSave(_writer, _layout, "_layers.Parameters.Span", gradients: false);
        _writer.WriteLine();
        _writer.WriteLine(CellEmitter.FileMembers);
        _writer.WriteLine();
    }

    /// <summary>The body of a method that saves parameters, or gradients in their layout.</summary>
    public static void WriteSave(SourceWriter writer, NetworkLayout layout, string values, bool gradients)
    {
        using (writer.WriteBlock())
        {
            writer.WriteLine($"""
                global::System.ArgumentNullException.ThrowIfNull(sink);
                global::System.ArgumentNullException.ThrowIfNull(prefix);
                {ReadOnlyFloats} values = {values};
                """);
            foreach (TensorGroup group in layout.Tensors)
            {
                writer.WriteLine(group.Save(
                    $"RnnNetworks::TensorPrefix.Of(prefix, {group.NameLiteral})", $"values.Slice({Number(group.Offset)}, {Number(group.Floats)})", gradients));
            }
        }
    }

    private void WriteStep()
    {
        string input = _layout.Vocabulary > 0 ? "the token's id: [1]" : $"x: [{_layout.InputSize}]";
        string output = _layout.IsPooled ? "Of all steps since the state was fresh" : "What the last layer gives";
        _writer.WriteLine($$"""
            /// <summary>One step of one stream.</summary>
            /// <param name="input">{{Capital(input)}}</param>
            /// <param name="output">{{output}}: [{{_layout.OutputSize}}]{{InPlace("input")}}.</param>
            /// <param name="state">What the stream carries, read and replaced.</param>
            /// <exception cref="global::System.ArgumentException"><paramref name="input"/> or <paramref name="output"/> has not the size it needs, or the latter overlaps another one or the state.</exception>
            """);
        if (_layout.Vocabulary > 0)
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
                /// <param name="output">{{output}}: [{{_layout.OutputSize}}]</param>
                /// <param name="state">What the stream carries, read and replaced.</param>
                /// <exception cref="global::System.ArgumentException"><paramref name="output"/> has not the size it needs, or overlaps the state.</exception>
                /// <exception cref="global::System.ArgumentOutOfRangeException">The token is not in the vocabulary; nothing was changed.</exception>
                """);
        }

        _writer.WriteLine($$"""
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Kernel}}
            public void Step({{(_layout.Vocabulary > 0 ? "int" : ReadOnlyFloats)}} input, {{Floats}} output, ref State state)
            """);
        using (_writer.WriteBlock())
        {
            if (_layout.Vocabulary > 0)
            {
                _writer.WriteLine("RnnNetworks::NetworkArguments.CheckToken(new global::System.ReadOnlySpan<int>(in input), 0, VocabularySize);");
            }
            else
            {
                _writer.WriteLine("RnnNetworks::NetworkArguments.CheckSize(input.Length, InputSize, nameof(input));");
            }

            _writer.WriteLine("RnnNetworks::NetworkArguments.CheckSize(output.Length, OutputSize, nameof(output));");
            _writer.WriteLine($"RnnNetworks::NetworkArguments.CheckStepOverlaps({(_layout.Vocabulary > 0 ? "default" : "input")}, output, ref state);");
            string current = "input";
            foreach (LayerPlan layer in _layout.Plan.Layers)
            {
                bool isLast = layer == _layout.Plan.Layers[_layout.Plan.Layers.Count - 1];
                current = WriteStepLayer(layer, current, isLast);
            }

            if (current != "output")
            {
                _writer.WriteLine($"{current}.CopyTo(output);");
            }
        }

        _writer.WriteLine();
    }

    /// <summary>One layer of a step; the span that holds what it gives.</summary>
    private string WriteStepLayer(LayerPlan layer, string input, bool isLast)
    {
        string name = Camel(layer.Spec.Member);
        switch (layer.Spec)
        {
            case EmbeddingSpec embedding:
                _writer.WriteLine($"{ReadOnlyFloats} {name} = {NetworkLayout.Parameters(layer)}.Slice(input * {Number(embedding.Output)}, {Number(embedding.Output)});");
                return name;
            case RecurrentSpec recurrent:
                _writer.WriteLine($"_layers.{recurrent.Member}.Step({input}, ref state.{StateField(recurrent.Member)});");
                return $"state.{StateField(recurrent.Member)}.Hidden";
            case DenseSpec dense:
                string target = isLast ? "output" : name;
                if (!isLast)
                {
                    _writer.WriteLine($"{Floats} {name} = stackalloc float[{Number(dense.Output)}];");
                }

                WriteDense(_writer, layer, input, target);
                return target;
            default:
                PoolingCalls pooling = _layout.PoolingCalls!;
                if (!pooling.KeepsRows)
                {
                    return input;
                }

                string result = isLast ? "output" : name;
                _writer.WriteLine(pooling.Add(input));
                if (!isLast)
                {
                    _writer.WriteLine($"{Floats} {name} = stackalloc float[{Number(pooling.Width)}];");
                }

                _writer.WriteLine(pooling.Finish(result));
                return result;
        }
    }

    /// <summary>A dense layer over any number of rows.</summary>
    public static void WriteDense(SourceWriter writer, LayerPlan layer, string input, string output)
    {
        var dense = (DenseSpec)layer.Spec;
        writer.WriteLine($"RnnNetworks::DenseRows.Apply(Layers.{dense.Member}, ref {Element("_layers.Parameters.First", layer.Offset)}, {input}, {output});");
        if (dense.Activation != DenseActivationKind.None)
        {
            writer.WriteLine($"RnnNetworks::ActivationRows.Apply({Activation(dense)}, {output}, {Number(dense.Output)});");
        }
    }

    private void WriteRun()
    {
        string outputs = _layout.IsPooled ? "The outputs of all steps since the state was fresh" : "The outputs of every step";
        _writer.WriteLine($$"""
            /// <summary>Many steps of one stream, with the bits of <c>Step</c> called for each.</summary>
            /// <param name="inputs">{{InputsDoc}}: [steps, {{_layout.InputSize}}]</param>
            /// <param name="outputs">{{outputs}}: [{{(_layout.IsPooled ? "" : "steps, ")}}{{_layout.OutputSize}}]{{InPlace("inputs")}}.</param>
            /// <param name="state">What the stream carries, read and replaced.</param>
            /// <exception cref="global::System.ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
            {{TokenException}}{{CellFrame.GeneratedCode}}
            {{CellFrame.Kernel}}
            public void Run(global::System.ReadOnlySpan<{{_layout.InputType}}> inputs, {{Floats}} outputs, ref State state)
            """);
        using (_writer.WriteBlock())
        {
            _writer.WriteLine(
                $"int steps = RnnNetworks::NetworkArguments.CheckSequence(inputs.Length, InputSize, outputs.Length, OutputSize, isPerStep: {Bool(!_layout.IsPooled)});");
            _writer.WriteLine("RnnNetworks::NetworkArguments.CheckOverlaps(inputs, outputs, ref state);");
            if (_layout.Vocabulary > 0)
            {
                using (_writer.WriteBlock("for (int step = 0; step < steps; step++)"))
                {
                    _writer.WriteLine("RnnNetworks::NetworkArguments.CheckToken(inputs, step, VocabularySize);");
                }
            }

            string stackSteps = Number(_layout.Plan.StackSteps);
            foreach (LayerPlan layer in _layout.PerStep.Where(layer => layer != _layout.LastPerStepWithoutBuffer))
            {
                _writer.WriteLine($"{Floats} {Camel(layer.Spec.Member)}Rows = stackalloc float[{stackSteps} * {Number(layer.Spec.Output)}];");
            }

            _writer.WriteLine();
            _writer.WriteLine($"// {stackSteps} steps at a time through all layers, so that what is between them stays in the cache.");
            using (_writer.WriteBlock($"for (int first = 0; first < steps; first += {stackSteps})"))
            {
                _writer.WriteLine($"int count = global::System.Math.Min({stackSteps}, steps - first);");
                string current = $"inputs.Slice(first * InputSize, count * InputSize)";
                foreach (LayerPlan layer in _layout.PerStep)
                {
                    string name = Camel(layer.Spec.Member);
                    string target = layer == _layout.LastPerStepWithoutBuffer ? "outputs.Slice(first * OutputSize, count * OutputSize)" : $"{name}Rows[..(count * {Number(layer.Spec.Output)})]";
                    _writer.WriteLine($"{Floats} {name} = {target};");
                    switch (layer.Spec)
                    {
                        case EmbeddingSpec embedding:
                            _writer.WriteLine($"RnnNetworks::EmbeddingRows.Copy({NetworkLayout.Parameters(layer)}, {Number(embedding.Output)}, {current}, {name});");
                            break;
                        case RecurrentSpec recurrent:
                            _writer.WriteLine($"_layers.{recurrent.Member}.Run({current}, {name}, ref state.{StateField(recurrent.Member)});");
                            break;
                        case DenseSpec:
                            WriteDense(_writer, layer, current, name);
                            break;
                    }

                    current = name;
                }

                if (_layout.PoolingCalls is { KeepsRows: true } pooled)
                {
                    string width = Number(pooled.Width);
                    using (_writer.WriteBlock("for (int step = 0; step < count; step++)"))
                    {
                        _writer.WriteLine(pooled.Add(
                            _layout.PerStep.Count == 0 ? "inputs.Slice((first + step) * InputSize, InputSize)" : $"{current}.Slice(step * {width}, {width})"));
                    }
                }
            }

            if (_layout.Pooling is { } pooling)
            {
                _writer.WriteLine();
                WriteAfterPooling(pooling, _layout.PoolingCalls!.Finish, static (member, width) => $"stackalloc float[{Number(width)}]", "outputs");
            }
        }

        _writer.WriteLine();
    }

    /// <summary>What pooling gives, and the layers behind it: one row a sequence.</summary>
    private void WriteAfterPooling(LayerPlan pooling, Func<string, string> finish, Func<string, int, string> buffer, string outputs)
    {
        LayerPlan[] layers = [pooling, .. _layout.PerSequence];
        string current = "";
        foreach (LayerPlan layer in layers)
        {
            bool isLast = layer == layers[layers.Length - 1];
            string target = isLast ? outputs : Camel(layer.Spec.Member);
            if (!isLast)
            {
                _writer.WriteLine($"{Floats} {target} = {buffer(layer.Spec.Member, layer.Spec.Output)};");
            }

            if (layer == pooling)
            {
                _writer.WriteLine(finish(target));
            }
            else
            {
                WriteDense(_writer, layer, current, target);
            }

            current = target;
        }
    }

    private void WriteBatch()
    {
        _writer.WriteLine($$"""
            /// <summary>
            /// Many steps of many streams, of one length or of many{{(_layout.IsCausal ? ", with the bits of <c>Step</c> called for each" : "")}}. Nothing is computed for padding: a stream's state is that at the end of its
            /// own sequence, as with PyTorch's <c>pack_padded_sequence</c>.
            /// </summary>
            /// <param name="inputs">{{InputsDoc}}: [steps, streams, {{_layout.InputSize}}], or [streams, steps, {{_layout.InputSize}}]; padding may hold anything.</param>
            /// <param name="outputs">{{OutputsDoc}}{{InPlace("inputs")}}.</param>
            /// <param name="states">What every stream carries: [streams], read and replaced.</param>
            /// <param name="workspace">Scratch memory for at least as many streams{{(_layout.IsCausal ? "" : " and steps")}}; one call at a time.</param>
            /// <param name="lengths">The steps of every stream, [streams], in any order; or empty, where all have as many.</param>
            /// <param name="layout">How inputs and outputs lie in memory.</param>
            /// <exception cref="global::System.ArgumentException">A buffer or the workspace has not the size it needs, or buffers overlap.</exception>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="workspace"/> is null.</exception>
            /// <exception cref="global::System.ArgumentOutOfRangeException">A length{{(_layout.Vocabulary > 0 ? " or token" : "")}} is out of range; nothing was changed.</exception>
            /// <exception cref="global::System.InvalidOperationException"><paramref name="workspace"/> is in use.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Kernel}}
            public void Run(
                global::System.ReadOnlySpan<{{_layout.InputType}}> inputs, {{Floats}} outputs, global::System.Span<State> states, Workspace workspace,
                global::System.ReadOnlySpan<int> lengths = default, global::RnnGen.SequenceLayout layout = global::RnnGen.SequenceLayout.TimeFirst)
            {
                global::System.ArgumentNullException.ThrowIfNull(workspace);
                using var use = workspace.Use.Begin(nameof(workspace));
                workspace.Batch.Arrange(
                    inputs.Length, InputSize, outputs.Length, OutputSize, isPerStep: {{Bool(!_layout.IsPooled)}}, states.Length, lengths, layout, nameof(workspace),
                    maxSteps: {{(_layout.IsCausal ? "int.MaxValue" : "workspace.Steps")}});
            {{BatchChecks(_layout, "workspace.Batch")}}
                RunLayers(inputs, outputs, states, workspace);
            }

            /// <summary>The same, checked, for the sequences that the workspace has arranged.</summary>
            {{CellFrame.Kernel}}
            private void RunLayers(global::System.ReadOnlySpan<{{_layout.InputType}}> inputs, {{Floats}} outputs, global::System.Span<State> states, Workspace workspace)
            """);
        using (_writer.WriteBlock())
        {
            _writer.WriteLine("RnnNetworks::SequenceBatch batch = workspace.Batch;");
            _writer.WriteLine("workspace.States.Take(batch, states);");
            using (_writer.WriteBlock("while (batch.MoveNext())"))
            {
                string input = $"batch.Gather(inputs, InputSize, {(_layout.Vocabulary > 0 ? "workspace.Tokens" : "workspace.InputRows.Span")})";
                _writer.WriteLine($"global::System.ReadOnlySpan<{_layout.InputType}> x = {input};");
                string current = "x";
                foreach (LayerPlan layer in _layout.PerStep)
                {
                    string name = Camel(layer.Spec.Member);
                    string width = Number(layer.Spec.Output);
                    _writer.WriteLine(layer == _layout.LastPerStepWithoutBuffer
                        ? $"{Floats} {name} = batch.Target(outputs, OutputSize, workspace.{layer.Spec.Member}Rows.Span);"
                        : $"{Floats} {name} = workspace.{layer.Spec.Member}Rows.Span[..(batch.Rows * {width})];");
                    WriteBatchLayer(layer, current, name);
                    current = name;
                }

                if (_layout.PoolingCalls is { KeepsRows: true } pooled)
                {
                    _writer.WriteLine(pooled.AddBatch(current, "workspace.States"));
                }
                else if (!_layout.IsPooled)
                {
                    _writer.WriteLine($"batch.Scatter({current}, OutputSize, outputs);");
                }
            }

            _writer.WriteLine();
            if (_layout.Pooling is { } pooling)
            {
                _writer.WriteLine("int streams = states.Length;");
                _writer.WriteLine($"{Floats} sequences = workspace.OutputRows.Span[..(streams * OutputSize)];");
                WriteAfterPooling(
                    pooling, results => _layout.PoolingCalls!.FinishBatch("workspace.States", results),
                    static (member, width) => $"workspace.{member}Rows.Span[..(streams * {Number(width)})]", "sequences");
                _writer.WriteLine("batch.ScatterStreams(sequences, OutputSize, outputs);");
            }
            else
            {
                _writer.WriteLine("batch.ClearPadding(outputs, OutputSize);");
            }

            _writer.WriteLine("workspace.States.Return(batch, states);");
        }

        _writer.WriteLine();
        if (_layout.IsCausal)
        {
            _writer.WriteLine($$"""
                /// <summary>One step of many streams.</summary>
                /// <param name="inputs">{{InputsDoc}}: [streams, {{_layout.InputSize}}]</param>
                /// <param name="outputs">[streams, {{_layout.OutputSize}}]{{InPlace("inputs")}}.</param>
                /// <param name="states">What every stream carries: [streams], read and replaced.</param>
                /// <param name="workspace">Scratch memory for at least as many streams; one call at a time.</param>
                /// <exception cref="global::System.ArgumentException">A buffer or the workspace has not the size it needs, or buffers overlap.</exception>
                /// <exception cref="global::System.ArgumentNullException"><paramref name="workspace"/> is null.</exception>
                /// <exception cref="global::System.InvalidOperationException"><paramref name="workspace"/> is in use.</exception>
                {{TokenException}}{{CellFrame.GeneratedCode}}
                public void Step(global::System.ReadOnlySpan<{{_layout.InputType}}> inputs, {{Floats}} outputs, global::System.Span<State> states, Workspace workspace)
                {
                    RnnNetworks::NetworkArguments.CheckSize(inputs.Length, (long)states.Length * InputSize, nameof(inputs));
                    Run(inputs, outputs, states, workspace);
                }

                """);
        }
    }

    private void WriteBatchLayer(LayerPlan layer, string input, string output)
    {
        switch (layer.Spec)
        {
            case EmbeddingSpec embedding:
                _writer.WriteLine($"RnnNetworks::EmbeddingRows.Copy({NetworkLayout.Parameters(layer)}, {Number(embedding.Output)}, {input}, {output});");
                break;
            case DenseSpec:
                WriteDense(_writer, layer, input, output);
                break;
            case RecurrentSpec { Bidirectional: false } recurrent:
                WriteSegments(recurrent.Member, input, recurrent.Input, output, recurrent.Output);
                break;
            case RecurrentSpec recurrent:
                int half = recurrent.Cell.OutputSize;
                string inputs = Number(recurrent.Input);
                string halves = Number(half);
                string both = Number(recurrent.Output);
                _writer.WriteLine();
                _writer.WriteLine($"// Forward, and from the end of every sequence, side by side.");
                _writer.WriteLine($"{Floats} {output}Half = workspace.{recurrent.Member}Half.Span[..(batch.Rows * {halves})];");
                _writer.WriteLine($"{Floats} {output}Turned = workspace.{recurrent.Member}Turned.Span[..(batch.Rows * {inputs})];");
                WriteSegments(recurrent.Member, input, recurrent.Input, output + "Half", half);
                _writer.WriteLine($"RnnCells::StridedRows.CopyTo({output}Half, {halves}, ref RnnMemory::MemoryMarshal.GetReference({output}), {both});");
                _writer.WriteLine($"batch.Reverse({input}, {inputs}, 0, {inputs}, {output}Turned, {inputs}, 0);");
                WriteSegments(recurrent.Member + RecurrentSpec.Reverse, output + "Turned", recurrent.Input, output + "Half", half);
                _writer.WriteLine($"batch.Reverse({output}Half, {halves}, 0, {halves}, {output}, {both}, {halves});");
                break;
        }
    }

    private void WriteSegments(string cell, string input, int inputSize, string output, int outputSize)
    {
        using (_writer.WriteBlock("foreach (RnnNetworks::SequenceSegment segment in batch.Segments)"))
        {
            _writer.WriteLine($"""
                _layers.{cell}.RunStreams(
                    segment.Of({input}, {Number(inputSize)}), segment.Of({output}, {Number(outputSize)}),
                    global::System.MemoryExtensions.AsSpan(workspace.States.{cell}, 0, segment.Streams), workspace.{cell}, segment.Steps);
                """);
        }

        _writer.WriteLine();
    }

    private void WriteInterfaces(string arguments)
    {
        string network = $"global::RnnGen.INetwork<{arguments}>";
        foreach ((string type, string member, string value) in new[]
        {
            ("int", "InputSize", "InputSize"), ("int", "OutputSize", "OutputSize"), ("bool", "HasOutputPerStep", Bool(!_layout.IsPooled)),
            ("int", "ParameterCount", "ParameterCount"), ("Workspace", "CreateWorkspace(int steps, int streams)", "new(steps, streams)"),
        })
        {
            WriteStatic(type, network, member, value);
        }

        if (_layout.Vocabulary > 0)
        {
            WriteStatic("int", network, "VocabularySize", "VocabularySize");
        }

        if (_spec.Training)
        {
            string trainable = $"global::RnnGen.ITrainableNetwork<{arguments}, {_spec.Type.Declaration.Self}.Tape, {_spec.Type.Declaration.Self}.Gradients>";
            WriteStatic("Tape", trainable, "CreateTape(int steps, int streams)", "new(steps, streams)");
            WriteStatic("Gradients", trainable, "CreateGradients()", "new()");
            if (!_spec.Layers.Any(static layer => layer is RecurrentSpec))
            {
                WriteStatic("bool", trainable, "IsRecurrent", "false");
            }

            _writer.WriteLine($"""
                /// <inheritdoc/>
                {CellFrame.GeneratedCode}
                global::RnnGen.Training.TrainingShard<{_layout.InputType}> global::RnnGen.Training.ITrainable<{_layout.InputType}>.CreateShard(int steps, int streams) =>
                    new global::RnnGen.Training.NetworkShard<{arguments}, {_spec.Type.Declaration.Self}.Tape, {_spec.Type.Declaration.Self}.Gradients>(this, steps, streams);

                """);
        }

        void WriteStatic(string type, string of, string member, string value) => _writer.WriteLine($"""
            /// <inheritdoc/>
            {CellFrame.GeneratedCode}
            static {type} {of}.{member} => {value};

            """);
    }

    /// <summary>The checks of a batch's buffers, besides their sizes.</summary>
    public static string BatchChecks(NetworkLayout layout, string batch) =>
        $"    RnnNetworks::NetworkArguments.CheckOverlaps(inputs, outputs, states, isCausal: {Bool(layout.IsCausal)});"
        + (layout.Vocabulary > 0 ? $"\n    {batch}.CheckTokens(inputs, VocabularySize);" : "");

    private string InPlace(string inputs) => InPlace(_layout, inputs);

    /// <summary>What outputs may share memory with, in words.</summary>
    public static string InPlace(NetworkLayout layout, string inputs) => layout.Vocabulary > 0 ? ""
        : layout.IsCausal && layout.InputSize == layout.OutputSize && !layout.IsPooled ? $", or exactly <paramref name=\"{inputs}\"/>, in place"
        : $"; not in <paramref name=\"{inputs}\"/>";

    private string InputsDoc => _layout.Vocabulary > 0 ? "The token ids of every step" : "x of every step";

    private string OutputsDoc => _layout.IsPooled
        ? $"The outputs of every stream, of all steps since its state was fresh: [streams, {_layout.OutputSize}]"
        : $"The outputs of every step: [steps, streams, {_layout.OutputSize}], or [streams, steps, {_layout.OutputSize}]; zeros at padding";

    private string TokenException => _layout.Vocabulary > 0
        ? "/// <exception cref=\"global::System.ArgumentOutOfRangeException\">A token is not in the vocabulary; nothing was changed.</exception>\n"
        : "";

    public static string Activation(DenseSpec dense) => $"global::RnnGen.DenseActivation.{dense.Activation}";

    /// <summary>A layer's name in emitted text as that of a local variable. It comes from the layer's kind, so it is no keyword and no name of another variable.</summary>
    public static string Camel(string member) => char.ToLowerInvariant(member[0]) + member.Substring(1);

    /// <summary>The field of the network's state that holds a cell's: no name of a member that users see begins so.</summary>
    public static string StateField(string member) => "_" + Camel(member);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);

    private static string Bool(bool value) => value ? "true" : "false";

    private static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
