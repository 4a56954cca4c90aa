using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Package.Tests;

// A user's project with model files, which the package RnnGen.Build brings to the compiler.
public sealed partial class PackageTests
{
    private const string Skipped = "Skipping target \"RnnModelConvert\"";

    private const string PrintsCount = "System.Console.WriteLine(Amp.Create().HasNonFiniteParameters ? 0 : Amp.ParameterCount);\n";

    private const string RunsIt = """
        using System;
        using RnnGen.Formats;

        Amp amp = Amp.Create();
        using SafetensorsFile golden = SafetensorsFile.Open(args[0]);
        double[] x = golden.ReadDoubles("x"), y = golden.ReadDoubles("y");
        Amp.State state = default;
        float[] output = new float[1];
        double difference = 0;
        for (int step = 0; step < y.Length; step++)
        {
            amp.Step([(float)x[step]], output, ref state);
            difference = Math.Max(difference, Math.Abs(output[0] - y[step]));
        }

        Console.WriteLine(FormattableString.Invariant($"{System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported} {y.Length} {difference:R}"));
        """;

    [Fact]
    public void A_model_file_of_a_project_becomes_a_class_with_the_weights_inside()
    {
        using UserProject project = CreateModelProject("a model", """<RnnModel Include="models/**" />""");
        File.Copy(Model("lstm_1x16_zero.nam"), Path.Combine(Directory.CreateDirectory(project["models"]).FullName, "amp #;1.nam"));
        project.Write("Amp.cs", "[RnnGen.Network(Model = \"amp #;1.nam\")]\npublic sealed partial class Amp;\n");
        project.Write("Program.cs", RunsIt);
        project.Run("build", "-c", "Release");
        File.Delete(project["models/amp #;1.nam"]);

        string program = project["bin/Release/net10.0/App.dll"];
        string printed = ChildProcess.Run(Path.GetTempPath(), ChildProcess.Dotnet, [], ["exec", program, Model("nam_lstm_1x16_zero.golden.safetensors")]);

        RequireGolden(printed, isJit: true);
    }

    [NativeAotFact]
    public void Native_code_has_the_weights_inside()
    {
        using UserProject project = CreateModelProject("a native model", """<RnnModel Include="amp.nam" /><RnnModel Include="other.nam" />""");
        File.Copy(Model("lstm_1x8.nam"), project["other.nam"]);
        File.Copy(Model("lstm_1x16_zero.nam"), project["amp.nam"]);
        project.Write("Amp.cs", "[RnnGen.Network(Model = \"amp.nam\", Training = false)]\npublic sealed partial class Amp;\n");
        project.Write("Program.cs", RunsIt);
        project.Run("publish", "-c", "Release", "-p:PublishAot=true", "-p:RnnGenInstructionSetMessage=false", "-o", project["native"]);

        string program = project[OperatingSystem.IsWindows() ? "native/App.exe" : "native/App"];
        RequireGolden(ChildProcess.Run(Path.GetTempPath(), program, [], [Model("nam_lstm_1x16_zero.golden.safetensors")]), isJit: false);
    }

    /// <summary>An editor asks for the compiler's arguments before anything was built.</summary>
    [Fact]
    public void A_clean_clone_lists_the_description_at_design_time()
    {
        using UserProject project = CreateModelProject("at design time", """<RnnModel Include="models/amp.nam" />""");
        File.Copy(Model("lstm_1x8.nam"), Path.Combine(Directory.CreateDirectory(project["models"]).FullName, "amp.nam"));
        project.Write("Amp.cs", "[RnnGen.Network(Model = \"amp.nam\")]\npublic sealed partial class Amp;\n");
        project.Write("Program.cs", PrintsCount);
        project.Run("restore");
        string[] design = ["-t:Compile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true"];

        Assert.Contains("rnngen.models/models/amp.nam.rnnmodel", project.Run("msbuild", [.. design, "-getItem:AdditionalFiles"]).Replace('\\', '/'));
        Assert.Contains("\"RnnModel/models/amp.nam.safetensors\"", project.Run("msbuild", [.. design, "-getItem:EmbeddedResource"]));
        Assert.Contains("/resource:", project.Run("msbuild", [.. design, "-getItem:CscCommandLineArgs"]));

        // Whatever is wrong with a model, the editor goes on.
        File.WriteAllText(project["models/amp.nam"], "{");
        Assert.Contains("amp.nam.rnnmodel", project.Run("msbuild", [.. design, "-getItem:AdditionalFiles"]));
        File.Delete(project["models/amp.nam"]);
        Assert.Contains("amp.nam.rnnmodel", project.Run("msbuild", [.. design, "-getItem:AdditionalFiles"]));
        Assert.Contains("error RNN1004", project.Fail("build"));
    }

    [Fact]
    public void Only_what_has_changed_is_converted_again_and_clean_takes_it_away()
    {
        using UserProject project = CreateModelProject("many models", """<RnnModel Include="models/*.nam" />""");
        Directory.CreateDirectory(project["models"]);
        for (int index = 0; index < 10; index++)
        {
            File.Copy(Model("lstm_1x8.nam"), project[$"models/{index}.nam"]);
        }

        project.Write("Amp.cs", "[RnnGen.Network(Model = \"3.nam\")]\npublic sealed partial class Amp;\n");
        project.Write("Program.cs", PrintsCount);
        Assert.DoesNotContain(Skipped, project.Run("build", "-v:detailed"));
        Dictionary<string, DateTime> first = Outputs(project);
        Assert.Equal(20, first.Count);

        // The converter is not started.
        Assert.Contains(Skipped, project.Run("build", "--no-restore", "-v:detailed"));
        Assert.Equal(first, Outputs(project));

        // An older file in the place of one that was converted is a change, too.
        File.Copy(Model("lstm_1x16_zero.nam"), project["models/3.nam"], overwrite: true);
        File.SetLastWriteTimeUtc(project["models/3.nam"], new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        string again = project.Run("build", "--no-restore", "-v:detailed");
        Assert.DoesNotContain(Skipped, again);
        Dictionary<string, DateTime> second = Outputs(project);
        Assert.Equal(["3.nam.rnnmodel", "3.nam.safetensors"], second.Where(output => first[output.Key] != output.Value).Select(static output => output.Key).Order(StringComparer.Ordinal));
        Assert.Equal(((16 * 4 * (1 + 1 + 16)) + 17).ToString(CultureInfo.InvariantCulture), RunProgram(project).Trim());

        project.Run("clean");
        Assert.Empty(Outputs(project));
        Assert.Empty(Directory.EnumerateFiles(project["obj"], "*.stamp", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_damaged_model_is_one_error_that_names_the_file_and_why()
    {
        using UserProject project = CreateModelProject("damaged models", """<RnnModel Include="*.nam" />""");
        project.Write("broken.nam", "{ \"architecture\": \"LSTM\", \"config\": ");
        project.Write("Amp.cs", "[RnnGen.Network(Model = \"broken.nam\")]\npublic sealed partial class Amp;\n");
        project.Write("Program.cs", PrintsCount);
        string output = project.Fail("build");
        string[] errors = [.. Lines(output, "error ").Select(static line => line.Trim()).Distinct()];

        Assert.StartsWith(project["broken.nam"], Assert.Single(errors));
        Assert.Contains("error RNN1001: ", errors[0]);
        Assert.Contains("1 Error(s)", output);
        Assert.DoesNotContain("   at ", output);

        // It fails as long as the file is damaged, each time.
        Assert.Contains("error RNN1001: ", project.Fail("build", "--no-restore"));

        // Of several each is said.
        File.Copy(project["broken.nam"], project["worse.nam"]);
        Assert.Contains("2 Error(s)", project.Fail("build", "--no-restore"));

        // What is right again is built.
        File.Delete(project["worse.nam"]);
        File.Copy(Model("lstm_1x8.nam"), project["broken.nam"], overwrite: true);
        project.Run("build", "--no-restore");
        Assert.Equal(((8 * 4 * (1 + 1 + 8)) + 9).ToString(CultureInfo.InvariantCulture), RunProgram(project).Trim());
    }

    [Fact]
    public void Two_models_of_one_name_are_an_error_and_a_link_mends_it()
    {
        const string items = """<RnnModel Include="../outside/amp.nam" LINK /><RnnModel Include="amp.nam" />""";
        using UserProject project = CreateModelProject("two models", items.Replace(" LINK", ""));
        using var outside = new TemporaryFolder();
        File.Copy(Model("lstm_1x8.nam"), project["amp.nam"]);
        File.Copy(Model("lstm_1x16_zero.nam"), outside["amp.nam"]);
        project.Write("App.csproj", ModelProject(items.Replace("../outside", outside.Path).Replace(" LINK", "")));
        project.Write("Amp.cs", "[RnnGen.Network(Model = \"amp.nam\")]\npublic sealed partial class Amp;\n");
        project.Write("Program.cs", PrintsCount);
        Assert.Contains("error RNN1003: ", project.Fail("build"));

        project.Write("App.csproj", ModelProject(items.Replace("../outside", outside.Path).Replace("LINK", "Link=\"far/amp.nam\"")));
        project.Write("Amp.cs", "[RnnGen.Network(Model = \"far/amp.nam\")]\npublic sealed partial class Amp;\n");
        project.Run("build");
        Assert.Equal(((16 * 4 * (1 + 1 + 16)) + 17).ToString(CultureInfo.InvariantCulture), RunProgram(project).Trim());
    }

    [Fact]
    public void A_layer_that_does_not_fit_its_weights_is_an_error_of_the_compiler()
    {
        using UserProject project = CreateModelProject("other weights", """<RnnModel Include="amp.nam" />""");
        File.Copy(Model("lstm_1x8.nam"), project["amp.nam"]);
        project.Write("Amp.cs", "[RnnGen.Network(1, WeightsFile = \"amp.nam\")]\n[RnnGen.LstmLayer(32)]\n[RnnGen.DenseLayer(1)]\npublic sealed partial class Amp;\n");
        project.Write("Program.cs", "System.Console.WriteLine();\n");

        Assert.Contains("Amp.cs(2,2): error RNN0045: lstm.weight_hh_l0 in amp.nam is [32, 8]; LstmLayer(hidden: 32) needs [128, 32]", project.Fail("build"));
    }

    private static string Model(string file) => Path.Combine(AppContext.BaseDirectory, "Models", file);

    private static void RequireGolden(string printed, bool isJit)
    {
        string[] words = printed.Trim().Split(' ');
        Assert.Equal(isJit.ToString(), words[0]);
        Assert.True(int.Parse(words[1], CultureInfo.InvariantCulture) > 10, printed);
        Assert.InRange(double.Parse(words[2], CultureInfo.InvariantCulture), 0, Tolerance);
    }

    private static string RunProgram(UserProject project) =>
        ChildProcess.Run(Path.GetTempPath(), ChildProcess.Dotnet, [], ["exec", project["bin/Debug/net10.0/App.dll"]]);

    /// <summary>What the converter wrote, by names, with its times.</summary>
    private static Dictionary<string, DateTime> Outputs(UserProject project) => Directory.EnumerateFiles(project["obj"], "*", SearchOption.AllDirectories)
        .Where(static path => path.EndsWith(".rnnmodel", StringComparison.Ordinal) || path.EndsWith(".safetensors", StringComparison.Ordinal))
        .ToDictionary(static path => Path.GetFileName(path), File.GetLastWriteTimeUtc);

    private UserProject CreateModelProject(string name, string items)
    {
        UserProject project = packages.CreateProject(name);
        project.Write("App.csproj", ModelProject(items));
        return project;
    }

    private string ModelProject(string items) => Project(
        "net10.0", $"{Reference}<PackageReference Include=\"RnnGen.Build\" Version=\"[{packages.Version}]\" PrivateAssets=\"all\" />{items}");
}
