using System;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Tests;

/// <summary>Whether this process rounds a product and a sum once, as all hardware of today does, or twice (<c>DOTNET_EnableAVX2=0</c>).</summary>
internal static class FusedMultiplyAdd
{
    public static bool IsThere => Fma.IsSupported || AdvSimd.IsSupported;

    /// <summary>x y + z, as the library computes it here.</summary>
    public static float Of(float x, float y, float z) => IsThere ? MathF.FusedMultiplyAdd(x, y, z) : (x * y) + z;
}
