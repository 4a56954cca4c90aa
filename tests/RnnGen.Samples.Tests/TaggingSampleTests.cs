using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using RnnGen.Formats;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Samples.Tests;

/// <summary>The samples that tag words, each in a short form.</summary>
public sealed partial class TaggingSampleTests(ITestOutputHelper log) : IDisposable
{
    private const string Tree = "\tx\tX\tX\t_\t";

    private readonly TemporaryFolder _output = new();

    public void Dispose() => _output.Dispose();

    [Theory]
    [InlineData("NamedEntities", "ORG", "3")]
    [InlineData("SemanticRoles", "R-ARG0", "2")]
    public void Spans_are_learnt_and_the_saved_model_finds_the_same(string sample, string type, string epochs)
    {
        ProcessResult run = Start(sample, "--epochs", epochs);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.True(F1(run, "LSTM") > 40, "LSTM");
        Assert.True(F1(run, "LSTM") > F1(run, sample == "NamedEntities" ? "dictionary" : "commonest"));
        Assert.True(F1(run, "together") > F1(run, "linear"), "together");
        Assert.InRange(F1(run, "linear"), 1, 99);
        Assert.InRange(F1(run, "perceptron"), 1, 99);
        Assert.Contains("right \\ found", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"\n  \d+ of \d+ went wrong", run.Output);
        string path = _output["model.safetensors"];
        using (var model = SafetensorsFile.Open(path))
        {
            Assert.True(model.Contains("lstm.weight_hh_l0_reverse"));
            Assert.Contains(type, model.Metadata["types"], StringComparison.Ordinal);
        }

        Assert.Equal("89504E47", Convert.ToHexString(File.ReadAllBytes(_output["learning-curve.png"]).AsSpan(0, 4)));
        ProcessResult again = Start(sample, "--model", path);
        Assert.Equal((0, ""), (again.ExitCode, again.Error));
        Assert.Contains(again.Output.TrimEnd(), run.Output, StringComparison.Ordinal);
    }

    /// <summary>IOB1 and IO with CRLF and spaces, IOB2 with tabs, columns between, types that are in one part only, and a sentence of many words.</summary>
    [Fact]
    public void Files_of_names_are_read_whatever_their_form()
    {
        string many = string.Concat(Enumerable.Repeat("very O\n", 1000)) + "long B-LOC\nroad I-LOC\n";
        string data = Write("io.txt", string.Concat(Enumerable.Repeat("-DOCSTART- O\r\n\r\nAnna I-PER\r\nleft O\r\nOslo I-LOC\r\n\r\n", 30)) + many);
        string test = Write("iob2.txt", "Anna\tNNP\tB-PER\nsaw\tVBD\tO\n\t\nAcme\tNN\tB-ORG\nLtd.\tNN\tI-ORG");
        ProcessResult run = Start("NamedEntities", "--data", data, "--test", test, "--epochs", "40");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("28 sentences to learn from, 3 to choose by, 2 to test", run.Output, StringComparison.Ordinal);
        Assert.Contains("ORG is in the test data only", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"dictionary +precision 100\.00 %, recall 50\.00 %, F1 66\.67", run.Output);
        Assert.Contains("  right: [!ORG Acme Ltd.]\n", run.Output, StringComparison.Ordinal);
        ProcessResult text = Start("NamedEntities", "--model", _output["model.safetensors"], "--data", data, "--text", "Anna left Oslo");
        Assert.Matches(@"  \[PER [01]\.\d\d Anna\] left \[LOC [01]\.\d\d Oslo\]\n", text.Output);
    }

    /// <summary>Universal NER: numbers, comments, documents; and what is trained from several seeds.</summary>
    [Fact]
    public void A_numbered_file_of_names_is_read_and_several_seeds_are_counted()
    {
        const string Document = "# newdoc id = a\n# sent_id = a-1\n# text = Anna left # 1\n1\tAnna\tB-PER\t-\t-\n2\tleft\tO\t-\t-\n3\t#\tO\t-\t-\n4\t1\tO\t-\tx\n\n"
            + "# sent_id = a-2\n1\tBoris\tB-PER\t-\t-\n2\tKlein\tI-PER\t-\t-\n\n";
        ProcessResult run = Start("NamedEntities", "--data", Write("uner.iob2", string.Concat(Enumerable.Repeat(Document, 20))), "--epochs", "2", "--seeds", "2");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("28 sentences to learn from, 4 to choose by, 8 to test", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"dictionary +precision 100\.00 %, recall 100\.00 %, F1 100\.00", run.Output);
        Assert.Matches(@"LSTM +F1 [0-9.]+ \+- [0-9.]+ of 2 seeds: [0-9.]+, [0-9.]+\n +as stream \(LSTM\) F1", run.Output);
        Assert.Matches(@"perceptron +F1 100\.00 \+- 0\.00 of 2 seeds: 100\.00, 100\.00\n", run.Output);
    }

    [Theory]
    [InlineData("", "has no sentence")]
    [InlineData("Anna B-PER\nleft\n", "line 2: is not a word and a tag")]
    [InlineData("Anna B-PER\nleft X-PER\n", "line 2: is not a word and a tag")]
    [InlineData("Anna B-PER\n", "too few")]
    [InlineData("a O\n\nb O\n\nc O\n\nd O\n\ne O\n\nf O\n\ng O\n\nh O\n\ni O\n\nj O\n", "nothing to learn")]
    public void A_bad_file_of_names_is_named(string text, string problem) => AssertRefused("NamedEntities", text, problem);

    [Theory]
    [InlineData("", "has no sentence")]
    [InlineData("1\tSee\n", "line 1: is not a word of a CoNLL-U file")]
    [InlineData("1\tSee" + Tree + "x\tX\t_\t_\tsee.01\tV\n", "line 1: is not a word of a CoNLL-U file")]
    [InlineData("# a comment\n2\tSee" + Tree + "0\tX\t_\t_\tsee.01\tV\n", "line 2: is word 2; 1 should come")]
    [InlineData("1\tSee" + Tree + "9\tX\t_\t_\tsee.01\tV\n", "line 1: the head is word 9")]
    [InlineData("1\tSee" + Tree + "0\tX\t_\t_\tsee.01\n", "line 1: has 11 columns")]
    [InlineData("1\tSee" + Tree + "0\tX\t_\t_\tsee.01\tV\n", "too few")]
    public void A_bad_file_of_predicates_is_named(string text, string problem) => AssertRefused("SemanticRoles", text, problem);

    /// <summary>Spans from heads, and heads from spans: "the man1 who left2 gave3 Anna ...".</summary>
    [Fact]
    public void Predicates_are_read_with_the_spans_of_their_arguments()
    {
        // The man who left gave Anna tea. A word of two parts, one that is not spoken, and CRLF.
        string sentence = string.Join("\r\n",
            "# text", "1\tThe" + Tree + "2\tdet\t_\t_\t_\t_\t_", "2\tman" + Tree + "5\tnsubj\t_\t_\t_\tARG0\tARG0", "3\twho" + Tree + "4\tnsubj\t_\t_\t_\tR-ARG0\t_",
            "4\tleft" + Tree + "2\tacl\t_\t_\tleave.01\tV\t_", "5\tgave" + Tree + "0\troot\t_\t_\tgive.01\t_\tV", "6-7\tAnna-tea\t_\t_\t_\t_\t_\t_\t_\t_",
            "6\tAnna" + Tree + "5\tiobj\t_\t_\t_\t_\tARG2", "6.1\tgone\t_\t_\t_\t_\t_\t_\t_\t_", "7\ttea" + Tree + "5\tobj\t_\t_\t_\t_\tARG1", "", "");
        string data = Write("up.conllu", string.Concat(Enumerable.Repeat(sentence, 20)));
        ProcessResult run = Start("SemanticRoles", "--data", data, "--epochs", "30");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("28 predicates to learn from, 4 to choose by, 8 to test", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"LSTM +precision 100\.00 %, recall 100\.00 %, F1 100\.00\n +by head \(LSTM\) +precision 100\.00 %, recall 100\.00 %, F1 100\.00", run.Output);
        AssertFound(@"\[ARG0 [01]\.\d\d The man\] \[R-ARG0 [01]\.\d\d who\] \*left\* gave Anna tea", "The man who *left* gave Anna tea");
        AssertFound(@"\[ARG0 [01]\.\d\d The man who left\] \*gave\* \[ARG2 [01]\.\d\d Anna\] \[ARG1 [01]\.\d\d tea\]", "The man who left *gave* Anna tea");

        void AssertFound(string expected, string text) =>
            Assert.Matches(expected, Start("SemanticRoles", "--model", _output["model.safetensors"], "--data", data, "--text", text).Output);
    }

    [Theory]
    [InlineData("Anna gave Omar a book")]
    [InlineData("Anna *gave* Omar *a* book")]
    public void A_text_without_just_one_predicate_is_refused(string text)
    {
        ProcessResult run = Start("SemanticRoles", "--text", text);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error: --text needs one word between stars", run.Error, StringComparison.Ordinal);
    }

    private static double F1(ProcessResult run, string name) =>
        double.Parse(Scores().Matches(run.Output).Single(match => match.Groups[1].Value == name).Groups[2].Value, CultureInfo.InvariantCulture);

    private void AssertRefused(string sample, string text, string problem)
    {
        string path = Write("bad.txt", text);
        ProcessResult run = Start(sample, "--data", path);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"error: {path}", run.Error, StringComparison.Ordinal);
        Assert.Contains(problem, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    private string Write(string name, string text)
    {
        string path = _output[name];
        File.WriteAllText(path, text);
        return path;
    }

    private ProcessResult Start(string sample, params string[] arguments)
    {
        ProcessResult run = SampleRun.Start(sample, [.. arguments, "--output", _output.Path]);
        log.WriteLine(run.Output);
        return run;
    }

    [GeneratedRegex(@"^(\w+) +precision [0-9.]+ %, recall [0-9.]+ %, F1 ([0-9.]+)$", RegexOptions.Multiline)]
    private static partial Regex Scores();
}
