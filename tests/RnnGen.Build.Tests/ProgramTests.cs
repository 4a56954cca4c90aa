using System;
using System.IO;
using System.Linq;
using RnnGen.Import.Tests;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Build.Tests;

/// <summary>The converter as the build starts it.</summary>
public class ProgramTests
{
    private static readonly string Converter = typeof(Program).Assembly.Location;

    private static readonly string Nam = Path.Combine(ImportCase.Root, "nam");

    [Fact]
    public void Every_model_that_can_be_converted_is_and_each_fault_is_one_line()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["old.rnnmodel"], "old");
        (ProcessResult result, string fault) = Run(folder, ("good", "lstm_1x8.nam"), ("old", "bad_wavenet.nam"), ("none", "none.nam"), ("pretty", "lstm_pretty.nam"), ("short", "bad_one_weight_short.nam"));

        Assert.Equal(1, result.ExitCode);
        string[] printed = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, printed.Length);
        Assert.StartsWith($"{Path.Combine(Nam, "bad_wavenet.nam")} : error RNN1001: architecture: found 'WaveNet'", printed[0]);
        Assert.StartsWith($"{Path.Combine(Nam, "none.nam")} : error RNN1002: ", printed[1]);
        Assert.Empty(result.Error);
        string[] last = fault.Split('\t');
        Assert.Equal([Path.Combine(Nam, "bad_one_weight_short.nam"), "RNN1001"], last[..2]);
        Assert.Contains("numbers", last[2]);
        Assert.Equal(3, last.Length);

        Assert.All((string[])["good", "pretty"], name => Assert.True(File.Exists(folder[name + ".rnnmodel"]) && File.Exists(folder[name + ".safetensors"])));
        Assert.Equal("old", File.ReadAllText(folder["old.rnnmodel"]));
        Assert.False(File.Exists(folder["old.safetensors"]));
    }

    [Fact]
    public void Success_says_nothing_and_takes_an_old_fault_away()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["fault"], "old");
        (ProcessResult result, string fault) = Run(folder, ("good", "lstm_1x8.nam"));

        Assert.Equal((0, "", "", ""), (result.ExitCode, result.Output, result.Error, fault));
    }

    [Fact]
    public void Other_arguments_are_answered_by_the_usage()
    {
        ProcessResult result = ChildProcess.RunAssembly(Converter, "x");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("usage:", result.Error);
    }

    private static (ProcessResult Result, string Fault) Run(TemporaryFolder folder, params (string Name, string File)[] models)
    {
        File.WriteAllLines(folder["list"], models.Select(model => string.Join('\t', Path.Combine(Nam, model.File), folder[model.Name + ".rnnmodel"], folder[model.Name + ".safetensors"], model.Name, $"RnnModel/{model.Name}")));
        ProcessResult result = ChildProcess.RunAssembly(Converter, folder["list"], folder["fault"]);
        return (result, File.Exists(folder["fault"]) ? File.ReadAllText(folder["fault"]) : "");
    }
}
