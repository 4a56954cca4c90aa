using System;
using RnnGen;
using RnnGen.Formats;

namespace AmpPlayer;

/// <summary>
/// One channel through the amplifier. It has heard half a second of silence at first, as a player of captures gives them: the network has settled, and nothing
/// is heard of it.
/// </summary>
internal sealed class AmpStream
{
    private const double SecondsOfSilence = 0.5;
    private const int SilenceABlock = 256;

    private readonly Amp _amplifier;
    private readonly Amp.State _rest;
    private Amp.State _state;

    /// <summary>Starts a stream.</summary>
    /// <param name="amplifier">The amplifier; any number of streams may share one.</param>
    /// <param name="sampleRate">Samples a second.</param>
    public AmpStream(Amp amplifier, double sampleRate)
    {
        _amplifier = amplifier;
        _state = amplifier.RestState;
        Span<float> silence = stackalloc float[SilenceABlock];
        for (int left = (int)(SecondsOfSilence * sampleRate); left > 0; left -= SilenceABlock)
        {
            Span<float> block = silence[..int.Min(left, SilenceABlock)];
            block.Clear();
            Process(block);
        }

        _rest = _state;
    }

    /// <summary>Computes samples in place.</summary>
    /// <param name="samples">The samples.</param>
    public void Process(Span<float> samples) => _amplifier.Run(samples, samples, ref _state);

    /// <summary>The bytes of a saved state.</summary>
    public int StateBytes => ByteCountOf<Amp.State>();

    /// <summary>Writes the state.</summary>
    /// <param name="destination">At least <see cref="StateBytes"/> bytes.</param>
    public void Save(Span<byte> destination) => _state.Write(destination);

    /// <summary>Goes on from a saved state.</summary>
    /// <param name="source">The bytes of a state.</param>
    /// <exception cref="StateFormatException">They are no state of this amplifier; the state is as it was.</exception>
    public void Load(ReadOnlySpan<byte> source) => _state = Amp.State.Read(source);

    /// <summary>What must be said of a sample rate, or null.</summary>
    /// <param name="sampleRate">Samples a second.</param>
    public static string? Note(double sampleRate) =>
        sampleRate == Amp.SampleRate ? null : $"note: the capture was made at {Amp.SampleRate} samples a second; at {sampleRate} it sounds different";

    /// <summary>Goes back to where it started: the half second of silence is not computed again.</summary>
    public void Reset() => _state = _rest;

    private static int ByteCountOf<TState>()
        where TState : struct, IState<TState> => TState.ByteCount;
}
