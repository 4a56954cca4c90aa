using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Numerics;

/// <summary>How wide the vectors are that emitted code and the products use. The bits of a result do not depend on it.</summary>
public static class VectorWidth
{
    /// <summary>
    /// Whether they have 512 bits: where <see cref="Vector512.IsHardwareAccelerated"/> says so, and on the first Intel processors with AVX-512 (Skylake to
    /// Cooper Lake). There the runtime advises against it, since such code lowers their clock; the sums of a network gain far more than that
    /// costs (measured on Cascade Lake: 100 steps of an LSTM 16 -> 64 take 0.69 of the time, products 0.6). <c>DOTNET_EnableAVX512=0</c> turns it off.
    /// </summary>
    /// <remarks>A constant to the JIT and to NativeAOT. Those processors are the ones without AVX512-VBMI.</remarks>
    public static bool Is512Used
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated || (Vector256.IsHardwareAccelerated && Avx512F.IsSupported && !Avx512Vbmi.IsSupported);
    }

    /// <summary>Whether vectors of 256 bits are used: where the hardware has them.</summary>
    internal static bool Is256Used
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.IsHardwareAccelerated;
    }

    /// <summary>Whether vectors of 128 bits are used: where the hardware has them.</summary>
    internal static bool Is128Used
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.IsHardwareAccelerated;
    }

    /// <summary>Runs an action over the widest vectors that are used.</summary>
    /// <typeparam name="TAction">The action.</typeparam>
    /// <param name="action">Its arguments.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Run<TAction>(scoped ref TAction action)
        where TAction : struct, IWidthAction, allows ref struct
    {
        if (Is512Used)
        {
            action.Run<F512, F256>();
        }
        else if (Is256Used)
        {
            action.Run<F256, F256>();
        }
        else if (Is128Used)
        {
            action.Run<F128, F128>();
        }
        else
        {
            action.Run<F32, F32>();
        }
    }

    /// <summary>Runs an action for every float of some, over vectors as wide as 256 bits; the last floats go through narrower ones.</summary>
    /// <typeparam name="TAction">The action.</typeparam>
    /// <param name="action">Its arguments.</param>
    /// <param name="count">Floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void RunForEach<TAction>(TAction action, nint count)
        where TAction : struct, IElementAction, allows ref struct
    {
        nint index = 0;
        if (Is256Used)
        {
            index = RunForWhole<TAction, F256>(action, index, count);
        }

        if (Is128Used)
        {
            index = RunForWhole<TAction, F128>(action, index, count);
        }

        RunForWhole<TAction, F32>(action, index, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static nint RunForWhole<TAction, V>(TAction action, nint index, nint count)
        where TAction : struct, IElementAction, allows ref struct
        where V : struct, IVector<V>
    {
        for (; index + V.Count <= count; index += V.Count)
        {
            action.RunAt<V>(index);
        }

        return index;
    }
}
