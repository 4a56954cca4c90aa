using RnnGen.Generator.Layers;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Text.CodeText;

namespace RnnGen.Generator.Emission;

/// <summary>The members of a network that train it: layer by layer forward, and layer by layer back.</summary>
internal sealed class NetworkTraining(SourceWriter writer, NetworkPlan plan)
{
    private const string Floats = "global::System.Span<float>";
    private const string ReadOnlyFloats = "global::System.ReadOnlySpan<float>";

    /// <summary>Writes the public methods.</summary>
    public void WriteMethods()
    {
        WriteForward();
        WriteBackward();
    }

    /// <summary>Writes the tape and the gradients.</summary>
    public void WriteTypes()
    {
        WriteTape();
        writer.WriteLine();
        WriteGradients();
    }

    private void WriteForward()
    {
        writer.WriteLine($$"""
            /// <summary>
            /// As <c>Run</c>{{(plan.Drops ? ", with dropout," : " and with its bits,")}} leaving on the tape what <c>Backward</c> needs. For truncated BPTT call it piece by piece: the states carry on.
            /// </summary>
            /// <param name="inputs">{{(plan.Vocabulary > 0 ? "The token ids" : "x")}} of every step: [steps, streams, {{plan.InputSize}}], or [streams, steps, {{plan.InputSize}}]; padding may hold anything.</param>
            /// <param name="outputs">{{(plan.IsPooled ? $"[streams, {plan.OutputSize}]" : $"[steps, streams, {plan.OutputSize}], or [streams, steps, {plan.OutputSize}]; zeros at padding")}}{{NetworkEmitter.InPlace(plan, "inputs")}}.</param>
            /// <param name="states">What every stream carries: [streams], read and replaced.</param>
            /// <param name="tape">A tape of at least as many steps and streams; what was on it is lost, also where this throws.</param>
            /// <param name="lengths">The steps of every stream, [streams], in any order; or empty, where all have as many.</param>
            /// <param name="layout">How inputs and outputs lie in memory.</param>
            /// <exception cref="global::System.ArgumentException">A buffer or the tape has not the size it needs, or buffers overlap.</exception>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="tape"/> is null.</exception>
            /// <exception cref="global::System.ArgumentOutOfRangeException">A length{{(plan.Vocabulary > 0 ? " or token" : "")}} is out of range; only the tape was changed.</exception>
            /// <exception cref="global::System.InvalidOperationException"><paramref name="tape"/> is in use.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Kernel}}
            public void Forward(
                global::System.ReadOnlySpan<{{plan.InputType}}> inputs, {{Floats}} outputs, global::System.Span<State> states, Tape tape,
                global::System.ReadOnlySpan<int> lengths = default, global::RnnGen.SequenceLayout layout = global::RnnGen.SequenceLayout.TimeFirst)
            {
                global::System.ArgumentNullException.ThrowIfNull(tape);
                using var use = tape.Use.Begin(nameof(tape));
                tape.HasFailed = true;
                tape.Batch.Arrange(
                    inputs.Length, InputSize, outputs.Length, OutputSize, isPerStep: {{(plan.IsPooled ? "false" : "true")}}, states.Length, lengths, layout, nameof(tape), tape.Steps);
            {{NetworkEmitter.BatchChecks(plan, "tape.Batch")}}
                ForwardLayers(inputs, outputs, states, tape);
                tape.HasFailed = false;
            }

            /// <summary>The same, checked, for the sequences that the tape has arranged.</summary>
            {{CellFrame.Kernel}}
            private void ForwardLayers(global::System.ReadOnlySpan<{{plan.InputType}}> inputs, {{Floats}} outputs, global::System.Span<State> states, Tape tape)
            """);
        using (writer.WriteBlock())
        {
            writer.WriteLine("""
                RnnNetworks::SequenceBatch batch = tape.Batch;
                batch.MoveNext();
                tape.RecordedSeed = tape.DropoutSeed;
                tape.States.Take(batch, states);
                """);
            if (plan.Vocabulary > 0)
            {
                writer.WriteLine("global::System.Span<int> x = global::System.MemoryExtensions.AsSpan(tape.Tokens, 0, batch.Rows);");
            }
            else
            {
                writer.WriteLine($"{Floats} x = tape.InputRows.Span[..(batch.Rows * InputSize)];");
            }

            writer.WriteLine("batch.Copy(inputs, InputSize, x);");
            string current = "x";
            foreach (LayerPlan layer in plan.PerStep)
            {
                writer.WriteLine();
                writer.WriteLine($"{Floats} {layer.Local} = {layer.TapeRows};");
                layer.WriteForward(writer, current, layer.Local);
                current = layer.Local;
            }

            writer.WriteLine();
            if (plan.IsPooled)
            {
                plan.Pooling!.WriteForwardRows(writer, current);
                foreach (LayerPlan layer in plan.PerSequence)
                {
                    writer.WriteLine($"{Floats} {layer.Local} = {layer.TapeRows};");
                    layer.WriteForward(writer, current, layer.Local);
                    current = layer.Local;
                }

                writer.WriteLine($"batch.ScatterStreams({current}, OutputSize, outputs);");
            }
            else
            {
                writer.WriteLine($"batch.Scatter({current}, OutputSize, outputs);");
                writer.WriteLine("batch.ClearPadding(outputs, OutputSize);");
            }

            writer.WriteLine("tape.States.Return(batch, states);");
        }

        writer.WriteLine();
    }

    private void WriteBackward()
    {
        string gradients = plan.IsPooled ? $"[streams, {plan.OutputSize}]" : $"in their layout; those of padding are not read";
        writer.WriteLine($$"""
            /// <summary>
            /// Backpropagation through time over the whole tape: the gradients of a loss by the parameters, the inputs and the initial states, given its
            /// gradients by the outputs and the final states. The parameters must be those of <c>Forward</c>.
            /// </summary>
            /// <param name="outputGradients">Of the outputs, {{gradients}}.</param>
            /// <param name="tape">What <c>Forward</c> left; it stays, but one call at a time may use it.</param>
            /// <param name="gradients">Of the parameters: added to.</param>
            /// <param name="inputGradients">{{(plan.Vocabulary > 0 ? "Empty: token ids have no gradients." : "Of the inputs, in their layout, added to (padding: nothing); or empty, if they are not wanted.")}}</param>
            /// <param name="stateGradients">
            /// Of the state of every stream: [streams], on entry of the final states, on return of the initial ones; or empty, for zeros that are not wanted back.
            /// </param>
            /// <exception cref="global::System.ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="tape"/> or <paramref name="gradients"/> is null.</exception>
            /// <exception cref="global::System.InvalidOperationException">The last <c>Forward</c> threw, or <paramref name="tape"/> is in use.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Kernel}}
            public void Backward(
                {{ReadOnlyFloats}} outputGradients, Tape tape, Gradients gradients,
                {{Floats}} inputGradients = default, global::System.Span<State> stateGradients = default)
            {
                global::System.ArgumentNullException.ThrowIfNull(tape);
                global::System.ArgumentNullException.ThrowIfNull(gradients);
                using var use = tape.Use.Begin(nameof(tape));
                RnnCells::CellArguments.CheckForward(tape.HasFailed);
                RnnNetworks::NetworkArguments.CheckGradients(
                    tape.Batch, outputGradients, OutputSize, isPerStep: {{(plan.IsPooled ? "false" : "true")}}, gradients.Values, inputGradients, {{(plan.Vocabulary > 0 ? "0" : "InputSize")}}, stateGradients);
                BackwardLayers(outputGradients, tape, gradients, inputGradients, stateGradients);
            }

            /// <summary>The same, checked.</summary>
            {{CellFrame.Kernel}}
            private void BackwardLayers({{ReadOnlyFloats}} outputGradients, Tape tape, Gradients gradients, {{Floats}} inputGradients, global::System.Span<State> stateGradients)
            """);
        using (writer.WriteBlock())
        {
            writer.WriteLine($"""
                RnnNetworks::SequenceBatch batch = tape.Batch;
                tape.StateGradients.Clear();
                tape.StateGradients.Take(batch, stateGradients);

                // From the last layer to the first: the gradients of what it gave become those of what it took.
                {Floats} given = tape.GradientRows.Span[..({LayerPlan.Rows(plan.IsPooled)} * OutputSize)];
                {Floats} taken = tape.OtherGradientRows.Span;
                """);
            writer.WriteLine(plan.IsPooled ? "batch.CopyStreams(outputGradients, OutputSize, given);" : "batch.Copy(outputGradients, OutputSize, given);");
            for (int index = plan.Layers.Count - 1; index >= 0; index--)
            {
                string input = index > 0 ? plan.Layers[index - 1].TapeRows
                    : plan.Vocabulary > 0 ? "global::System.MemoryExtensions.AsSpan(tape.Tokens, 0, batch.Rows)" : "tape.InputRows.Span[..(batch.Rows * InputSize)]";
                writer.WriteLine();
                writer.WriteLine($"// {plan.Layers[index].Member}.");
                plan.Layers[index].WriteBackward(writer, input);
            }

            writer.WriteLine();
            if (plan.Vocabulary == 0)
            {
                using (writer.WriteBlock("if (!inputGradients.IsEmpty)"))
                {
                    writer.WriteLine("batch.AddTo(given, InputSize, inputGradients);");
                }

                writer.WriteLine();
            }

            writer.WriteLine("tape.StateGradients.Return(batch, stateGradients);");
        }

        writer.WriteLine();
    }

    private void WriteTape()
    {
        writer.WriteLine($$"""
            /// <summary>What <c>Forward</c> leaves for <c>Backward</c>, and the latter's scratch memory: made once, used again and again, by one call at a time.</summary>
            {{CellFrame.GeneratedCode}}
            public sealed class Tape : global::RnnGen.INetworkTape
            """);
        using (writer.WriteBlock())
        {
            writer.WriteLine("""
                internal readonly RnnNetworks::SequenceBatch Batch;
                internal readonly LayerStates States;
                internal readonly LayerStates StateGradients;
                """);
            writer.WriteLine($"internal {CellFrame.ExclusiveUse} Use;");
            foreach ((string name, string type, string _) in plan.TapeBuffers)
            {
                writer.WriteLine($"internal readonly {type} {name};");
            }

            foreach (CellInstance cell in plan.Cells)
            {
                writer.WriteLine($"internal readonly {cell.Type}.Tape {cell.Member};");
            }

            writer.WriteLine("""
                internal long RecordedSeed;

                /// <summary>Whether the last <c>Forward</c> threw.</summary>
                internal bool HasFailed;

                /// <summary>Creates a tape.</summary>
                /// <param name="steps">The most steps it will hold.</param>
                /// <param name="streams">The most streams it will hold.</param>
                /// <exception cref="global::System.ArgumentOutOfRangeException">A number is less than one, or the two are more than fit one array.</exception>
                public Tape(int steps, int streams = 1)
                """);
            using (writer.WriteBlock())
            {
                writer.WriteLine($"int rows = RnnNetworks::NetworkArguments.CheckCapacity(steps, streams, {Number(plan.WidestRow)});");
                if (plan.Cells.Count > 0)
                {
                    writer.WriteLine($"int tapeRows = RnnNetworks::NetworkArguments.CheckTapeRows(steps, streams, {Number(plan.TapeFloatsPerRow)});");
                }

                writer.WriteLine("""
                    Steps = steps;
                    Streams = streams;
                    Batch = new(streams, rows);
                    States = new(streams);
                    StateGradients = new(streams);
                    """);
                foreach ((string name, string _, string value) in plan.TapeBuffers)
                {
                    writer.WriteLine($"{name} = {value};");
                }

                foreach (CellInstance cell in plan.Cells)
                {
                    writer.WriteLine($"{cell.Member} = new(steps, streams, tapeRows);");
                }
            }

            writer.WriteLine($$"""

                /// <summary>The most steps it holds.</summary>
                public int Steps { get; }

                /// <summary>The most streams it holds.</summary>
                public int Streams { get; }

                /// <summary>What dropout draws from: the same seed drops the same floats. Set another one before every <c>Forward</c>.</summary>
                public long DropoutSeed { get; set; }

                /// <summary>The one of the two buffers of gradients that <paramref name="rows"/> are not in.</summary>
                internal {{Floats}} OtherThan({{Floats}} rows) =>
                    global::System.MemoryExtensions.Overlaps(GradientRows.Span, ({{ReadOnlyFloats}})rows) ? OtherGradientRows.Span : GradientRows.Span;
                """);
        }
    }

    private void WriteGradients()
    {
        writer.WriteLine($$"""
            /// <summary>The gradients of all parameters, in the parameters' layout: zeros when created, added to by <c>Backward</c>.</summary>
            {{CellFrame.GeneratedCode}}
            public sealed class Gradients : global::RnnGen.ICellGradients
            """);
        using (writer.WriteBlock())
        {
            writer.WriteLine($"internal readonly {BufferPlan.OfFloatsType} Buffer = new({Number(plan.ParameterFloats)});");
            foreach (CellInstance cell in plan.Cells)
            {
                writer.WriteLine($"internal readonly {cell.Type}.Gradients {cell.Member};");
            }

            writer.WriteLine();
            writer.WriteLine("/// <summary>Creates gradients of zero.</summary>");
            using (writer.WriteBlock("public Gradients()"))
            {
                foreach (CellInstance cell in plan.Cells)
                {
                    writer.WriteLine($"{cell.Member} = new(Buffer.Slice({Number(cell.Offset)}, {Number(cell.Floats)}));");
                }
            }

            writer.WriteLine($$"""

                /// <summary>All gradients as one flat span, each where <see cref="Parameters"/> has its parameter.</summary>
                public {{Floats}} Values => Buffer.Span;

                /// <summary>Sets all gradients to zero.</summary>
                public void Clear() => Buffer.Span.Clear();

                /// <summary>
                /// Saves the gradients under the names of their parameters, as PyTorch's <c>grad</c> of each: of two biases whose sum is the parameter both have its
                /// gradient.
                /// </summary>
                /// <param name="sink">Where to.</param>
                /// <param name="prefix">What stands before the layers' names.</param>
                /// <exception cref="global::System.ArgumentNullException"><paramref name="sink"/> or <paramref name="prefix"/> is null.</exception>
                public void Save(global::RnnGen.Formats.ITensorSink sink, string prefix = "")
                """);
            NetworkEmitter.WriteSave(writer, plan, "Buffer.Span", gradients: true);
        }
    }
}
