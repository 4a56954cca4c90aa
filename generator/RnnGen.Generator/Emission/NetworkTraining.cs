using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Emission.VectorSyntax;

namespace RnnGen.Generator.Emission;

/// <summary>The members of a network that train it: layer by layer forward, and layer by layer back.</summary>
internal sealed class NetworkTraining(SourceWriter writer, NetworkLayout layout)
{
    private const string Buffer = "global::RnnGen.Memory.AlignedBuffer";
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
        bool drops = layout.Spec.Layers.Any(static layer => layer is RecurrentSpec { Dropout: > 0 });
        writer.WriteLine($$"""
            /// <summary>
            /// As <c>Run</c>{{(drops ? ", with dropout," : " and with its bits,")}} leaving on the tape what <c>Backward</c> needs. For truncated BPTT call it piece by piece: the states carry on.
            /// </summary>
            /// <param name="inputs">{{(layout.Vocabulary > 0 ? "The token ids" : "x")}} of every step: [steps, streams, {{layout.InputSize}}], or [streams, steps, {{layout.InputSize}}]; padding may hold anything.</param>
            /// <param name="outputs">{{(layout.IsPooled ? $"[streams, {layout.OutputSize}]" : $"[steps, streams, {layout.OutputSize}], or [streams, steps, {layout.OutputSize}]; zeros at padding")}}{{NetworkEmitter.InPlace(layout, "inputs")}}.</param>
            /// <param name="states">What every stream carries: [streams], read and replaced.</param>
            /// <param name="tape">A tape of at least as many steps and streams; what was on it is lost, also where this throws.</param>
            /// <param name="lengths">The steps of every stream, [streams], in any order; or empty, where all have as many.</param>
            /// <param name="layout">How inputs and outputs lie in memory.</param>
            /// <exception cref="global::System.ArgumentException">A buffer or the tape has not the size it needs, or buffers overlap.</exception>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="tape"/> is null.</exception>
            /// <exception cref="global::System.ArgumentOutOfRangeException">A length{{(layout.Vocabulary > 0 ? " or token" : "")}} is out of range; only the tape was changed.</exception>
            /// <exception cref="global::System.InvalidOperationException"><paramref name="tape"/> is in use.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Kernel}}
            public void Forward(
                global::System.ReadOnlySpan<{{layout.InputType}}> inputs, {{Floats}} outputs, global::System.Span<State> states, Tape tape,
                global::System.ReadOnlySpan<int> lengths = default, global::RnnGen.SequenceLayout layout = global::RnnGen.SequenceLayout.TimeFirst)
            {
                global::System.ArgumentNullException.ThrowIfNull(tape);
                using var use = tape.Use.Begin(nameof(tape));
                tape.HasFailed = true;
                tape.Batch.Arrange(
                    inputs.Length, InputSize, outputs.Length, OutputSize, isPerStep: {{(layout.IsPooled ? "false" : "true")}}, states.Length, lengths, layout, nameof(tape), tape.Steps);
            {{NetworkEmitter.BatchChecks(layout, "tape.Batch")}}
                ForwardLayers(inputs, outputs, states, tape);
                tape.HasFailed = false;
            }

            /// <summary>The same, checked, for the sequences that the tape has arranged.</summary>
            {{CellFrame.Kernel}}
            private void ForwardLayers(global::System.ReadOnlySpan<{{layout.InputType}}> inputs, {{Floats}} outputs, global::System.Span<State> states, Tape tape)
            """);
        using (writer.WriteBlock())
        {
            writer.WriteLine("""
                RnnNetworks::SequenceBatch batch = tape.Batch;
                batch.MoveNext();
                tape.RecordedSeed = tape.DropoutSeed;
                tape.States.Take(batch, states);
                """);
            if (layout.Vocabulary > 0)
            {
                writer.WriteLine("global::System.Span<int> x = global::System.MemoryExtensions.AsSpan(tape.Tokens, 0, batch.Rows);");
            }
            else
            {
                writer.WriteLine($"{Floats} x = tape.InputRows.Span[..(batch.Rows * InputSize)];");
            }

            writer.WriteLine("batch.Copy(inputs, InputSize, x);");
            string current = "x";
            foreach (LayerPlan layer in layout.PerStep)
            {
                string name = NetworkEmitter.Camel(layer.Spec.Member);
                writer.WriteLine();
                writer.WriteLine($"{Floats} {name} = {Rows(layer)};");
                WriteForwardLayer(layer, current, name);
                current = name;
            }

            writer.WriteLine();
            if (layout.Pooling is { } pooling)
            {
                PoolingCalls calls = layout.PoolingCalls!;
                string name = NetworkEmitter.Camel(pooling.Spec.Member);
                if (calls.NotesWinners)
                {
                    writer.WriteLine("global::System.Array.Fill(tape.PooledFrom, -1);");
                }

                if (calls.KeepsRows)
                {
                    writer.WriteLine(calls.AddBatch(current, "tape.States", calls.NotesWinners ? ", tape.PooledFrom" : ""));
                }

                writer.WriteLine($"{Floats} {name} = {Rows(pooling)};");
                writer.WriteLine(calls.FinishBatch("tape.States", name));
                current = name;
                foreach (LayerPlan layer in layout.PerSequence)
                {
                    name = NetworkEmitter.Camel(layer.Spec.Member);
                    writer.WriteLine($"{Floats} {name} = {Rows(layer)};");
                    NetworkEmitter.WriteDense(writer, layer, current, name);
                    current = name;
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

    private void WriteForwardLayer(LayerPlan layer, string input, string output)
    {
        switch (layer.Spec)
        {
            case EmbeddingSpec embedding:
                writer.WriteLine($"RnnNetworks::EmbeddingRows.Copy({NetworkLayout.Parameters(layer)}, {Number(embedding.Output)}, {input}, {output});");
                break;
            case DenseSpec:
                NetworkEmitter.WriteDense(writer, layer, input, output);
                break;
            case RecurrentSpec { Bidirectional: false } recurrent:
                WriteForwardSegments(recurrent.Member, input, recurrent.Input, output, recurrent.Output);
                break;
            case RecurrentSpec recurrent:
                string inputs = Number(recurrent.Input);
                string half = Number(recurrent.Cell.OutputSize);
                string both = Number(recurrent.Output);
                WriteHalves(recurrent, output);
                WriteForwardSegments(recurrent.Member, input, recurrent.Input, output + "Half", recurrent.Cell.OutputSize);
                writer.WriteLine($"RnnCells::StridedRows.CopyTo({output}Half, {half}, ref RnnMemory::MemoryMarshal.GetReference({output}), {both});");
                writer.WriteLine($"batch.Reverse({input}, {inputs}, 0, {inputs}, {output}Turned, {inputs}, 0);");
                WriteForwardSegments(recurrent.Member + RecurrentSpec.Reverse, output + "Turned", recurrent.Input, output + "Half", recurrent.Cell.OutputSize);
                writer.WriteLine($"batch.Reverse({output}Half, {half}, 0, {half}, {output}, {both}, {half});");
                break;
        }

        WriteDropout(layer, output);
    }

    private void WriteHalves(RecurrentSpec recurrent, string name)
    {
        writer.WriteLine($"{Floats} {name}Half = tape.{recurrent.Member}Half.Span[..(batch.Rows * {Number(recurrent.Cell.OutputSize)})];");
        writer.WriteLine($"{Floats} {name}Turned = tape.{recurrent.Member}Turned.Span[..(batch.Rows * {Number(recurrent.Input)})];");
    }

    private void WriteDropout(LayerPlan layer, string rows)
    {
        if (layer.Spec is RecurrentSpec { Dropout: > 0 } recurrent)
        {
            int index = layout.Plan.Layers.ToList().IndexOf(layer);
            writer.WriteLine(
                $"RnnNetworks::DropoutRows.Apply({recurrent.Dropout.ToString("R", CultureInfo.InvariantCulture)}, tape.RecordedSeed, layer: {Number(index)}, batch, {rows}, {Number(recurrent.Output)});");
        }
    }

    private void WriteForwardSegments(string cell, string input, int inputSize, string output, int outputSize)
    {
        using (writer.WriteBlock("foreach (RnnNetworks::SequenceSegment segment in batch.Segments)"))
        {
            writer.WriteLine($"""
                _layers.{cell}.ForwardRows(
                    segment.Of({input}, {Number(inputSize)}), segment.Of({output}, {Number(outputSize)}),
                    global::System.MemoryExtensions.AsSpan(tape.States.{cell}, 0, segment.Streams), tape.{cell}, segment.TapeRow);
                """);
        }

        writer.WriteLine();
    }

    private void WriteBackward()
    {
        string gradients = layout.IsPooled ? $"[streams, {layout.OutputSize}]" : $"in their layout; those of padding are not read";
        writer.WriteLine($$"""
            /// <summary>
            /// Backpropagation through time over the whole tape: the gradients of a loss by the parameters, the inputs and the initial states, given its
            /// gradients by the outputs and the final states. The parameters must be those of <c>Forward</c>.
            /// </summary>
            /// <param name="outputGradients">Of the outputs, {{gradients}}.</param>
            /// <param name="tape">What <c>Forward</c> left; it stays, but one call at a time may use it.</param>
            /// <param name="gradients">Of the parameters: added to.</param>
            /// <param name="inputGradients">{{(layout.Vocabulary > 0 ? "Empty: token ids have no gradients." : "Of the inputs, in their layout, added to (padding: nothing); or empty, if they are not wanted.")}}</param>
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
                    tape.Batch, outputGradients, OutputSize, isPerStep: {{(layout.IsPooled ? "false" : "true")}}, gradients.Values, inputGradients, {{(layout.Vocabulary > 0 ? "0" : "InputSize")}}, stateGradients);
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
                {Floats} given = tape.GradientRows.Span[..({Count(layout.IsPooled)} * OutputSize)];
                {Floats} taken = tape.OtherGradientRows.Span;
                """);
            writer.WriteLine(layout.IsPooled ? "batch.CopyStreams(outputGradients, OutputSize, given);" : "batch.Copy(outputGradients, OutputSize, given);");
            for (int index = layout.PerSequence.Count - 1; index >= 0; index--)
            {
                LayerPlan above = index > 0 ? layout.PerSequence[index - 1] : layout.Pooling!;
                WriteBackwardLayer(layout.PerSequence[index], Rows(above), isFirst: false, isPerStep: false);
            }

            if (layout.Pooling is { } pooling)
            {
                WriteTaken(pooling.Spec.Input, isPerStep: true, clear: false);
                writer.WriteLine(layout.PoolingCalls!.Backward());
                WriteSwap();
            }

            for (int index = layout.PerStep.Count - 1; index >= 0; index--)
            {
                string above = index > 0 ? Rows(layout.PerStep[index - 1])
                    : layout.Vocabulary > 0 ? "global::System.MemoryExtensions.AsSpan(tape.Tokens, 0, batch.Rows)" : "tape.InputRows.Span[..(batch.Rows * InputSize)]";
                WriteBackwardLayer(layout.PerStep[index], above, isFirst: index == 0, isPerStep: true);
            }

            writer.WriteLine();
            if (layout.Vocabulary == 0)
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

    private static string Count(bool isSequence) => isSequence ? "batch.Streams" : "batch.Rows";

    /// <summary>The rows that a layer gave, on the tape.</summary>
    private string Rows(LayerPlan layer)
    {
        bool isSequence = layer == layout.Pooling || layout.PerSequence.Contains(layer);
        return $"tape.{layer.Spec.Member}Rows.Span[..({Count(isSequence)} * {Number(layer.Spec.Output)})]";
    }

    private void WriteTaken(int width, bool isPerStep, bool clear)
    {
        writer.WriteLine($"taken = taken[..({Count(!isPerStep)} * {Number(width)})];");
        if (clear)
        {
            writer.WriteLine("taken.Clear();");
        }
    }

    // The two buffers change places: what a layer took, the layer above gave.
    private void WriteSwap() => writer.WriteLine("""
        given = taken;
        taken = tape.OtherThan(given);
        """);

    private void WriteBackwardLayer(LayerPlan layer, string input, bool isFirst, bool isPerStep)
    {
        writer.WriteLine();
        writer.WriteLine($"// {layer.Spec.Member}.");
        WriteDropout(layer, "given");
        if (layer.Spec is EmbeddingSpec embedding)
        {
            writer.WriteLine($"RnnNetworks::EmbeddingRows.AddGradients({NetworkLayout.Parameters(layer, "gradients.Buffer")}, {Number(embedding.Output)}, {input}, given);");
            return;
        }

        WriteTaken(layer.Spec.Input, isPerStep, clear: true);
        if (isFirst)
        {
            // Not wanted, not computed.
            writer.WriteLine("taken = inputGradients.IsEmpty ? default : taken;");
        }

        if (layer.Spec is DenseSpec dense)
        {
            if (dense.Activation != DenseActivationKind.None)
            {
                writer.WriteLine($"RnnNetworks::ActivationRows.Backward({NetworkEmitter.Activation(dense)}, {Rows(layer)}, given, {Number(dense.Output)});");
            }

            writer.WriteLine($"""
                RnnNetworks::DenseRows.Backward(
                    Layers.{dense.Member}, ref {Element("_layers.Parameters.First", layer.Offset)}, {input}, given,
                    ref {Element("gradients.Buffer.First", layer.Offset)}, taken, tape.{dense.Member}Scratch);
                """);
        }
        else
        {
            WriteBackwardRecurrent((RecurrentSpec)layer.Spec);
        }

        WriteSwap();
    }

    private void WriteBackwardRecurrent(RecurrentSpec recurrent)
    {
        if (!recurrent.Bidirectional)
        {
            WriteBackwardSegments(recurrent.Member, "given", recurrent.Output, "taken", recurrent.Input);
            return;
        }

        string name = NetworkEmitter.Camel(recurrent.Member);
        string inputs = Number(recurrent.Input);
        string half = Number(recurrent.Cell.OutputSize);
        string both = Number(recurrent.Output);
        WriteHalves(recurrent, name);
        writer.WriteLine($"RnnCells::StridedRows.CopyFrom(ref RnnMemory::MemoryMarshal.GetReference(given), {both}, {half}, {name}Half);");
        WriteBackwardSegments(recurrent.Member, name + "Half", recurrent.Cell.OutputSize, "taken", recurrent.Input);
        writer.WriteLine($"""
            batch.Reverse(given, {both}, {half}, {half}, {name}Half, {half}, 0);
            {name}Turned = taken.IsEmpty ? default : {name}Turned;
            {name}Turned.Clear();
            """);
        WriteBackwardSegments(recurrent.Member + RecurrentSpec.Reverse, name + "Half", recurrent.Cell.OutputSize, name + "Turned", recurrent.Input);
        writer.WriteLine($"batch.AddReversed({name}Turned, {inputs}, taken);");
    }

    private void WriteBackwardSegments(string cell, string outputGradients, int outputSize, string inputGradients, int inputSize)
    {
        using (writer.WriteBlock("for (int index = batch.Segments.Length - 1; index >= 0; index--)"))
        {
            writer.WriteLine($"""
                RnnNetworks::SequenceSegment segment = batch.Segments[index];
                _layers.{cell}.BackwardRows(
                    segment.Of({outputGradients}, {Number(outputSize)}), tape.{cell}, gradients.{cell}, segment.Of({inputGradients}, {Number(inputSize)}),
                    global::System.MemoryExtensions.AsSpan(tape.StateGradients.{cell}, 0, segment.Streams), segment.TapeRow, segment.Steps, segment.Streams);
                """);
        }

        writer.WriteLine();
    }

    /// <summary>The buffers of a tape: name, type, and how it is made.</summary>
    private IEnumerable<(string Name, string Type, string Value)> Buffers()
    {
        yield return layout.Vocabulary > 0 ? ("Tokens", "int[]", "new int[rows]") : ("InputRows", Buffer, $"new(rows * {Number(layout.InputSize)})");
        foreach (LayerPlan layer in layout.PerStep)
        {
            yield return (layer.Spec.Member + "Rows", Buffer, $"new(rows * {Number(layer.Spec.Output)})");
            if (layer.Spec is RecurrentSpec { Bidirectional: true } recurrent)
            {
                yield return (recurrent.Member + "Half", Buffer, $"new(rows * {Number(recurrent.Cell.OutputSize)})");
                yield return (recurrent.Member + "Turned", Buffer, $"new(rows * {Number(recurrent.Input)})");
            }
        }

        if (layout.Pooling is { } pooling)
        {
            yield return (pooling.Spec.Member + "Rows", Buffer, $"new(streams * {Number(pooling.Spec.Output)})");
            if (layout.PoolingCalls!.NotesWinners)
            {
                yield return ("PooledFrom", "int[]", $"new int[streams * {Number(pooling.Spec.Output)}]");
            }

            foreach (LayerPlan layer in layout.PerSequence)
            {
                yield return (layer.Spec.Member + "Rows", Buffer, $"new(streams * {Number(layer.Spec.Output)})");
            }
        }

        foreach (LayerPlan layer in layout.Plan.Layers.Where(static layer => layer.Spec is DenseSpec))
        {
            yield return (layer.Spec.Member + "Scratch", "RnnNetworks::DenseScratch", $"RnnNetworks::DenseRows.CreateScratch(Layers.{layer.Spec.Member})");
        }

        yield return ("GradientRows", Buffer, $"new(rows * {Number(layout.Plan.WidestRow)})");
        yield return ("OtherGradientRows", Buffer, $"new(rows * {Number(layout.Plan.WidestRow)})");
    }

    private void WriteTape()
    {
        writer.WriteLine($$"""
            /// <summary>What <c>Forward</c> leaves for <c>Backward</c>, and the latter's scratch memory: made once, used again and again, by one call at a time.</summary>
            {{CellFrame.GeneratedCode}}
            public sealed class Tape : global::RnnGen.INetworkTape
            """);
        (string Name, string Type, string Value)[] buffers = [.. Buffers()];
        using (writer.WriteBlock())
        {
            writer.WriteLine("""
                internal readonly RnnNetworks::SequenceBatch Batch;
                internal readonly LayerStates States;
                internal readonly LayerStates StateGradients;
                """);
            writer.WriteLine($"internal {CellFrame.ExclusiveUse} Use;");
            foreach ((string name, string type, string _) in buffers)
            {
                writer.WriteLine($"internal readonly {type} {name};");
            }

            foreach (CellInstance cell in layout.Cells)
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
                writer.WriteLine($"int rows = RnnNetworks::NetworkArguments.CheckCapacity(steps, streams, {Number(layout.Plan.WidestRow)});");
                if (layout.Cells.Count > 0)
                {
                    int floatsPerRow = layout.Cells.Max(static cell => CellPlanner.Plan(cell.Spec).Training!.FloatsPerRow);
                    writer.WriteLine($"int tapeRows = RnnNetworks::NetworkArguments.CheckTapeRows(steps, streams, {Number(floatsPerRow)});");
                }

                writer.WriteLine("""
                    Steps = steps;
                    Streams = streams;
                    Batch = new(streams, rows);
                    States = new(streams);
                    StateGradients = new(streams);
                    """);
                foreach ((string name, string _, string value) in buffers)
                {
                    writer.WriteLine($"{name} = {value};");
                }

                foreach (CellInstance cell in layout.Cells)
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
            writer.WriteLine($"internal readonly {Buffer} Buffer = new({Number(layout.Plan.ParameterFloats)});");
            foreach (CellInstance cell in layout.Cells)
            {
                writer.WriteLine($"internal readonly {cell.Type}.Gradients {cell.Member};");
            }

            writer.WriteLine();
            writer.WriteLine("/// <summary>Creates gradients of zero.</summary>");
            using (writer.WriteBlock("public Gradients()"))
            {
                foreach (CellInstance cell in layout.Cells)
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
            NetworkEmitter.WriteSave(writer, layout, "Buffer.Span", gradients: true);
        }
    }
}
