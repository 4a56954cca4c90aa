namespace RnnGen.Import;

/// <summary>How word vectors are read.</summary>
public sealed record WordVectorOptions
{
    /// <summary>The file's format.</summary>
    public WordVectorFormat Format { get; init; }

    /// <summary>Floats a word that the file must have; 0 takes what it has.</summary>
    public int Size { get; init; }

    /// <summary>What becomes of words that the file does not have.</summary>
    public MissingWords Missing { get; init; }

    /// <summary>
    /// For <see cref="MissingWords.Random"/>: the same seed gives the same numbers on every machine. Each row has its own, whatever other words are missing.
    /// </summary>
    public int Seed { get; init; }

    /// <summary>
    /// Whether a word that is not in the file as it is written takes the vector of the same word in another case: of the one in lower case, else of the first one.
    /// Many files have lower case only.
    /// </summary>
    public bool IgnoreCase { get; init; }

    /// <summary>The row of the token that fills up short sequences, or null: zeros, whatever the file has. Give the same to the embedding layer.</summary>
    public int? PaddingIndex { get; init; }

    /// <summary>
    /// The row of the token for unknown words, or null: if the file does not have it, it becomes the mean of the vectors that were found.
    /// </summary>
    public int? UnknownIndex { get; init; }

    /// <summary>
    /// Whether words that are not valid UTF-8 are passed over. The first word2vec cut long words in the middle of a letter; such a file is refused otherwise.
    /// </summary>
    public bool SkipInvalidWords { get; init; }
}
