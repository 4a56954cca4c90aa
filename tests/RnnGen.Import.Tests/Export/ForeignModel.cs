using System;
using RnnGen.Formats;

namespace RnnGen.Import.Tests.Export;

/// <summary>A model that is no emitted type: it saves a tensor, and says nothing of layers.</summary>
internal sealed class ForeignModel : IModel
{
    /// <inheritdoc/>
    public int InputSize => 1;

    /// <inheritdoc/>
    public int OutputSize => 1;

    /// <inheritdoc/>
    public int ParameterCount => 1;

    /// <inheritdoc/>
    public Span<float> Parameters => new float[1];

    /// <inheritdoc/>
    public bool HasNonFiniteParameters => false;

    /// <inheritdoc/>
    public void Initialize(int seed)
    {
    }

    /// <inheritdoc/>
    public void Load(ITensorSource source, string prefix = "", LoadMode mode = LoadMode.Module)
    {
    }

    /// <inheritdoc/>
    public void Save(ITensorSink sink, string prefix = "") => sink.Write("gain", [1], [2f]);
}
