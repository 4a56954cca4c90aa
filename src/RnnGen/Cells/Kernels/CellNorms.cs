using System.ComponentModel;
using System.Runtime.CompilerServices;
using RnnGen.Numerics;

namespace RnnGen.Cells;

/// <summary>The layer normalisations of a cell: of gates' sums, and of vectors of one float a unit. Shifts stand behind their gains.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellNorms
{
    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>Normalises the sums of some gates, each over its hidden units, in place.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <param name="firstGate">The first gate.</param>
    /// <param name="gates">Neighbouring gates.</param>
    /// <param name="row">The row of sums.</param>
    /// <param name="gains">The gains of all gates, a vector a gate; then the shifts.</param>
    /// <param name="normalized">Receives what is multiplied with the gains: a vector a gate.</param>
    /// <param name="deviations">Receives 1 / deviation of each gate.</param>
    [MethodImpl(Kernel)]
    public static void Normalize<TCell>(int firstGate, int gates, ref float row, ref float gains, ref float normalized, ref float deviations)
        where TCell : struct, ICellArithmetic
    {
        for (int gate = firstGate; gate < firstGate + gates; gate++)
        {
            LayerNorm.Normalize(
                ref row, TCell.Gates, gate, CellSizes<TCell>.FullBlocks, CellSizes<TCell>.TailLanes, TCell.HiddenSize,
                ref Unsafe.Add(ref gains, gate * TCell.PaddedHidden), ref Unsafe.Add(ref gains, (TCell.Gates + gate) * TCell.PaddedHidden),
                ref Unsafe.Add(ref normalized, gate * TCell.PaddedHidden), ref Unsafe.Add(ref deviations, gate));
        }
    }

    /// <summary>Normalises a vector of one float a unit, in place.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <param name="values">[PaddedHidden]</param>
    /// <param name="gain">[PaddedHidden], then the shifts.</param>
    /// <param name="normalized">Receives what is multiplied with the gains.</param>
    /// <param name="deviation">Receives 1 / deviation.</param>
    [MethodImpl(Kernel)]
    public static void Normalize<TCell>(ref float values, ref float gain, ref float normalized, ref float deviation)
        where TCell : struct, ICellArithmetic =>
        LayerNorm.Normalize(
            ref values, 1, 0, CellSizes<TCell>.FullBlocks, CellSizes<TCell>.TailLanes, TCell.HiddenSize,
            ref gain, ref Unsafe.Add(ref gain, TCell.PaddedHidden), ref normalized, ref deviation);

    /// <summary>From the gradients of some gates' arguments to those of their sums, in place; adds those of gains and shifts.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <param name="firstGate">The first gate.</param>
    /// <param name="gates">Neighbouring gates.</param>
    /// <param name="dSums">The gradients of sums: blocks of <paramref name="rowGates"/> gates.</param>
    /// <param name="rowGates">Gates in a block of them, the first of which is <paramref name="rowFirst"/>.</param>
    /// <param name="rowFirst">The first gate in them.</param>
    /// <param name="gains">The gains of all gates.</param>
    /// <param name="normalized">What was multiplied with the gains.</param>
    /// <param name="deviations">1 / deviation of each gate.</param>
    /// <param name="dGains">The gradients of the gains, then those of the shifts: added to.</param>
    [MethodImpl(Kernel)]
    public static void Backward<TCell>(
        int firstGate, int gates, ref float dSums, int rowGates, int rowFirst, ref float gains, ref float normalized, ref float deviations, ref float dGains)
        where TCell : struct, ICellArithmetic
    {
        for (int gate = firstGate; gate < firstGate + gates; gate++)
        {
            LayerNorm.Backward(
                ref dSums, rowGates, gate - rowFirst, CellSizes<TCell>.FullBlocks, CellSizes<TCell>.TailLanes, TCell.HiddenSize,
                ref Unsafe.Add(ref gains, gate * TCell.PaddedHidden), ref Unsafe.Add(ref normalized, gate * TCell.PaddedHidden),
                Unsafe.Add(ref deviations, gate),
                ref Unsafe.Add(ref dGains, gate * TCell.PaddedHidden), ref Unsafe.Add(ref dGains, (TCell.Gates + gate) * TCell.PaddedHidden));
        }
    }

    /// <summary>The same of one gate's sums that have gains of their own.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <param name="gate">The gate.</param>
    /// <param name="dSums">The gradients of sums: blocks of all gates.</param>
    /// <param name="gain">[PaddedHidden]</param>
    /// <param name="normalized">What was multiplied with the gains.</param>
    /// <param name="deviation">1 / deviation.</param>
    /// <param name="dGain">The gradients of the gains, then those of the shifts: added to.</param>
    [MethodImpl(Kernel)]
    public static void Backward<TCell>(int gate, ref float dSums, ref float gain, ref float normalized, float deviation, ref float dGain)
        where TCell : struct, ICellArithmetic =>
        LayerNorm.Backward(
            ref dSums, TCell.Gates, gate, CellSizes<TCell>.FullBlocks, CellSizes<TCell>.TailLanes, TCell.HiddenSize,
            ref gain, ref normalized, deviation, ref dGain, ref Unsafe.Add(ref dGain, TCell.PaddedHidden));

    /// <summary>From the gradients of a normalised vector to those of the vector, in place; adds those of gain and shift.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <param name="gradients">[PaddedHidden]</param>
    /// <param name="gain">[PaddedHidden]</param>
    /// <param name="normalized">What was multiplied with the gains.</param>
    /// <param name="deviation">1 / deviation.</param>
    /// <param name="dGain">The gradients of the gains, then those of the shifts: added to.</param>
    [MethodImpl(Kernel)]
    public static void Backward<TCell>(ref float gradients, ref float gain, ref float normalized, float deviation, ref float dGain)
        where TCell : struct, ICellArithmetic =>
        LayerNorm.Backward(
            ref gradients, 1, 0, CellSizes<TCell>.FullBlocks, CellSizes<TCell>.TailLanes, TCell.HiddenSize,
            ref gain, ref normalized, deviation, ref dGain, ref Unsafe.Add(ref dGain, TCell.PaddedHidden));
}
