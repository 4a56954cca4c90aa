using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>Projects that reference the library under an extern alias.</summary>
public class LibraryAliasTests
{
    private const string Declarations = """
        extern alias {0};
        namespace RnnGen { class Formats; class Cells; class Networks; class INetwork; class Memory; }
        namespace N
        {
            [{0}::RnnGen.LstmCell(3, 40, Projection = 5)] public sealed partial class Lstm;
            [{0}::RnnGen.GruCell(3, 5, Training = false)] public sealed partial class Gru;
            [{0}::RnnGen.Network]
            [{0}::RnnGen.EmbeddingLayer(9, 3, Name = "global::RnnGen.x")]
            [{0}::RnnGen.RnnLayer(5, Bidirectional = true)]
            [{0}::RnnGen.PoolingLayer({0}::RnnGen.Pooling.Max)]
            [{0}::RnnGen.DenseLayer(2, Activation = {0}::RnnGen.DenseActivation.Softmax)]
            public sealed partial class Net;
        }
        """;

    [Theory]
    [InlineData("rnn", "rnn")]
    [InlineData("rnn", "rnn", "other")]
    [InlineData("@class", "class")]
    [InlineData("rnn", "rnn", "global")]
    public void EmittedCodeCompiles(string alias, params string[] aliases)
    {
        string source = Declarations.Replace("{0}", alias, StringComparison.Ordinal);
        bool isGlobal = aliases.Contains("global");
        source = isGlobal ? source.Replace("namespace RnnGen {", "namespace Other {", StringComparison.Ordinal) : source;
        GeneratorDriverRunResult result = GeneratorRun.Emit(new ProjectSettings { LibraryAliases = aliases }, source).Result;
        Assert.Equal(3, result.GeneratedTrees.Length);
        Assert.All(result.GeneratedTrees, tree => Assert.Equal(!isGlobal, tree.ToString().Contains($"extern alias {alias};", StringComparison.Ordinal)));
        Assert.Contains(result.GeneratedTrees, static tree => tree.ToString().Contains("\"global:\\u003a\\u0052nnGen.x\"", StringComparison.Ordinal));
    }
}
