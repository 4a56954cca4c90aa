using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text;

namespace RnnGen.Package.Tests;

/// <summary>Runs a program to its end.</summary>
internal static class ChildProcess
{
    /// <summary>Far beyond what it takes: for a hang to end at some time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly string[] NoServers = ["-nodeReuse:false", "-p:UseSharedCompilation=false", "--nologo"];

    /// <summary>The <c>dotnet</c> that runs these tests.</summary>
    public static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Runs <c>dotnet</c>. No build server outlives it: one would hold its output, and the files under test, open.</summary>
    /// <param name="directory">The working directory.</param>
    /// <param name="command">What is to be done: <c>pack</c>, <c>build</c>, <c>publish</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it wrote to stdout.</returns>
    public static string RunDotnet(string directory, string command, params ReadOnlySpan<string> arguments) =>
        Run(directory, Dotnet, [], [command, .. arguments, .. NoServers]);

    /// <summary>Runs <c>dotnet</c>, which must fail.</summary>
    /// <param name="directory">The working directory.</param>
    /// <param name="command">What is to be done.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">It did not fail.</exception>
    public static string FailDotnet(string directory, string command, params ReadOnlySpan<string> arguments)
    {
        (int exitCode, string commandLine, string output, string error) = Start(directory, Dotnet, [], [command, .. arguments, .. NoServers]);
        return exitCode != 0 ? output + error : throw new InvalidOperationException($"{commandLine}: did not fail.\n{output}{error}");
    }

    /// <summary>Runs a program.</summary>
    /// <param name="directory">The working directory.</param>
    /// <param name="program">The program.</param>
    /// <param name="environment">Variables to set.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it wrote to stdout.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message is what it wrote.</exception>
    public static string Run(string directory, string program, ReadOnlySpan<(string Name, string Value)> environment, ReadOnlySpan<string> arguments)
    {
        (int exitCode, string commandLine, string output, string error) = Start(directory, program, environment, arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException($"{commandLine}: exit code {exitCode}.\n{output}{error}");
    }

    private static (int ExitCode, string CommandLine, string Output, string Error) Start(
        string directory, string program, ReadOnlySpan<(string Name, string Value)> environment, ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        RemoveBuildSettings(start.Environment);
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = new Process { StartInfo = start };
        var output = new StringBuilder();
        var error = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(error, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        string commandLine = $"{Path.GetFileName(program)} {string.Join(' ', start.ArgumentList)}";
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{commandLine}: had not ended after {Patience}.\n{output}{error}");
        }

        // Without a time limit: returns when all output has been read.
        process.WaitForExit();
        return (process.ExitCode, commandLine, output.ToString(), error.ToString());
    }

    /// <summary>Takes out what the build that started these tests set for itself (paths of its own MSBuild and SDK).</summary>
    private static void RemoveBuildSettings(IDictionary<string, string?> environment)
    {
        foreach (string name in new List<string>(environment.Keys))
        {
            if (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
            {
                environment.Remove(name);
            }
        }
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            text.Append(line).Append('\n');
        }
    }
}
