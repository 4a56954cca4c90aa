using System.Collections.Generic;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Emission.VectorSyntax;

namespace RnnGen.Generator.Emission;

/// <summary>The types of a cell that training needs: the tape between the two passes, and the gradients.</summary>
internal sealed class TapeTypes(SourceWriter writer, CellSpec spec, CellPlan plan, TrainingPlan training, CellEquations equations)
{
    /// <summary>Writes both.</summary>
    public void Write()
    {
        WriteTape();
        WriteGradients();
    }

    private void WriteTape()
    {
        writer.WriteLine($$"""

            /// <summary>
            /// What <c>Forward</c> leaves for <c>Backward</c>, and the latter's scratch memory: made once, used again and again, by one call at a
            /// time.
            /// </summary>
            {{CellFrame.GeneratedCode}}
            public sealed class Tape
            """);
        using (writer.WriteBlock())
        {
            writer.WriteLine($"""
                internal {CellFrame.ExclusiveUse} Use;

                /// <summary>Whether the last <c>Forward</c> threw.</summary>
                internal bool HasFailed;

                """);
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

                /// <summary>The steps that the last <c>Forward</c> left; 0 if it threw.</summary>
                public int RecordedSteps { get; internal set; }

                /// <summary>The streams that the last <c>Forward</c> left; 0 if it threw.</summary>
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
        string checkedRows = $"RnnCells::CellArguments.CheckTapeSize(steps, streams, {Number(training.FloatsPerRow)})";
        if (spec.IsLayer)
        {
            writer.WriteLine($$"""
                    : this(steps, streams, {{checkedRows}})
                {
                }

                /// <summary>Creates a tape with <paramref name="rows"/>, checked, for the steps of all streams and the states between segments of a batch.</summary>
                internal Tape(int steps, int streams, int rows)
                """);
        }

        using (writer.WriteBlock())
        {
            if (!spec.IsLayer)
            {
                writer.WriteLine($"int rows = {checkedRows};");
            }

            writer.WriteLine($$"""
                Steps = steps;
                Streams = streams;
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
            if (plan.HasInputGradients)
            {
                yield return ("InputSumGradients", $"gradientRows * {Number(training.GradientFloats)}", "The gradients of the input sums, which differ from those of the recurrent sums by the reset gate.");
            }

            yield return ("HiddenGradients", $"streams * {output}", "dh of every stream, at the step where the backward pass is.");
            if (equations.HasCellState)
            {
                yield return ("Cells", $"(rows + streams) * {hidden}", "c before every step, and after the last.");
                yield return ("CellGradients", $"streams * {hidden}", "dc of every stream, at the step where the backward pass is.");
            }

            if (plan.HasResetGradients)
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

            yield return ("TransposedRecurrentWeights", Number(plan.GateFloats * plan.PaddedOutput), "The recurrent weights in transposed panels.");
            yield return ("TransposedInputWeights", Number(plan.GateFloats * training.PaddedInput), "The input weights in transposed panels.");
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
}
