namespace RnnGen;

/// <summary>How closely a cell's sigmoid and tanh follow the exact functions. Every choice gives the same bits at every vector width.</summary>
public enum Accuracy
{
    /// <summary>A rational approximation near float precision: the default.</summary>
    Standard,

    /// <summary>Exponential forms that keep small relative errors also far from zero.</summary>
    Precise,

    /// <summary>A short rational approximation (absolute error some 1e-5), for inference where time matters more than digits.</summary>
    Fast,
}
