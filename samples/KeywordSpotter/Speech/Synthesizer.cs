using System;
using System.Collections.Generic;

namespace KeywordSpotter.Speech;

/// <summary>
/// Speaks: a cascade of four resonances that vocal folds or breath excite, and a fifth for hiss (a small form of Klatt 1980). What the vocal tract aims at is
/// reached slowly, so that a sound depends on its neighbours.
/// </summary>
internal sealed class Synthesizer
{
    private const int Formants = 4;

    // Resonances and loudnesses move every 5 ms.
    private const int Stretch = LogMelFeatures.SampleRate / 200;

    private readonly Speaker _speaker;
    private readonly Random _random;
    private readonly Resonator[] _tract = new Resonator[Formants];
    private Resonator _teeth;
    private double _phase;
    private double _tilted;

    /// <summary>Creates a mouth.</summary>
    /// <param name="speaker">Whose.</param>
    /// <param name="random">Draws what differs from word to word.</param>
    public Synthesizer(Speaker speaker, Random random)
    {
        _speaker = speaker;
        _random = random;
    }

    /// <summary>Says a word.</summary>
    /// <param name="sounds">Its sounds.</param>
    /// <returns>Samples of about root mean square 1 in the vowels.</returns>
    public float[] Say(IReadOnlyList<string> sounds)
    {
        List<Segment> segments = Segments(sounds);
        double tempo = _speaker.Tempo * Speaker.Between(_random, 0.85, 1.15);
        double pitch = _speaker.Pitch * Speaker.Between(_random, 0.9, 1.1), fall = Speaker.Between(_random, -0.1, 0.35);
        Segment now = segments[0];
        var samples = new List<float>();
        for (int index = 0; index < segments.Count; index++)
        {
            Segment aim = segments[index];
            int stretches = Math.Max(1, (int)Math.Round(aim.Milliseconds / tempo / 5));
            for (int stretch = 0; stretch < stretches; stretch++)
            {
                now = Move(now, aim);
                double done = (index + (stretch / (double)stretches)) / segments.Count;
                Speak(now, pitch * (1 - (fall * done)), samples);
            }
        }

        // The resonances swing out.
        for (int stretch = 0; stretch < 4; stretch++)
        {
            now = Move(now, now with { Voice = 0, Breath = 0, Hiss = 0 });
            Speak(now, pitch, samples);
        }

        return [.. samples];
    }

    private List<Segment> Segments(IReadOnlyList<string> sounds)
    {
        var segments = new List<Segment>();
        foreach (string sound in sounds)
        {
            (double accent1, double accent2) = _speaker.AccentOf(sound);
            double length = Speaker.Between(_random, 0.8, 1.25);
            IReadOnlyList<Segment> own = Sound.SegmentsOf(sound);

            // A plosive at the end of a word often does not open again.
            int count = own.Count == 3 && segments.Count > 0 && ReferenceEquals(sound, sounds[^1]) && _random.Next(4) == 0 ? 1 : own.Count;
            for (int index = 0; index < count; index++)
            {
                Segment segment = own[index];
                segments.Add(segment with
                {
                    Milliseconds = segment.Milliseconds * length,
                    F1 = segment.F1 * _speaker.TractScale * accent1 * Speaker.Between(_random, 0.95, 1.05),
                    F2 = segment.F2 * _speaker.TractScale * accent2 * Speaker.Between(_random, 0.95, 1.05),
                    F3 = segment.F3 * _speaker.TractScale * Speaker.Between(_random, 0.97, 1.03),
                    HissFrequency = segment.HissFrequency * Speaker.Between(_random, 0.9, 1.1),
                    Hiss = segment.Hiss * Speaker.Between(_random, 0.6, 1.4),
                });
            }
        }

        return segments;
    }

    // The tongue is slower than the breath.
    private static Segment Move(Segment now, Segment aim)
    {
        const double Tongue = 0.25, Breath = 0.7;
        return aim with
        {
            F1 = Towards(now.F1, aim.F1, Tongue),
            F2 = Towards(now.F2, aim.F2, Tongue),
            F3 = Towards(now.F3, aim.F3, Tongue),
            Voice = Towards(now.Voice, aim.Voice, Breath),
            Breath = Towards(now.Breath, aim.Breath, Breath),
            Hiss = Towards(now.Hiss, aim.Hiss, Breath),
        };

        static double Towards(double value, double aim, double share) => value + (share * (aim - value));
    }

    private void Speak(Segment now, double pitch, List<float> samples)
    {
        _tract[0].Tune(now.F1, 70);
        _tract[1].Tune(now.F2, 100);
        _tract[2].Tune(now.F3, 160);
        _tract[3].Tune(3500 * _speaker.TractScale, 250);
        _teeth.Tune(now.HissFrequency, now.HissBandwidth);
        for (int i = 0; i < Stretch; i++)
        {
            // No two vibrations are quite alike.
            _phase += pitch / LogMelFeatures.SampleRate * Speaker.Between(_random, 0.97, 1.03);
            _phase -= Math.Floor(_phase);
            double noise = Speaker.Between(_random, -1, 1);
            double excitation = (now.Voice * (Tilt(Folds(_phase)) + (_speaker.Breathiness * noise))) + (now.Breath * noise);
            foreach (ref Resonator resonator in _tract.AsSpan())
            {
                excitation = resonator.Next(excitation);
            }

            samples.Add((float)((4 * excitation) + (now.Hiss * _teeth.Next(noise))));
        }
    }

    // How the air flow changes while the folds are open: the KLGLOTT88 source (Klatt and Klatt 1990).
    private double Folds(double phase)
    {
        double open = phase / _speaker.OpenShare;
        return open < 1 ? (2 * open) - (3 * open * open) : 0;
    }

    private double Tilt(double value) => _tilted += (1 - _speaker.Dullness) * (value - _tilted);
}
