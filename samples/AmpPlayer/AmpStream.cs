using System;
using RnnGen;
using RnnGen.Formats;

namespace AmpPlayer;

/// <summary>
/// One channel through the amplifier. It has heard half a second of silence at first, as players of captures do it: the network has settled, and nothing is heard of that.
/// </summary>
internal sealed class AmpStream
{
    private const double SecondsOfSilence = 0.5;
    private const int SilenceABlock = 256;

    private readonly RateCorrectedStream<Amp.State> _stream;
    private readonly Amp.State _rest;

    /// <summary>Starts a stream.</summary>
    /// <param name="amplifier">The amplifier; any number of streams may share one.</param>
    /// <param name="correction">The capture's rate and that of the samples. Where they are one, every bit is the capture's own.</param>
    public AmpStream(Amp amplifier, RateCorrection correction)
    {
        _stream = correction.CreateStream(amplifier);
        Span<float> silence = stackalloc float[SilenceABlock];
        for (int left = (int)(SecondsOfSilence * correction.Rate); left > 0; left -= SilenceABlock)
        {
            Span<float> block = silence[..int.Min(left, SilenceABlock)];
            block.Clear();
            Process(block);
        }

        _rest = _stream.State;
        Reset();
    }

    /// <summary>The bytes of a saved state.</summary>
    public static int StateBytes => ByteCountOf<Amp.State>();

    /// <summary>Computes samples in place.</summary>
    /// <param name="samples">The samples.</param>
    public void Process(Span<float> samples) => _stream.Run(samples, samples);

    /// <summary>Goes back to where it started: the half second of silence is not computed again.</summary>
    public void Reset() => _stream.State = _rest;

    /// <summary>Writes the state.</summary>
    /// <param name="destination">At least <see cref="StateBytes"/> bytes.</param>
    public void Save(Span<byte> destination) => _stream.State.Write(destination);

    /// <summary>Goes on from a saved state.</summary>
    /// <param name="source">The bytes of a state.</param>
    /// <exception cref="StateFormatException">They are no state of this amplifier; the state is as it was.</exception>
    public void Load(ReadOnlySpan<byte> source) => _stream.State = Amp.State.Read(source);

    private static int ByteCountOf<TState>()
        where TState : struct, IState<TState> => TState.ByteCount;
}
