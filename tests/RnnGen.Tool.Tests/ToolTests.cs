using System;
using System.IO;
using System.Linq;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Tool.Tests;

/// <summary>The tool as a whole: its exit codes and its help, also as a process of its own.</summary>
public sealed class ToolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("error: Required command was not provided.")]
    [InlineData("error: Unrecognized command or argument 'look'.", "look")]
    [InlineData("error: Required argument 'FILE' missing for command: 'inspect'.", "inspect")]
    [InlineData("error: FILE needs a value that is not empty", "inspect", "")]
    [InlineData("error: Unrecognized command or argument '--xml'.", "inspect", "amp.nam", "--xml")]
    [InlineData("error: Unrecognized command or argument 'b.nam'.", "inspect", "a.nam", "b.nam")]
    [InlineData("error: Required argument missing for option: '--name'.", "scaffold", "amp.nam", "--name")]
    [InlineData("error: --namespace 'a..b': it is not the name of a C# namespace", "scaffold", "amp.nam", "--namespace", "a..b")]
    [InlineData("error: --output needs a value that is not empty", "scaffold", "amp.nam", "-o", "")]
    [InlineData("error: --output needs a value", "scaffold", "amp.nam", "-o", "--force")]
    [InlineData("error: --name needs a value", "scaffold", "amp.nam", "--name", "--json")]
    [InlineData("error: Option '--output' is required.", "convert", "amp.nam")]
    [InlineData("error: Option '-o' expects a single argument but 2 were provided.", "convert", "amp.nam", "-o", "a", "-o", "b")]
    public void A_command_line_that_cannot_be_followed_has_a_code_of_its_own(string message, params string[] arguments)
    {
        ToolRun run = ToolRun.Of(arguments);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        string[] lines = run.Error.TrimEnd('\n').Split('\n');
        Assert.Contains(message, lines);
        Assert.All(lines[..^1], static line => Assert.StartsWith("error: ", line, StringComparison.Ordinal));
        Assert.Matches("^'rnngen( inspect| scaffold| convert)? --help' says how it is used.$", lines[^1]);
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("scaffold")]
    [InlineData("convert", "-o", "model.safetensors")]
    public void Every_command_has_the_same_codes(string command, params string[] more)
    {
        string[] options = [.. more.Select(argument => argument.StartsWith('-') ? argument : _folder[argument])];
        foreach ((int code, string path, string problem) in new[]
        {
            (0, ModelCases.Capture, ""), (1, ModelCases.Refused, "error: "), (1, _folder.Write("empty", []), "error: "), (1, _folder.Write("noise", new byte[5000]), "error: "),
            (3, _folder["missing"], "there is no such file"), (3, _folder["missing/file"], "there is no such file"), (3, _folder.Path, "it is a folder, not a file"),
        })
        {
            ToolRun run = ToolRun.Of([command, path, .. options]);
            Assert.True(code == run.ExitCode, $"{path}: {run.ExitCode}, {run.Error}");
            Assert.Contains(problem, run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
            File.Delete(_folder["model.safetensors"]);
        }
    }

    [Theory]
    [InlineData("", "rnngen [command] [options]", "Start with:", "inspect <FILE>", "scaffold <FILE>", "convert <FILE>", "  3  a file is not there, or cannot be read or written")]
    [InlineData("inspect", "rnngen inspect <FILE> [options]", "Examples:", "--json", "rnngen inspect amp.nam")]
    [InlineData("scaffold", "rnngen scaffold <FILE> [options]", "Examples:", "--name <TYPE>", "--namespace <NAMESPACE>", "-o, --output <FILE.cs>",
        "--force", "dotnet add package RnnGen.Import")]
    [InlineData("convert", "rnngen convert <FILE> [options]", "Examples:", "-o, --output <MODEL.safetensors>", "(REQUIRED)", "--force")]
    public void Help_teaches(string command, params string[] parts)
    {
        foreach (string help in new[] { "--help", "-h" })
        {
            ToolRun run = ToolRun.Of([.. command.Length == 0 ? (string[])[] : [command], help]);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            Assert.All(parts, part => Assert.Contains(part, run.Output, StringComparison.Ordinal));
        }
    }

    /// <summary>Every example of the help is a command line that can be followed.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("inspect")]
    [InlineData("scaffold")]
    [InlineData("convert")]
    public void Examples_of_the_help_work(string command)
    {
        string[] examples = [.. ToolRun.Of([.. command.Length == 0 ? (string[])[] : [command], "--help"]).Output.Split('\n').Select(static line => line.Trim())
            .Where(static line => line.StartsWith("rnngen ", StringComparison.Ordinal) && !line.Contains('[') && !line.Contains("  COMMAND"))];
        Assert.True(examples.Length >= 2);
        Assert.All(examples, example =>
        {
            // What a shell would take as words, up to a pipe or the explanation.
            string[] words = [.. example.Split('|')[0].Split("   ")[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)];
            ToolRun run = ToolRun.Of([.. words.Select((word, index) => index == 1 ? ModelCases.Capture : index > 0 && words[index - 1] == "-o" ? _folder[word] : word)]);
            Assert.True(run.ExitCode == 0, $"{example}: {run.Error}");
        });
    }

    [Fact]
    public void The_version_is_that_of_the_package()
    {
        ToolRun run = ToolRun.Of("--version");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"^\d+\.\d+\.\d+", run.Output);
    }

    /// <summary>A name that begins with @ is a file's name, and no file of more arguments.</summary>
    [Fact]
    public void A_file_name_may_begin_with_any_character()
    {
        Assert.Contains("error: @amp.nam: there is no such file", ToolRun.Of("inspect", "@amp.nam").Error, StringComparison.Ordinal);
        Assert.Contains("error: -amp.nam: there is no such file", ToolRun.Of("inspect", "--", "-amp.nam").Error, StringComparison.Ordinal);
    }

    /// <summary>As a user starts it: results on stdout, the exit code of the process, no colours where the output goes into a file.</summary>
    [Fact]
    public void The_process_says_the_same()
    {
        string assembly = Path.Combine(AppContext.BaseDirectory, "RnnGen.Tool.dll");
        ProcessResult run = ChildProcess.RunAssembly(assembly, "inspect", ModelCases.Capture);
        Assert.Equal((0, ToolRun.Of("inspect", ModelCases.Capture).Output, ""), (run.ExitCode, run.Output, run.Error));
        Assert.DoesNotContain('\e', run.Output);

        run = ChildProcess.RunAssembly(assembly, "inspect", ModelCases.Refused);
        Assert.Equal((1, "", ToolRun.Of("inspect", ModelCases.Refused).Error), (run.ExitCode, run.Output, run.Error));

        run = ChildProcess.RunAssembly(assembly, "inspect");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
    }
}
