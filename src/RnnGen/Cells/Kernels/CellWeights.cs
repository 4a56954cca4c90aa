using System.ComponentModel;
using System.Runtime.CompilerServices;
using RnnGen.Memory;
using RnnGen.Numerics;
using RnnGen.Threads;

namespace RnnGen.Cells;

/// <summary>What a backward pass does to all weights at once: their transposition before it, and their gradients, products over many steps, after it.</summary>
/// <typeparam name="TCell">The cell.</typeparam>
internal static class CellWeights<TCell>
    where TCell : struct, ICellTraining
{
    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>Whether some gates are multiplied with what the reset gate leaves of h.</summary>
    private static bool HasReset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        get => TCell.FirstGates < TCell.Gates;
    }

    private static bool HasProjection
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        get => TCell.OutputSize != TCell.HiddenSize;
    }

    /// <summary>
    /// Copies the weights into transposed panels on the tape, so that the gradients of what they were multiplied with are products too; nothing, if those that are there
    /// are still right.
    /// </summary>
    /// <param name="tape">The tape.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="withInputWeights">Whether the gradients of the inputs are wanted.</param>
    [MethodImpl(Kernel)]
    public static void Transpose(CellTape tape, AlignedBuffer parameters, bool withInputWeights)
    {
        bool isCurrent = tape.WeightsOf.IsCurrent(parameters);
        if (!isCurrent)
        {
            tape.WeightsOf = new DerivedFrom(parameters);
            tape.HasInputWeights = false;
            TransposeRecurrent(tape, ref parameters.First);
        }

        if (withInputWeights && !tape.HasInputWeights)
        {
            Transpose(0, TCell.FirstGates, 1, TCell.InputSize, ref parameters.First, ref tape.InputWeights.First, CellSizes<TCell>.GateFloats, 0);
            if (HasReset)
            {
                Transpose(
                    TCell.FirstGates, TCell.Gates - TCell.FirstGates, 1, TCell.InputSize, ref parameters.First, ref tape.InputWeights.First,
                    CellSizes<TCell>.GateFloats, TCell.FirstGates * TCell.PaddedHidden);
            }

            tape.HasInputWeights = true;
        }
    }

    /// <summary>Adds the gradients of all weights and biases: those of the sums times what was multiplied, over some steps of all streams.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="gradients">Added to.</param>
    /// <param name="first">The first row of the tape.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="part">Which panels.</param>
    [MethodImpl(Kernel)]
    public static void AddGradients(CellTape tape, CellGradients gradients, int first, int rows, TeamPart part)
    {
        ref float operands = ref Unsafe.Add(
            ref tape.Operands.First, (first * TCell.OperandFloats) + TCell.HiddenOperand - TCell.FirstRecurrentRow);
        ref float to = ref gradients.Buffer.First;

        // Without biases their row stays zero.
        int bias = TCell.HasBias ? 0 : 1;
        int inputRows = 1 + TCell.InputSize - bias;
        if (TCell.HasRecurrentBias)
        {
            // The bias and the input weights; the recurrent bias of the last gate; the recurrent weights.
            AddOuter(0, TCell.Gates, bias, inputRows, ref operands, ref tape.InputSumGradients.First, rows, part, ref to);
            if (TCell.HasBias && part.Index == 0)
            {
                AddRecurrentBias(ref operands, ref tape.SumGradients.First, rows, ref to);
            }

            AddOuter(0, TCell.Gates, TCell.FirstRecurrentRow, TCell.RecurrentTerms, ref operands, ref tape.SumGradients.First, rows, part, ref to);
        }
        else if (HasReset)
        {
            // The gates that h is multiplied with; the others' biases and input weights; their recurrent weights.
            int last = TCell.Gates - TCell.FirstGates;
            ref float dReset = ref Unsafe.Add(ref tape.SumGradients.First, TCell.FirstGates * TCell.PaddedHidden);
            AddOuter(0, TCell.FirstGates, bias, inputRows + TCell.RecurrentTerms, ref operands, ref tape.SumGradients.First, rows, part, ref to);
            AddOuter(TCell.FirstGates, last, bias, inputRows, ref operands, ref dReset, rows, part, ref to);
            if (TCell.RecurrentTerms > 0)
            {
                AddOuter(
                    TCell.FirstGates, last, TCell.FirstRecurrentRow, TCell.HiddenSize,
                    ref Unsafe.Add(ref tape.Sums.First, (first * TCell.RowFloats) + TCell.ResetOffset), TCell.RowFloats, ref dReset, rows, part, ref to);
            }
        }
        else
        {
            AddOuter(0, TCell.Gates, bias, inputRows + TCell.RecurrentTerms, ref operands, ref tape.SumGradients.First, rows, part, ref to);
        }

        if (HasProjection)
        {
            AddProjection(tape, ref to, first, rows, part);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeRecurrent(CellTape tape, ref float parameters)
    {
        if (TCell.RecurrentTerms > 0)
        {
            int row = TCell.FirstRecurrentRow;
            int floats = TCell.FirstGates * TCell.PaddedHidden;
            Transpose(0, TCell.FirstGates, row, TCell.RecurrentTerms, ref parameters, ref tape.RecurrentWeights.First, floats, 0);
            if (HasReset)
            {
                Transpose(
                    TCell.FirstGates, TCell.Gates - TCell.FirstGates, row, TCell.RecurrentTerms, ref parameters,
                    ref Unsafe.Add(ref tape.RecurrentWeights.First, TCell.PaddedOutput * floats), CellSizes<TCell>.GateFloats - floats, 0);
            }
        }

        if (HasProjection)
        {
            ref float projection = ref Unsafe.Add(ref parameters, TCell.ProjectionOffset);
            int full = TCell.PaddedOutput / PanelProduct.Lanes;
            int fullOutputs = full * PanelProduct.Lanes;
            if (full > 0)
            {
                PanelProduct.Transpose(
                    ref projection, 0, TCell.HiddenSize * PanelProduct.Lanes, full, 1, PanelProduct.Lanes, TCell.HiddenSize,
                    ref tape.Projection.First, TCell.PaddedOutput, 0);
            }

            if (fullOutputs < TCell.PaddedOutput)
            {
                PanelProduct.Transpose(
                    ref Unsafe.Add(ref projection, fullOutputs * TCell.HiddenSize), 0, 0, 1, 1, PanelProduct.TailLanes, TCell.HiddenSize,
                    ref tape.Projection.First, TCell.PaddedOutput, fullOutputs);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(
        int firstGate, int gates, int firstRow, int rows, ref float parameters, ref float transposed, int transposedRows, int firstTransposed)
    {
        if (CellSizes<TCell>.FullBlocks > 0)
        {
            PanelProduct.Transpose(
                ref Unsafe.Add(ref parameters, (firstGate * CellSizes<TCell>.PanelFloats) + (firstRow * PanelProduct.Lanes)),
                CellSizes<TCell>.PanelFloats, CellSizes<TCell>.BlockFloats, CellSizes<TCell>.FullBlocks, gates, PanelProduct.Lanes, rows,
                ref transposed, transposedRows, firstTransposed);
        }

        if (CellSizes<TCell>.TailLanes > 0)
        {
            PanelProduct.Transpose(
                ref Unsafe.Add(
                    ref parameters, CellSizes<TCell>.TailOffset + (firstGate * CellSizes<TCell>.TailPanelFloats) + (firstRow * PanelProduct.TailLanes)),
                CellSizes<TCell>.TailPanelFloats, 0, 1, gates, PanelProduct.TailLanes, rows,
                ref transposed, transposedRows, firstTransposed + (CellSizes<TCell>.FullUnits * gates));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddOuter(int firstGate, int gates, int firstRow, int rowCount, ref float operands, ref float dSums, int rows, TeamPart part, ref float gradients)
    {
        if (rowCount > 0)
        {
            AddOuter(firstGate, gates, firstRow, rowCount, ref Unsafe.Add(ref operands, firstRow), TCell.OperandFloats, ref dSums, rows, part, ref gradients);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddOuter(
        int firstGate, int gates, int firstRow, int rowCount, ref float operands, int operandStride, ref float dSums, int rows, TeamPart part, ref float gradients)
    {
        if (CellSizes<TCell>.FullBlocks > 0)
        {
            PanelProduct.AddOuterProducts(
                ref operands, operandStride, rowCount, ref dSums, TCell.GradientFloats, rows,
                ref Unsafe.Add(ref gradients, (firstGate * CellSizes<TCell>.PanelFloats) + (firstRow * PanelProduct.Lanes)),
                CellSizes<TCell>.PanelFloats, CellSizes<TCell>.BlockFloats, CellSizes<TCell>.FullBlocks, gates, PanelProduct.Lanes, part);
        }

        if (CellSizes<TCell>.TailLanes > 0)
        {
            PanelProduct.AddOuterProducts(
                ref operands, operandStride, rowCount, ref Unsafe.Add(ref dSums, CellSizes<TCell>.FullUnits * gates), TCell.GradientFloats, rows,
                ref Unsafe.Add(
                    ref gradients, CellSizes<TCell>.TailOffset + (firstGate * CellSizes<TCell>.TailPanelFloats) + (firstRow * PanelProduct.TailLanes)),
                CellSizes<TCell>.TailPanelFloats, 0, 1, gates, PanelProduct.TailLanes, part);
        }
    }

    /// <summary>The recurrent bias of the last gate: its gradients stand between those of other gates, block by block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRecurrentBias(ref float operands, ref float dSums, int rows, ref float gradients)
    {
        int gate = TCell.Gates - 1;
        int row = CellSizes<TCell>.RecurrentBiasRow;
        for (int block = 0; block < CellSizes<TCell>.FullBlocks; block++)
        {
            PanelProduct.AddOuterProducts(
                ref Unsafe.Add(ref operands, row), TCell.OperandFloats, 1,
                ref Unsafe.Add(ref dSums, ((block * TCell.Gates) + gate) * PanelProduct.Lanes), TCell.GradientFloats, rows,
                ref Unsafe.Add(ref gradients, (block * CellSizes<TCell>.BlockFloats) + (gate * CellSizes<TCell>.PanelFloats) + (row * PanelProduct.Lanes)),
                0, 0, 1, 1, PanelProduct.Lanes);
        }

        if (CellSizes<TCell>.TailLanes > 0)
        {
            PanelProduct.AddOuterProducts(
                ref Unsafe.Add(ref operands, row), TCell.OperandFloats, 1,
                ref Unsafe.Add(ref dSums, (CellSizes<TCell>.FullUnits * TCell.Gates) + (gate * PanelProduct.TailLanes)), TCell.GradientFloats, rows,
                ref Unsafe.Add(ref gradients, CellSizes<TCell>.TailOffset + (gate * CellSizes<TCell>.TailPanelFloats) + (row * PanelProduct.TailLanes)),
                0, 0, 1, 1, PanelProduct.TailLanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProjection(CellTape tape, ref float gradients, int first, int rows, TeamPart part)
    {
        ref float operands = ref Unsafe.Add(ref tape.Sums.First, (first * TCell.RowFloats) + TCell.CellOutputOffset);
        ref float projection = ref Unsafe.Add(ref gradients, TCell.ProjectionOffset);
        int full = TCell.PaddedOutput / PanelProduct.Lanes;
        int fullOutputs = full * PanelProduct.Lanes;
        if (full > 0)
        {
            PanelProduct.AddOuterProducts(
                ref operands, TCell.RowFloats, TCell.HiddenSize, ref tape.ProjectedGradients.First, TCell.PaddedOutput, rows,
                ref projection, 0, TCell.HiddenSize * PanelProduct.Lanes, full, 1, PanelProduct.Lanes, part);
        }

        if (fullOutputs < TCell.PaddedOutput)
        {
            PanelProduct.AddOuterProducts(
                ref operands, TCell.RowFloats, TCell.HiddenSize, ref Unsafe.Add(ref tape.ProjectedGradients.First, fullOutputs), TCell.PaddedOutput, rows,
                ref Unsafe.Add(ref projection, fullOutputs * TCell.HiddenSize), 0, 0, 1, 1, PanelProduct.TailLanes, part);
        }
    }
}
