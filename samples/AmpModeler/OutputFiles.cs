using System;
using System.IO;

namespace AmpModeler;

/// <summary>Where everything goes that the program writes.</summary>
internal sealed class OutputFiles
{
    /// <summary>What the name of a sound ends with.</summary>
    public const string Extension = ".wav";

    /// <summary>Decides the files' names.</summary>
    /// <param name="path">A folder, or the file of the sound that comes out.</param>
    public OutputFiles(string path)
    {
        bool isFile = path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);
        Folder = isFile ? Path.GetDirectoryName(Path.GetFullPath(path))! : path;
        string name = isFile ? Path.GetFileNameWithoutExtension(path) : "output";
        Sound = isFile ? path : Path.Combine(Folder, name + Extension);
        Picture = Path.Combine(Folder, name + ".png");
    }

    /// <summary>The folder of all files.</summary>
    public string Folder { get; }

    /// <summary>The sound that comes out.</summary>
    public string Sound { get; }

    /// <summary>What goes in and what comes out, drawn.</summary>
    public string Picture { get; }

    /// <summary>The made-up sound, where that goes in.</summary>
    public string Input => Path.Combine(Folder, "input.wav");

    /// <summary>What the circuit makes of the made-up sound.</summary>
    public string Target => Path.Combine(Folder, "target.wav");

    /// <summary>The trained model, for this program and every other player of captures.</summary>
    public string Model => Path.Combine(Folder, "model.nam");

    /// <summary>The losses of the epochs, drawn.</summary>
    public string LearningCurve => Path.Combine(Folder, "learning-curve.png");

    /// <summary>Held-out input, target and output, drawn.</summary>
    public string HeldOut => Path.Combine(Folder, "held-out.png");
}
