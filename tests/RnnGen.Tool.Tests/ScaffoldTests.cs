using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using RnnGen.Import;
using RnnGen.Import.Tests;
using RnnGen.TestSupport;
using RnnGen.Tool.Reports;
using Xunit;

namespace RnnGen.Tool.Tests;

/// <summary><c>rnngen scaffold</c></summary>
[Collection(nameof(ScaffoldTests))]
[CollectionDefinition(nameof(ScaffoldTests), DisableParallelization = true)]
public sealed class ScaffoldTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>One file of every format, and of everything that gives the program another form.</summary>
    public static TheoryData<string> Programs()
    {
        var programs = new TheoryData<string>();
        foreach (string path in ModelCases.Opened.Where(static file => IsChained(file.Value)).DistinctBy(static file => FormOf(file.Value)).Select(static file => file.Key))
        {
            programs.Add(Path.GetRelativePath(ImportCase.Root, path));
        }

        return programs;
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_program_compiles_without_warnings_and_runs(string file)
    {
        string path = Path.Combine(ImportCase.Root, file);
        ToolRun run = ToolRun.Of("scaffold", path);
        Assert.Equal(0, run.ExitCode);
        ModelFile model = ModelCases.Opened[path];

        string[] lines = RunProgram(run.Output);

        bool pools = model.Description.Layers.OfType<PoolingModelLayer>().Any();
        int outputs = LayerFacts.Report(model.Description.Layers.Last(static layer => layer is not PoolingModelLayer)).Output!.Value;
        Assert.Equal(pools ? 1 : 5, lines.Length);
        Assert.All(lines, line =>
        {
            string[] numbers = line[(line.IndexOf(':') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(outputs, numbers.Length);
            Assert.All(numbers, static number => Assert.True(float.IsFinite(float.Parse(number, CultureInfo.InvariantCulture))));
        });
        Assert.True(pools || lines.Select(static line => line[line.IndexOf(':')..]).Distinct().Count() > 1, lines[0]);
    }

    /// <summary>Every format that can be opened has a program that was run.</summary>
    [Fact]
    public void Programs_of_every_format_are_run() => Assert.Equal(
        Enum.GetValues<ModelFormat>().Except([ModelFormat.Safetensors]),
        ModelCases.Opened.Values.Where(IsChained).Select(static file => file.Format).Distinct().Order().Except([ModelFormat.Safetensors]));

    /// <summary>A model whose layers fit in one order only.</summary>
    [Fact]
    public void A_safetensors_file_has_a_program()
    {
        string path = _folder["model.safetensors"], original = ModelCases.CharacterModel;
        Assert.Equal(0, ToolRun.Of("convert", original, "-o", path).ExitCode);
        ToolRun run = ToolRun.Of("scaffold", path);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(RunProgram(ToolRun.Of("scaffold", original).Output), RunProgram(run.Output));
    }

    [Theory]
    [InlineData("Audio")]
    [InlineData("Audio.Amps")]
    [InlineData("RnnGen")]
    public void A_program_with_a_namespace_runs(string name)
    {
        ToolRun run = ToolRun.Of("scaffold", ModelCases.Capture, "--name", "Amp", "--namespace", name);

        Assert.Contains($"namespace {name}\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("    public sealed partial class Amp;\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(RunProgram(ToolRun.Of("scaffold", ModelCases.Capture).Output), RunProgram(run.Output));
    }

    /// <summary>The program takes another file in the place of the first.</summary>
    [Fact]
    public void The_program_opens_the_file_that_it_is_given()
    {
        string source = ToolRun.Of("scaffold", ModelCases.Capture).Output, missing = _folder["missing.nam"];

        Assert.Equal(missing, Assert.Throws<FileNotFoundException>(() => RunProgram(source, missing)).FileName);
    }

    [Fact]
    public void Comments_say_what_a_state_dict_does_not()
    {
        ToolRun run = ToolRun.Of("scaffold", ModelCases.StateDict);

        Assert.Equal((0, "note: the file does not say all; comments in the declaration say what you must decide\n"), (run.ExitCode, run.Error));
        Assert.All(ModelCases.Opened[ModelCases.StateDict].Description.Unsaid, sentence => Assert.Contains($"// {sentence}\n", run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void The_source_goes_to_a_file_that_is_replaced_by_force_only()
    {
        string path = _folder["Program.cs"];
        ToolRun run = ToolRun.Of("scaffold", ModelCases.Capture, "-o", path);
        Assert.Equal((0, "", $"written: {path}\n"), (run.ExitCode, run.Output, run.Error));
        Assert.Equal(ToolRun.Of("scaffold", ModelCases.Capture).Output, File.ReadAllText(path));

        File.WriteAllText(path, "mine");
        run = ToolRun.Of("scaffold", ModelCases.Capture, "-o", path);
        Assert.Equal((3, "", $"error: {path}: it is there already; --force replaces it\n"), (run.ExitCode, run.Output, run.Error));
        Assert.Equal("mine", File.ReadAllText(path));

        Assert.Equal(0, ToolRun.Of("scaffold", ModelCases.Capture, "-o", path, "--force").ExitCode);
        Assert.NotEqual("mine", File.ReadAllText(path));
        Assert.Equal(["Program.cs"], _folder.Entries);
    }

    [Fact]
    public void The_parts_are_fields_of_the_json()
    {
        string path = _folder["Program.cs"];
        ToolRun run = ToolRun.Of("scaffold", ModelCases.Capture, "--json", "--name", "Amp", "--namespace", "Audio", "-o", path);
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;

        Assert.Equal(
            ["schema", "file", "type", "namespace", "complete", "unsaid", "declaration", "source", "output"], report.EnumerateObject().Select(static field => field.Name));
        Assert.Equal(("Amp", "Audio", true), (report.GetProperty("type").GetString(), report.GetProperty("namespace").GetString(), report.GetProperty("complete").GetBoolean()));
        Assert.Equal(ModelCases.Opened[ModelCases.Capture].Description.Declare("Amp"), report.GetProperty("declaration").GetString());
        Assert.Equal((File.ReadAllText(path), path), (report.GetProperty("source").GetString(), report.GetProperty("output").GetString()));
    }

    [Theory]
    [InlineData("amp.nam", "Amp")]
    [InlineData("/models/my-amp 2.nam", "MyAmp2")]
    [InlineData("char_lm.weights.h5", "CharLm")]
    [InlineData("2stage.onnx", "Model2stage")]
    [InlineData("-.onnx", "Imported")]
    [InlineData("state.onnx", "StateNetwork")]
    [InlineData("console.onnx", "ConsoleNetwork")]
    [InlineData("été.onnx", "T")]
    public void The_class_is_named_after_the_file(string path, string name) => Assert.Equal(name, TypeName.Of(path));

    /// <summary>No class can have the name of a member of its own. (The generator finds another name for a nested cell.)</summary>
    [Fact]
    public void Names_of_members_are_refused()
    {
        Type model = DeclaredModels.Create(new Dictionary<string, string> { ["one"] = "[Network]\n[LstmLayer(input: 1, hidden: 2)]\npublic sealed partial class Model;" })["one"].GetType();
        string[] members = [.. model.GetMembers(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public).Where(static member => member is not ConstructorInfo)
            .Select(static member => member.Name).Where(static name => !name.Contains('_')).Distinct().Except(["Lstm1x2"])];

        Assert.True(members.Length > 15);
        Assert.All(members, static member => Assert.NotNull(TypeName.ProblemOf(member)));
    }

    [Theory]
    [InlineData("class")]
    [InlineData("2x")]
    [InlineData("A.B")]
    [InlineData("A;B")]
    [InlineData("A B")]
    [InlineData("Program")]
    [InlineData("")]
    public void Names_that_do_not_compile_are_refused(string name)
    {
        ToolRun run = ToolRun.Of("scaffold", ModelCases.Capture, "--name", name);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("error: --name '", run.Error, StringComparison.Ordinal);
    }

    /// <summary>A file's name is text of a stranger: it neither ends a comment's line nor a literal.</summary>
    [Fact]
    public void A_file_name_of_any_characters_gives_a_program_that_runs()
    {
        // What Windows lets a name have.
        string path = _folder[OperatingSystem.IsWindows() ? "a'+&;\u2028x.nam" : "a\"+\\n<b>&\nSystem.Environment.Exit(1);\u2028x.nam"];
        File.Copy(ModelCases.Capture, path);

        Assert.Equal(RunProgram(ToolRun.Of("scaffold", ModelCases.Capture).Output), RunProgram(ToolRun.Of("scaffold", path, "--name", "Amp").Output));
    }

    private static string[] RunProgram(string source, params string[] arguments)
    {
        MethodInfo main = DeclaredAssembly.Compile([("Program.cs", source)], OutputKind.ConsoleApplication, allowsWarnings: false).EntryPoint!;
        TextWriter output = Console.Out;
        using var captured = new StringWriter();
        try
        {
            Console.SetOut(captured);
            main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [arguments], null);
        }
        finally
        {
            Console.SetOut(output);
        }

        return captured.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
    }

    /// <summary>Whether every layer takes what the one before gives: always, where the file says all.</summary>
    private static bool IsChained(ModelFile file)
    {
        ReportedLayer[] layers = [.. file.Description.Layers.Where(static layer => layer is not PoolingModelLayer).Select(LayerFacts.Report)];
        return file.Description.IsComplete || (layers.Length > 0 && layers[0].Kind != "Dense" && layers.Zip(layers.Skip(1)).All(static pair => pair.First.Output == pair.Second.Input)
            && !file.Description.Unsaid.Any(static sentence => sentence.StartsWith("No ", StringComparison.Ordinal)));
    }

    private static (ModelFormat Format, bool Tokens, bool Pools, bool StepByStep, bool HasInitial) FormOf(ModelFile file) => (
        file.Format, file.Description.Layers[0] is EmbeddingModelLayer, file.Description.Layers.OfType<PoolingModelLayer>().Any(),
        LayerFacts.IsStepByStep(file.Description.Layers), file.Names.Any(static name => name.Contains(".initial_", StringComparison.Ordinal)));
}
