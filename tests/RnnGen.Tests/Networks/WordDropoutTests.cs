using System;
using System.Linq;
using RnnGen.Networks;
using RnnGen.Tests.Cells;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Which tokens become unknown, and that a network then does what it does with unknown tokens.</summary>
public sealed class WordDropoutTests
{
    private const int Steps = 40;
    private const int Streams = 25;
    private const int Unknown = 1;

    [Theory]
    [InlineData(0, 0.25, 1.0)]
    [InlineData(1, 0.25, 0.2)]
    [InlineData(3, 1.0, 0.25)]
    [InlineData(1_000_000_000, 0.25, 0.0)]
    public void Tokens_become_unknown_by_their_counts(int count, double alpha, double share)
    {
        int[] tokens = Dropped(new WordCounts([5, 5, count], Unknown, alpha), token: 2);
        double deviation = Math.Sqrt(share * (1 - share) / tokens.Length);
        Assert.InRange(tokens.Count(static token => token == Unknown) / (double)tokens.Length, share - (5 * deviation), share + (5 * deviation));
        Assert.All(tokens, static token => Assert.True(token is Unknown or 2));
    }

    [Fact]
    public void Streams_steps_and_seeds_differ()
    {
        var words = new WordCounts([1, 1, 1], Unknown, alpha: 1);
        int[] tokens = Dropped(words, 2);
        Assert.Equal(tokens, Dropped(words, 2));
        AssertUnrelated(tokens, Dropped(words, 2, seed: 8));
        AssertUnrelated(tokens[1..], tokens[..^1]);
        AssertUnrelated(tokens[Streams..], tokens[..^Streams]);
    }

    /// <summary>With the same bits as a network to which the caller gives unknown tokens; those of padding stay.</summary>
    [Fact]
    public void Forward_takes_unknown_tokens()
    {
        var network = new RegularizedNetworks.Tokens();
        network.Initialize(1);
        int[] tokens = [.. Enumerable.Range(0, 7 * 3).Select(static index => index * 4 % 11)], lengths = [7, 2, 5];
        var words = new WordCounts([.. Enumerable.Range(0, 11).Select(static token => token % 3)], Unknown, alpha: 1);
        var tape = new RegularizedNetworks.Tokens.Tape(7, 3) { DropoutSeed = 3, WordCounts = [words] };
        float[] dropped = Trained(tape, tokens, out int[] rows);
        Assert.Contains(Unknown, rows.Where((token, row) => token != tokens[row]));
        Assert.DoesNotContain(rows.Where((token, row) => token != tokens[row]), static token => token != Unknown);
        Assert.All(rows.Index().Where(row => tokens[row.Index] == 2), static row => Assert.Equal(2, row.Item));
        float[] given = Trained(new RegularizedNetworks.Tokens.Tape(7, 3) { DropoutSeed = 3 }, rows, out _);
        Bits.AssertEqual(given, dropped, "outputs and gradients");
        Assert.NotEqual(given, Trained(new RegularizedNetworks.Tokens.Tape(7, 3), tokens, out _));

        float[] Trained(RegularizedNetworks.Tokens.Tape tape, int[] inputs, out int[] taken)
        {
            float[] outputs = new float[inputs.Length * 3];
            var gradients = new RegularizedNetworks.Tokens.Gradients();
            network.Forward(inputs, outputs, new RegularizedNetworks.Tokens.State[3], tape, lengths);
            network.Backward([.. outputs.Select(static _ => 1f)], tape, gradients);

            // Padding, which has no row, as it is.
            int row = 0;
            taken = [.. inputs];
            int[] ranks = [0, 2, 1];
            for (int step = 0; step < 7; step++)
            {
                foreach (int stream in ranks.Where(stream => step < lengths[stream]))
                {
                    taken[(step * 3) + stream] = tape.Tokens[row++];
                }
            }

            return [.. outputs, .. gradients.Values];
        }
    }

    [Fact]
    public void Each_input_of_tokens_has_its_own()
    {
        var network = new RegularizedNetworks.Words();
        network.Initialize(1);
        int[] words = [.. Enumerable.Range(0, 8).Select(static step => step % 11)], shapes = [.. words.Select(static word => (word + 3) % 7)];
        int[] chars = [1, 2, 3], offsets = [0, 1, 1, 2, 2, 2, 3, 3, 3];
        var always = new WordCounts(new int[11], Unknown, layer: "words");
        var never = new WordCounts([.. Enumerable.Repeat(int.MaxValue, 7)], 0, alpha: 1e-9, layer: "shapes");
        var tape = new RegularizedNetworks.Words.Tape(8) { WordCounts = [never, always] };
        int[] unknown = [.. words.Select(static word => word == 2 ? 2 : Unknown)];
        Bits.AssertEqual(Trained(new RegularizedNetworks.Words.Tape(8), unknown), Trained(tape, words), "words");

        // The caller's are as they were.
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], words);

        float[] Trained(RegularizedNetworks.Words.Tape tape, int[] ids)
        {
            float[] outputs = new float[8 * 3];
            var gradients = new RegularizedNetworks.Words.Gradients();
            network.Forward(ids, shapes, chars, offsets, outputs, new RegularizedNetworks.Words.State[1], tape);
            network.Backward([.. outputs.Select(static _ => 1f)], tape, gradients);
            return [.. outputs, .. gradients.Values];
        }
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        Assert.Equal("unknown", Assert.Throws<ArgumentOutOfRangeException>(static () => new WordCounts([1, 2], 2)).ParamName);
        Assert.Equal("unknown", Assert.Throws<ArgumentOutOfRangeException>(static () => new WordCounts([1, 2], -1)).ParamName);
        Assert.Equal("counts", Assert.Throws<ArgumentOutOfRangeException>(static () => new WordCounts([1, -2], 1)).ParamName);
        foreach (double alpha in (double[])[0, -1, double.NaN, double.PositiveInfinity])
        {
            Assert.Equal("alpha", Assert.Throws<ArgumentOutOfRangeException>(() => new WordCounts([1, 2], 1, alpha)).ParamName);
        }

        var tape = new RegularizedNetworks.Words.Tape(1);
        Assert.Equal("WordCounts", Assert.Throws<ArgumentNullException>(() => tape.WordCounts = null!).ParamName);
        Assert.Equal("WordCounts", Assert.Throws<ArgumentNullException>(() => tape.WordCounts = [null!]).ParamName);
        Refused("'words', 'shapes'", new WordCounts(new int[11], 1));
        Refused("'words', 'shapes'", new WordCounts(new int[13], 1, layer: "chars"));
        Refused("counts of 7 tokens; 'words' has 11", new WordCounts(new int[7], 1, layer: "words"));
        Refused("two for 'shapes'", new WordCounts(new int[7], 1, layer: "shapes"), new WordCounts(new int[7], 1, layer: "shapes"));
        Assert.Empty(tape.WordCounts);
        tape.WordCounts = [new WordCounts(new int[7], 1, layer: "shapes")];
        Assert.Single(tape.WordCounts);
        Assert.Contains(
            "none", Assert.Throws<ArgumentException>(() => new TestNetworks.Filter.Tape(1).WordCounts = [new WordCounts([1], 0)]).Message, StringComparison.Ordinal);

        void Refused(string words, params WordCounts[] given)
        {
            var exception = Assert.Throws<ArgumentException>(() => tape.WordCounts = given);
            Assert.Equal("WordCounts", exception.ParamName);
            Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Tokens of [step, stream].</summary>
    private static int[] Dropped(WordCounts words, int token, long seed = 7)
    {
        var batch = new SequenceBatch(Streams, Steps * Streams);
        int all = Steps * Streams;
        batch.Arrange(all, 1, all, 1, isPerStep: true, Streams, [], SequenceLayout.TimeFirst, "tape", Steps);
        Assert.True(batch.MoveNext());
        var dropping = new Dropping(Streams) { Seed = seed };
        dropping.Record();
        int[] tokens = [.. Enumerable.Repeat(token, all)];
        var dropped = new DroppedWords();
        dropped.Declare([words], new RegularizedNetworks.Three.Tape(1).Network, "WordCounts");
        dropped.Drop(0, dropping, batch, tokens);
        return tokens;
    }

    private static void AssertUnrelated(int[] left, int[] right)
    {
        double equal = left.Zip(right).Count(static pair => pair.First == pair.Second) / (double)left.Length;
        Assert.InRange(equal, 0.5 - (2.5 / Math.Sqrt(left.Length)), 0.5 + (2.5 / Math.Sqrt(left.Length)));
    }
}
