namespace RnnGen.Numerics;

/// <summary>The bits of a float, as an integer.</summary>
internal static class FloatBits
{
    /// <summary>The sign.</summary>
    public const int Sign = int.MinValue;

    /// <summary>All but the sign.</summary>
    public const int Magnitude = 0x7FFFFFFF;

    /// <summary>The magnitude of the largest denormal number: normal numbers, infinities and NaN are greater.</summary>
    public const int LargestDenormal = 0x007FFFFF;
}
