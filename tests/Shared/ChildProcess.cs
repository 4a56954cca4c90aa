using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace RnnGen.TestSupport;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to stdout, lines ended by LF.</param>
/// <param name="Error">What it wrote to stderr, lines ended by LF.</param>
internal sealed record ProcessResult(int ExitCode, string Output, string Error);

/// <summary>Every process that a test starts.</summary>
internal static class ChildProcess
{
    /// <summary>Far beyond what it takes: for a hang to end at some time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly string[] NoServers = ["-nodeReuse:false", "-p:UseSharedCompilation=false", "--nologo"];

    /// <summary>The <c>dotnet</c> that runs these tests.</summary>
    public static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Runs <c>dotnet</c>, which must succeed. No build server outlives it: one would hold its output, and the files under test, open.</summary>
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
        (int exitCode, string output, string error) = RunToEnd(directory, Dotnet, [], [command, .. arguments, .. NoServers]);
        return exitCode != 0 ? output + error : throw new InvalidOperationException($"dotnet {command}: did not fail.\n{output}{error}");
    }

    /// <summary>Runs a program, which must succeed.</summary>
    /// <param name="directory">The working directory.</param>
    /// <param name="program">The program.</param>
    /// <param name="environment">Variables to set, or with null to remove.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it wrote to stdout.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message is what it wrote.</exception>
    public static string Run(string directory, string program, ReadOnlySpan<(string Name, string? Value)> environment, ReadOnlySpan<string> arguments)
    {
        (int exitCode, string output, string error) = RunToEnd(directory, program, environment, arguments);
        return exitCode == 0
            ? output
            : throw new InvalidOperationException($"{Path.GetFileName(program)} {string.Join(' ', arguments)}: exit code {exitCode}.\n{output}{error}");
    }

    /// <summary>Runs an assembly to its end, as a user starts it.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ProcessResult RunAssembly(string assembly, params ReadOnlySpan<string> arguments) => RunAssembly(assembly, [], arguments);

    /// <inheritdoc cref="RunAssembly(string, ReadOnlySpan{string})"/>
    public static ProcessResult RunAssembly(string assembly, ReadOnlySpan<(string Name, string? Value)> environment, ReadOnlySpan<string> arguments) =>
        RunToEnd(Path.GetTempPath(), Dotnet, environment, ["exec", assembly, .. arguments]);

    /// <summary>Starts an assembly, and leaves it running.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Process StartAssembly(string assembly, params ReadOnlySpan<string> arguments) =>
        Start(Path.GetTempPath(), Dotnet, [], ["exec", assembly, .. arguments]);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="directory">The working directory.</param>
    /// <param name="program">The program.</param>
    /// <param name="environment">Variables to set, or with null to remove.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="TimeoutException">It hangs.</exception>
    public static ProcessResult RunToEnd(
        string directory, string program, ReadOnlySpan<(string Name, string? Value)> environment, ReadOnlySpan<string> arguments)
    {
        using Process process = Start(directory, program, environment, arguments);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{Path.GetFileName(program)} {string.Join(' ', arguments)}: had not ended after {Patience}.\n{Text(output)}{Text(error)}");
        }

        return new ProcessResult(process.ExitCode, Text(output), Text(error));
    }

    private static string Text(Task<string> stream) => stream.GetAwaiter().GetResult().ReplaceLineEndings("\n");

    private static Process Start(
        string directory, string program, ReadOnlySpan<(string Name, string? Value)> environment, ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments.ToArray())
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        RemoveBuildSettings(start.Environment);
        foreach ((string name, string? value) in environment)
        {
            if (value is null)
            {
                start.Environment.Remove(name);
            }
            else
            {
                start.Environment[name] = value;
            }
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
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
}
