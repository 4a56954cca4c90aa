using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Emission.VectorSyntax;

namespace RnnGen.Generator.Emission;

/// <summary>
/// The members of a cell that train it: <c>Forward</c>, which keeps on a tape what <c>Backward</c> needs, and <c>Backward</c>, which is
/// backpropagation through time over it. The same for every kind of cell.
/// </summary>
internal sealed class TrainingMembers(SourceWriter writer, CellSpec spec, CellPlan plan, TrainingPlan training, CellEquations equations)
{
    private const string Product = "RnnNumerics::PanelProduct";

    private readonly BackwardPart[] _parts = [.. equations.BackwardParts(plan)];

    /// <summary>Whether the gradients of the input sums differ from those of the recurrent sums (a candidate whose recurrent sum is reset).</summary>
    private bool HasInputGradients => plan.SeparateGate >= 0;

    /// <summary>Whether a product of a step reads something else than h, whose gradient is a vector of its own.</summary>
    private bool HasResetGradients => plan.Products.Count > 1;

    private string InputSide => HasInputGradients ? "InputSumGradients" : "SumGradients";

    private int GateFloats => plan.Gates * plan.PaddedHidden;

    /// <summary>Of what the network around a layer calls.</summary>
    private string Access => spec.IsLayer ? "internal" : "private";

    /// <summary>Writes the public methods.</summary>
    public void WriteMethods(RecurrentKernels kernels)
    {
        WriteForward(kernels);
        WriteBackward();
    }

    /// <summary>Writes what they are made of.</summary>
    public void WriteParts()
    {
        WriteTransposeWeights();
        WriteAddWeightGradients();
        equations.WriteBackwardApplications(writer, plan);
    }

    /// <summary>Writes the tape and the gradients.</summary>
    public void WriteTypes()
    {
        WriteTape();
        WriteGradients();
    }

    private void WriteForward(RecurrentKernels kernels)
    {
        string carried = equations.HasCellState ? "h and c" : "h";
        writer.WriteLine($$"""
            /// <summary>
            /// Many steps of many streams, as <see cref="Run(global::System.ReadOnlySpan{float}, global::System.Span{float}, global::System.Span{State}, Workspace)"/> and with its bits,
            /// that leaves on the tape what <c>Backward</c> needs. For truncated BPTT call it piece by piece: the states carry on.
            /// </summary>
            /// <param name="inputs">x of every step and stream: [steps, streams, InputSize]</param>
            /// <param name="outputs">h of every step and stream: [steps, streams, OutputSize]; must not overlap <paramref name="inputs"/> or the states.</param>
            /// <param name="states">{{carried}} of every stream: [streams], read and replaced.</param>
            /// <param name="tape">A tape of at least as many steps and streams; what was on it is lost.</param>
            /// <exception cref="global::System.ArgumentException">A buffer or the tape has not the size it needs, or inputs and outputs overlap.</exception>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="tape"/> is null.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Kernel}}
            public void Forward(global::System.ReadOnlySpan<float> inputs, global::System.Span<float> outputs, global::System.Span<State> states, Tape tape)
            """);
        using (writer.WriteBlock())
        {
            writer.WriteLine($$"""
                global::System.ArgumentNullException.ThrowIfNull(tape);
                int streams = states.Length;
                int steps = RnnCells::CellArguments.CheckSequence(inputs, outputs, streams, InputSize, OutputSize);
                RnnCells::CellArguments.CheckTape(tape, tape.Steps, tape.Streams, steps, streams);
                tape.RecordedSteps = steps;
                tape.RecordedStreams = streams;
                ForwardRows(inputs, outputs, states, tape, firstRow: 0);
                """);
        }

        writer.WriteLine();
        WriteForwardRows(kernels);
    }

    private void WriteForwardRows(RecurrentKernels kernels)
    {
        writer.WriteLine($"""
            /// <summary>The same, checked, into the rows of the tape from <paramref name="firstRow"/> on: one a step and stream, and one a stream more.</summary>
            {CellFrame.Kernel}
            {Access} void ForwardRows(global::System.ReadOnlySpan<float> inputs, global::System.Span<float> outputs, global::System.Span<State> states, Tape tape, int firstRow)
            """);
        using (writer.WriteBlock())
        {
            writer.WriteLine($"""
                // On the tape: x of every step and stream, and the state before the first step.
                int streams = states.Length;
                int rows = inputs.Length / InputSize;
                ref float operands = ref {At("tape.Operands.First", "firstRow", training.OperandFloats)};
                ref float x = ref {Element("operands", training.FirstOperand + 1)};
                ref float h = ref {Element("operands", training.HiddenOperand)};
                ref float sums = ref {At("tape.Sums.First", "firstRow", plan.SumFloats)};
                """);
            if (equations.HasCellState)
            {
                writer.WriteLine($"ref float c = ref {At("tape.Cells.First", "firstRow", plan.PaddedHidden)};");
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
                    WriteForwardStreams(kernels);
                }
            }
            else
            {
                WriteForwardStreams(kernels);
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

            string cell = equations.HasCellState ? $",\n    ref {At("c", "(row + streams)", plan.PaddedHidden)}, {Number(plan.PaddedHidden)}" : "";
            writer.WriteLine($"""
                AdvanceRows(
                    streams, ref {At("sums", "row", plan.SumFloats)},
                    ref {At("h", "row", training.OperandFloats)}, ref {At("h", "(row + streams)", training.OperandFloats)}, {Number(training.OperandFloats)}{cell});
                """);
        }
    }

    /// <summary>The input sums of some rows into the tape.</summary>
    private void WriteTapeInputSums(string row, string count) =>
        writer.WriteLine($"""
            InputSums(
                ref RnnMemory::MemoryMarshal.GetReference(inputs[({row} * InputSize)..]), {count},
                ref {At("sums", row, plan.SumFloats)});
            """);

    /// <summary>Step by step, and in a step stream by stream.</summary>
    private void WriteForwardStreams(RecurrentKernels kernels)
    {
        using (writer.WriteBlock("for (int row = 0; row < rows; row++)"))
        {
            if (!plan.FusesInput)
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
                writer.WriteLine($"ref float next = ref {At("c", "(row + streams)", plan.PaddedHidden)};");
                writer.WriteLine($"RnnCompiler::Unsafe.As<float, Lanes>(ref next) = {CellLanes("row")};");
                cell = "ref next, ";
            }

            string source = kernels.SourceArguments(At("sums", "row", plan.SumFloats));
            if (plan.FusesInput)
            {
                source = source.Replace("ref x,", $"ref {At("x", "row", training.OperandFloats)},");
            }

            writer.WriteLine($"""
                Advance(
                    {source},
                    ref {At("h", "row", training.OperandFloats)}, {cell}ref {At("h", "(row + streams)", training.OperandFloats)});
                """);
        }
    }

    private void WriteBackward()
    {
        string carried = equations.HasCellState ? "h and c" : "h";
        writer.WriteLine($$"""
            /// <summary>
            /// Backpropagation through time over the whole tape: the gradients of a loss by the parameters, the inputs and the initial states, given its
            /// gradients by the outputs and the final states. The parameters must be those of <c>Forward</c>.
            /// </summary>
            /// <param name="outputGradients">Of h of every step and stream: [steps, streams, OutputSize]</param>
            /// <param name="tape">What <c>Forward</c> left; it stays, but one caller at a time may use it.</param>
            /// <param name="gradients">Of the parameters: added to.</param>
            /// <param name="inputGradients">Of x of every step and stream: [steps, streams, InputSize], added to; or empty, if they are not wanted. Must not overlap <paramref name="outputGradients"/>.</param>
            /// <param name="stateGradients">
            /// Of {{carried}} of every stream: [streams], on entry of the final states, on return of the initial ones; or empty, for zeros that are not wanted
            /// back.
            /// </param>
            /// <exception cref="global::System.ArgumentException">A buffer has not the size it needs, or the first two overlap.</exception>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="tape"/> or <paramref name="gradients"/> is null.</exception>
            {{CellFrame.GeneratedCode}}
            {{CellFrame.Kernel}}
            public void Backward(
                global::System.ReadOnlySpan<float> outputGradients, Tape tape, Gradients gradients,
                global::System.Span<float> inputGradients = default, global::System.Span<State> stateGradients = default)
            """);
        using (writer.WriteBlock())
        {
            writer.WriteLine($$"""
                global::System.ArgumentNullException.ThrowIfNull(tape);
                global::System.ArgumentNullException.ThrowIfNull(gradients);
                int steps = tape.RecordedSteps;
                int streams = tape.RecordedStreams;
                RnnCells::CellArguments.CheckGradients(
                    outputGradients, inputGradients, stateGradients.Length, steps, streams, InputSize, OutputSize);
                TransposeWeights(tape, !inputGradients.IsEmpty);
                BackwardRows(outputGradients, tape, gradients, inputGradients, stateGradients, firstRow: 0, steps, streams);
                """);
        }

        writer.WriteLine();
        WriteBackwardRows();
    }

    private void WriteBackwardRows()
    {
        writer.WriteLine($$"""
            /// <summary>The same, checked, with transposed weights, over the rows of the tape from <paramref name="firstRow"/> on.</summary>
            {{CellFrame.Kernel}}
            {{Access}} void BackwardRows(
                global::System.ReadOnlySpan<float> outputGradients, Tape tape, Gradients gradients, global::System.Span<float> inputGradients,
                global::System.Span<State> stateGradients, int firstRow, int steps, int streams)
            """);
        using (writer.WriteBlock())
        {
            writer.WriteLine($$"""
                // dh{{(equations.HasCellState ? " and dc" : "")}} after the last step.
                tape.HiddenGradients.Span.Clear();
                ref float dh = ref tape.HiddenGradients.First;
                """);
            if (equations.HasCellState)
            {
                writer.WriteLine("tape.CellGradients.Span.Clear();");
                writer.WriteLine("ref float dc = ref tape.CellGradients.First;");
            }

            WriteStateGradients(static (span, buffer) => $"{span}.CopyTo({buffer});");
            writer.WriteLine();
            writer.WriteLine($"""
                // From the last steps to the first, so many at once that the gradients of their sums stay in the cache for the products.
                int stepsAtOnce = global::System.Math.Max(1, {Number(training.ChunkRows)} / global::System.Math.Max(1, streams));
                """);
            using (writer.WriteBlock("for (int end = steps; end > 0; end -= stepsAtOnce)"))
            {
                writer.WriteLine("""
                    int first = global::System.Math.Max(0, end - stepsAtOnce) * streams;
                    int rows = (end * streams) - first;
                    """);
                using (writer.WriteBlock("for (int row = first + rows - streams; row >= first; row -= streams)"))
                {
                    WriteBackwardStep();
                }

                writer.WriteLine($$"""

                    // dx: da Wx. dW: da times what the weights were multiplied with, summed over steps and streams.
                    if (!inputGradients.IsEmpty)
                    {
                        {{Product}}.AddInputGradients(
                            ref tape.{{InputSide}}.First, {{Number(training.GradientFloats)}}, rows, {{Number(GateFloats)}},
                            ref tape.TransposedInputWeights.First, InputSize, ref inputGradients[first * InputSize]);
                    }

                    AddWeightGradients(tape, gradients, firstRow + first, rows);
                    """);
            }

            writer.WriteLine();
            WriteStateGradients(static (span, buffer) => $"{buffer}[..{span}.Length].CopyTo({span});");
        }

        writer.WriteLine();
    }

    private void WriteStateGradients(System.Func<string, string, string> copy)
    {
        using (writer.WriteBlock("for (int stream = 0; stream < stateGradients.Length; stream++)"))
        {
            writer.WriteLine(copy("stateGradients[stream].Hidden", $"tape.HiddenGradients.Span.Slice(stream * {Number(plan.PaddedOutput)}, {Number(plan.PaddedOutput)})"));
            if (equations.HasCellState)
            {
                writer.WriteLine(copy("stateGradients[stream].Cell", $"tape.CellGradients.Span.Slice(stream * {Number(plan.PaddedHidden)}, {Number(plan.PaddedHidden)})"));
            }
        }
    }

    private void WriteBackwardStep()
    {
        writer.WriteLine($"""
            // dh of the output, on top of what came from the step after.
            RnnCells::StridedRows.AddTo(outputGradients.Slice(row * OutputSize, streams * OutputSize), OutputSize, ref dh, {Number(plan.PaddedOutput)});
            """);
        for (int index = 0; index < _parts.Length; index++)
        {
            writer.WriteLine();
            if (_parts[index] == BackwardPart.Project)
            {
                WriteProjectionGradients();
            }
            else if (_parts[index].Arguments.Count == 0)
            {
                WriteBackwardProduct(_parts[index]);
            }
            else
            {
                BackwardPart[] applications = [.. _parts.Skip(index).TakeWhile(static part => part.Arguments.Count > 0)];
                WriteBackwardApplications(applications);
                index += applications.Length - 1;
            }
        }
    }

    private void WriteBackwardApplications(BackwardPart[] parts)
    {
        using (writer.WriteBlock("for (int stream = 0; stream < streams; stream++)"))
        {
            writer.WriteLine("int current = firstRow + row + stream;");
            writer.WriteLine("int place = row + stream - first;");
            if (parts.Any(static part => part.Arguments.Any(static argument => argument is "newC" or "newH")))
            {
                writer.WriteLine("int next = current + streams;");
            }

            foreach (BackwardPart part in parts)
            {
                writer.WriteLine($"""
                    {part.Method}(
                        {string.Join(",\n    ", part.Arguments.Select(argument => "ref " + Argument(argument)))});
                    """);
            }
        }
    }

    /// <summary>Where an argument of an application stands, for one step of one stream.</summary>
    private string Argument(string name) => name switch
    {
        "sums" => At("tape.Sums.First", "current", plan.SumFloats),
        "gradients" or "gateGradients" => At("tape.SumGradients.First", "place", training.GradientFloats),
        "inputGradients" => At("tape.InputSumGradients.First", "place", training.GradientFloats),
        "candidateGradients" => At("tape.SumGradients.First", "place", training.GradientFloats, training.Groups[1].Offset),
        "h" => At("tape.Operands.First", "current", training.OperandFloats, training.HiddenOperand),
        "newH" => At("tape.Operands.First", "next", training.OperandFloats, training.HiddenOperand),
        "c" => At("tape.Cells.First", "current", plan.PaddedHidden),
        "newC" => At("tape.Cells.First", "next", plan.PaddedHidden),
        "dh" => At("dh", "stream", plan.PaddedOutput),
        "dc" => At("dc", "stream", plan.PaddedHidden),
        "dv" => At("tape.ResetGradients.First", "stream", plan.PaddedHidden),
        "dm" => At("tape.CellOutputGradients.First", "stream", plan.PaddedHidden),
        "dn" => At("tape.CellNormGradients.First", "stream", plan.PaddedHidden),
        _ when plan.Extras.FirstOrDefault(extra => extra.Name == name) is { } extra => At("tape.Sums.First", "current", plan.SumFloats, extra.Offset),
        _ when plan.ParameterVectors.FirstOrDefault(vector => vector.Name == name) is { } vector => Element("_parameters.First", vector.Offset),
        _ => Element("gradients.Buffer.First", plan.ParameterVectors.First(vector => GradientName(vector) == name).Offset),
    };

    /// <summary>The name of the gradients of a vector of parameters.</summary>
    private static string GradientName(VectorOffset vector) => "d" + char.ToUpperInvariant(vector.Name[0]) + vector.Name.Substring(1);

    /// <summary>dh becomes the gradient of what was projected; it stays on the tape for the projection's own.</summary>
    private void WriteProjectionGradients()
    {
        writer.WriteLine($"""
            // dm: dh times the projection; dh itself is kept for the projection's gradients, and what flows through the gates starts at zero.
            tape.HiddenGradients.Span[..(streams * {Number(plan.PaddedOutput)})].CopyTo(tape.ProjectedGradients.Span[((row - first) * {Number(plan.PaddedOutput)})..]);
            """);
        if (plan.FullBlocks > 0)
        {
            Write(0, plan.FullBlocks, CellPlanner.BlockLanes, 0);
        }

        if (plan.TailLanes > 0)
        {
            int lane = plan.FullBlocks * CellPlanner.BlockLanes;
            Write(lane * plan.PaddedOutput, 1, plan.TailLanes, lane);
        }

        writer.WriteLine("tape.HiddenGradients.Span.Clear();");

        void Write(int panel, int panels, int lanes, int lane) => writer.WriteLine($"""
            {Product}.Sums(
                ref dh, {Number(plan.PaddedOutput)}, streams, {Number(plan.PaddedOutput)},
                ref {Element("tape.TransposedProjection.First", panel)}, {Number(plan.PaddedOutput * lanes)}, {Number(panels)}, {Number(lanes)},
                ref {Element("tape.CellOutputGradients.First", lane)}, {Number(plan.PaddedHidden)});
            """);
    }

    /// <summary>The gradients of what a product multiplied: with the transposed weights, into padded rows.</summary>
    private void WriteBackwardProduct(BackwardPart part)
    {
        GradientGroup group = training.Groups[part.Group];
        string gates = group.Gates == plan.Gates ? "" : $" of {string.Join(", ", equations.Gates.Substring(group.FirstGate, group.Gates).ToCharArray())}";
        string source = At("tape.SumGradients.First", "(row - first)", training.GradientFloats, group.Offset);
        string target = part.Target == "dv" ? "tape.ResetGradients.First" : part.Target;
        writer.WriteLine($"// {part.Target}: da{gates} times the recurrent weights.");
        int units = part.Target == "dh" ? plan.PaddedOutput : plan.PaddedHidden;
        writer.WriteLine($"""
            {Product}.AddHiddenGradients(
                ref {source}, {Number(training.GradientFloats)}, streams, {Number(group.Floats)},
                ref {Element("tape.TransposedRecurrentWeights.First", units * group.Offset)}, {Number(units)}, ref {target});
            """);
    }

    private void WriteTransposeWeights()
    {
        writer.WriteLine("/// <summary>Copies the weights into transposed panels, so that the gradients of what they were multiplied with are products too.</summary>");
        writer.WriteLine(CellFrame.Kernel);
        using (writer.WriteBlock($"{Access} void TransposeWeights(Tape tape, bool withInputWeights)"))
        {
            foreach (GradientGroup group in training.Groups)
            {
                WriteTranspose(group, plan.FirstRecurrentRow, RecurrentRows, "tape.TransposedRecurrentWeights", plan.PaddedOutput * group.Offset, group.Floats, 0);
            }

            if (spec.Projection > 0)
            {
                WriteTransposeProjection();
            }

            using (writer.WriteBlock("if (withInputWeights)"))
            {
                foreach (GradientGroup group in training.Groups)
                {
                    WriteTranspose(group, 1, "InputSize", "tape.TransposedInputWeights", 0, GateFloats, group.Offset);
                }
            }
        }

        writer.WriteLine();
    }

    private void WriteTransposeProjection()
    {
        foreach ((int first, int blocks, int lanes) in OutputBlocks)
        {
            writer.WriteLine($"""
                {Product}.Transpose(
                    ref {Element("_parameters.First", Projection.Offset + (first * spec.Hidden))}, 0, {Number(spec.Hidden * lanes)}, {Number(blocks)}, 1, {Number(lanes)}, HiddenSize,
                    ref tape.TransposedProjection.First, {Number(plan.PaddedOutput)}, {Number(first)});
                """);
        }
    }

    /// <summary>The panels of the projection.</summary>
    private VectorOffset Projection => plan.ParameterVectors.First(static vector => vector.Name == "projection");

    /// <summary>The blocks of outputs: the first output, how many blocks, and how wide they are.</summary>
    private IEnumerable<(int First, int Blocks, int Lanes)> OutputBlocks
    {
        get
        {
            if (plan.OutputFullBlocks > 0)
            {
                yield return (0, plan.OutputFullBlocks, CellPlanner.BlockLanes);
            }

            if (plan.OutputTailLanes > 0)
            {
                yield return (plan.OutputFullBlocks * CellPlanner.BlockLanes, 1, plan.OutputTailLanes);
            }
        }
    }

    private string RecurrentRows => spec.Projection > 0 ? "OutputSize" : "HiddenSize";

    private void WriteTranspose(GradientGroup group, int firstRow, string rows, string target, int targetOffset, int transposedRows, int firstTransposedRow)
    {
        foreach (GateBlocks blocks in GateBlocks.Of(plan, group.FirstGate, group.Gates))
        {
            writer.WriteLine($"""
                {Product}.Transpose(
                    ref {Element("_parameters.First", blocks.PanelAt(firstRow))}, {blocks.Strides}, {blocks.Counts}, {rows},
                    ref {Element(target + ".First", targetOffset)}, {Number(transposedRows)}, {Number(firstTransposedRow + blocks.FirstSum)});
                """);
        }
    }

    private void WriteAddWeightGradients()
    {
        writer.WriteLine("/// <summary>Adds the gradients of all weights and biases: those of the sums times what was multiplied, over some steps of all streams.</summary>");
        writer.WriteLine(CellFrame.Kernel);
        using (writer.WriteBlock("private static void AddWeightGradients(Tape tape, Gradients gradients, int first, int rows)"))
        {
            writer.WriteLine($"ref float operands = ref {Element("tape.Operands.First", $"first * {Number(training.OperandFloats)}")};");
            if (HasInputGradients)
            {
                WriteOuterProducts("the bias and the input weights", "InputSumGradients", training.Groups[0], FirstRow, FirstInputRows, Operand(FirstRow));
                if (spec.Bias)
                {
                    var candidate = new GradientGroup(plan.SeparateGate, 1, 0, 0);
                    WriteRecurrentBias(candidate);
                }

                WriteOuterProducts("the recurrent weights", "SumGradients", training.Groups[0], plan.FirstRecurrentRow, RecurrentRows, Operand(plan.FirstRecurrentRow));
            }
            else if (HasResetGradients)
            {
                string rows = spec.Bias ? "1 + InputSize" : "InputSize";
                WriteOuterProducts("r and z: the biases and all weights", "SumGradients", training.Groups[0], FirstRow, rows + " + HiddenSize", Operand(FirstRow));
                WriteOuterProducts("n: the bias and the input weights", "SumGradients", training.Groups[1], FirstRow, rows, Operand(FirstRow));
                WriteOuterProducts(
                    "n: the recurrent weights", "SumGradients", training.Groups[1], plan.FirstRecurrentRow, "HiddenSize",
                    (At("tape.Sums.First", "first", plan.SumFloats, plan.Extras[0].Offset), plan.SumFloats));
            }
            else
            {
                string rows = (spec.Bias ? "1 + " : "") + "InputSize + " + RecurrentRows;
                WriteOuterProducts("the biases and all weights", "SumGradients", training.Groups[0], FirstRow, rows, Operand(FirstRow));
            }

            if (spec.Projection > 0)
            {
                WriteProjectionWeightGradients();
            }
        }

        writer.WriteLine();
    }

    private void WriteProjectionWeightGradients()
    {
        VectorOffset operand = plan.Extras.First(static extra => extra.Name == "cellOutput");
        writer.WriteLine();
        writer.WriteLine("// The projection.");
        foreach ((int first, int blocks, int lanes) in OutputBlocks)
        {
            writer.WriteLine($"""
                {Product}.AddOuterProducts(
                    ref {At("tape.Sums.First", "first", plan.SumFloats, operand.Offset)}, {Number(plan.SumFloats)}, HiddenSize,
                    ref {Element("tape.ProjectedGradients.First", first)}, {Number(plan.PaddedOutput)}, rows,
                    ref {Element("gradients.Buffer.First", Projection.Offset + (first * spec.Hidden))}, 0, {Number(spec.Hidden * lanes)}, {Number(blocks)}, 1, {Number(lanes)});
                """);
        }
    }

    private int FirstRow => spec.Bias ? 0 : 1;

    private string FirstInputRows => spec.Bias ? "1 + InputSize" : "InputSize";

    private (string Reference, int Stride) Operand(int row) => (Element("operands", training.FirstOperand + row), training.OperandFloats);

    private void WriteOuterProducts(string what, string source, GradientGroup group, int firstRow, string rows, (string Reference, int Stride) operand)
    {
        writer.WriteLine();
        writer.WriteLine($"// {char.ToUpperInvariant(what[0])}{what.Substring(1)}.");
        foreach (GateBlocks blocks in GateBlocks.Of(plan, group.FirstGate, group.Gates))
        {
            writer.WriteLine($"""
                {Product}.AddOuterProducts(
                    ref {operand.Reference}, {Number(operand.Stride)}, {rows},
                    ref {Element($"tape.{source}.First", group.Offset + blocks.FirstSum)}, {Number(training.GradientFloats)}, rows,
                    ref {Element("gradients.Buffer.First", blocks.PanelAt(firstRow))}, {blocks.Strides}, {blocks.Counts});
                """);
        }
    }

    /// <summary>The recurrent bias of the one gate that has one: its gradients stand between those of other gates, block by block.</summary>
    private void WriteRecurrentBias(GradientGroup candidate)
    {
        writer.WriteLine();
        writer.WriteLine($"// The recurrent bias of {equations.Gates[plan.SeparateGate]}.");
        foreach (GateBlocks blocks in GateBlocks.Of(plan, candidate.FirstGate, 1))
        {
            int lanes = blocks.Lanes;
            int first = (blocks.FirstBlock * plan.BlockSums) + (plan.SeparateGate * lanes);
            string target = blocks.Blocks > 1
                ? $"(block * {Number(plan.BlockFloats)}) + {Number(blocks.PanelAt(plan.FirstRecurrentRow - 1))}"
                : Number(blocks.PanelAt(plan.FirstRecurrentRow - 1));
            string source = blocks.Blocks > 1 ? $"(block * {Number(plan.BlockSums)}) + {Number(first)}" : Number(first);
            using (blocks.Blocks == 1 ? null : (System.IDisposable)writer.WriteBlock($"for (int block = 0; block < {Number(blocks.Blocks)}; block++)"))
            {
                writer.WriteLine($"""
                    {Product}.AddOuterProducts(
                        ref {Operand(plan.FirstRecurrentRow - 1).Reference}, {Number(training.OperandFloats)}, 1,
                        ref {Element("tape.SumGradients.First", source)}, {Number(training.GradientFloats)}, rows,
                        ref {Element("gradients.Buffer.First", target)}, 0, 0, 1, 1, {Number(lanes)});
                    """);
            }
        }
    }

    private void WriteTape()
    {
        writer.WriteLine($$"""

            /// <summary>
            /// What <c>Forward</c> leaves for <c>Backward</c>, and the latter's scratch memory: made once, used again and again, by one caller at a
            /// time.
            /// </summary>
            {{CellFrame.GeneratedCode}}
            public sealed class Tape
            """);
        using (writer.WriteBlock())
        {
            foreach ((string name, string _, string summary) in Buffers)
            {
                writer.WriteLine($"""
                    /// <summary>{summary}</summary>
                    internal readonly global::RnnGen.Memory.AlignedBuffer {name};

                    """);
            }

            WriteTapeConstructor();
            writer.WriteLine("""

                /// <summary>The most steps it holds.</summary>
                public int Steps { get; }

                /// <summary>The most streams it holds.</summary>
                public int Streams { get; }

                /// <summary>The steps that the last <c>Forward</c> left.</summary>
                public int RecordedSteps { get; internal set; }

                /// <summary>The streams that the last <c>Forward</c> left.</summary>
                public int RecordedStreams { get; internal set; }
                """);
        }
    }

    private void WriteTapeConstructor()
    {
        writer.WriteLine($$"""
            /// <summary>Creates a tape: {{Number(4 * FloatsPerStep)}} bytes for every step and stream.</summary>
            /// <param name="steps">The most steps it will hold.</param>
            /// <param name="streams">The most streams it will hold.</param>
            /// <exception cref="global::System.ArgumentOutOfRangeException">
            /// <paramref name="steps"/> or <paramref name="streams"/> is less than one, or more than fit one array together.
            /// </exception>
            public Tape(int steps, int streams = 1)
            """);
        if (spec.IsLayer)
        {
            writer.WriteLine("""
                    : this(steps, streams, moreRows: 0)
                {
                }

                /// <summary>Creates a tape with some rows more, for sequences of different lengths.</summary>
                internal Tape(int steps, int streams, int moreRows)
                """);
        }

        using (writer.WriteBlock())
        {
            writer.WriteLine($$"""
                RnnCells::CellArguments.CheckTapeSize(steps, streams, {{Number(training.FloatsPerRow)}});
                Steps = steps;
                Streams = streams;
                int rows = {{(spec.IsLayer ? "(steps * streams) + moreRows" : "steps * streams")}};
                int gradientRows = global::System.Math.Max(streams, global::System.Math.Min(rows, {{Number(training.ChunkRows)}}));
                """);
            foreach ((string name, string floats, string _) in Buffers)
            {
                writer.WriteLine($"{name} = new({floats});");
            }

            string recurrentBias = plan.SeparateGate < 0 ? "" : $"\n    Operands.Span[(row * {Number(training.OperandFloats)}) + {Number(training.HiddenOperand - 1)}] = 1f;";
            writer.WriteLine($$"""

                // A bias is a weight of 1.
                for (int row = 0; row < rows; row++)
                {
                    Operands.Span[{{Sum($"row * {Number(training.OperandFloats)}", Number(training.FirstOperand))}}] = 1f;{{recurrentBias}}
                }
                """);
        }
    }

    /// <summary>The buffers of a tape: name, floats, and what is in it.</summary>
    private IEnumerable<(string Name, string Floats, string Summary)> Buffers
    {
        get
        {
            string hidden = Number(plan.PaddedHidden);
            string output = Number(plan.PaddedOutput);
            yield return ("Operands", $"(rows + streams) * {Number(training.OperandFloats)}", $"What a panel's rows were multiplied with, of every step and stream: {OperandNames}; h once more after the last step.");
            yield return ("Sums", $"rows * {Number(plan.SumFloats)}", "The gates of every step and stream, after their activations.");
            yield return ("SumGradients", $"gradientRows * {Number(training.GradientFloats)}", "The gradients of the gates' sums, of the steps where the backward pass is.");
            if (HasInputGradients)
            {
                yield return ("InputSumGradients", $"gradientRows * {Number(training.GradientFloats)}", "The gradients of the input sums, which differ from those of the recurrent sums by the reset gate.");
            }

            yield return ("HiddenGradients", $"streams * {output}", "dh of every stream, at the step where the backward pass is.");
            if (equations.HasCellState)
            {
                yield return ("Cells", $"(rows + streams) * {hidden}", "c before every step, and after the last.");
                yield return ("CellGradients", $"streams * {hidden}", "dc of every stream, at the step where the backward pass is.");
            }

            if (HasResetGradients)
            {
                yield return ("ResetGradients", $"streams * {hidden}", "Of every stream the gradients of what the candidate's recurrent weights were multiplied with.");
            }

            if (spec.LayerNorm)
            {
                yield return ("CellNormGradients", $"streams * {hidden}", "Of every stream the gradients of the normalised c.");
            }

            if (spec.Projection > 0)
            {
                yield return ("CellOutputGradients", $"streams * {hidden}", "Of every stream the gradients of what is projected.");
                yield return ("ProjectedGradients", $"gradientRows * {output}", "dh of the steps where the backward pass is.");
                yield return ("TransposedProjection", Number(plan.PaddedOutput * plan.PaddedHidden), "The projection in transposed panels.");
            }

            yield return ("TransposedRecurrentWeights", Number(GateFloats * plan.PaddedOutput), "The recurrent weights in transposed panels.");
            yield return ("TransposedInputWeights", Number(GateFloats * training.PaddedInput), "The input weights in transposed panels.");
        }
    }

    private string OperandNames => plan.SeparateGate < 0 ? "1 for the bias, x, h" : "1 for the bias, x, 1 for the recurrent bias, h";

    private int FloatsPerStep =>
        training.OperandFloats + plan.SumFloats + (equations.HasCellState ? plan.PaddedHidden : 0);

    private void WriteGradients() => writer.WriteLine($$"""

        /// <summary>The gradients of all parameters, in the parameters' layout: zeros when created, added to by <c>Backward</c>.</summary>
        {{CellFrame.GeneratedCode}}
        public sealed class Gradients : global::RnnGen.ICellGradients
        {
            internal readonly global::RnnGen.Memory.AlignedBuffer Buffer{{(spec.IsLayer ? "" : $" = new({Number(plan.ParameterFloats)})")}};
            {{(spec.IsLayer ? GradientConstructors : "")}}
            /// <summary>All gradients as one flat span, each where <see cref="Parameters"/> has its parameter.</summary>
            public global::System.Span<float> Values
            {
                {{CellFrame.Inline}}
                get => Buffer.Span;
            }

            /// <summary>Sets all gradients to zero.</summary>
            {{CellFrame.Inline}}
            public void Clear() => Buffer.Span.Clear();

            /// <summary>
            /// Saves the gradients under the names of their parameters, as PyTorch's <c>grad</c> of each: of two biases whose sum is the parameter both have its
            /// gradient.
            /// </summary>
            /// <param name="sink">Where to.</param>
            /// <param name="prefix">What stands before the tensor names.</param>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="sink"/> or <paramref name="prefix"/> is null.</exception>
            public void Save(global::RnnGen.Formats.ITensorSink sink, string prefix = "") => Layout.SaveGradients(sink, prefix, Buffer.Span);
        }
        """);

    /// <summary>A layer's gradients are a part of its network's, or stand alone.</summary>
    private string GradientConstructors => $$"""

            /// <summary>Creates gradients of zero.</summary>
            public Gradients()
                : this(new({{Number(plan.ParameterFloats)}}))
            {
            }

            internal Gradients(global::RnnGen.Memory.AlignedBuffer buffer) => Buffer = buffer;

        """;

    /// <summary>One row of a buffer.</summary>
    private static string At(string buffer, string row, int floats, int offset = 0) =>
        $"RnnCompiler::Unsafe.Add(ref {buffer}, {Sum($"{row} * {Number(floats)}", Number(offset))})";

    /// <summary>h of one row as a whole.</summary>
    private string HiddenLanes(string row) => $"RnnCompiler::Unsafe.As<float, {CellFrame.HiddenLanes(spec)}>(ref {At("h", row, training.OperandFloats)})";

    /// <summary>c of one row as a whole.</summary>
    private string CellLanes(string row) => $"RnnCompiler::Unsafe.As<float, Lanes>(ref {At("c", row, plan.PaddedHidden)})";
}
