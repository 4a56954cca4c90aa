namespace RnnGen.Import;

/// <summary>What becomes of words that a file of word vectors does not have.</summary>
public enum MissingWords
{
    /// <summary>Their rows are zeros.</summary>
    Zero,

    /// <summary>Their rows are drawn from a normal distribution around 0 with the standard deviation of all numbers that were found.</summary>
    Random,

    /// <summary>Their rows stay as they are: an embedding's own first numbers, or those of an earlier training.</summary>
    Keep,
}
