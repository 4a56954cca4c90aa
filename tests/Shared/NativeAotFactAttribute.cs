using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Xunit;

namespace RnnGen.TestSupport;

/// <summary>A test that publishes with NativeAOT; skipped, with the reason printed, where this machine cannot.</summary>
internal sealed class NativeAotFactAttribute : FactAttribute
{
    public NativeAotFactAttribute()
    {
        // native-linker.sh installs one for continuous integration.
        if (OperatingSystem.IsLinux() && Compiler is null)
        {
            Skip = "NativeAOT needs clang or gcc to link with; neither is on the path.";
        }
    }

    /// <summary>The C compiler of this machine, or null.</summary>
    public static string? Compiler => Array.Find(["gcc", "clang"], IsOnPath);

    /// <summary>Whether the test compiles C by <see cref="Compiler"/>, too, and links it with what is published.</summary>
    public bool CompilesC
    {
        get;
        set
        {
            field = value;
            if (value && !OperatingSystem.IsLinux())
            {
                Skip ??= "The C of this test is compiled and linked as on Linux only.";
            }
        }
    }

    /// <summary>What the code is for (<c>IlcInstructionSet</c>), and runs on alone: x86-64-v3 (AVX2 and FMA) or x86-64-v4 (AVX-512).</summary>
    public string InstructionSet
    {
        get;
        set
        {
            field = value;
            bool runsHere = value switch
            {
                "x86-64-v3" => Avx2.IsSupported && Fma.IsSupported,
                "x86-64-v4" => Avx512F.VL.IsSupported && Avx512BW.IsSupported && Avx512CD.IsSupported && Avx512DQ.IsSupported,
                _ => throw new ArgumentException($"{value} is neither x86-64-v3 nor x86-64-v4.", nameof(value)),
            };
            if (!runsHere)
            {
                Skip ??= $"{value} does not run on this machine ({RuntimeInformation.ProcessArchitecture}).";
            }
        }
    } = "";

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(directory => File.Exists(Path.Combine(directory, program)));
}
