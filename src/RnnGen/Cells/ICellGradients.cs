using System;
using RnnGen.Formats;
using RnnGen.Networks;

namespace RnnGen;

/// <summary>The gradients of all parameters of an emitted type.</summary>
public interface ICellGradients
{
    /// <summary>All gradients as one flat span, each where the parameters' span has its parameter.</summary>
    Span<float> Values { get; }

    /// <summary>Sets all gradients to zero.</summary>
    void Clear();

    /// <summary>The parts that may be other than zero.</summary>
    internal GradientRanges Ranges => new(Values.Length, []);

    /// <summary>Adds others of the same type.</summary>
    internal void Add(ICellGradients other) => RowMath.Add(other.Values, Values);

    /// <summary>
    /// Saves the gradients under the names and with the shapes of their parameters, as PyTorch's <c>grad</c> of each: the gradient of a bias goes to
    /// <c>bias_ih_l0</c> and to <c>bias_hh_l0</c> alike, since the parameter is the sum of the two; only where a gate has both (a GRU's candidate that
    /// resets after the product) each has its own.
    /// </summary>
    /// <param name="sink">Where to.</param>
    /// <param name="prefix">What stands before the tensor names; a dot is put between where it ends in a letter or digit.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> or <paramref name="prefix"/> is null.</exception>
    /// <exception cref="ArgumentException">The sink has a tensor of one of the names already, or does not allow it.</exception>
    void Save(ITensorSink sink, string prefix = "");
}
