using RnnGen.Training;
using Shared.Tagging;

namespace NamedEntities;

/// <summary>The linear chain, and how it is used and trained.</summary>
internal sealed class LinearModel
{
    /// <summary>Creates it with parameters of zeros, from which it is trained.</summary>
    /// <param name="vocabulary">Words and types.</param>
    public LinearModel(TaggerVocabulary vocabulary)
    {
        Network = new LinearTagger { Constraints = vocabulary.Types.ConstraintsOf(LinearTagger.OutputSize) };
        Encoder = new LinearEncoder(new WindowFeatures(vocabulary, new WordForms(EntityTagger.Pieces), LinearTagger.Features) { WordDropout = 0.5 });
        Tagger = new SpanTagger<Sentence, LinearTagger.StepInput>(
            Network, LabelChain.Of(Network, new LinearTagger.Workspace(SpanWindow.MaxWords)), Encoder, vocabulary.Types);
    }

    /// <summary>The network.</summary>
    public LinearTagger Network { get; }

    /// <summary>Its features.</summary>
    public LinearEncoder Encoder { get; }

    /// <summary>What finds names with it.</summary>
    public SpanTagger<Sentence, LinearTagger.StepInput> Tagger { get; }

    /// <summary>What it is trained with: the loss is a mean over hundreds of words, of which few have a feature; so the rate is large.</summary>
    /// <param name="parameters">How many there are.</param>
    public static Optimizer Optimizer(int parameters) => new Sgd(parameters, learningRate: 10);
}
