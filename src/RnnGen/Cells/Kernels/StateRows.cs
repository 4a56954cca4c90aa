using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace RnnGen.Cells;

/// <summary>Where the states of some streams are before a step and after it: in the user's states, or in the rows of a tape.</summary>
/// <param name="h">h before the step, of the first stream.</param>
/// <param name="hNew">h after it; may be <paramref name="h"/>.</param>
/// <param name="stride">Floats from one stream's h to the next.</param>
/// <param name="c">c of the first stream, replaced; null where there is none.</param>
/// <param name="cellStride">Floats from one stream's c to the next.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct StateRows(ref float h, ref float hNew, int stride, ref float c, int cellStride)
{
    private readonly ref float _h = ref h;
    private readonly ref float _hNew = ref hNew;
    private readonly ref float _c = ref c;

    /// <summary>Floats from one stream's h to the next.</summary>
    public int Stride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        get => stride;
    }

    /// <summary>h of a stream before the step.</summary>
    /// <param name="stream">The stream.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public ref float H(int stream) => ref Unsafe.Add(ref _h, stream * stride);

    /// <summary>h of a stream after the step.</summary>
    /// <param name="stream">The stream.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public ref float HNew(int stream) => ref Unsafe.Add(ref _hNew, stream * stride);

    /// <summary>c of a stream.</summary>
    /// <param name="stream">The stream.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public ref float C(int stream) => ref Unsafe.Add(ref _c, stream * cellStride);
}
