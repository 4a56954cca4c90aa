using System.ComponentModel;
using System.Runtime.CompilerServices;
using RnnGen.Weights;

namespace RnnGen.Cells;

/// <summary>
/// One step of one stream, of whose units each of several threads computes a share: what a cell's emitted <c>StepShare</c> is put together from. All threads have met when a part
/// of it returns.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct SharedStep
{
    private readonly UnitShare _share;
    private readonly ref float _x;
    private readonly ref float _parameters;
    private readonly ref float _h;
    private readonly ref float _c;
    private readonly ref float _hNew;
    private readonly ref float _row;

    /// <summary>One step.</summary>
    /// <param name="share">The thread's share.</param>
    /// <param name="x">[InputSize]; null where the row has the input sums.</param>
    /// <param name="parameters">The cell's parameters.</param>
    /// <param name="h">[PaddedOutput]</param>
    /// <param name="c">[PaddedHidden], replaced.</param>
    /// <param name="hNew">[PaddedOutput]; not <paramref name="h"/>.</param>
    /// <param name="row">[RowFloats], the same for all threads.</param>
    internal SharedStep(UnitShare share, ref float x, ref float parameters, ref float h, ref float c, ref float hNew, ref float row)
    {
        _share = share;
        _x = ref x;
        _parameters = ref parameters;
        _h = ref h;
        _c = ref c;
        _hNew = ref hNew;
        _row = ref row;
    }

    /// <summary>Whether this is the first thread, which does what all units are needed for.</summary>
    public bool IsFirst => _share.IsFirst;

    /// <summary>The cell's parameters.</summary>
    public ref float Parameters => ref _parameters;

    /// <summary>The old h.</summary>
    public ref float H => ref _h;

    /// <summary>c, replaced.</summary>
    public ref float C => ref _c;

    /// <summary>The new h.</summary>
    public ref float HNew => ref _hNew;

    /// <summary>The row of sums of all threads.</summary>
    public ref float Row => ref _row;

    /// <summary>Waits until every thread has come here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Meet() => _share.Meet();

    /// <summary>The sums of a pass's gates, which are multiplied with h, and the pass, to the new h.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <typeparam name="TPass">The pass.</typeparam>
    /// <typeparam name="W">The format of the weights.</typeparam>
    public void Apply<TCell, TPass, W>()
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where W : unmanaged, IWeights<W> => Apply<TCell, TPass, W>(ref _h, ref _hNew);

    /// <summary>The sums of a pass's gates and the pass.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <typeparam name="TPass">The pass.</typeparam>
    /// <typeparam name="W">The format of the weights.</typeparam>
    /// <param name="operand">What the recurrent weights are multiplied with: h, or what a reset gate leaves of it.</param>
    /// <param name="target">Where the pass writes; not <paramref name="operand"/>, which other threads read.</param>
    public void Apply<TCell, TPass, W>(ref float operand, ref float target)
        where TCell : struct, ICellArithmetic
        where TPass : struct, IUnitPass
        where W : unmanaged, IWeights<W>
    {
        UnitKernels.StepShare<TCell, TPass, W>(_share, ref _x, ref _parameters, ref operand, ref _h, ref _c, ref target, ref _row);
        Meet();
    }

    /// <summary>The new h, a projection.</summary>
    /// <typeparam name="TCell">The cell.</typeparam>
    /// <param name="m">What is projected: [HiddenSize]</param>
    /// <param name="projection">Whr, in panels of outputs with a row a hidden unit.</param>
    public void Project<TCell>(ref float m, ref float projection)
        where TCell : struct, ICellArithmetic
    {
        CellProducts.Project<TCell>(_share, ref m, ref projection, ref _hNew);
        Meet();
    }
}
