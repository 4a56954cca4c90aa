using System;
using System.Linq;
using System.Threading.Tasks;
using KeywordSpotter.Speech;
using RnnGen.Training;

namespace KeywordSpotter;

/// <summary>The recordings to learn from, to choose by and to test. No speaker is in two of them.</summary>
internal static class DataSet
{
    /// <summary>Speakers to choose the best epoch by.</summary>
    public const int ValidationSpeakers = 30;

    /// <summary>Speakers who are neither learnt from nor chosen by.</summary>
    public const int TestSpeakers = 120;

    private const int FirstValidationSpeaker = 1_000_000;
    private const int FirstTestSpeaker = 4_000_000;
    private const int RecordingsOfATrainingSpeaker = 8;
    private const int WordsOfATrainingRecording = 2;

    /// <summary>Recordings of some words each, drawn at random.</summary>
    /// <param name="speakers">Speakers: 1 to <see cref="FirstValidationSpeaker"/> - 1.</param>
    public static Example<float, int>[] Training(int speakers) => Make(1, speakers, RecordingsOfATrainingSpeaker);

    /// <summary>Recordings like those of the training, of other speakers.</summary>
    public static Example<float, int>[] Validation() => Make(FirstValidationSpeaker, ValidationSpeakers, RecordingsOfATrainingSpeaker);

    /// <summary>Recordings of one word each: of every keyword one, two of other words, and one of a noise.</summary>
    public static Clip[] Test() => Clips(FirstTestSpeaker, TestSpeakers);

    /// <summary>Recordings like those of the test, of speakers of the training: for what learns from whole recordings.</summary>
    /// <param name="speakers">Speakers of the training.</param>
    public static Clip[] TrainingClips(int speakers) => Clips(1, speakers);

    /// <summary>A recording of a test speaker who says everything, in an order drawn at random.</summary>
    /// <param name="number">Which of the test speakers, from 0.</param>
    public static Recording Stream(int number)
    {
        int[] labels = [.. Enumerable.Range(0, Vocabulary.Classes), Vocabulary.Unknown, Vocabulary.Nothing];
        new Random(number).Shuffle(labels);
        return Recording.Make(new Speaker(FirstTestSpeaker + number), seed: -1, labels);
    }

    private static Example<float, int>[] Make(int firstSpeaker, int speakers, int recordings)
    {
        var examples = new Example<float, int>[speakers * recordings];
        Parallel.For(0, speakers, index =>
        {
            var features = new LogMelFeatures();
            var speaker = new Speaker(firstSpeaker + index);
            var random = new Random(speaker.Number);
            int[] labels = new int[WordsOfATrainingRecording];
            for (int recording = 0; recording < recordings; recording++)
            {
                foreach (ref int label in labels.AsSpan())
                {
                    // Other words are of many kinds: they are drawn more often than one keyword is.
                    int draw = random.Next(Vocabulary.Classes + 2);
                    label = Math.Min(draw, Vocabulary.Unknown);
                }

                examples[(index * recordings) + recording] = Recording.Make(speaker, recording, labels).ToExample(features);
            }
        });
        return examples;
    }

    private static Clip[] Clips(int firstSpeaker, int speakers)
    {
        int[] labels = [.. Enumerable.Range(0, Vocabulary.Classes), Vocabulary.Unknown];
        var clips = new Clip[speakers * labels.Length];
        Parallel.For(0, speakers, index =>
        {
            var features = new LogMelFeatures();
            var speaker = new Speaker(firstSpeaker + index);
            for (int number = 0; number < labels.Length; number++)
            {
                // Seeds that no recording of the training has.
                var recording = Recording.Make(speaker, 1000 + number, labels[number]);
                clips[(index * labels.Length) + number] = new Clip(labels[number], features.Compute(recording.Samples));
            }
        });
        return clips;
    }
}
