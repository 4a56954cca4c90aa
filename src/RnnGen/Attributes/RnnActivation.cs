namespace RnnGen;

/// <summary>The activation of an Elman cell.</summary>
public enum RnnActivation
{
    /// <summary>The hyperbolic tangent: the default.</summary>
    Tanh,

    /// <summary>max(0, x).</summary>
    Relu,
}
