using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>The page of the diagnostics is true: each id has its section, and what stands there as wrong or right is.</summary>
public partial class DiagnosticDocumentationTests
{
    private static readonly string Page = Read("docs/diagnostics.md");

    public static TheoryData<string> Ids => [.. DiagnosticRun.Descriptors.Select(static descriptor => descriptor.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void EachIdHasASectionThatItsLinkLeadsTo(string id)
    {
        DiagnosticDescriptor descriptor = Descriptor(id);
        string severity = descriptor.DefaultSeverity.ToString().ToLowerInvariant();
        Assert.Equal($"https://github.com/rnngen/rnngen/blob/main/docs/diagnostics.md#{id.ToLowerInvariant()}", descriptor.HelpLinkUri);
        Assert.Contains($"**{descriptor.Title}** ({severity}", Section(id), StringComparison.Ordinal);
        Assert.Contains($"| [{id}](#{id.ToLowerInvariant()}) | {descriptor.Title} | {severity} |", Page, StringComparison.Ordinal);
    }

    /// <summary>A fault of our own is one that no code is known to meet.</summary>
    public static TheoryData<string> IdsWithCode => [.. DiagnosticRun.Descriptors.Select(static descriptor => descriptor.Id).Where(static id => id != DiagnosticDescriptors.InternalError.Id)];

    [Theory]
    [MemberData(nameof(IdsWithCode))]
    public async Task WrongCodeGivesTheDiagnosticAndRightCodeNone(string id)
    {
        List<(bool IsWrong, string Code, Dictionary<string, string> Properties)> blocks = [];
        Dictionary<string, string> properties = [];
        foreach (Match block in Block().Matches(Section(id)))
        {
            string code = block.Groups["code"].Value;
            if (block.Groups["language"].Value == "xml")
            {
                properties = DiagnosticRun.Element().Matches(code).ToDictionary(static match => match.Groups[1].Value, static match => match.Groups[2].Value);
            }
            else
            {
                Assert.Equal("csharp", block.Groups["language"].Value);
                blocks.Add((block.Groups["info"].Value == "wrong", code, properties));
                properties = [];
            }
        }

        Assert.Contains(blocks, static block => block.IsWrong);
        Assert.Contains(blocks, static block => !block.IsWrong);
        foreach ((bool isWrong, string code, Dictionary<string, string> given) in blocks)
        {
            // What the page says that another generator adds.
            given["OtherGenerator"] = "static class Sizes { public const int Hidden = 64; }";
            given[DiagnosticRun.Models] = "";
            DiagnosticRun run = await DiagnosticRun.Of("using RnnGen;\n" + code, properties: given);
            bool isBoth = isWrong && DiagnosticRun.IsSaidByTheCompilerToo(id);
            Assert.True((isBoth ? run.Own : run.Diagnostics).Select(static diagnostic => diagnostic.Id).SequenceEqual(isWrong ? (string[])[id] : []), $"{code}\n{run}");
            Assert.Equal(isWrong && Descriptor(id).DefaultSeverity == DiagnosticSeverity.Error && id is not ("RNN0023" or "RNN0035") && !isBoth, run.Emitted.Count == 0);
        }
    }

    [Fact]
    public void NoSectionIsOfAnythingElse() => Assert.Equal(
        DiagnosticRun.Descriptors.Select(static descriptor => descriptor.Id).Order(StringComparer.Ordinal), Heading().Matches(Page).Select(static match => match.Groups[1].Value));

    /// <summary>The release files say the same of every id; shipped ones may not be edited, which the compiler's own analyzers hold.</summary>
    [Fact]
    public void ReleaseTrackingSaysTheSame()
    {
        string releases = Read("generator/RnnGen.Generator/AnalyzerReleases.Shipped.md") + "\n" + Read("generator/RnnGen.Generator/AnalyzerReleases.Unshipped.md");
        Assert.Equal(
            DiagnosticRun.Descriptors.Select(static descriptor => $"{descriptor.Id} | {descriptor.Category} | {descriptor.DefaultSeverity} | {descriptor.Title}").Order(StringComparer.Ordinal),
            releases.Split('\n').Select(static line => line.Trim()).Where(static line => line.StartsWith("RNN", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    /// <summary>The table and the section say that there is a fix where there is one.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void FixesAreNamed(string id)
    {
        bool isFixed = CodeFixTests.Providers.Any(provider => provider.FixableDiagnosticIds.Contains(id));
        Assert.Equal(isFixed, Section(id).Contains("; code fix: ", StringComparison.Ordinal));
        Assert.Equal(!isFixed, Regex.IsMatch(Page, $@"^\| \[{id}\].*\|  \|$", RegexOptions.Multiline));
    }

    private static DiagnosticDescriptor Descriptor(string id) => DiagnosticRun.Descriptors.Single(descriptor => descriptor.Id == id);

    private static string Section(string id)
    {
        int start = Page.IndexOf($"\n## {id}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"no section of {id}");
        int end = Page.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return end < 0 ? Page[start..] : Page[start..end];
    }

    private static string Read(string path, [CallerFilePath] string file = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", path)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^```(?<language>\w+)(?: (?<info>\w+))?\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^## (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
