using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>
/// Every C# block of the README and of docs/ compiles, with the generator, without a warning. A page is read from top to bottom: a block sees the usings and types of
/// the blocks before it; one that is statements stands in a method, in which what a comment before it (<c>&lt;!-- given: statements --&gt;</c>) declares is there.
/// (docs/diagnostics.md has a test of its own: <see cref="DiagnosticDocumentationTests"/>.)
/// </summary>
public partial class DocumentationTests
{
    private static readonly string Root = FindRoot();

    // The model files that pages name.
    private static readonly ProjectSettings Settings = new() { AdditionalFiles = [.. ModelFiles.All, ModelFiles.File("model.safetensors", "")] };

    private static readonly PortableExecutableReference Import = MetadataReference.CreateFromFile(typeof(RnnGen.Import.ModelFile).Assembly.Location);

    public static TheoryData<string> Pages =>
    [
        "README.md",
        .. Directory.GetFiles(Path.Combine(Root, "docs"), "*.md").Select(static path => "docs/" + Path.GetFileName(path))
            .Where(static page => page != "docs/diagnostics.md").Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryBlockOfCodeCompiles(string page)
    {
        string text = Read(page);
        Assert.Equal(text.Split("\n```csharp").Length, Block().Count(text) + 1);
        var usings = new List<string>();
        var types = new Dictionary<string, string>();
        foreach (Match block in Block().Matches(text))
        {
            CompilationUnitSyntax unit = SyntaxFactory.ParseCompilationUnit(block.Groups["code"].Value);
            usings.AddRange(unit.Usings.Select(static directive => directive.ToString()).Except(usings));
            foreach (BaseTypeDeclarationSyntax type in unit.Members.OfType<BaseTypeDeclarationSyntax>())
            {
                types[type.Identifier.Text] = type.ToFullString();
            }

            string statements = string.Concat(unit.Members.OfType<GlobalStatementSyntax>().Select(static statement => statement.ToFullString()));
            string source = $$"""
                {{string.Join('\n', usings.Union(["using System;", "using RnnGen;"]))}}
                {{string.Concat(types.Values)}}
                internal static class TheStatementsOfTheBlock
                {
                    private static void Run()
                    {
                        {{block.Groups["given"].Value}}
                        {{statements}}
                    }
                }
                """;
            GeneratorRun.Driver(Settings).RunGeneratorsAndUpdateCompilation(GeneratorRun.Compile(Settings, source).AddReferences(Import), out Compilation output, out var reported);
            Diagnostic[] diagnostics =
            [
                // Examples have no XML documentation.
                .. reported.Concat(output.GetDiagnostics()).Where(static diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden && diagnostic.Id != "CS1591"),
            ];
            Assert.True(diagnostics.Length == 0, $"{page}:\n{source}\n{string.Join('\n', diagnostics.Select(static diagnostic => diagnostic.ToString()))}");
        }
    }

    /// <summary>Every relative link leads to a file, and an anchor in it to a heading.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryLinkLeadsSomewhere(string page)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Root, page))!;
        foreach (Match link in Link().Matches(Read(page)))
        {
            string target = link.Groups["file"].Value.Length == 0 ? Path.Combine(Root, page) : Path.Combine(folder, link.Groups["file"].Value);
            Assert.True(File.Exists(target) || Directory.Exists(target), $"{page}: {link.Value} leads nowhere");
            if (link.Groups["anchor"].Success)
            {
                Assert.Contains(link.Groups["anchor"].Value, Heading().Matches(File.ReadAllText(target)).Select(static heading => Anchor(heading.Groups[1].Value)));
            }
        }
    }

    private static string Anchor(string heading) =>
        string.Concat(heading.Trim().ToLowerInvariant().Where(static c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');

    private static string Read(string page) => File.ReadAllText(Path.Combine(Root, page)).ReplaceLineEndings("\n");

    private static string FindRoot([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));

    [GeneratedRegex(@"(?:^<!-- given: (?<given>.*?) -->\n\s*)?^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\]\((?!https?:)(?<file>[^)#\s]*)(?:#(?<anchor>[^)\s]+))?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
