using System;
using System.Collections.Generic;
using RnnGen.Formats;

namespace RnnGen.Import.Tests.Export;

/// <summary>A model that is another one but for what a test changes.</summary>
internal sealed class DelegatingModel(IModel model) : IModel
{
    /// <summary>Tensors that it saves besides.</summary>
    public Dictionary<string, float[]> More { get; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<ModelLayer> Layers { get; init; } = model.Layers;

    /// <inheritdoc/>
    public int ParameterCount { get; init; } = model.ParameterCount;

    /// <inheritdoc/>
    public int InputSize => model.InputSize;

    /// <inheritdoc/>
    public int VocabularySize => model.VocabularySize;

    /// <inheritdoc/>
    public int OutputSize => model.OutputSize;

    /// <inheritdoc/>
    public bool HasOutputPerStep => model.HasOutputPerStep;

    /// <inheritdoc/>
    public Span<float> Parameters => model.Parameters;

    /// <inheritdoc/>
    public bool HasNonFiniteParameters => model.HasNonFiniteParameters;

    /// <inheritdoc/>
    public void Initialize(int seed) => model.Initialize(seed);

    /// <inheritdoc/>
    public void Load(ITensorSource source, string prefix = "", LoadMode mode = LoadMode.Module) => model.Load(source, prefix, mode);

    /// <inheritdoc/>
    public void Save(ITensorSink sink, string prefix = "")
    {
        model.Save(sink, prefix);
        foreach ((string name, float[] values) in More)
        {
            sink.Write(name, [values.Length], values);
        }
    }
}
