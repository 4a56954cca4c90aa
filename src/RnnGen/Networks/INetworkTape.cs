using System;
using System.Collections.Generic;
using RnnGen.Training;

namespace RnnGen;

/// <summary>What a forward pass of a network leaves for its backward pass.</summary>
public interface INetworkTape
{
    /// <summary>What all kinds of dropout draw from: the same seed drops the same. Set another one before every <c>Forward</c>.</summary>
    long DropoutSeed { get; set; }

    /// <summary>
    /// The number of each stream, [streams] of the tape, on which what is dropped of it depends besides the seed and the step: at first its place, 0, 1, 2 and so on. Write
    /// the number that a sequence has in its data before <c>Forward</c>, and the same is dropped of it whatever batch it is in, and wherever in it. Recurrent dropout
    /// depends on the seed alone.
    /// </summary>
    Span<long> DropoutStreams { get; }

    /// <summary>Which tokens <c>Forward</c> takes for unknown ones, one for each input of tokens at most; empty, the default, for none.</summary>
    /// <exception cref="ArgumentNullException">It, or one of it, is null.</exception>
    /// <exception cref="ArgumentException">One is of no input of tokens, or of another vocabulary, or two are of one input.</exception>
    IReadOnlyList<WordCounts> WordCounts { get; set; }
}
