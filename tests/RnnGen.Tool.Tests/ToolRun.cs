using System.IO;

namespace RnnGen.Tool.Tests;

/// <summary>A call of the tool in this process.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to stdout, lines ended by LF.</param>
/// <param name="Error">What it wrote to stderr, lines ended by LF.</param>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    /// <summary>Calls the tool.</summary>
    /// <param name="arguments">Its arguments.</param>
    public static ToolRun Of(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int exitCode = ToolCommand.Run(arguments, output, error);
        return new ToolRun(exitCode, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }
}
