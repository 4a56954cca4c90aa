namespace RnnGen.Tool;

/// <summary>What every command ends with: one code for one kind of outcome. The help and the package's page show the same table.</summary>
internal static class ExitCode
{
    /// <summary>All well; also after <c>--help</c>.</summary>
    public const int Success = 0;

    /// <summary>The model file is damaged, of no known format, or holds what RnnGen cannot run.</summary>
    public const int Refused = 1;

    /// <summary>The command line cannot be followed: nothing was read or written.</summary>
    public const int BadArguments = 2;

    /// <summary>A file is not there, cannot be read or cannot be written.</summary>
    public const int FileProblem = 3;

    /// <summary>The tool itself failed.</summary>
    public const int ToolFault = 4;

    /// <summary>The table, for help.</summary>
    public const string Table =
        """
        Exit codes:
          0  all well
          1  the model file is refused: damaged, of no known format, or RnnGen cannot run what it holds
          2  the command line cannot be followed
          3  a file is not there, or cannot be read or written
          4  rnngen itself failed
        """;
}
