using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Generator.Tests;

/// <summary>Declarations of every kind with every option: the least that any project must take.</summary>
internal static class AllDeclarations
{
    // Shapes: a block and a tail, a tail alone, blocks alone, unrolled.
    private static readonly (int Input, int Hidden)[] Shapes = [(7, 24), (3, 5), (5, 64), (1, 8)];

    private const string Diagonal = "Recurrence = RnnGen.Recurrence.Diagonal";

    private static readonly string[] CommonOptions =
        ["", "Accuracy = RnnGen.Accuracy.Precise", "Accuracy = RnnGen.Accuracy.Fast", "Bias = false", "Clip = 1.25f", Diagonal, Diagonal + ", LayerNorm = true"];

    private static readonly string[] LstmOptions =
    [
        .. CommonOptions, Diagonal + ", Peephole = true, CoupledGates = true", "Peephole = true", "Projection = 3", "CoupledGates = true", "LayerNorm = true", "ForgetBias = 1.5f",
        "Peephole = true, Projection = 4, CoupledGates = true, Clip = 0.5f", "LayerNorm = true, Projection = 2, CoupledGates = true",
        .. Activations("Gate"), .. Activations("Candidate"), .. Activations("Cell"),
    ];

    private static readonly string[] GruOptions =
    [
        .. CommonOptions, Diagonal + ", Variant = RnnGen.GruVariant.ResetBefore", Diagonal + ", Variant = RnnGen.GruVariant.ComplementReset, LayerNorm = true",
        "Variant = RnnGen.GruVariant.ResetBefore", "Variant = RnnGen.GruVariant.ComplementReset",
        "Variant = RnnGen.GruVariant.ResetBefore, Bias = false, Clip = 1",
        "LayerNorm = true", "Variant = RnnGen.GruVariant.ResetBefore, LayerNorm = true", "Variant = RnnGen.GruVariant.ComplementReset, LayerNorm = true, Bias = false",
        .. Activations("Gate"), .. Activations("Candidate"),
    ];

    private static readonly string[] RnnOptions = [.. CommonOptions, "LayerNorm = true", "LayerNorm = true, Clip = 1, Bias = false", .. Activations("")];

    /// <summary>The attributes of every cell as a user would write them, with <c>Training</c> as it is by default.</summary>
    public static IReadOnlyList<string> Cells { get; } = [.. CellsOf("Lstm", LstmOptions), .. CellsOf("Gru", GruOptions), .. CellsOf("Rnn", RnnOptions)];

    /// <summary>The attributes of every network.</summary>
    public static IReadOnlyList<string> Networks { get; } =
    [
        "RnnGen.Network(input: 3), RnnGen.LstmLayer(hidden: 24, Projection = 5, Layers = 2, Dropout = 0.25), RnnGen.DenseLayer(outputs: 2)",
        "RnnGen.Network, RnnGen.EmbeddingLayer(vocabulary: 9, size: 4), RnnGen.GruLayer(5, Layers = 2, Bidirectional = true, Name = \"a.b-c\"), RnnGen.PoolingLayer(RnnGen.Pooling.Max), RnnGen.DenseLayer(3, Activation = RnnGen.DenseActivation.Softmax)",
        "RnnGen.Network(3), RnnGen.RnnLayer(input: 3, hidden: 40), RnnGen.PoolingLayer(RnnGen.Pooling.Mean), RnnGen.DenseLayer(inputs: 40, outputs: 3, Activation = RnnGen.DenseActivation.Relu), RnnGen.DenseLayer(2, Name = \"\")",
        "RnnGen.Network(3), RnnGen.RnnLayer(5), RnnGen.DenseLayer(2, Steps = RnnGen.DenseSteps.LastStep, Activation = RnnGen.DenseActivation.Sigmoid)",
        "RnnGen.Network(3), RnnGen.LstmLayer(9, Bidirectional = true, Projection = 4), RnnGen.PoolingLayer(RnnGen.Pooling.FinalState), RnnGen.DenseLayer(2)",
        "RnnGen.Network(3), RnnGen.GruLayer(9, Layers = 2), RnnGen.PoolingLayer(RnnGen.Pooling.FinalState)",
        "RnnGen.Network(3), RnnGen.DenseLayer(2, Activation = RnnGen.DenseActivation.Tanh)",
        "RnnGen.Network(3), RnnGen.PoolingLayer(RnnGen.Pooling.LastStep)",
        "RnnGen.Network, RnnGen.EmbeddingLayer(9, 4, Name = \"words\"), RnnGen.DenseLayer(3)",
        "RnnGen.Network, RnnGen.EmbeddingLayer(9, 4, Name = \"words\", SparseRows = true), RnnGen.GruLayer(3)",
        "RnnGen.Network, RnnGen.EmbeddingLayer(9, 4, Name = \"words\"), RnnGen.EmbeddingBagLayer(7, 3, RnnGen.BagMode.Sum, Name = \"class\", PaddingIndex = 1, SparseRows = true), RnnGen.InputLayer(2, Name = \"a.b-c\"), RnnGen.LstmLayer(5, Bidirectional = true), RnnGen.DenseLayer(3)",
        "RnnGen.Network, RnnGen.InputLayer(2), RnnGen.InputLayer(3), RnnGen.GruLayer(5), RnnGen.PoolingLayer(RnnGen.Pooling.Mean), RnnGen.DenseLayer(3)",
        "RnnGen.Network, RnnGen.EmbeddingBagLayer(9, 4)",
        "RnnGen.Network, RnnGen.InputLayer(2, Dropout = 0.2), RnnGen.DropoutLayer(0.3, Variational = true), RnnGen.GruLayer(5, Layers = 2, Bidirectional = true, RecurrentDropout = 0.3, Dropout = 0.1, VariationalDropout = true), RnnGen.PoolingLayer(RnnGen.Pooling.Max), RnnGen.DropoutLayer(0.3), RnnGen.DenseLayer(3)",
        "RnnGen.Network, RnnGen.EmbeddingLayer(9, 4, Dropout = 0.1), RnnGen.EmbeddingBagLayer(9, 4, Dropout = 0.2, VariationalDropout = true), RnnGen.DropoutLayer(0.3), RnnGen.DenseLayer(3), RnnGen.CrfLayer",
        "RnnGen.Network, RnnGen.EmbeddingLayer(9, 4, Name = \"words\"), RnnGen.NetworkLayer(typeof(Chars), maxSteps: 12, Name = \"class\"), RnnGen.NetworkLayer(typeof(Chars), 3), RnnGen.LstmLayer(5), RnnGen.DenseLayer(3)",
        "RnnGen.Network, RnnGen.NetworkLayer(typeof(Words), 3, Name = \"\"), RnnGen.GruLayer(6, Bidirectional = true)",
    ];

    private const string Inner = """
        /// <summary>Of characters.</summary>
        [RnnGen.Network, RnnGen.EmbeddingLayer(9, 5), RnnGen.LstmLayer(5, Bidirectional = true), RnnGen.PoolingLayer(RnnGen.Pooling.FinalState), RnnGen.DenseLayer(4)]
        public sealed partial class Chars;

        /// <summary>Of their mean.</summary>
        [RnnGen.Network, RnnGen.EmbeddingLayer(9, 5, SparseRows = true), RnnGen.PoolingLayer(RnnGen.Pooling.Mean)]
        public sealed partial class Words;

        """;

    /// <summary>All of them in one file, public and documented, with training, and some without.</summary>
    public static string All { get; } = Source([.. Networks, .. Cells, .. Networks.Select(Untrained), .. Cells.Where(static (_, index) => index % 5 == 0).Select(Untrained)]);

    /// <summary>Some of them, for tests that compile them many times.</summary>
    public static string Some { get; } = Source([.. Networks, .. Cells.Where(static (_, index) => index % 12 == 0)]);

    private static string Source(IEnumerable<string> declarations) =>
        "namespace Declarations;\n" + Inner + string.Concat(declarations.Select(static (attributes, index) => FormattableString.Invariant(
            $"/// <summary>Number {index}.</summary>\n[{attributes}]\npublic sealed partial class Cell{index};\n")));

    /// <summary>The same with an argument more in the first attribute, that of the cell or network.</summary>
    private static string Untrained(string attributes)
    {
        int end = attributes.IndexOf("),", StringComparison.Ordinal) is >= 0 and int found ? found : attributes.LastIndexOf(')');
        return attributes.StartsWith("RnnGen.Network,", StringComparison.Ordinal)
            ? attributes.Replace("RnnGen.Network,", "RnnGen.Network(Training = false),", StringComparison.Ordinal)
            : attributes.Insert(end, ", Training = false");
    }

    private static IEnumerable<string> CellsOf(string kind, string[] options) => options.Select((option, index) =>
    {
        (int input, int hidden) = Shapes[index % Shapes.Length];
        return FormattableString.Invariant($"RnnGen.{kind}Cell(input: {input}, hidden: {hidden}{(option.Length > 0 ? ", " : "")}{option})");
    });

    private static IEnumerable<string> Activations(string role) =>
        from function in Enum.GetValues<RnnActivation>()
        let activation = new DeclaredActivation(function, 0, 0)
        select $"{role}Activation = RnnGen.RnnActivation.{function}"
            + (activation.TakesAlpha ? $", {role}Alpha = 0.25f" : "") + (activation.TakesBeta ? $", {role}Beta = 0.5f" : "");
}
