using System;
using System.Linq;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Which labels may follow which: masks, and those of names of spans.</summary>
public sealed class CrfConstraintsTests
{
    private const int Start = 5;
    private const int End = 6;

    [Fact]
    public void Inside_comes_only_after_its_own_type()
    {
        string[] names = ["B-PER", "O", "I-PER", "I-LOC", "B-LOC"];
        CrfConstraints constraints = CrfConstraints.FromBio(names);
        Assert.Equal((5, Start, End), (constraints.Labels, constraints.Start, constraints.End));
        for (int to = 0; to < names.Length; to++)
        {
            string[] before = names[to] switch { "I-PER" => ["B-PER", "I-PER"], "I-LOC" => ["B-LOC", "I-LOC"], _ => names };
            for (int from = 0; from < names.Length; from++)
            {
                Assert.Equal(before.Contains(names[from]), constraints.IsAllowed(from, to));
            }

            Assert.Equal(names[to][0] != 'I', constraints.IsAllowed(Start, to));
            Assert.True(constraints.IsAllowed(to, End));
        }
    }

    /// <summary>A type may have any characters, and one may begin like another.</summary>
    [Fact]
    public void Types_are_told_apart()
    {
        CrfConstraints constraints = CrfConstraints.FromBio("O", "B-A", "I-A", "B-A-B", "I-A-B");
        Assert.True(constraints.IsAllowed(3, 4));
        Assert.False(constraints.IsAllowed(1, 4));
        Assert.False(constraints.IsAllowed(3, 2));
    }

    [Fact]
    public void Labels_behind_the_names_are_never_allowed()
    {
        CrfConstraints constraints = CrfConstraints.FromBio(5, "O", "B-X", "I-X");
        for (int label = 0; label < 5; label++)
        {
            Assert.All((int[])[3, 4], to => Assert.False(constraints.IsAllowed(label, to)));
            Assert.Equal(label < 3, constraints.IsAllowed(label, End));
        }

        Assert.True(constraints.IsAllowed(1, 2));
        Assert.False(constraints.IsAllowed(Start, 3));
    }

    [Fact]
    public void A_mask_is_rows_of_what_is_before()
    {
        bool[] mask = new bool[16];
        mask[(0 * 4) + 1] = mask[(2 * 4) + 0] = mask[(1 * 4) + 3] = true;
        var constraints = new CrfConstraints(2, mask);
        mask[1] = false;
        Assert.True(constraints.IsAllowed(0, 1));
        Assert.False(constraints.IsAllowed(1, 0));
        Assert.True(constraints.IsAllowed(constraints.Start, 0));
        Assert.False(constraints.IsAllowed(constraints.Start, 1));
        Assert.True(constraints.IsAllowed(1, constraints.End));
    }

    [Theory]
    [InlineData("PER", "'PER' at label 1")]
    [InlineData("B-", "'B-' at label 1")]
    [InlineData("E-PER", "'E-PER' at label 1")]
    [InlineData("O", "'O' twice, the second time at label 1")]
    [InlineData("I-PER", "'I-PER' at label 1, but no 'B-PER'")]
    [InlineData(null, "null at label 1")]
    public void Other_names_are_refused(string? name, string problem)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => CrfConstraints.FromBio("O", name!));
        Assert.Equal("names", exception.ParamName);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_are_checked()
    {
        Assert.Equal("names", Assert.Throws<ArgumentException>(static () => CrfConstraints.FromBio()).ParamName);
        Assert.Equal("labels", Assert.Throws<ArgumentOutOfRangeException>(static () => CrfConstraints.FromBio(1, "O", "B-X")).ParamName);
        Assert.Equal("labels", Assert.Throws<ArgumentOutOfRangeException>(static () => new CrfConstraints(0, new bool[4])).ParamName);
        Assert.Contains("needs 16", Assert.Throws<ArgumentException>(static () => new CrfConstraints(2, new bool[4])).Message, StringComparison.Ordinal);
        var constraints = new CrfConstraints(2, new bool[16]);
        foreach ((int from, int to) in ((int, int)[])[(-1, 0), (3, 0), (0, -1), (0, 2), (0, 4)])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => constraints.IsAllowed(from, to));
        }
    }
}
