using System;
using System.Runtime.InteropServices;
using Xunit;

namespace RnnGen.Benchmarks.Tests;

/// <summary>A test of what is so on Linux: how it loads libraries, and a script of its shell.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = $"This is so on Linux; here is {RuntimeInformation.OSDescription}.";
        }
    }
}
