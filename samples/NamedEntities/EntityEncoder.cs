using System;
using System.Linq;
using Shared.Tagging;

namespace NamedEntities;

/// <summary>What <see cref="EntityTagger"/> takes of a sentence.</summary>
/// <param name="vocabulary">The words that are known by themselves.</param>
/// <param name="forms">The pieces of words.</param>
internal sealed class EntityEncoder(TaggerVocabulary vocabulary, WordForms forms) : ISentenceEncoder<Sentence, EntityTagger.StepInput>
{
    /// <summary>In training, a word that was seen so often is unknown in every second case.</summary>
    public double WordDropout { get; init; }

    /// <summary>In training, how likely each piece of a word is left out.</summary>
    public double PieceDropout { get; init; }

    /// <inheritdoc/>
    public EntityTagger.StepInput[] Encode(Sentence sentence, Random? random) =>
    [
        .. sentence.Words.Select(word => random is null
            ? new EntityTagger.StepInput(vocabulary.IdOf(word), WordForms.ShapeOf(word), forms.PiecesOf(word))
            : new EntityTagger.StepInput(
                vocabulary.DrawId(word, WordDropout, random), random.NextDouble() < PieceDropout ? 0 : WordForms.ShapeOf(word),
                Array.FindAll(forms.PiecesOf(word), _ => random.NextDouble() >= PieceDropout))),
    ];
}
