using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using RnnGen.Numerics;
using RnnGen.Training;

namespace RnnGen.Networks;

/// <summary>The word dropout of a tape: of each input of tokens what is declared for it.</summary>
internal sealed class DroppedWords
{
    private WordCounts?[] _ofInput = [];
    private int[] _padding = [];

    /// <summary>What was declared.</summary>
    public IReadOnlyList<WordCounts> Declared { get; private set; } = [];

    /// <summary>Checks and takes declarations.</summary>
    /// <param name="words">The declarations.</param>
    /// <param name="network">The network.</param>
    /// <param name="argument">Their name.</param>
    /// <exception cref="ArgumentNullException">They, or one of them, are null.</exception>
    /// <exception cref="ArgumentException">One is of no input of tokens, or of another vocabulary, or two are of one input.</exception>
    public void Declare(IReadOnlyList<WordCounts> words, NetworkDescription network, string argument)
    {
        ArgumentNullException.ThrowIfNull(words, argument);

        // By the number of the input: a network of tokens alone has one.
        NetworkInput[] inputs = network.VocabularySize > 0
            ? [.. network.Tensors.OfType<EmbeddingTensors>().Select(static table => new NetworkInput(table.Name, NetworkInputKind.Token, table.Size, table.Vocabulary))]
            : [.. network.Inputs];
        NetworkInput[] tokens = [.. inputs.Where(static input => input.Kind == NetworkInputKind.Token)];
        var ofInput = new WordCounts?[inputs.Length];
        foreach (WordCounts word in words)
        {
            ArgumentNullException.ThrowIfNull(word, argument);
            NetworkInput[] named = [.. tokens.Where(input => word.Layer is null || input.Name == word.Layer)];
            if (named.Length != 1)
            {
                string names = tokens.Length == 0 ? "none" : string.Join(", ", tokens.Select(static input => $"'{input.Name}'"));
                throw new ArgumentException(
                    $"'{argument}' is of {(word.Layer is null ? "no named layer" : $"layer '{word.Layer}'")}; it needs the name of one that takes token ids, of which the network has: {names}.",
                    argument);
            }

            if (named[0].Vocabulary != word.Vocabulary)
            {
                throw new ArgumentException($"'{argument}' has counts of {word.Vocabulary} tokens; '{named[0].Name}' has {named[0].Vocabulary}.", argument);
            }

            int number = Array.IndexOf(inputs, named[0]);
            if (ofInput[number] is not null)
            {
                throw new ArgumentException($"'{argument}' has two for '{named[0].Name}'; it takes one for each layer.", argument);
            }

            ofInput[number] = word;
        }

        _ofInput = ofInput;
        _padding =
        [
            .. inputs.Select(input => network.Tensors.OfType<EmbeddingTensors>().FirstOrDefault(table => table.Name == input.Name)?.PaddingIndex ?? -1),
        ];
        Declared = words;
    }

    /// <summary>Makes tokens of an input unknown.</summary>
    /// <param name="input">Which input.</param>
    /// <param name="dropping">Whence the random numbers are.</param>
    /// <param name="batch">The sequences.</param>
    /// <param name="tokens">[rows], packed: read and replaced.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Drop(int input, Dropping dropping, SequenceBatch batch, Span<int> tokens)
    {
        if (_ofInput.Length == 0 || _ofInput[input] is not { } words)
        {
            return;
        }

        ulong key = dropping.KeyOf(Dropping.OfWords(input));
        int padding = _padding[input];
        foreach (SequenceSegment segment in batch.Segments)
        {
            int row = segment.FirstRow;
            for (int step = segment.FirstStep; step < segment.FirstStep + segment.Steps; step++)
            {
                for (int rank = 0; rank < segment.Streams; rank++, row++)
                {
                    if (tokens[row] != padding)
                    {
                        var random = new SplitMix64(Dropping.OfPart(dropping.OfStream(key, batch.StreamOf(rank)), step));
                        tokens[row] = words.Draw(tokens[row], (uint)random.Next());
                    }
                }
            }
        }
    }
}
