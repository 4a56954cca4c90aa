using System.Collections.Generic;

namespace RnnGen.Import.Keras;

/// <summary>Where a file has the weights of its layers.</summary>
internal abstract class KerasWeights
{
    /// <summary>The weights of a layer, each of which is read once.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="part">The part of it that has them, in Keras 3's words, as <c>forward_layer/cell</c>; or empty.</param>
    /// <param name="names">Which weights they are, in order.</param>
    /// <exception cref="ModelFormatException">There are more or fewer, or others.</exception>
    public abstract IReadOnlyList<Hdf5Object> Take(KerasLayer layer, string part, IReadOnlyList<string> names);

    /// <summary>A stateful layer's state may lie beside its weights.</summary>
    /// <param name="layer">The layer.</param>
    public abstract void IgnoreState(KerasLayer layer);

    /// <summary>No weights are left.</summary>
    /// <exception cref="ModelFormatException">Some are: a part of the model was not read.</exception>
    public abstract void NeedAllRead();
}
