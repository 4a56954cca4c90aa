using System.Collections.Generic;
using RnnGen.Formats;
using RnnGen.Training;
using Shared;
using Shared.Tagging;

namespace NamedEntities;

/// <summary>The network, a linear chain beside it, and both together: how they are used and trained.</summary>
internal sealed class EntityModel
{
    private const float FirstWords = 0.3f;
    private const string LinearPrefix = "linear";

    // Most words and pieces are rare: at the rate of the other layers they would learn nearly nothing.
    private static readonly Dictionary<string, double> Rates = new() { ["words"] = 2, ["pieces"] = 5 };

    /// <summary>Creates it with parameters of zeros.</summary>
    /// <param name="vocabulary">Words and types.</param>
    /// <param name="isMadeUp">
    /// Whether it learns from made-up sentences. In those a word gives itself away: most of the training is without it, so that what stands around it is learnt.
    /// </param>
    public EntityModel(TaggerVocabulary vocabulary, bool isMadeUp)
    {
        Network = new EntityTagger { Constraints = vocabulary.Types.ConstraintsOf(EntityTagger.OutputSize) };
        Tagger = new SpanTagger<Sentence, EntityTagger.StepInput>(
            Network, LabelChain.Of(Network, new EntityTagger.Workspace(SpanWindow.MaxWords)),
            new EntityEncoder(vocabulary, new WordForms(EntityTagger.Pieces)) { WordDropout = isMadeUp ? 20 : 0.5, PieceDropout = isMadeUp ? 0.5 : 0.3 }, vocabulary.Types);
        Linear = new LinearModel(vocabulary);
        var chain = new TagChain { Constraints = Network.Constraints };
        Together = new SpanVote<Sentence>(
            [Tagger, Linear.Tagger], new SpanDecoder(LabelChain.Of(chain, new TagChain.Workspace(SpanWindow.MaxWords)), vocabulary.Types), tensors => chain.Load(tensors));
    }

    /// <summary>The network.</summary>
    public EntityTagger Network { get; }

    /// <summary>What finds names with it.</summary>
    public SpanTagger<Sentence, EntityTagger.StepInput> Tagger { get; }

    /// <summary>The linear chain.</summary>
    public LinearModel Linear { get; }

    /// <summary>Both.</summary>
    public SpanVote<Sentence> Together { get; }

    /// <summary>Trains both.</summary>
    /// <param name="training">To learn from.</param>
    /// <param name="validation">To choose the epoch by.</param>
    /// <param name="course">How; without an optimiser.</param>
    /// <returns>The losses of the network.</returns>
    public LearningCurve Train(Sentence[] training, Sentence[] validation, TaggerOptions<Sentence> course)
    {
        Initialize(course.Trainer.Seed);
        LearningCurve curve = TaggerCourse.Train(Tagger, training, validation, course with
        {
            Optimizer = static parameters => new AdamW(parameters, learningRate: 4e-3f, weightDecay: 0.01f),
            Trainer = course.Trainer with { ClipNorm = 1, AverageDecay = 0.99, LayerRates = Rates },
        });
        Linear.Tagger.Train(training, validation, course with { Optimizer = LinearModel.Optimizer });
        return curve;
    }

    /// <summary>Loads both.</summary>
    /// <param name="source">What <see cref="Save"/> wrote.</param>
    public void Load(ITensorSource source)
    {
        Network.Load(source);
        Linear.Network.Load(source, LinearPrefix);
    }

    /// <summary>Writes both.</summary>
    /// <param name="sink">Where to.</param>
    public void Save(ITensorSink sink)
    {
        Network.Save(sink);
        Linear.Network.Save(sink, LinearPrefix);
    }

    // Parameters of words are small, since of most of them little is learnt.
    private void Initialize(int seed)
    {
        Network.Initialize(seed);
        var tensors = new TensorStore();
        Network.Save(tensors);
        Initialization.Uniform(tensors, "words.weight", FirstWords, seed);
        Network.Load(tensors);
    }
}
