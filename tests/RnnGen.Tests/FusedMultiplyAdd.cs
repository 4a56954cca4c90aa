using System;
using RnnGen.AccuracyWalk;

namespace RnnGen.Tests;

/// <summary>A product and a sum, rounded once where the hardware can, as the library does.</summary>
internal static class FusedMultiplyAdd
{
    /// <summary>x y + z.</summary>
    public static float Of(float x, float y, float z) => Claims.HasFusedMultiplyAdd ? MathF.FusedMultiplyAdd(x, y, z) : (x * y) + z;
}
