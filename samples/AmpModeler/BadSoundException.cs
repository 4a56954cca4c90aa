using System;

namespace AmpModeler;

/// <summary>A file is no sound that this program reads.</summary>
/// <param name="path">The file.</param>
/// <param name="problem">What is wrong with it.</param>
/// <param name="cause">What led to it, if anything.</param>
internal sealed class BadSoundException(string path, string problem, Exception? cause = null)
    : FormatException($"{path}: no WAV file that can be read: {problem}", cause);
