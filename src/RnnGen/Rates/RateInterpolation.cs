namespace RnnGen;

/// <summary>How a <see cref="RateCorrection"/> reads a state between two steps.</summary>
public enum RateInterpolation
{
    /// <summary>On the line through two neighbouring states, as RTNeural does.</summary>
    Linear,

    /// <summary>
    /// On the polynomial of third order through four neighbouring states (Lagrange): better wherever the ratio of the rates is not whole (Carson et al., DAFx
    /// 2024, arXiv 2406.06293).
    /// </summary>
    Cubic,
}
