using System;
using System.Diagnostics;
using System.Linq;
using RnnGen;

namespace AmpModeler;

/// <summary>A sound that went through a capture, block by block, as an audio callback would have it, and how that went.</summary>
/// <param name="Output">What came out.</param>
/// <param name="Seconds">The time that all blocks took together.</param>
/// <param name="WorstBlock">The longest time of a block, in seconds.</param>
/// <param name="AllocatedBytes">Bytes that were allocated while blocks were computed.</param>
internal sealed record Playback(Sound Output, double Seconds, double WorstBlock, long AllocatedBytes)
{
    /// <summary>Samples of a block.</summary>
    public const int Block = 64;

    // What players feed a capture before the first sample, so that its state is that of silence: Neural Amp Modeler's have half a second of zeros.
    private const double SilenceBefore = 0.5;

    /// <summary>Plays a sound: each channel is a stream of its own.</summary>
    /// <param name="capture">The capture.</param>
    /// <param name="correction">How it runs at the sound's rate, or null where it was made for it.</param>
    /// <param name="input">The sound.</param>
    public static Playback Of(Capture capture, RateCorrection? correction, Sound input)
    {
        // The interface without type parameters: nothing here knows the shape of the network.
        IModelStream[] streams = [.. input.Channels.Select(_ => correction is null ? capture.Model.CreateStream() : correction.CreateStream(capture.Model))];
        float[][] outputs = [.. input.Channels.Select(static channel => new float[channel.Length])];
        float[] block = new float[Block];
        foreach (IModelStream stream in streams)
        {
            // This compiles what is called in blocks, too.
            int left = (int)(SilenceBefore * input.Rate);
            for (; left > 0; left -= Block)
            {
                int count = Math.Min(Block, left);
                Array.Clear(block);
                Run(capture, stream, block.AsSpan(0, count), block.AsSpan(0, count), new float[count]);
            }
        }

        long longest = 0, total = 0, before = GC.GetAllocatedBytesForCurrentThread();
        for (int first = 0; first < input.Length; first += Block)
        {
            int count = Math.Min(Block, input.Length - first);
            long start = Stopwatch.GetTimestamp();
            for (int channel = 0; channel < streams.Length; channel++)
            {
                Run(capture, streams[channel], input.Channels[channel].AsSpan(first, count), outputs[channel].AsSpan(first, count), block);
            }

            long taken = Stopwatch.GetTimestamp() - start;
            longest = Math.Max(longest, taken);
            total += taken;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return new Playback(input with { Channels = outputs }, (double)total / Stopwatch.Frequency, (double)longest / Stopwatch.Frequency, allocated);
    }

    private static void Run(Capture capture, IModelStream stream, ReadOnlySpan<float> inputs, Span<float> outputs, Span<float> scaled)
    {
        scaled = scaled[..inputs.Length];
        for (int index = 0; index < inputs.Length; index++)
        {
            scaled[index] = capture.InputGain * inputs[index];
        }

        stream.Run(scaled, outputs);
        for (int index = 0; index < outputs.Length; index++)
        {
            outputs[index] = capture.OutputGain * (capture.AddsInput ? outputs[index] + scaled[index] : outputs[index]);
        }
    }
}
