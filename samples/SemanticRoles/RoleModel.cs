using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen;
using RnnGen.Formats;
using RnnGen.Training;
using Shared.Tagging;

namespace SemanticRoles;

/// <summary>The network, a linear chain beside it, and both together.</summary>
internal sealed class RoleModel : TaggerPair<Frame>
{
    private const float FirstWords = 0.3f;
    private const int SyntaxEpochs = 12;

    private readonly RoleTagger _network;
    private readonly FrameEncoder _encoder;

    /// <summary>Creates it with parameters of zeros.</summary>
    /// <param name="vocabulary">Words and types.</param>
    /// <param name="features">What the linear chain takes of a word.</param>
    /// <param name="isMadeUp">
    /// Whether it learns from made-up sentences. In those a word gives itself away: most of the training is without it, so that what stands around it is learnt.
    /// </param>
    public RoleModel(TaggerVocabulary vocabulary, LinearEncoder features, bool isMadeUp)
        : this(
            vocabulary, vocabulary.Types.ConstraintsOf(RoleTagger.OutputSize), features,
            new FrameEncoder(vocabulary, new WordForms(RoleTagger.Pieces)) { WordDropout = isMadeUp ? 20 : 0.5, PieceDropout = isMadeUp ? 0.5 : 0.3 })
    {
    }

    private RoleModel(TaggerVocabulary vocabulary, CrfConstraints constraints, LinearEncoder features, FrameEncoder encoder)
        : this(new RoleTagger { Constraints = constraints }, new LinearTagger { Constraints = constraints }, new TagChain { Constraints = constraints }, vocabulary, features, encoder)
    {
    }

    private RoleModel(RoleTagger network, LinearTagger linear, TagChain chain, TaggerVocabulary vocabulary, LinearEncoder features, FrameEncoder encoder)
        : base(
            new SpanTagger<Frame, RoleTagger.StepInput>(
                network, LabelChain.Of(network, new RoleTagger.Workspace(SpanWindow.MaxWords)), encoder, vocabulary.Types),
            new SpanTagger<Frame, LinearTagger.StepInput>(
                linear, LabelChain.Of(linear, new LinearTagger.Workspace(SpanWindow.MaxWords)), features, vocabulary.Types),
            new SpanDecoder(LabelChain.Of(chain, new TagChain.Workspace(SpanWindow.MaxWords)), vocabulary.Types), tensors => chain.Load(tensors)) =>
        (_network, _encoder) = (network, encoder);

    /// <inheritdoc/>
    protected override TaggerOptions<Frame> Begin(Frame[] training, TaggerOptions<Frame> course)
    {
        TrainerOptions options = course.Trainer with { ClipNorm = 1, AverageDecay = 0.99 };
        _network.Initialize(options.Seed);
        TensorStore tensors = TensorsOf(_network.Save);
        Initialization.Uniform(tensors, "words.weight", FirstWords, options.Seed);
        _network.Load(tensors);

        // Where the training data have trees, what is below the tags first learns how each word hangs in its tree: the arguments of a predicate are parts of the tree.
        if (training.All(static frame => frame.Relations is not null))
        {
            _network.Load(LearnSyntax(training, options), layers: ["words", "shape", "pieces", "lstm"]);
        }

        return course with { Optimizer = Optimizer, Trainer = options };
    }

    private static AdamW Optimizer(int parameters) => new(parameters, learningRate: 3e-3f, weightDecay: 0.01f);

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
