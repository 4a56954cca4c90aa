using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace RnnGen.Benchmarks.Startup;

/// <summary>Starts a program and looks at it when it has printed its first line; it waits meanwhile.</summary>
internal static class StartupRun
{
    /// <summary>Runs a program once.</summary>
    /// <param name="program">The program.</param>
    /// <exception cref="StartupException">It fails.</exception>
    public static StartupSample Once(StartupProgram program)
    {
        var info = new ProcessStartInfo(program.Path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (program.Model is not null)
        {
            info.ArgumentList.Add(program.Model);
        }

        // The runtime of this process, wherever it is installed.
        info.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(info) ?? throw new StartupException($"{program.Path} does not start");
        string? result = process.StandardOutput.ReadLine();
        double nanoseconds = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        process.Refresh();
        long resident = process.HasExited ? 0 : process.WorkingSet64, peak = process.HasExited ? 0 : process.PeakWorkingSet64;
        process.StandardInput.Close();
        string? allocated = process.StandardOutput.ReadLine();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 && result is not null && allocated is not null
            ? new StartupSample(nanoseconds, resident, peak, long.Parse(allocated, CultureInfo.InvariantCulture), Floats(result))
            : throw new StartupException($"exit code {process.ExitCode}: {error.Split('\n')[0]}");
    }

    private static float[] Floats(string line) =>
        [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static text => float.Parse(text, CultureInfo.InvariantCulture))];
}
