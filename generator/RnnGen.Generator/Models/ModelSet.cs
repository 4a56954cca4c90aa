using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Models;

/// <summary>The model files of a project.</summary>
/// <param name="Models">Their descriptions.</param>
internal sealed record ModelSet(EquatableArray<ModelDescription> Models)
{
    /// <summary>A project without any.</summary>
    public static ModelSet None { get; } = new(new EquatableArray<ModelDescription>([]));

    /// <summary>The models that a name may mean: the one that has it as its path in the project, or all whose paths end with it.</summary>
    public IReadOnlyList<ModelDescription> Named(string name)
    {
        string path = name.Replace('\\', '/');
        path = path.StartsWith("./", StringComparison.Ordinal) ? path.Substring(2) : path;
        ModelDescription[] exact = [.. Models.Where(model => model.Name == path)];
        return exact.Length > 0 || path.Length == 0 ? exact : [.. Models.Where(model => model.Name.EndsWith("/" + path, StringComparison.Ordinal))];
    }
}
