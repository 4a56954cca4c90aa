using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator;

namespace RnnGen.Benchmarks.Compiler;

/// <summary>A compilation of many cells, each in a file of its own, besides one file that has none.</summary>
internal static class ManyCells
{
    private const LanguageVersion Version = LanguageVersion.CSharp14;

    /// <summary>The options of the syntax trees and of what is emitted.</summary>
    public static CSharpParseOptions ParseOptions { get; } = new(Version, DocumentationMode.Diagnose);

    /// <summary>Declares cells of all three kinds, of many sizes, with training.</summary>
    /// <param name="count">How many.</param>
    public static CSharpCompilation Create(int count) => CSharpCompilation.Create(
        "ManyCells",
        Enumerable.Range(0, count).Select(Declaration).Prepend(Unrelated(0)).Select(Parse),
        References(),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>The same compilation after an edit in the file that has no cell.</summary>
    /// <param name="compilation">One that <see cref="Create"/> made.</param>
    /// <param name="edit">Another number gives another text.</param>
    public static CSharpCompilation AfterKeystroke(CSharpCompilation compilation, int edit) =>
        compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], Parse(Unrelated(edit)));

    /// <summary>A driver that has not run.</summary>
    public static CSharpGeneratorDriver Driver() =>
        CSharpGeneratorDriver.Create([new RnnGenerator().AsSourceGenerator()], parseOptions: ParseOptions);

    private static string Declaration(int index)
    {
        string kind = new[] { "Lstm", "Gru", "Rnn" }[index % 3];
        return FormattableString.Invariant($$"""
            namespace Models;

            /// <summary>One of many.</summary>
            [RnnGen.{{kind}}Cell(input: {{1 + (index * 7 % 100)}}, hidden: {{1 + (index * 37 % 256)}})]
            public sealed partial class Cell{{index}};
            """);
    }

    private static string Unrelated(int edit) => FormattableString.Invariant($"class Program {{ static void Main() => System.Console.WriteLine({edit}); }}");

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, ParseOptions);

    private static IEnumerable<MetadataReference> References() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(static path => Path.GetFileName(path) is var file && (file.StartsWith("System.", StringComparison.Ordinal) || file is "RnnGen.dll"))
        .Select(static path => MetadataReference.CreateFromFile(path));
}
