namespace Shared;

/// <summary>What a word of a bag counts for.</summary>
public enum BagWeighting
{
    /// <summary>One, if it is there.</summary>
    Presence,

    /// <summary>The more, the more often it is there and the fewer other texts have it (tf-idf), with every text of length one.</summary>
    Rarity,
}
