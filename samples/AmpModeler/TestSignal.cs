using System;
using System.Collections.Generic;
using System.Runtime.Intrinsics;

namespace AmpModeler;

/// <summary>
/// A made-up guitar and what shows a circuit's other sides: plucked strings and chords, sweeps and bursts of noise, at many levels. It is a sum of sines in
/// continuous time, none above 18 kHz: it can be sampled at any rate, and is the same signal at each.
/// </summary>
internal sealed class TestSignal
{
    private const double Highest = 18_000;

    // Sounds come and go within so many seconds.
    private const double Attack = 0.002;

    private readonly List<Sine> _sines = [];
    private readonly List<Sweep> _sweeps = [];

    /// <summary>Draws a signal.</summary>
    /// <param name="seed">Another seed gives another signal.</param>
    /// <param name="seconds">Its length.</param>
    public TestSignal(int seed, double seconds)
    {
        Seconds = seconds;
        var random = new Random(seed);
        double time = 0.05;
        while (time < seconds - 0.1)
        {
            // Levels from 1/50 of full scale to all of it, equally spread in decibels.
            double level = Math.Pow(50, random.NextDouble() - 1);
            double duration = Math.Min(0.2 + (0.6 * random.NextDouble()), seconds - 0.05 - time);
            switch (random.Next(6))
            {
                case 0:
                    _sweeps.Add(new Sweep(time, duration, level, random.Next(2) == 0));
                    break;
                case 1:
                    AddNoise(random, time, 0.5 * duration, level);
                    break;
                default:
                    AddStrings(random, time, duration, level);
                    break;
            }

            time += duration * (0.7 + (0.4 * random.NextDouble()));
        }
    }

    /// <summary>Its length.</summary>
    public double Seconds { get; }

    /// <summary>Samples a piece of the signal.</summary>
    /// <param name="rate">Samples a second.</param>
    /// <param name="first">The piece's first sample, counted from the signal's.</param>
    /// <param name="samples">The piece, written; full scale is 1.</param>
    public void Sample(double rate, long first, Span<double> samples)
    {
        samples.Clear();
        foreach (Sine sine in _sines)
        {
            sine.AddTo(samples, first, rate);
        }

        foreach (Sweep sweep in _sweeps)
        {
            sweep.AddTo(samples, first, rate);
        }
    }

    // One to four strings: partials of a stiff string, by where it is plucked, of which the higher ones die away sooner.
    private void AddStrings(Random random, double time, double duration, double level)
    {
        const int MostPartials = 60;
        int strings = Math.Max(1, random.Next(5));
        for (int index = 0; index < strings; index++)
        {
            // From the low E to the high E's twelfth fret.
            double fundamental = 82.41 * Math.Pow(2, random.Next(37) / 12.0);
            double place = 0.08 + (0.3 * random.NextDouble()), decay = 2 + (4 * random.NextDouble()), stiffness = 1e-4 * random.NextDouble();
            for (int partial = 1; partial <= MostPartials; partial++)
            {
                double frequency = partial * fundamental * Math.Sqrt(1 + (stiffness * partial * partial));
                if (frequency > Highest)
                {
                    break;
                }

                double amplitude = level / strings * Math.Sin(Math.PI * partial * place) / partial;
                _sines.Add(new Sine(time, duration, frequency, amplitude, 2 * Math.PI * random.NextDouble(), decay + (0.15 * decay * partial)));
            }
        }
    }

    private void AddNoise(Random random, double time, double duration, double level)
    {
        const int Sines = 120;
        for (int index = 0; index < Sines; index++)
        {
            // As many of them in every octave.
            double frequency = 60 * Math.Pow(Highest / 60, random.NextDouble());
            _sines.Add(new Sine(time, duration, frequency, 0.4 * level / Math.Sqrt(Sines), 2 * Math.PI * random.NextDouble(), 0));
        }
    }

    /// <summary>How loud a sound is at a time: it comes and goes within a few milliseconds, without a click.</summary>
    private static double Edge(double time, double duration)
    {
        double nearest = Math.Min(time, duration - time) / Attack;
        return nearest >= 1 ? 1 : nearest <= 0 ? 0 : 0.5 - (0.5 * Math.Cos(Math.PI * nearest));
    }

    private readonly record struct Sine(double Start, double Duration, double Frequency, double Amplitude, double Phase, double Decay)
    {
        // Quieter parts of a dying sound are left out.
        private const double Inaudible = 1e-5;

        private static readonly int Lanes = Vector512<double>.Count;

        public void AddTo(Span<double> samples, long offset, double rate)
        {
            double duration = Decay > 0 ? Math.Min(Duration, -Math.Log(Inaudible) / Decay) : Duration;
            long first = Math.Max(offset, (long)Math.Ceiling(Start * rate));
            long end = Math.Min(offset + samples.Length, (long)Math.Ceiling((Start + duration) * rate));
            if (first >= end)
            {
                return;
            }

            // Turning phasors: a multiplication of complex numbers takes the place of a sine and an exponential. Eight samples at once on every machine, so
            // that all of them get the same signal.
            double turn = 2 * Math.PI * Frequency / rate;
            Span<double> real = stackalloc double[Lanes], imaginary = stackalloc double[Lanes];
            for (int lane = 0; lane < Lanes; lane++)
            {
                double since = ((first + lane) / rate) - Start, size = Amplitude * Math.Exp(-Decay * since);
                real[lane] = size * Math.Cos((2 * Math.PI * Frequency * since) + Phase);
                imaginary[lane] = size * Math.Sin((2 * Math.PI * Frequency * since) + Phase);
            }

            Vector512<double> x = Vector512.Create<double>(real), y = Vector512.Create<double>(imaginary);
            double shrink = Math.Exp(-Decay * Lanes / rate);
            Vector512<double> cosine = Vector512.Create(shrink * Math.Cos(Lanes * turn)), sine = Vector512.Create(shrink * Math.Sin(Lanes * turn));
            long fullFrom = (long)Math.Ceiling((Start + Attack) * rate), fullTo = Math.Min(end, (long)Math.Floor((Start + duration - Attack) * rate));
            for (long index = first; index < end; index += Lanes)
            {
                Span<double> own = samples[(int)(index - offset)..];
                if (index >= fullFrom && index + Lanes <= fullTo)
                {
                    (y + Vector512.Create<double>(own)).CopyTo(own);
                }
                else
                {
                    for (int lane = 0; lane < Lanes && index + lane < end; lane++)
                    {
                        own[lane] += y[lane] * Edge(((index + lane) / rate) - Start, duration);
                    }
                }

                (x, y) = ((x * cosine) - (y * sine), (x * sine) + (y * cosine));
            }
        }
    }

    private readonly record struct Sweep(double Start, double Duration, double Amplitude, bool IsUpwards)
    {
        private const double Lowest = 20;

        public void AddTo(Span<double> samples, long offset, double rate)
        {
            long first = Math.Max(offset, (long)Math.Ceiling(Start * rate));
            long end = Math.Min(offset + samples.Length, (long)Math.Ceiling((Start + Duration) * rate));
            double octaves = Math.Log(Highest / Lowest);
            for (long index = first; index < end; index++)
            {
                // The frequency rises exponentially; its integral is the phase.
                double since = (index / rate) - Start, place = IsUpwards ? since : Duration - since;
                double phase = 2 * Math.PI * Lowest * Duration / octaves * (Math.Exp(octaves * place / Duration) - 1);
                samples[(int)(index - offset)] += Amplitude * Math.Sin(phase) * Edge(since, Duration);
            }
        }
    }
}
