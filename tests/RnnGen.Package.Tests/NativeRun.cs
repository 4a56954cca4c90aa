using System.Collections.Generic;

namespace RnnGen.Package.Tests;

/// <summary>A user's project as a native program.</summary>
/// <param name="Output">What it printed.</param>
/// <param name="CompilerOptions">What the compiler told analyzers of the project.</param>
/// <param name="Size">The program's size in bytes.</param>
/// <param name="PublishOutput">What publishing it printed.</param>
internal sealed record NativeRun(ConsumerOutput Output, IReadOnlyList<string> CompilerOptions, long Size, string PublishOutput);
