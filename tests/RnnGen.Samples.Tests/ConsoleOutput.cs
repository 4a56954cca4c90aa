using System;
using System.IO;
using System.Reflection;
using Xunit;

namespace RnnGen.Samples.Tests;

/// <summary>A call of a sample in this process: for what it says before any work. The console is the process's, so that tests that use this run one at a time.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to stdout, lines ended by LF.</param>
/// <param name="Error">What it wrote to stderr, lines ended by LF.</param>
[CollectionDefinition(nameof(ConsoleOutput), DisableParallelization = true)]
public sealed record ConsoleOutput(int ExitCode, string Output, string Error)
{
    /// <summary>Calls the sample's entry point.</summary>
    /// <param name="sample">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ConsoleOutput Of(string sample, params string[] arguments)
    {
        MethodInfo main = Assembly.Load(sample).EntryPoint!;
        (TextWriter output, TextWriter error) = (Console.Out, Console.Error);
        using StringWriter newOutput = new(), newError = new();
        try
        {
            Console.SetOut(newOutput);
            Console.SetError(newError);
            int exitCode = (int)main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [arguments], null)!;
            return new ConsoleOutput(exitCode, newOutput.ToString().ReplaceLineEndings("\n"), newError.ToString().ReplaceLineEndings("\n"));
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
