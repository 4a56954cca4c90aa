using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Samples.Tests;

/// <summary>
/// A test that compiles a program for ARM64 on x64 Linux and runs it under emulation, which takes a minute or more: only if the environment asks for it.
/// </summary>
internal sealed class Arm64EmulationFactAttribute : FactAttribute
{
    private const string Variable = "RNNGEN_KEYWORD_ARM64";

    private static readonly string[] Programs = ["aarch64-linux-gnu-gcc", "aarch64-linux-gnu-objcopy", "qemu-aarch64-static"];

    public Arm64EmulationFactAttribute() => Skip = Problem();

    private static string? Problem()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return "ARM64 is compiled for and emulated on x64 Linux only.";
        }

        if (TestSetting.Number(Variable, 0) == 0)
        {
            return $"It takes a minute or more; {Variable}=1 runs it, as .ci/run --all does.";
        }

        // arm64.sh installs them for continuous integration.
        string[] missing = [.. Programs.Where(static program => !IsOnPath(program))];
        return missing.Length == 0 ? null : $"Not on the path: {string.Join(", ", missing)}; samples/KeywordSpotter/arm64.sh --install installs them.";
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(directory => File.Exists(Path.Combine(directory, program)));
}
