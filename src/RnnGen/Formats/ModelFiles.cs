using System;
using System.Collections.Generic;
using System.ComponentModel;

namespace RnnGen.Formats;

/// <summary>Models from and to safetensors files: what the members of every emitted cell and network that take a path call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ModelFiles
{
    /// <summary>Loads a model from a file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="prefix">What stands before the names of the tensors or layers.</param>
    /// <param name="mode">What to do about tensors that nothing reads.</param>
    /// <exception cref="TensorFormatException">The file is not a valid safetensors file, or not of this model.</exception>
    /// <exception cref="System.IO.IOException">The file is not there, or cannot be read.</exception>
    public static void Load(IModel model, string path, string prefix, LoadMode mode)
    {
        ArgumentNullException.ThrowIfNull(model);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        model.Load(file, prefix, mode);
    }

    /// <summary>Loads some layers of a network from a file.</summary>
    /// <param name="model">The network.</param>
    /// <param name="path">The file.</param>
    /// <param name="layers">The names of the layers.</param>
    /// <param name="prefix">What stands before the layers' names.</param>
    /// <param name="mode">What to do about tensors that nothing reads.</param>
    /// <exception cref="TensorFormatException">The file is not a valid safetensors file, or not of these layers.</exception>
    /// <exception cref="System.IO.IOException">The file is not there, or cannot be read.</exception>
    public static void Load(IModel model, string path, IReadOnlyCollection<string> layers, string prefix, LoadMode mode)
    {
        ArgumentNullException.ThrowIfNull(model);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        model.Load(file, layers, prefix, mode);
    }

    /// <summary>Saves a model as a file: whatever happens, the path holds the old file or the whole new one.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file to make or to replace.</param>
    /// <param name="prefix">What stands before the names of the tensors or layers.</param>
    /// <exception cref="System.IO.IOException">The directory is not there, the disk is full, ...</exception>
    public static void Save(IModel model, string path, string prefix)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new SafetensorsWriter();
        model.Save(file, prefix);
        file.Save(path);
    }
}
