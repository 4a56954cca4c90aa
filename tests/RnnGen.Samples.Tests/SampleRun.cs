using System;
using System.Diagnostics;
using System.IO;
using RnnGen.TestSupport;

namespace RnnGen.Samples.Tests;

/// <summary>Runs of a sample as a process of its own, as a user starts it.</summary>
internal static class SampleRun
{
    /// <summary>Runs the sample that lies beside the tests.</summary>
    /// <param name="sample">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ProcessResult Start(string sample, params string[] arguments) => StartIn(AppContext.BaseDirectory, sample, arguments);

    /// <summary>Runs the sample from somewhere else than where it lies.</summary>
    /// <param name="directory">Where it lies.</param>
    /// <param name="sample">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ProcessResult StartIn(string directory, string sample, params string[] arguments) =>
        ChildProcess.RunAssembly(Path.Combine(directory, sample + ".dll"), arguments);

    /// <summary>Starts a sample, and leaves it running.</summary>
    /// <param name="directory">Where it lies.</param>
    /// <param name="sample">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Process StartProcess(string directory, string sample, params string[] arguments) =>
        ChildProcess.StartAssembly(Path.Combine(directory, sample + ".dll"), arguments);
}
