using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using RnnGen.Import;
using RnnGen.Tool.Reports;

namespace RnnGen.Tool;

/// <summary>A program that declares the network of a model file, loads the file and runs it.</summary>
internal sealed class Scaffold
{
    private const int Steps = 5;

    private readonly string _path;
    private readonly ModelFile _file;

    /// <summary>Writes the program.</summary>
    /// <param name="path">The model file, as the program opens it.</param>
    /// <param name="file">The same, opened.</param>
    /// <param name="type">The name of the class.</param>
    /// <param name="inNamespace">Its namespace, or null.</param>
    public Scaffold(string path, ModelFile file, string type, string? inNamespace)
    {
        _path = path;
        _file = file;
        Type = type;
        Declaration = file.Description.Declare(type);
        Source = Compose(inNamespace);
    }

    /// <summary>The name of the class.</summary>
    public string Type { get; }

    /// <summary>The declaration of the class.</summary>
    public string Declaration { get; }

    /// <summary>The whole source file.</summary>
    public string Source { get; }

    private bool TakesTokens => _file.Description.Layers.FirstOrDefault() is EmbeddingModelLayer;

    private bool Pools => _file.Description.Layers.OfType<PoolingModelLayer>().Any();

    private string Compose(string? inNamespace)
    {
        string fileName = OneLine.Of(Path.GetFileName(_path));
        var source = new StringBuilder();
        source.Append(CultureInfo.InvariantCulture, $"// Written by 'rnngen scaffold' for {fileName}: {FormatNames.Describe(_file.Format.ToString())}.\n");
        source.Append("// It needs the packages RnnGen and RnnGen.Import.\n");
        foreach (string name in Usings(inNamespace))
        {
            source.Append(CultureInfo.InvariantCulture, $"using {name};\n");
        }

        source.Append(CultureInfo.InvariantCulture, $"\nvar network = new {Type}();\n");
        source.Append(CultureInfo.InvariantCulture, $"network.Load(ModelFile.Open(args.Length > 0 ? args[0] : {new DeclaredArgument("path", _path).Text}));\n");
        source.Append(Pools || !LayerFacts.IsStepByStep(_file.Description.Layers) ? Sequence() : Stream()).Append('\n');
        string declaration = $"/// <summary>The network of {Escaped(fileName)}.</summary>\n{Declaration}";
        source.Append(inNamespace is null ? declaration : $"namespace {inNamespace}\n{{\n{Indented(declaration)}}}\n");
        return source.ToString();
    }

    private static IEnumerable<string> Usings(string? inNamespace) =>
        ((string[])["System", "RnnGen", "RnnGen.Import"]).Concat(inNamespace is null ? [] : [inNamespace]).Distinct();

    private string Stream() => $$"""

        // One stream, step by step. The state is all that it carries from one step to the next; it starts as the file says, as a rule at zeros.
        {{Type}}.State state = network.RestState;
        {{(TakesTokens ? "" : $"float[] input = new float[{Type}.InputSize];\n")}}float[] output = new float[{{Type}}.OutputSize];
        for (int step = 0; step < {{Steps}}; step++)
        {
            {{(TakesTokens ? $"int input = step % {Type}.VocabularySize; // your token ids" : "Array.Fill(input, 0.1f * step); // your floats")}}
            network.Step(input, output, ref state);
            Console.WriteLine($"step {step}: {string.Join(' ', output)}");
        }

        """;

    private string Sequence() => $$"""

        // One whole sequence. It starts from the state, as a rule zeros; afterwards that is what it ended with.
        const int steps = {{Steps}};
        {{Type}}.State[] states = [network.RestState];
        {{(TakesTokens ? "int[] inputs = new int[steps];" : $"float[] inputs = new float[steps * {Type}.InputSize]; // [step, input]")}}
        float[] outputs = new float[{{(Pools ? $"{Type}.OutputSize]; // of the whole sequence" : $"steps * {Type}.OutputSize]; // [step, output]")}}
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = {{(TakesTokens ? $"i % {Type}.VocabularySize; // your token ids" : "0.1f * i; // your floats")}}
        }

        network.Run(inputs, outputs, states, new {{Type}}.Workspace(steps));
        {{(Pools ? "Console.WriteLine(string.Join(' ', outputs));" : PrintedSteps())}}

        """;

    private string PrintedSteps() => $$"""
        for (int step = 0; step < steps; step++)
        {
            Console.WriteLine($"step {step}: {string.Join(' ', outputs[(step * {{Type}}.OutputSize)..((step + 1) * {{Type}}.OutputSize)])}");
        }
        """;

    private static string Escaped(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    private static string Indented(string lines) => string.Concat(lines.TrimEnd('\n').Split('\n').Select(static line => $"    {line}\n"));
}
