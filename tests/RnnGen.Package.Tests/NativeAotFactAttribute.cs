using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Xunit;

namespace RnnGen.Package.Tests;

/// <summary>A test that publishes with NativeAOT; skipped, with the reason printed, where this machine cannot.</summary>
internal sealed class NativeAotFactAttribute : FactAttribute
{
    public NativeAotFactAttribute()
    {
        // native-linker.sh installs one for continuous integration.
        if (OperatingSystem.IsLinux() && !IsOnPath("clang") && !IsOnPath("gcc"))
        {
            Skip = "NativeAOT needs clang or gcc to link with; neither is on the path.";
        }
    }

    /// <summary>Whether the code is for processors with AVX2 and FMA (x86-64-v3), and runs only there.</summary>
    public bool NeedsAvx2
    {
        get;
        set
        {
            field = value;
            if (value && !(Avx2.IsSupported && Fma.IsSupported))
            {
                Skip ??= $"This process ({RuntimeInformation.ProcessArchitecture}) has no AVX2 and FMA to compare with.";
            }
        }
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(directory => File.Exists(Path.Combine(directory, program)));
}
