using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Training;

namespace KeywordSpotter.Speech;

/// <summary>A made-up recording of one speaker: words with pauses between them, in the noise of a room.</summary>
internal sealed class Recording
{
    // A word may go on ("no" in "north"), so that its class is wanted when it is over: from 60 to 300 ms after its end. In the 120 ms before either answer is
    // right.
    private const int FirstFrameOfAnswer = 3;
    private const int LastFrameOfAnswer = 15;
    private const int FramesOfDoubt = 6;

    private const int SampleRate = LogMelFeatures.SampleRate;

    private Recording(float[] samples, IReadOnlyList<Utterance> words)
    {
        Samples = samples;
        Words = words;
    }

    /// <summary>The samples, in full scale of -1 to 1.</summary>
    public float[] Samples { get; }

    /// <summary>What is said, and where.</summary>
    public IReadOnlyList<Utterance> Words { get; }

    /// <summary>Makes a recording.</summary>
    /// <param name="speaker">Who speaks.</param>
    /// <param name="seed">Which of the speaker's recordings; the same one gives the same samples.</param>
    /// <param name="labels">What is said: keywords, <see cref="Vocabulary.Unknown"/>, or <see cref="Vocabulary.Nothing"/> for a noise that is no word.</param>
    public static Recording Make(Speaker speaker, int seed, params ReadOnlySpan<int> labels)
    {
        var random = new Random(HashOf(speaker.Number, seed));
        var samples = new List<float>();
        var words = new List<Utterance>();
        Pause(samples, Speaker.Between(random, 0.1, 0.5));
        foreach (int label in labels)
        {
            int start = samples.Count;
            float[] sound = label == Vocabulary.Nothing ? Noise(random) : new Synthesizer(speaker, random).Say(Vocabulary.SoundsOf(label, random));
            double level = speaker.Loudness * Speaker.Between(random, 0.7, 1.4) / RootMeanSquare(sound);
            samples.AddRange(sound.Select(value => (float)(value * level)));
            if (label != Vocabulary.Nothing)
            {
                words.Add(new Utterance(label, start, samples.Count));
            }

            Pause(samples, Speaker.Between(random, 0.4, 0.7));
        }

        float[] all = [.. samples];
        AddRoom(all, speaker, random);
        return new Recording(all, words);
    }

    /// <summary>Features and wanted classes, frame by frame.</summary>
    /// <param name="features">Computes the features.</param>
    public Example<float, int> ToExample(LogMelFeatures features)
    {
        float[] inputs = features.Compute(Samples);
        int[] targets = new int[inputs.Length / LogMelFeatures.Bands];
        foreach (Utterance word in Words)
        {
            int end = word.End / LogMelFeatures.Hop;
            targets.AsSpan((end - FramesOfDoubt)..(end + FirstFrameOfAnswer)).Fill(Loss.Ignored);
            targets.AsSpan((end + FirstFrameOfAnswer)..(end + LastFrameOfAnswer)).Fill(word.Label);
        }

        return new Example<float, int>(inputs, targets);
    }

    private static void Pause(List<float> samples, double seconds) => samples.AddRange(new float[(int)(seconds * SampleRate)]);

    // A knock, a rustle or a tone.
    private static float[] Noise(Random random)
    {
        float[] samples = new float[(int)(Speaker.Between(random, 0.03, 0.4) * SampleRate)];
        var resonator = new Resonator();
        resonator.Tune(Speaker.Between(random, 150, 6000), Speaker.Between(random, 20, 3000));
        double decay = Speaker.Between(random, 0, 20);
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = (float)(resonator.Next(Speaker.Between(random, -1, 1)) * Math.Exp(-decay * i / SampleRate));
        }

        return samples;
    }

    private static void AddRoom(Span<float> samples, Speaker speaker, Random random)
    {
        double level = speaker.Loudness * speaker.NoiseRatio;

        // A low pass of pole p has sqrt((1 - p) / (1 + p)) of white noise's level.
        double colour = speaker.NoiseColour, gain = level * Math.Sqrt(3 * (1 + colour) / (1 - colour));
        double last = 0, humPhase = Speaker.Between(random, 0, 2 * Math.PI);
        for (int i = 0; i < samples.Length; i++)
        {
            last += (1 - colour) * (Speaker.Between(random, -1, 1) - last);
            double hum = speaker.Hum == 0 ? 0 : speaker.Hum * level * Math.Sin(humPhase + (2 * Math.PI * 50 * i / SampleRate));
            samples[i] = Math.Clamp((float)(samples[i] + (gain * last) + hum), -1, 1);
        }
    }

    private static double RootMeanSquare(float[] samples) => Math.Sqrt(samples.Average(static value => (double)value * value)) + 1e-9;

    // Random's seeds that lie side by side give other numbers, but HashCode would give others in every process.
    private static int HashOf(int speaker, int seed) => unchecked((speaker * 1_000_003) ^ (seed * 7919));
}
