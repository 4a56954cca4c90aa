using System.ComponentModel;

namespace RnnGen.Networks;

/// <summary>What drops some floats of the rows that it gives, in training.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IDroppingLayer
{
    /// <summary>The share of its outputs to drop in training.</summary>
    static virtual double Dropout => 0;

    /// <summary>Whether all steps of a sequence drop the same.</summary>
    static virtual bool HasVariationalDropout => false;
}

/// <summary>Nothing but dropout: in training its rows are those that it takes, of which some floats are dropped; else it gives the rows that it takes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IDropoutLayer : INetworkLayer, IDroppingLayer
{
    /// <summary>Floats of a row.</summary>
    static abstract int Width { get; }
}
