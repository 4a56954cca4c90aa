using System.Linq;
using RnnGen.Import.Tests.Json;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Import.Tests.WordVectors;

/// <summary>Damaged files of word vectors are read or refused.</summary>
public sealed class WordVectorFuzzTests
{
    private static readonly string[] Tokens = ["4 3\n", "99999999 3\n", "the 1 2 3\n", "\t", "  ", " 1", " 0.5", " nan", "<unk>", "\n\n", " 1e39", new string('x', 5000)];

    private readonly ITestOutputHelper _output;

    public WordVectorFuzzTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public void Mutants_are_read_or_refused() => FuzzRun.Run(
        _output,
        new TextMutator(FuzzRun.Seed, Tokens, [.. WordVectorFiles.All(WordVectorFiles.Some).Values]),
        20_000,
        static bytes =>
        {
            Import.WordVectors vectors = WordVectorFiles.Read(bytes, ["<pad>", "the", "日本", "x"], new() { Missing = MissingWords.Random, PaddingIndex = 0, IgnoreCase = true });
            for (int row = 0; row < vectors.Vocabulary.Count; row++)
            {
                Assert.All(vectors.Row(row), static value => Assert.True(float.IsFinite(value)));
            }
        },
        "line 1", "more than 3 numbers", "columns", "UTF-8", "not finite", "the file ends in it", "behind the", "the first line says", "number 1", "among its last", "empty");
}
