using RnnGen;
using RnnGen.Formats;
using RnnGen.Training;
using Shared.Tagging;

namespace NamedEntities;

/// <summary>The network, a linear chain beside it, and both together.</summary>
internal sealed class EntityModel : TaggerPair<Sentence>
{
    private const float FirstWords = 0.3f;

    private readonly EntityTagger _network;

    /// <summary>Creates it with parameters of zeros.</summary>
    /// <param name="vocabulary">Words and types.</param>
    /// <param name="features">What the linear chain takes of a word.</param>
    /// <param name="isMadeUp">
    /// Whether it learns from made-up sentences. In those a word gives itself away: most of the training is without it, so that what stands around it is learnt.
    /// </param>
    public EntityModel(TaggerVocabulary vocabulary, LinearEncoder features, bool isMadeUp)
        : this(vocabulary, vocabulary.Types.ConstraintsOf(EntityTagger.OutputSize), features, isMadeUp)
    {
    }

    private EntityModel(TaggerVocabulary vocabulary, CrfConstraints constraints, LinearEncoder features, bool isMadeUp)
        : this(new EntityTagger { Constraints = constraints }, new LinearTagger { Constraints = constraints }, new TagChain { Constraints = constraints }, vocabulary, features, isMadeUp)
    {
    }

    private EntityModel(EntityTagger network, LinearTagger linear, TagChain chain, TaggerVocabulary vocabulary, LinearEncoder features, bool isMadeUp)
        : base(
            new SpanTagger<Sentence, EntityTagger.StepInput>(
                network, LabelChain.Of(network, new EntityTagger.Workspace(SpanWindow.MaxWords)),
                new EntityEncoder(vocabulary, new WordForms(EntityTagger.Pieces)) { WordDropout = isMadeUp ? 20 : 0.5, PieceDropout = isMadeUp ? 0.5 : 0.3 }, vocabulary.Types),
            new SpanTagger<Sentence, LinearTagger.StepInput>(
                linear, LabelChain.Of(linear, new LinearTagger.Workspace(SpanWindow.MaxWords)), features, vocabulary.Types),
            new SpanDecoder(LabelChain.Of(chain, new TagChain.Workspace(SpanWindow.MaxWords)), vocabulary.Types), tensors => chain.Load(tensors)) => _network = network;

    /// <inheritdoc/>
    protected override TaggerOptions<Sentence> Begin(Sentence[] training, TaggerOptions<Sentence> course)
    {
        int seed = course.Trainer.Seed;
        _network.Initialize(seed);

        // Parameters of words are small, since of most of them little is learnt.
        var tensors = new TensorStore();
        _network.Save(tensors);
        Initialization.Uniform(tensors, "words.weight", FirstWords, seed);
        _network.Load(tensors);
        return course with
        {
            Optimizer = static parameters => new AdamW(parameters, learningRate: 4e-3f, weightDecay: 0.01f),
            Trainer = course.Trainer with { ClipNorm = 1, AverageDecay = 0.99 },
        };
    }
}
