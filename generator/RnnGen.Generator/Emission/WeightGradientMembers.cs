using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Emission.VectorSyntax;

namespace RnnGen.Generator.Emission;

/// <summary>What a backward pass does to all weights at once: their transposition before it, and their gradients, products over many steps, after it.</summary>
internal sealed class WeightGradientMembers(SourceWriter writer, CellSpec spec, CellPlan plan, TrainingPlan training, CellEquations equations)
{
    /// <summary>Writes both.</summary>
    public void Write()
    {
        WriteTransposeWeights();
        WriteAddWeightGradients();
    }

    private void WriteTransposeWeights()
    {
        writer.WriteLine("/// <summary>Copies the weights into transposed panels, so that the gradients of what they were multiplied with are products too.</summary>");
        writer.WriteLine(CellFrame.Kernel);
        using (writer.WriteBlock($"{CellFrame.Access(spec)} void TransposeWeights(Tape tape, bool withInputWeights)"))
        {
            foreach (GradientGroup group in training.Groups)
            {
                WriteTranspose(group, plan.FirstRecurrentRow, CellFrame.RecurrentSize(spec), "tape.TransposedRecurrentWeights", plan.PaddedOutput * group.Offset, group.Floats, 0);
            }

            if (spec.Projection > 0)
            {
                WriteTransposeProjection();
            }

            using (writer.WriteBlock("if (withInputWeights)"))
            {
                foreach (GradientGroup group in training.Groups)
                {
                    WriteTranspose(group, 1, "InputSize", "tape.TransposedInputWeights", 0, plan.GateFloats, group.Offset);
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
                {CellFrame.Product}.Transpose(
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

    private void WriteTranspose(GradientGroup group, int firstRow, string rows, string target, int targetOffset, int transposedRows, int firstTransposedRow)
    {
        foreach (GateBlocks blocks in GateBlocks.Of(plan, group.FirstGate, group.Gates))
        {
            writer.WriteLine($"""
                {CellFrame.Product}.Transpose(
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
            if (plan.HasInputGradients)
            {
                WriteOuterProducts("the bias and the input weights", "InputSumGradients", training.Groups[0], FirstRow, FirstInputRows, Operand(FirstRow));
                if (spec.Bias)
                {
                    var candidate = new GradientGroup(plan.SeparateGate, 1, 0, 0);
                    WriteRecurrentBias(candidate);
                }

                WriteOuterProducts("the recurrent weights", "SumGradients", training.Groups[0], plan.FirstRecurrentRow, CellFrame.RecurrentSize(spec), Operand(plan.FirstRecurrentRow));
            }
            else if (plan.HasResetGradients)
            {
                string rows = spec.Bias ? "1 + InputSize" : "InputSize";
                WriteOuterProducts("r and z: the biases and all weights", "SumGradients", training.Groups[0], FirstRow, rows + " + HiddenSize", Operand(FirstRow));
                WriteOuterProducts("n: the bias and the input weights", "SumGradients", training.Groups[1], FirstRow, rows, Operand(FirstRow));
                WriteOuterProducts(
                    "n: the recurrent weights", "SumGradients", training.Groups[1], plan.FirstRecurrentRow, "HiddenSize",
                    (Row("tape.Sums.First", "first", plan.SumFloats, plan.Extras[0].Offset), plan.SumFloats));
            }
            else
            {
                string rows = (spec.Bias ? "1 + " : "") + "InputSize + " + CellFrame.RecurrentSize(spec);
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
                {CellFrame.Product}.AddOuterProducts(
                    ref {Row("tape.Sums.First", "first", plan.SumFloats, operand.Offset)}, {Number(plan.SumFloats)}, HiddenSize,
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
                {CellFrame.Product}.AddOuterProducts(
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
                    {CellFrame.Product}.AddOuterProducts(
                        ref {Operand(plan.FirstRecurrentRow - 1).Reference}, {Number(training.OperandFloats)}, 1,
                        ref {Element("tape.SumGradients.First", source)}, {Number(training.GradientFloats)}, rows,
                        ref {Element("gradients.Buffer.First", target)}, 0, 0, 1, 1, {Number(lanes)});
                    """);
            }
        }
    }
}
