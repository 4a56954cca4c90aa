using System;

namespace RnnGen;

/// <summary>
/// A layer of a <see cref="NetworkAttribute">network</see> that pools over time: from here on a sequence has one row. What was pooled is part of the state:
/// a sequence may come in pieces, and the output after each is that of all steps since the state was fresh (zeros, if there were none; of
/// <see cref="Pooling.FinalState"/> the state itself).
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PoolingLayerAttribute : Attribute
{
    /// <summary>Declares a layer.</summary>
    /// <param name="pooling">How.</param>
    public PoolingLayerAttribute(Pooling pooling) => Pooling = pooling;

    /// <summary>How one row is made of all steps.</summary>
    public Pooling Pooling { get; }
}
