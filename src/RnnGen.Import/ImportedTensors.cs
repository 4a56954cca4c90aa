using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;

namespace RnnGen.Import;

/// <summary>The tensors of a model file, under our names and in our order of gates, as floats.</summary>
internal sealed class ImportedTensors
{
    private readonly Dictionary<string, ImportedTensor> _tensors = new(StringComparer.Ordinal);

    private readonly Dictionary<string, ImportedTensor> _implied = new(StringComparer.Ordinal);

    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);

    /// <summary>The names, in the order in which they were added.</summary>
    public IReadOnlyCollection<string> Names => _tensors.Keys;

    /// <summary>The tensors, in the order in which they were added.</summary>
    public IReadOnlyCollection<ImportedTensor> All => _tensors.Values;

    /// <summary>Adds a tensor.</summary>
    /// <param name="name">Its full name; each once.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="values">Its elements, row-major: as many as the shape has.</param>
    public void Add(string name, ReadOnlySpan<int> shape, float[] values)
    {
        if (TensorShape.CountElements(shape) != values.Length)
        {
            throw new ArgumentException($"'{nameof(values)}' has size {values.Length}, which is not that of the shape.", nameof(values));
        }

        _tensors.Add(name, new ImportedTensor(name, shape.ToArray(), values));
    }

    /// <summary>Lets a tensor answer to another name, too: the one that it has in the file.</summary>
    public void AddAlias(string alias, string name) => _aliases.TryAdd(alias, name);

    /// <summary>
    /// Adds a tensor that the file does not have, and whose values are known all the same, as the zeros of a bias that is not there. It is found, and not
    /// listed.
    /// </summary>
    /// <param name="name">Its full name.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="values">Its elements, row-major: as many as the shape has.</param>
    public void AddImplied(string name, ReadOnlySpan<int> shape, float[] values) => _implied.TryAdd(name, new ImportedTensor(name, shape.ToArray(), values));

    /// <summary>The tensor of a name or alias, or null.</summary>
    public ImportedTensor? Find(string name) => FindNamed(name) ?? (_aliases.TryGetValue(name, out string? real) ? FindNamed(real) : null);

    private ImportedTensor? FindNamed(string name) => _tensors.GetValueOrDefault(name) ?? _implied.GetValueOrDefault(name);
}

/// <summary>A tensor of a model file.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Values">Its elements, row-major.</param>
internal sealed record ImportedTensor(string Name, int[] Shape, float[] Values);
