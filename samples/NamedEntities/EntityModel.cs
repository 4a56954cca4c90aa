using RnnGen.Formats;
using RnnGen.Training;
using Shared.Tagging;

namespace NamedEntities;

/// <summary>The network, and how it is used and trained.</summary>
internal sealed class EntityModel
{
    private const float FirstWords = 0.3f;

    /// <summary>Creates it with parameters of zeros.</summary>
    /// <param name="vocabulary">Words and types.</param>
    /// <param name="isMadeUp">
    /// Whether it learns from made-up sentences. In those a word gives itself away: most of the training is without it, so that what stands around it is learnt.
    /// </param>
    public EntityModel(TaggerVocabulary vocabulary, bool isMadeUp)
    {
        Network = new EntityTagger { Constraints = vocabulary.Types.ConstraintsOf(EntityTagger.OutputSize) };
        Tagger = new SpanTagger<Sentence, EntityTagger.StepInput>(
            Network, LabelChain.Of(Network, new EntityTagger.Workspace(SpanTagger.MaxWords)),
            new EntityEncoder(vocabulary, new WordForms(EntityTagger.Pieces)) { WordDropout = isMadeUp ? 20 : 0.5, PieceDropout = isMadeUp ? 0.5 : 0.3 }, vocabulary.Types);
    }

    /// <summary>The network.</summary>
    public EntityTagger Network { get; }

    /// <summary>What finds names with it.</summary>
    public SpanTagger<Sentence, EntityTagger.StepInput> Tagger { get; }

    /// <summary>What it is trained with.</summary>
    /// <param name="parameters">How many there are.</param>
    public static Optimizer Optimizer(int parameters) => new AdamW(parameters, learningRate: 4e-3f, weightDecay: 0.01f);

    /// <summary>Draws the parameters: those of words small, since of most of them little is learnt.</summary>
    /// <param name="seed">The same seed gives the same.</param>
    public void Initialize(int seed)
    {
        Network.Initialize(seed);
        var tensors = new TensorStore();
        Network.Save(tensors);
        Initialization.Uniform(tensors, "words.weight", FirstWords, seed);
        Network.Load(tensors);
    }
}
