using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;

namespace Shared.Texts;

/// <summary>
/// A bag of pieces. It may begin as naive Bayes: of each piece a number for each class, how much more likely the piece is in texts of that class than in others, as a
/// logarithm (Wang and Manning 2012, "Baselines and Bigrams"). From there it learns, in those numbers and in the others.
/// </summary>
public sealed class PieceNetwork : ITextNetwork
{
    private readonly PieceModel _model = new();
    private readonly TextNetwork<PieceModel.StepInput> _network;
    private readonly Func<string, IEnumerable<uint>> _pieces;
    private readonly int _classes;
    private readonly NaiveBayes? _beginning;

    /// <summary>Makes one.</summary>
    /// <param name="pieces">The pieces of a text.</param>
    /// <param name="classes">Classes, no more than <see cref="MaxClasses"/>.</param>
    /// <param name="dropout">How likely a piece is left out in training.</param>
    /// <param name="beginning">How it begins as naive Bayes, or null where it knows nothing.</param>
    /// <param name="seed">Its first parameters.</param>
    public PieceNetwork(Func<string, IEnumerable<uint>> pieces, int classes, double dropout, NaiveBayes? beginning, int seed)
    {
        _pieces = pieces;
        _classes = classes;
        _beginning = beginning;
        _model.Initialize(seed);
        _network = new TextNetwork<PieceModel.StepInput>(_model, (text, random) => [new PieceModel.StepInput(Places(text, dropout, random))], classes, "pieces");
    }

    /// <summary>Classes, at most.</summary>
    public const int MaxClasses = PieceModel.Size;

    /// <summary>Parameters of each.</summary>
    public static int ParameterCount => PieceModel.ParameterCount;

    /// <inheritdoc/>
    public LearningCurve Train(TextGroups texts, TextCourse course)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(course);
        if (_beginning is not null)
        {
            Begin(_beginning, texts.Training(course.Part));
        }

        return _network.Train(texts, course);
    }

    /// <inheritdoc/>
    public double[][] Score(IReadOnlyList<string> texts, int threads) => _network.Score(texts, threads);

    /// <inheritdoc/>
    public void Save(ITensorSink sink, string prefix) => _network.Save(sink, prefix);

    private int[] Places(string text, double dropout, Random? random) => TextPieces.Places(_pieces(text), PieceModel.Places, dropout, random);

    private void Begin(NaiveBayes beginning, ClassText[] texts)
    {
        double[][] counts = [.. Enumerable.Range(0, _classes).Select(static _ => new double[PieceModel.Places])];
        foreach (ClassText text in texts)
        {
            foreach (int place in Places(text.Text, 0, null))
            {
                counts[text.Class][place]++;
            }
        }

        double[] totals = [.. counts.Select(static own => Math.Max(own.Sum(), 1))];
        double mean = totals.Average();
        var tensors = new TensorStore();
        _model.Save(tensors);
        Span<float> table = tensors.Values("pieces.weight"), weights = tensors.Values("linear.weight");
        for (int place = 0; place < PieceModel.Places; place++)
        {
            // What no text has tells nothing: all its ratios are alike.
            double[] ratios = [.. counts.Zip(totals, (own, total) => Math.Log((own[place] / total) + (beginning.Smoothing / mean)))];
            for (int label = 0; label < _classes; label++)
            {
                table[(place * PieceModel.Size) + label] = (float)(ratios[label] - ratios.Average());
            }
        }

        for (int label = 0; label < _classes; label++)
        {
            Span<float> own = weights.Slice(label * PieceModel.Size, _classes);
            own.Clear();
            own[label] = beginning.Scale;
        }

        _model.Load(tensors);
    }
}
