namespace RnnGen.FirstCallProbe;

/// <summary>The first calls of a cell in a process.</summary>
internal abstract class FirstCalls
{
    /// <summary>The cell's name.</summary>
    public abstract string Name { get; }

    /// <summary>Makes all the calls that a real-time thread makes, each for the first time.</summary>
    /// <returns>Bytes allocated by each.</returns>
    public abstract AllocatedBytes Make();
}
