using System.ComponentModel;
using System.Runtime.CompilerServices;
using RnnGen.Numerics;

namespace RnnGen.Cells;

/// <summary>A pass over the hidden units: what becomes of the sums of some gates, written once over vectors of every width. Emitted code implements it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IUnitPass
{
    /// <summary>The first of the gates whose sums it takes.</summary>
    static virtual int FirstGate => 0;

    /// <summary>Neighbouring gates whose sums it takes: at most four.</summary>
    static abstract int Gates { get; }

    /// <summary>Does it for a vector of units.</summary>
    /// <typeparam name="V">The vector.</typeparam>
    /// <typeparam name="TTape">Whether what the backward pass needs is kept in the row.</typeparam>
    /// <param name="sum0">The sum of the first gate.</param>
    /// <param name="sum1">That of the second, if there is one.</param>
    /// <param name="sum2">That of the third; of a cell with a recurrent bias the input sum only.</param>
    /// <param name="sum3">That of the fourth; of a cell with a recurrent bias the recurrent sum of the third.</param>
    /// <param name="h">The old h.</param>
    /// <param name="c">c, replaced.</param>
    /// <param name="hNew">The new h, or what is projected to it.</param>
    /// <param name="parameters">The cell's parameters, for vectors of one float a unit.</param>
    /// <param name="row">The row of sums.</param>
    /// <param name="unit">The first unit of the vector.</param>
    /// <param name="place">The place of its first gate in the row.</param>
    /// <param name="lanes">Floats from one gate to the next in the row.</param>
    static abstract void Apply<V, TTape>(
        V sum0, V sum1, V sum2, V sum3, ref float h, ref float c, ref float hNew, ref float parameters, ref float row, int unit, int place, int lanes)
        where V : struct, IVector<V>
        where TTape : struct, ISwitch;
}

/// <summary>A pass of the backward pass over the hidden units: the gradients of some equations, written once over vectors of every width.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IGradientPass
{
    /// <summary>Does it for a vector of units.</summary>
    /// <typeparam name="V">The vector.</typeparam>
    /// <param name="at">Where the numbers of one step of one stream are.</param>
    /// <param name="unit">The first unit of the vector.</param>
    /// <param name="lanes">Floats from one gate to the next.</param>
    static abstract void Apply<V>(ref GradientPlaces at, int unit, int lanes)
        where V : struct, IVector<V>;
}

/// <summary>Where the numbers of one step of one stream are in a backward pass. What a cell does not have is null.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct GradientPlaces
{
    /// <summary>The gates, after their activations, and what stands behind them.</summary>
    public ref float Row;

    /// <summary>The gradients of the sums (where input sums stay apart: of the recurrent ones), in blocks as the sums.</summary>
    public ref float DSums;

    /// <summary>The gradients of the sums of the gates that are multiplied with what the reset gate leaves of h.</summary>
    public ref float DResetSums;

    /// <summary>The gradients of the input sums, where they differ.</summary>
    public ref float DInputSums;

    /// <summary>h before the step.</summary>
    public ref float H;

    /// <summary>h after the step.</summary>
    public ref float HNew;

    /// <summary>c before the step.</summary>
    public ref float C;

    /// <summary>c after the step.</summary>
    public ref float CNew;

    /// <summary>dh: of h after the step on entry, before it on return.</summary>
    public ref float Dh;

    /// <summary>dc: of c after the step on entry, before it on return.</summary>
    public ref float Dc;

    /// <summary>The gradient of what the cell gives, where that is projected to h; else dh.</summary>
    public ref float DOutput;

    /// <summary>The gradient of what the reset gate leaves of h.</summary>
    public ref float DReset;

    /// <summary>The gradient of the normalised c.</summary>
    public ref float DNormalized;

    /// <summary>The parameters.</summary>
    public ref float Parameters;

    /// <summary>Their gradients.</summary>
    public ref float DParameters;
}

/// <summary>Where the hidden units of a cell are.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Units
{
    /// <summary>The place of a unit's first gate in a row of blocks: 16 units of the first gate, 16 of the next, and so on, then the next block.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="gates">Gates in the row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static int Place(int unit, int gates) => ((unit & ~(PanelProduct.Lanes - 1)) * gates) + (unit & (PanelProduct.Lanes - 1));
}

/// <summary>Stands for a pass that comes later, and keeps its sums: those of a normalisation, or of a tail block.</summary>
/// <typeparam name="TCell">The cell.</typeparam>
/// <typeparam name="TPass">The pass.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct KeepSums<TCell, TPass> : IUnitPass
    where TCell : struct, ICellArithmetic
    where TPass : struct, IUnitPass
{
    /// <inheritdoc/>
    public static int FirstGate => TPass.FirstGate;

    /// <inheritdoc/>
    public static int Gates => TPass.Gates;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Apply<V, TTape>(
        V sum0, V sum1, V sum2, V sum3, ref float h, ref float c, ref float hNew, ref float parameters, ref float row, int unit, int place, int lanes)
        where V : struct, IVector<V>
        where TTape : struct, ISwitch
    {
        int first = place + (TPass.FirstGate * lanes);
        V.Store(sum0, ref row, first);
        if (TPass.Gates > 1)
        {
            V.Store(sum1, ref row, first + lanes);
        }

        if (TPass.Gates > 2)
        {
            V.Store(sum2, ref row, first + (2 * lanes));
        }

        if (TPass.Gates > 3)
        {
            V.Store(sum3, ref row, first + (3 * lanes));
        }

        if (TCell.HasRecurrentBias)
        {
            V.Store(sum3, ref row, CellSizes<TCell>.GateFloats + unit);
        }
    }
}
