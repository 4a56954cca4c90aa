namespace RnnGen.Import;

/// <summary>The formats of files of word vectors.</summary>
public enum WordVectorFormat
{
    /// <summary>Told by the file's content.</summary>
    Detect,

    /// <summary>Text: a line with the numbers of words and of floats a word, then a line a word. word2vec's text format, and fastText's <c>.vec</c>.</summary>
    Word2VecText,

    /// <summary>word2vec's binary format: the same first line, then each word with its floats as bytes.</summary>
    Word2VecBinary,

    /// <summary>Text without a first line for the numbers, as GloVe writes it.</summary>
    GloVe,
}
