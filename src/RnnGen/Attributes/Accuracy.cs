namespace RnnGen;

/// <summary>How closely a cell's sigmoid and tanh follow the exact functions.</summary>
/// <remarks>Every choice gives the same bits at every vector width. The errors are the largest over all floats, on hardware
/// with fused multiply-add, as stated by <see cref="Numerics.ActivationError"/>; without it they are at most half as large again.</remarks>
public enum Accuracy
{
    /// <summary>Rational approximations near float precision, the default: absolute error at most 1.65e-7 (sigmoid) and 2.95e-7 (tanh).
    /// </summary>
    Standard,

    /// <summary>Exponential forms whose relative error is small also far from zero: at most 2.6 units in the last place for both (for
    /// the sigmoid down to x = -87); absolute error at most 9.5e-8. Half again as slow as <see cref="Standard"/>.</summary>
    Precise,

    /// <summary>Short rational approximations, for inference where time matters more than digits: absolute error at most 2.9e-5 (sigmoid)
    /// and 5.7e-5 (tanh), a third faster than <see cref="Standard"/>.</summary>
    Fast,
}
