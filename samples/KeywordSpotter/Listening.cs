using System;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NAudio.Wave;

namespace KeywordSpotter;

/// <summary>The program of the device: takes samples as they come, and prints the words that it hears.</summary>
internal static class Listening
{
    /// <summary>Listens until there are no more samples, and prints every word.</summary>
    /// <param name="model">The network.</param>
    /// <param name="samples">One channel, <see cref="LogMelFeatures.SampleRate"/> samples a second.</param>
    public static void Run(KeywordNetwork model, ISampleProvider samples)
    {
        float[] frame = new float[LogMelFeatures.Hop];

        // A first frame, of which nothing is kept: under the JIT it compiles what the others use.
        _ = new Spotter(model).Next(frame);
        var spotter = new Spotter(model);
        BitHash features = new(), logits = new();
        long frames = 0, allocated = 0;
        while (TryFill(samples, frame))
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            int word = spotter.Next(frame);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            frames++;
            features.Add(spotter.Features);
            logits.Add(spotter.Logits);
            if (word != Vocabulary.Nothing)
            {
                double seconds = frames * LogMelFeatures.Hop / (double)LogMelFeatures.SampleRate;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{seconds,9:F2} s  {Vocabulary.NameOf(word),-12} {spotter.ProbabilityOf(word):F2}"));
            }
        }

        Console.WriteLine($"heard       {frames:N0} frames, {allocated:N0} bytes allocated in them");
        Console.WriteLine($"machine     {RuntimeInformation.ProcessArchitecture}, {(RuntimeFeature.IsDynamicCodeSupported ? "JIT" : "native")}");

        // Two machines that print the same hashes computed the same floats.
        Console.WriteLine($"bits        {features} of the features");
        Console.WriteLine($"bits        {logits} of the outputs");
        Console.WriteLine($"bits        {BitsOfDrawnFeatures(model)} of the outputs of drawn features");
    }

    // The next frame; a rest that is no whole frame is not listened to.
    private static bool TryFill(ISampleProvider samples, Span<float> frame)
    {
        while (!frame.IsEmpty)
        {
            int read = samples.Read(frame);
            if (read == 0)
            {
                return false;
            }

            frame = frame[read..];
        }

        return true;
    }

    // Features hang on the logarithm of the machine's C library; these do not.
    private static BitHash BitsOfDrawnFeatures(KeywordNetwork model)
    {
        var random = new Random(1);
        var hash = new BitHash();
        KeywordNetwork.State state = default;
        float[] features = new float[LogMelFeatures.Bands], logits = new float[Vocabulary.Classes];
        for (int frame = 0; frame < 1000; frame++)
        {
            foreach (ref float feature in features.AsSpan())
            {
                feature = (2 * random.NextSingle()) - 1;
            }

            model.Step(features, logits, ref state);
            hash.Add(logits);
        }

        return hash;
    }
}
