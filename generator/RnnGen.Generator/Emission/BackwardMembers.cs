using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Emission.VectorSyntax;

namespace RnnGen.Generator.Emission;

/// <summary>The backward pass of a cell: backpropagation through time over what <see cref="ForwardMembers"/> left on the tape.</summary>
internal sealed class BackwardMembers(SourceWriter writer, CellSpec spec, CellPlan plan, TrainingPlan training, CellEquations equations)
{
    private readonly BackwardPart[] _parts = [.. equations.BackwardParts(plan)];

    private string InputSide => plan.HasInputGradients ? "InputSumGradients" : "SumGradients";

    /// <summary>Writes it.</summary>
    public void Write()
    {
        string carried = equations.HasCellState ? "h and c" : "h";
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
            /// Of {{carried}} of every stream: [streams], on entry of the final states, on return of the initial ones; or empty, for zeros that are not wanted
            /// back.
            /// </param>
            /// <exception cref="global::System.ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
            /// <exception cref="global::System.ArgumentNullException"><paramref name="tape"/> or <paramref name="gradients"/> is null.</exception>
            /// <exception cref="global::System.InvalidOperationException">The last <c>Forward</c> threw, or <paramref name="tape"/> is in use.</exception>
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
                using var use = tape.Use.Begin(nameof(tape));
                RnnCells::CellArguments.CheckForward(tape.HasFailed);
                int steps = tape.RecordedSteps;
                int streams = tape.RecordedStreams;
                RnnCells::CellArguments.CheckGradients(
                    outputGradients, gradients.Values, inputGradients, stateGradients, steps, streams, InputSize, OutputSize);
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
            {{CellFrame.Access(spec)}} void BackwardRows(
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
                        {{CellFrame.Product}}.AddInputGradients(
                            ref tape.{{InputSide}}.First, {{Number(training.GradientFloats)}}, rows, {{Number(plan.GateFloats)}},
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
        "sums" => Row("tape.Sums.First", "current", plan.SumFloats),
        "gradients" or "gateGradients" => Row("tape.SumGradients.First", "place", training.GradientFloats),
        "inputGradients" => Row("tape.InputSumGradients.First", "place", training.GradientFloats),
        "candidateGradients" => Row("tape.SumGradients.First", "place", training.GradientFloats, training.Groups[1].Offset),
        "h" => Row("tape.Operands.First", "current", training.OperandFloats, training.HiddenOperand),
        "newH" => Row("tape.Operands.First", "next", training.OperandFloats, training.HiddenOperand),
        "c" => Row("tape.Cells.First", "current", plan.PaddedHidden),
        "newC" => Row("tape.Cells.First", "next", plan.PaddedHidden),
        "dh" => Row("dh", "stream", plan.PaddedOutput),
        "dc" => Row("dc", "stream", plan.PaddedHidden),
        "dv" => Row("tape.ResetGradients.First", "stream", plan.PaddedHidden),
        "dm" => Row("tape.CellOutputGradients.First", "stream", plan.PaddedHidden),
        "dn" => Row("tape.CellNormGradients.First", "stream", plan.PaddedHidden),
        _ when plan.Extras.FirstOrDefault(extra => extra.Name == name) is { } extra => Row("tape.Sums.First", "current", plan.SumFloats, extra.Offset),
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
            {CellFrame.Product}.Sums(
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
        string source = Row("tape.SumGradients.First", "(row - first)", training.GradientFloats, group.Offset);
        string target = part.Target == "dv" ? "tape.ResetGradients.First" : part.Target;
        writer.WriteLine($"// {part.Target}: da{gates} times the recurrent weights.");
        int units = part.Target == "dh" ? plan.PaddedOutput : plan.PaddedHidden;
        writer.WriteLine($"""
            {CellFrame.Product}.AddHiddenGradients(
                ref {source}, {Number(training.GradientFloats)}, streams, {Number(group.Floats)},
                ref {Element("tape.TransposedRecurrentWeights.First", units * group.Offset)}, {Number(units)}, ref {target});
            """);
    }
}
