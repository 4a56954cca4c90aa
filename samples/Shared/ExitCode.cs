namespace Shared;

/// <summary>What the samples, and the tools under tests/, end with: one code for one kind of fault. samples/README.md has the table.</summary>
public static class ExitCode
{
    /// <summary>All well; also after <c>--help</c>.</summary>
    public const int Success = 0;

    /// <summary>The work failed: a file holds something else than it should, a result is not the one that is wanted, a disk is full.</summary>
    public const int Failure = 1;

    /// <summary>The command line cannot be followed: an unknown option, a value that is missing, empty or out of range, a path that cannot be read or written.
    /// Nothing was done; the usage is printed.</summary>
    public const int BadArguments = 2;
}
