using Xunit;

namespace RnnGen.Tests.Threads;

/// <summary>Tests that run when no other test does: the pool of threads is one for the process, and others would take workers from it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
