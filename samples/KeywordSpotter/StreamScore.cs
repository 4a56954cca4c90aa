using System;
using System.Linq;
using System.Threading.Tasks;
using KeywordSpotter.Speech;

namespace KeywordSpotter;

/// <summary>How many keywords are heard in streams, in which nothing says where a word begins or ends.</summary>
/// <param name="Said">Keywords said.</param>
/// <param name="Heard">Of those, the ones that were heard before half a second after their end.</param>
/// <param name="FalseAlarms">Keywords heard where they were not said.</param>
/// <param name="Minutes">How long the streams are.</param>
internal sealed record StreamScore(int Said, int Heard, int FalseAlarms, double Minutes)
{
    /// <summary>Listens to a stream of each of some test speakers.</summary>
    /// <param name="model">The network.</param>
    /// <param name="speakers">Test speakers.</param>
    public static StreamScore Of(KeywordNetwork model, int speakers)
    {
        var scores = new StreamScore[speakers];
        Parallel.For(0, speakers, number => scores[number] = Of(model, DataSet.Stream(number)));
        return scores.Aggregate(static (sum, score) =>
            new StreamScore(sum.Said + score.Said, sum.Heard + score.Heard, sum.FalseAlarms + score.FalseAlarms, sum.Minutes + score.Minutes));
    }

    private static StreamScore Of(KeywordNetwork model, Recording recording)
    {
        const int Late = LogMelFeatures.SampleRate / 2;
        var spotter = new Spotter(model);
        bool[] isHeard = new bool[recording.Words.Count];
        int falseAlarms = 0;
        for (int end = LogMelFeatures.Hop; end <= recording.Samples.Length; end += LogMelFeatures.Hop)
        {
            int heard = spotter.Next(recording.Samples.AsSpan(end - LogMelFeatures.Hop, LogMelFeatures.Hop));
            if (Vocabulary.IsKeyword(heard))
            {
                int index = Enumerable.Range(0, isHeard.Length).FirstOrDefault(
                    index => recording.Words[index] is var word && word.Label == heard && !isHeard[index] && end > word.Start && end < word.End + Late, -1);
                if (index < 0)
                {
                    falseAlarms++;
                }
                else
                {
                    isHeard[index] = true;
                }
            }
        }

        return new StreamScore(
            recording.Words.Count(static word => Vocabulary.IsKeyword(word.Label)), isHeard.Count(static heard => heard), falseAlarms,
            recording.Samples.Length / (60.0 * LogMelFeatures.SampleRate));
    }
}
