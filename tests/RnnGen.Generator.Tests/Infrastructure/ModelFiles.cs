using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RnnGen.Generator.Tests.Infrastructure;

/// <summary>Descriptions of model files, as RnnGen.Build writes them into <c>obj</c> (RnnGen.Build.Tests has real ones).</summary>
internal static class ModelFiles
{
    private static readonly string[] Amp =
    [
        Layer("LstmLayer", "input: 1, hidden: 8, Name = \"lstm\"", "input:i1", "hidden:i8", "Name=slstm"), Layer("DenseLayer", "inputs: 8, outputs: 1, Name = \"linear\"", "inputs:i8", "outputs:i1", "Name=slinear"),
        "module\tlstm.\t_l0", "module\tlinear.\t",
        .. Lstm("lstm.", 1, 8), .. Dense("linear.", 8, 1),
    ];

    private static readonly Dictionary<string, string> Texts = new()
    {
        ["models/amp.nam"] = Text("models/amp.nam", Amp),
        ["old/same.nam"] = Text("old/same.nam", Amp),
        ["new/same.nam"] = Text("new/same.nam", Amp),
        ["odd #;1.nam"] = Text("odd #;1.nam", Amp),
        ["tagger.pt"] = Text(
            "tagger.pt",
            ["unsaid\tthe order of the layers", "unsaid\tactivations",
            Layer("LstmLayer", "input: 3, hidden: 5, Name = \"lstm\"", "input:i3", "hidden:i5", "Name=slstm"), Layer("DenseLayer", "inputs: 5, outputs: 2, Name = \"linear\"", "inputs:i5", "outputs:i2", "Name=slinear"),
            .. Lstm("lstm.", 3, 5), .. Dense("linear.", 5, 2), "tensor\tother.weight\t[7]"]),
        ["cell.safetensors"] = Text("cell.safetensors", ["unsaid\tlayers", .. Lstm("", 3, 5).Select(static line => line.Replace("_l0", "", StringComparison.Ordinal))]),
        ["deep.safetensors"] = Text("deep.safetensors", ["unsaid\tlayers", .. Lstm("", 3, 5), .. Lstm("", 5, 5).Select(static line => line.Replace("_l0", "_l1", StringComparison.Ordinal)), "tensor\tweight_hr_l0\t[2, 5]"]),
        ["misfit.onnx"] = Text(
            "misfit.onnx",
            [Layer("LstmLayer", "input: 3, hidden: 5", "input:i3", "hidden:i5", "Name=slstm"), Layer("DenseLayer", "inputs: 7, outputs: 2", "inputs:i7", "outputs:i2", "Name=slinear"),
            .. Lstm("lstm.", 3, 5), .. Dense("linear.", 7, 2)]),
        ["later.nam"] = "rnngen-model 2\n",
        ["broken.nam"] = "rnngen-model 1\nname\tbroken.nam\nresource\tr\nlayer\tLstmLayer\t[LstmLayer]\tinput:x1\n",
        ["unknown.nam"] = Text("unknown.nam", [Layer("OtherLayer", "", "size:i3")]),
        ["empty.safetensors"] = Text("empty.safetensors", ["unsaid\tlayers"]),
        ["audio/pending.nam"] = "",
    };

    /// <summary>All of them.</summary>
    public static ImmutableArray<AdditionalText> All { get; } = [.. Texts.Select(static text => File(text.Key, text.Value))];

    /// <summary>Where they lie, and what they say.</summary>
    public static IEnumerable<(string Path, string Text)> Files => Texts.Select(static text => (PathOf(text.Key), text.Value));

    /// <summary>A description.</summary>
    /// <param name="name">The model's path in the project.</param>
    /// <param name="text">What it says.</param>
    public static AdditionalText File(string name, string text) => new TextInMemory(PathOf(name), text);

    /// <summary>What the description of a file of layers that are declared says.</summary>
    /// <param name="name">The model's path in the project.</param>
    /// <param name="lines">Its other lines.</param>
    public static string Text(string name, IEnumerable<string> lines) =>
        string.Concat(["rnngen-model 1\n", $"name\t{name}\n", $"resource\tRnnModel/{name}.safetensors\n", .. lines.Select(static line => line + "\n")]);

    /// <summary>The description of an LSTM of one input with a dense layer.</summary>
    /// <param name="name">The model's path in the project.</param>
    /// <param name="hidden">Its units.</param>
    public static string Capture(string name, int hidden) => Text(
        name,
        [Layer("LstmLayer", "", "input:i1", $"hidden:i{hidden}", "Name=slstm"), Layer("DenseLayer", "", $"inputs:i{hidden}", "outputs:i1", "Name=slinear"), .. Lstm("lstm.", 1, hidden), .. Dense("linear.", hidden, 1)]);

    private static string Layer(string attribute, string arguments, params string[] values) => string.Join('\t', ["layer", attribute, $"[{attribute}({arguments})]", .. values]);

    private static string[] Lstm(string prefix, int input, int hidden) =>
    [
        $"tensor\t{prefix}weight_ih_l0\t[{4 * hidden}, {input}]", $"tensor\t{prefix}weight_hh_l0\t[{4 * hidden}, {hidden}]", $"tensor\t{prefix}bias_ih_l0\t[{4 * hidden}]", $"tensor\t{prefix}bias_hh_l0\t[{4 * hidden}]",
    ];

    private static string[] Dense(string prefix, int inputs, int outputs) => [$"tensor\t{prefix}weight\t[{outputs}, {inputs}]", $"tensor\t{prefix}bias\t[{outputs}]"];

    private static string PathOf(string name) => $"/project/obj/Debug/net10.0/rnngen.models/{name}.rnnmodel";

    private sealed class TextInMemory(string path, string text) : AdditionalText
    {
        public override string Path => path;

        // A file that is not there yet has no text.
        public override SourceText? GetText(CancellationToken cancellationToken = default) => text.Length == 0 ? null : SourceText.From(text, System.Text.Encoding.UTF8);
    }
}
