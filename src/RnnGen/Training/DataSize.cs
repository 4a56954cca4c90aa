namespace RnnGen.Training;

/// <summary>What a trainer must have room for.</summary>
/// <param name="Sequences">Sequences.</param>
/// <param name="Steps">The steps of the longest.</param>
/// <param name="Longest">The words for it in a message.</param>
/// <param name="Weight">What all of them count for.</param>
internal readonly record struct DataSize(int Sequences, int Steps, string Longest, double Weight)
{
    /// <summary>Room for either.</summary>
    /// <param name="other">The other.</param>
    public DataSize Or(DataSize other)
    {
        DataSize longer = other.Steps > Steps ? other : this;
        return longer with { Sequences = int.Max(Sequences, other.Sequences) };
    }
}
