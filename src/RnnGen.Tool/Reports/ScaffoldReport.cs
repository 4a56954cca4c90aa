using System.Collections.Generic;

namespace RnnGen.Tool.Reports;

/// <summary>What <c>rnngen scaffold --json</c> writes. The same rules hold as for <see cref="InspectReport"/>.</summary>
internal sealed record ScaffoldReport
{
    /// <summary>The version of these fields.</summary>
    public int Schema { get; } = 1;

    /// <summary>The file, as it was given.</summary>
    public required string File { get; init; }

    /// <summary>The name of the class.</summary>
    public required string Type { get; init; }

    /// <summary>Its namespace, or null.</summary>
    public required string? Namespace { get; init; }

    /// <summary>Whether the file says all: the source compiles as it is, and runs the file.</summary>
    public required bool Complete { get; init; }

    /// <summary>What a person must decide, because the file does not say it: one sentence each.</summary>
    public required IReadOnlyList<string> Unsaid { get; init; }

    /// <summary>The declaration of the class alone.</summary>
    public required string Declaration { get; init; }

    /// <summary>The whole source file.</summary>
    public required string Source { get; init; }

    /// <summary>Where it was written, or null.</summary>
    public required string? Output { get; init; }
}
