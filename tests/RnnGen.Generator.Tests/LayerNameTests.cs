using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Formats;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>Whatever the layers of a network are named, what is emitted compiles without a warning, and loads and saves the tensors of these names.</summary>
public class LayerNameTests
{
    private const int LayersANetwork = 40;

    /// <summary>Legal names of PyTorch modules that are something else in C#, and names with characters that mean something in text.</summary>
    private static readonly string[] Names =
    [
        "values", "buffer", "clear", "save", "load", "parameters", "steps", "streams", "dropoutSeed", "stateGradients", "take", "return", "equals", "toString", "getType",
        "getHashCode", "finalize", "memberwiseClone", "referenceEquals", "write", "read", "byteCount", "step", "run", "forward", "backward", "initialize", "state", "states",
        "workspace", "tape", "gradients", "inputs", "outputs", "lengths", "layout", "batch", "input", "output", "rows", "given", "taken", "pooled", "pooledCount", "layers",
        "layerStates", "Layers", "values2", "class", "void", "int", "var", "value", "field", "record", "dynamic", "nameof", "global", "System", "RnnGen", "RnnUnsafe", "rnnCells",
        "1", "0.weight", "3d", "a.b", "a_b", "a-b", "aB", "AB", "ab", "A.B", "a b", "x", "_", "__", ".", "-", "Net0", "net0", "Rnn2x2", "rnn2x2", "Lstm", "lstmState", "lstm", "Lstm2",
        "rnn", "rnnState", "rnnRows", "rnnHalf", "rnnTurned", "rnnReverse", "rnnL0", "rnnL0Reverse", "RnnL1State", "linear", "linearRows", "linearScratch", "embeddingRows", "gru",
        "Kopfl\u00e4nge", "\u5c42", "\U0001F642", "e\u0301", "\"", "\\", "\\u0041", "{0}", "<b>", "a<b>&c;", "*/", "//", "/*", "#if", "@", "a\nb", "a\r\nb", "\t", "\0", "\u2028", "\u0085",
        "\uFEFF", "\uFFFF", "\u200F", "  ", "]]>", "--", "global::RnnGen.Memory", "RnnVector512.", "RnnSimd::x", new('n', 2000),
    ];

    /// <summary>A layer a place: stacked cells of both directions, cells and dense layers with pooling between, and embeddings.</summary>
    [Fact]
    public void EveryNameInEveryPlaceLoadsAndSavesItsTensors()
    {
        var networks = new List<(string[] Names, string Source, Func<string, string[]> Tensors)>();
        foreach (string[] names in Names.Chunk(LayersANetwork))
        {
            networks.Add((names, "[RnnGen.Network(2)]" + Each(names, "RnnGen.RnnLayer(2"), static name => Tensors(name, "_l0")));
            networks.Add((
                names, "[RnnGen.Network(2)]" + Each(names, "RnnGen.RnnLayer(1, Layers = 2, Bidirectional = true"),
                static name => [.. Tensors(name, "_l0"), .. Tensors(name, "_l0_reverse"), .. Tensors(name, "_l1"), .. Tensors(name, "_l1_reverse")]));
            int half = names.Length / 2;
            networks.Add((
                names, "[RnnGen.Network(2)]" + Each(names[..half], "RnnGen.DenseLayer(2") + "[RnnGen.PoolingLayer(RnnGen.Pooling.Max)]" + Each(names[half..], "RnnGen.DenseLayer(2"),
                static name => [$"{name}.weight", $"{name}.bias"]));
        }

        networks.AddRange(Names.Select(static name => (
            (string[])[name], $"[RnnGen.Network]{Each([name], "RnnGen.EmbeddingLayer(2, 1")}[RnnGen.DenseLayer(1)]", (Func<string, string[]>)(static name => [$"{name}.weight"]))));
        Assembly assembly = GeneratorRun.Load(string.Join('\n', networks.Select(static (network, index) => $"{network.Source} public sealed partial class Net{index};")));
        for (int index = 0; index < networks.Count; index++)
        {
            Type type = assembly.GetType($"Net{index}", throwOnError: true)!;
            object network = Activator.CreateInstance(type)!;
            _ = type.GetMethod("Initialize")!.Invoke(network, [1]);
            Dictionary<string, float[]> saved = Save(network);
            Assert.All(networks[index].Names.SelectMany(networks[index].Tensors), tensor => Assert.Contains(tensor, saved.Keys));

            object other = Activator.CreateInstance(type)!;
            var store = new TensorStore();
            _ = type.GetMethod("Save", [typeof(ITensorSink), typeof(string)])!.Invoke(network, [store, "module."]);
            MethodInfo load = type.GetMethods().First(static method => method.Name == "Load" && method.GetParameters()[0].ParameterType == typeof(ITensorSource));
            _ = load.Invoke(other, [store, "module.", .. load.GetParameters().Skip(2).Select(static parameter => parameter.DefaultValue)]);
            Assert.Equal(saved, Save(other));
        }

        static Dictionary<string, float[]> Save(object network)
        {
            var sink = new TensorSink();
            _ = network.GetType().GetMethod("Save", [typeof(ITensorSink), typeof(string)])!.Invoke(network, [sink, ""]);
            return sink.Values;
        }
    }

    /// <summary>
    /// Layers named after every identifier of the emitted text, so that no list has to be kept: of one direction, stacked in both, and dense, in networks with
    /// and without pooling.
    /// </summary>
    [Fact]
    public void LayersNamedAsWhatIsEmitted()
    {
        string[] networks =
        [
            "[RnnGen.Network(2), RnnGen.LstmLayer(2, Layers = 2, Dropout = 0.5), RnnGen.DenseLayer(2)] partial class A;",
            "[RnnGen.Network, RnnGen.EmbeddingLayer(9, 2), RnnGen.GruLayer(2, Bidirectional = true), RnnGen.PoolingLayer(RnnGen.Pooling.Max), RnnGen.DenseLayer(2), RnnGen.DenseLayer(2)] partial class B;",
            "[RnnGen.Network(2), RnnGen.RnnLayer(2), RnnGen.PoolingLayer(RnnGen.Pooling.Mean)] partial class C;",
        ];
        string[] identifiers =
        [
            .. GeneratorRun.Emit(networks).Result.GeneratedTrees
                .SelectMany(static tree => tree.GetRoot().DescendantTokens())
                .Where(static token => token.IsKind(SyntaxKind.IdentifierToken))
                .Select(static token => token.ValueText)
                .Distinct(),
        ];
        Assert.True(identifiers.Length > 300, string.Join(' ', identifiers));
        string[] sources =
        [
            .. identifiers.Chunk(LayersANetwork).SelectMany((names, index) => (string[])
            [
                $"[RnnGen.Network(2)]{Each(names, "RnnGen.LstmLayer(2")}[RnnGen.DenseLayer(2)] public sealed partial class One{index};",
                $"[RnnGen.Network(2)]{Each(names, "RnnGen.GruLayer(1, Layers = 2, Bidirectional = true")}[RnnGen.PoolingLayer(RnnGen.Pooling.Max)] public sealed partial class Two{index};",
            ]),
        ];
        GeneratorRun.Emit([.. sources, "[assembly: global::System.CLSCompliant(true)]"]);
    }

    /// <summary>What users see of a layer is the member of the state, in letters and digits; two that would be the same have numbers, in the order of the layers.</summary>
    [Theory]
    [InlineData("encoder.lstm", "EncoderLstmL0")]
    [InlineData("a.b|a_b|aB|A_B_2", "ABL0 AB2L0 AB3L0 AB2_2L0")]
    [InlineData("equals|toString|write", "EqualsL0 ToStringL0 WriteL0")]
    [InlineData("return|class|parameters", "ReturnL0 ClassL0 ParametersL0")]
    [InlineData("|1|\u5c42", "RnnL0 Layer1L0 Rnn2L0")]
    public void StatesAreNamedAfterTheLayers(string names, string members)
    {
        Compilation output = GeneratorRun.Emit($"[RnnGen.Network(2)]{Each(names.Split('|'), "RnnGen.RnnLayer(2")} public sealed partial class Net;").Output;
        INamedTypeSymbol state = Assert.Single(output.GetTypeByMetadataName("Net")!.GetTypeMembers("State"));
        Assert.Equal(
            members.Split(' '),
            state.GetMembers().OfType<IPropertySymbol>().Where(static property => property.ReturnsByRef).Select(static property => property.Name));
    }

    /// <summary>Half of a surrogate pair is no character: no file can have it.</summary>
    [Theory]
    [InlineData("\\ud83d")]
    [InlineData("a\\ude42")]
    [InlineData("\\ude42\\ud83d")]
    public async Task ALoneSurrogateIsRefused(string name)
    {
        DiagnosticRun run = await DiagnosticRun.Of($"[RnnGen.Network(3), RnnGen.LstmLayer(5, Name = \"{name}\")] partial class Net {{ }}");
        Assert.Equal("RNN0016", Assert.Single(run.Diagnostics).Id);
    }

    private static string[] Tensors(string name, string suffix) => [$"{name}.weight_ih{suffix}", $"{name}.weight_hh{suffix}", $"{name}.bias_ih{suffix}"];

    private static string Each(string[] names, string layer) => string.Concat(names.Select(name => string.Create(
        CultureInfo.InvariantCulture, $"[{layer}, Name = {SymbolDisplay.FormatLiteral(name, quote: true)})]")));
}
