using System;
using System.IO;
using NAudio.Wave;

namespace AmpPlayer;

/// <summary>A WAV file that is read as floats from -1 to 1.</summary>
internal sealed class WavInput : IDisposable
{
    private readonly string _path;
    private readonly WaveFileReader _reader;
    private readonly ISampleProvider _samples;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FormatException">It is not a WAV file, or of a kind that cannot be read.</exception>
    public WavInput(string path)
    {
        _path = path;
        try
        {
            _reader = new WaveFileReader(path);
            _samples = _reader.ToSampleProvider();
            CheckHeader(_reader.WaveFormat);
        }
        catch (Exception problem) when (problem is FormatException or InvalidDataException or EndOfStreamException)
        {
            _reader?.Dispose();
            throw new FormatException($"{path}: {problem.Message}");
        }
        catch (Exception problem) when (_reader is not null && problem is ArgumentException or InvalidOperationException)
        {
            // What the library says of a kind of samples that it does not read names neither the file nor the kind.
            string kind = Kind;
            _reader!.Dispose();
            throw new FormatException($"{path}: the samples are {kind}; this reads PCM of 8, 16, 24 or 32 bits and floats of 32 or 64 bits");
        }
    }

    /// <summary>Samples a second.</summary>
    public int SampleRate => _reader.WaveFormat.SampleRate;

    /// <summary>Channels: samples of one frame.</summary>
    public int Channels => _reader.WaveFormat.Channels;

    /// <summary>Frames: samples of each channel.</summary>
    public long Frames => _reader.SampleCount;

    /// <summary>What a sample is in the file, for people.</summary>
    public string Kind => $"{_reader.WaveFormat.BitsPerSample}-bit {_reader.WaveFormat.AsStandardWaveFormat().Encoding switch
    {
        WaveFormatEncoding.Pcm => "PCM",
        WaveFormatEncoding.IeeeFloat => "float",
        WaveFormatEncoding other => other.ToString(),
    }}";

    /// <summary>Reads frames, as many as there is room for, or all that are left.</summary>
    /// <param name="frames">[frame, channel]</param>
    /// <returns>The number of samples read: whole frames; 0 at the end.</returns>
    /// <exception cref="FormatException">A sample is not a finite number: a network would never recover from it.</exception>
    public int Read(Span<float> frames)
    {
        int count = 0, read;
        while (count < frames.Length && (read = _samples.Read(frames[count..])) > 0)
        {
            count += read;
        }

        // A file may end within a frame.
        count -= count % Channels;
        foreach (float sample in frames[..count])
        {
            if (!float.IsFinite(sample))
            {
                throw new FormatException($"{_path}: a sample is {sample}, which is not a finite number");
            }
        }

        return count;
    }

    public void Dispose() => _reader.Dispose();

    private static void CheckHeader(WaveFormat format)
    {
        if (format.SampleRate <= 0 || format.Channels <= 0 || format.BlockAlign != format.Channels * (format.BitsPerSample / 8))
        {
            throw new FormatException(
                $"its header says {format.SampleRate} samples a second, {format.Channels} channels, {format.BitsPerSample} bits a sample and {format.BlockAlign} bytes a frame, which cannot be");
        }
    }
}
