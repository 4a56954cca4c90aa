using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Training;
using Shared;
using Shared.Tagging;

namespace SemanticRoles;

/// <summary>The network, a linear chain beside it, and both together: how they are used and trained.</summary>
internal sealed class RoleModel
{
    private const float FirstWords = 0.3f;
    private const int SyntaxEpochs = 12;
    private const double AverageDecay = 0.99;
    private const string LinearPrefix = "linear";

    // Most words and pieces are rare: at the rate of the other layers they would learn nearly nothing.
    private static readonly Dictionary<string, double> Rates = new() { ["words"] = 2, ["pieces"] = 5, ["predicate"] = 5 };

    private readonly FrameEncoder _encoder;

    /// <summary>Creates it with parameters of zeros.</summary>
    /// <param name="vocabulary">Words and types.</param>
    /// <param name="isMadeUp">
    /// Whether it learns from made-up sentences. In those a word gives itself away: most of the training is without it, so that what stands around it is learnt.
    /// </param>
    public RoleModel(TaggerVocabulary vocabulary, bool isMadeUp)
    {
        Network = new RoleTagger { Constraints = vocabulary.Types.ConstraintsOf(RoleTagger.OutputSize) };
        _encoder = new FrameEncoder(vocabulary, new WordForms(RoleTagger.Pieces)) { WordDropout = isMadeUp ? 20 : 0.5, PieceDropout = isMadeUp ? 0.5 : 0.3 };
        Tagger = new SpanTagger<Frame, RoleTagger.StepInput>(
            Network, LabelChain.Of(Network, new RoleTagger.Workspace(SpanWindow.MaxWords)), _encoder, vocabulary.Types);
        Linear = new LinearModel(vocabulary);
        var chain = new TagChain { Constraints = Network.Constraints };
        Together = new SpanVote<Frame>(
            [Tagger, Linear.Tagger], new SpanDecoder(LabelChain.Of(chain, new TagChain.Workspace(SpanWindow.MaxWords)), vocabulary.Types), tensors => chain.Load(tensors));
    }

    /// <summary>The network.</summary>
    public RoleTagger Network { get; }

    /// <summary>What finds arguments with it.</summary>
    public SpanTagger<Frame, RoleTagger.StepInput> Tagger { get; }

    /// <summary>The linear chain.</summary>
    public LinearModel Linear { get; }

    /// <summary>Both.</summary>
    public SpanVote<Frame> Together { get; }

    /// <summary>Trains both.</summary>
    /// <param name="training">To learn from.</param>
    /// <param name="validation">To choose the epoch by.</param>
    /// <param name="course">How; without an optimiser.</param>
    /// <returns>The losses of the network.</returns>
    public LearningCurve Train(Frame[] training, Frame[] validation, TaggerOptions<Frame> course)
    {
        TrainerOptions own = course.Trainer with { ClipNorm = 1, AverageDecay = AverageDecay, LayerRates = Rates };
        Initialize(training, own);
        LearningCurve curve = TaggerCourse.Train(Tagger, training, validation, course with { Optimizer = Optimizer, Trainer = own });
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

    private static AdamW Optimizer(int parameters) => new(parameters, learningRate: 3e-3f, weightDecay: 0.01f);

    // Where the training data have trees, what is below the tags first learns how each word hangs in its tree: the arguments of a predicate are parts of the tree.
    private void Initialize(IReadOnlyList<Frame> training, TrainerOptions options)
    {
        Network.Initialize(options.Seed);
        TensorStore tensors = TensorsOf(Network.Save);
        Initialization.Uniform(tensors, "words.weight", FirstWords, options.Seed);
        Network.Load(tensors);
        if (training.All(static frame => frame.Relations is not null))
        {
            Network.Load(LearnSyntax(training, options), layers: ["words", "shape", "pieces", "lstm"]);
        }
    }

    private static TensorStore TensorsOf(Action<ITensorSink, string> save)
    {
        var tensors = new TensorStore();
        save(tensors, "");
        return tensors;
    }

    private TensorStore LearnSyntax(IReadOnlyList<Frame> training, TrainerOptions options)
    {
        var network = new SyntaxTagger();
        network.Initialize(options.Seed);
        TensorStore tensors = TensorsOf(network.Save);
        Initialization.Uniform(tensors, "words.weight", FirstWords, options.Seed);
        network.Load(tensors);

        // The predicates of a sentence share its tree.
        Frame[] sentences = [.. training.DistinctBy(static frame => frame.Relations)];
        Dictionary<string, int> labels = sentences.SelectMany(static frame => frame.Relations!).CountBy(static relation => relation)
            .OrderByDescending(static relation => relation.Value).ThenBy(static relation => relation.Key, StringComparer.Ordinal)
            .Take(SyntaxTagger.Labels).Select(static (relation, label) => (relation.Key, label)).ToDictionary();
        int updates = (sentences.Length + options.BatchSize - 1) / options.BatchSize;
        using var trainer = new Trainer<SyntaxTagger.StepInput, int>(
            network, Optimizer(network.Parameters.Length), SequenceLoss.CrossEntropy(),
            TaggerCourse.Over(options, (long)updates * SyntaxEpochs));
        for (int epoch = 0; epoch < SyntaxEpochs; epoch++)
        {
            var random = new Random(unchecked((options.Seed * 1000003) + epoch));
            trainer.TrainEpoch(
            [
                .. sentences.Select(frame => new Example<SyntaxTagger.StepInput, int>(
                    [.. _encoder.EncodeAlone(frame.Words, random).Take(SpanWindow.MaxWords)],
                    [.. frame.Relations!.Take(SpanWindow.MaxWords).Select(relation => labels.GetValueOrDefault(relation, Loss.Ignored))])),
            ]);
        }

        return TensorsOf(network.Save);
    }
}
