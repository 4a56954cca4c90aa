using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using RnnGen.Numerics;

namespace RnnGen.AccuracyWalk;

/// <summary>What this hardware is held to.</summary>
internal static class Claims
{
    public static bool HasFusedMultiplyAdd => Fma.IsSupported || AdvSimd.IsSupported;

    /// <summary>What the claimed errors are multiplied with.</summary>
    public static double Allowance => HasFusedMultiplyAdd ? 1 : ActivationError.FactorWithoutFusedMultiplyAdd;
}
