using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Emission.VectorSyntax;

namespace RnnGen.Generator.Emission;

/// <summary>The forward pass that trains a cell: many steps, which leave on a tape what <see cref="BackwardMembers"/> needs.</summary>
internal sealed class ForwardMembers(SourceWriter writer, CellSpec spec, CellPlan plan, TrainingPlan training, CellEquations equations)
{
    /// <summary>Writes it.</summary>
    public void Write()
    {
        string carried = equations.HasCellState ? "h and c" : "h";
        writer.WriteLine($$"""
            /// <summary>
            /// Many steps of many streams, as <see cref="Run(global::System.ReadOnlySpan{float}, global::System.Span{float}, global::System.Span{State}, Workspace)"/> and with its bits,
            /// that leaves on the tape what <c>Backward</c> needs. For truncated BPTT call it piece by piece: the states carry on.
            /// </summary>
            /// <param name="inputs">x of every step and stream: [steps, streams, InputSize]</param>
            /// <param name="outputs">h of every step and stream: [steps, streams, OutputSize]{{CellEmitter.InPlace(spec)}}.</param>
            /// <param name="states">{{carried}} of every stream: [streams], read and replaced.</param>
            /// <param name="tape">A tape of at least as many steps and streams; what was on it is lost, also where this throws.</param>
            /// <exception cref="global::System.ArgumentException">A buffer or the tape has not the size it needs, or buffers overlap.</exception>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="tape"/> is null.</exception>
            /// <exception cref="global::System.InvalidOperationException"><paramref name="tape"/> is in use.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Kernel}}
            public void Forward(global::System.ReadOnlySpan<float> inputs, global::System.Span<float> outputs, global::System.Span<State> states, Tape tape)
            """);
        using (writer.WriteBlock())
        {
            writer.WriteLine($$"""
                global::System.ArgumentNullException.ThrowIfNull(tape);
                using var use = tape.Use.Begin(nameof(tape));
                tape.HasFailed = true;
                tape.RecordedSteps = 0;
                tape.RecordedStreams = 0;
                int steps = RnnCells::CellArguments.CheckSequence(inputs, outputs, states, InputSize, OutputSize);
                RnnCells::CellArguments.CheckTape(tape, tape.Steps, tape.Streams, steps, states.Length);
                ForwardRows(inputs, outputs, states, tape, firstRow: 0);
                tape.RecordedSteps = steps;
                tape.RecordedStreams = states.Length;
                tape.HasFailed = false;
                """);
        }

        writer.WriteLine();
        WriteForwardRows();
    }

    private void WriteForwardRows()
    {
        writer.WriteLine($"""
            /// <summary>The same, checked, into the rows of the tape from <paramref name="firstRow"/> on: one a step and stream, and one a stream more.</summary>
            {CellFrame.Kernel}
            {CellFrame.Access(spec)} void ForwardRows(global::System.ReadOnlySpan<float> inputs, global::System.Span<float> outputs, global::System.Span<State> states, Tape tape, int firstRow)
            """);
        using (writer.WriteBlock())
        {
            writer.WriteLine($"""
                // On the tape: x of every step and stream, and the state before the first step.
                int streams = states.Length;
                int rows = inputs.Length / InputSize;
                ref float operands = ref {Row("tape.Operands.First", "firstRow", training.OperandFloats)};
                ref float x = ref {Element("operands", training.FirstOperand + 1)};
                ref float h = ref {Element("operands", training.HiddenOperand)};
                ref float sums = ref {Row("tape.Sums.First", "firstRow", plan.SumFloats)};
                """);
            if (equations.HasCellState)
            {
                writer.WriteLine($"ref float c = ref {Row("tape.Cells.First", "firstRow", plan.PaddedHidden)};");
            }

            writer.WriteLine($"RnnCells::StridedRows.CopyTo(inputs, InputSize, ref x, {Number(training.OperandFloats)});");
            using (writer.WriteBlock("for (int stream = 0; stream < streams; stream++)"))
            {
                writer.WriteLine($"{HiddenLanes("stream")} = states[stream].HiddenLanes;");
                if (equations.HasCellState)
                {
                    writer.WriteLine($"{CellLanes("stream")} = states[stream].CellLanes;");
                }
            }

            writer.WriteLine();
            if (plan.BatchesByProduct)
            {
                using (writer.WriteBlock("if (streams > 1)"))
                {
                    WriteForwardByProduct();
                }

                using (writer.WriteBlock("else"))
                {
                    WriteForwardStreams();
                }
            }
            else
            {
                WriteForwardStreams();
            }

            writer.WriteLine();
            writer.WriteLine($"RnnCells::StridedRows.CopyFrom(ref {Element("h", $"streams * {Number(training.OperandFloats)}")}, {Number(training.OperandFloats)}, OutputSize, outputs);");
            using (writer.WriteBlock("for (int stream = 0; stream < streams; stream++)"))
            {
                writer.WriteLine($"states[stream].HiddenLanes = {HiddenLanes("(rows + stream)")};");
                if (equations.HasCellState)
                {
                    writer.WriteLine($"states[stream].CellLanes = {CellLanes("(rows + stream)")};");
                }
            }
        }

        writer.WriteLine();
    }

    /// <summary>Step by step, all streams of a step in products.</summary>
    private void WriteForwardByProduct()
    {
        writer.WriteLine($"""
            // The input sums of so many steps at once that they are in the cache when the recurrence comes through.
            int rowsAtOnce = global::System.Math.Max(1, {Number(training.ChunkRows)} / streams) * streams;
            """);
        using (writer.WriteBlock("for (int row = 0; row < rows; row += streams)"))
        {
            using (writer.WriteBlock("if (row % rowsAtOnce == 0)"))
            {
                WriteTapeInputSums("row", "global::System.Math.Min(rowsAtOnce, rows - row)");
            }

            writer.WriteLine();
            if (equations.HasCellState)
            {
                writer.WriteLine($$"""
                    tape.Cells.Span.Slice((firstRow + row) * {{Number(plan.PaddedHidden)}}, streams * {{Number(plan.PaddedHidden)}}).CopyTo(tape.Cells.Span.Slice((firstRow + row + streams) * {{Number(plan.PaddedHidden)}}));
                    """);
            }

            string cell = equations.HasCellState ? $",\n    ref {Row("c", "(row + streams)", plan.PaddedHidden)}, {Number(plan.PaddedHidden)}" : "";
            writer.WriteLine($"""
                AdvanceRows(
                    streams, ref RnnUnsafe.NullRef<float>(), ref {Row("sums", "row", plan.SumFloats)},
                    ref {Row("h", "row", training.OperandFloats)}, ref {Row("h", "(row + streams)", training.OperandFloats)}, {Number(training.OperandFloats)}{cell});
                """);
        }
    }

    /// <summary>The input sums of some rows into the tape.</summary>
    private void WriteTapeInputSums(string row, string count) =>
        writer.WriteLine($"""
            InputSums(
                ref RnnMemory::MemoryMarshal.GetReference(inputs[({row} * InputSize)..]), {count},
                ref {Row("sums", row, plan.SumFloats)});
            """);

    /// <summary>Step by step, and in a step stream by stream.</summary>
    private void WriteForwardStreams()
    {
        using (writer.WriteBlock("for (int row = 0; row < rows; row++)"))
        {
            if (plan.SumsInputsAhead)
            {
                using (writer.WriteBlock($"if (row % {Number(training.ChunkRows)} == 0)"))
                {
                    WriteTapeInputSums("row", $"global::System.Math.Min({Number(training.ChunkRows)}, rows - row)");
                }

                writer.WriteLine();
            }

            string cell = "";
            if (equations.HasCellState)
            {
                // Advance replaces c in place: in a copy, since the backward pass needs both.
                writer.WriteLine($"ref float next = ref {Row("c", "(row + streams)", plan.PaddedHidden)};");
                writer.WriteLine($"RnnUnsafe.As<float, Lanes>(ref next) = {CellLanes("row")};");
                cell = "ref next, ";
            }

            string source = StepMembers.SourceArguments(plan, Row("sums", "row", plan.SumFloats));
            if (!plan.SumsInputsAhead)
            {
                source = source.Replace("ref x,", $"ref {Row("x", "row", training.OperandFloats)},");
            }

            writer.WriteLine($"""
                Advance(
                    {source},
                    ref {Row("h", "row", training.OperandFloats)}, {cell}ref {Row("h", "(row + streams)", training.OperandFloats)});
                """);
        }
    }

    /// <summary>h of one row as a whole.</summary>
    private string HiddenLanes(string row) => $"RnnUnsafe.As<float, {CellFrame.HiddenLanes(spec)}>(ref {Row("h", row, training.OperandFloats)})";

    /// <summary>c of one row as a whole.</summary>
    private string CellLanes(string row) => $"RnnUnsafe.As<float, Lanes>(ref {Row("c", row, plan.PaddedHidden)})";
}
