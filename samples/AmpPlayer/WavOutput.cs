using System;
using System.IO;
using System.Runtime.InteropServices;
using NAudio.Wave;

namespace AmpPlayer;

/// <summary>A WAV file of floats that is being written.</summary>
internal sealed class WavOutput : IDisposable
{
    // What a header may take besides the samples, generously.
    private const int LargestHeader = 4096;

    private readonly FileStream _file;
    private readonly WaveFileWriter _writer;

    /// <summary>Creates a file, or replaces it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="channels">Samples of a frame.</param>
    /// <param name="frames">Frames that will be written.</param>
    /// <exception cref="IOException">It cannot be written, or is the file that is being read, by whatever name.</exception>
    public WavOutput(string path, int sampleRate, int channels, long frames)
    {
        // Shared with nobody: the input is open, and the system refuses to open it once more under another name (a link).
        _file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        // A header has 32 bits for the size. RF64 is what replaces it beyond that.
        var options = new WaveFileWriterOptions { EnableRf64 = frames * channels * sizeof(float) > uint.MaxValue - LargestHeader };
        _writer = new WaveFileWriter(_file, WaveFormat.CreateIeeeFloatWaveFormat(sampleRate, channels), options);
    }

    /// <summary>Writes frames.</summary>
    /// <param name="frames">[frame, channel]</param>
    public void Write(ReadOnlySpan<float> frames) => _writer.Write(MemoryMarshal.AsBytes(frames));

    public void Dispose()
    {
        using (_file)
        {
            _writer.Dispose();
        }
    }
}
