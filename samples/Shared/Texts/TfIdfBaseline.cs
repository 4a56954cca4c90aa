using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Shared.Texts;

/// <summary>
/// A baseline that is somebody else's: logistic regression by Microsoft.ML (L-BFGS) on the pieces of a text, weighted by rarity (tf-idf, every text of length one).
/// The L2 penalty is the one, of several, that is best on a part of the texts; then it learns from all.
/// </summary>
public sealed class TfIdfBaseline
{
    private static readonly float[] Penalties = [0.03f, 0.1f, 0.3f, 1f];

    private readonly int _classes;
    private readonly Func<string, IEnumerable<uint>> _pieces;
    private readonly Dictionary<uint, (int Place, float Rarity)> _known;
    private readonly MLContext _context = new(seed: 1);
    private ITransformer? _model;

    private TfIdfBaseline(ClassText[] texts, int classes, Func<string, IEnumerable<uint>> pieces)
    {
        _classes = classes;
        _pieces = pieces;
        _known = texts.SelectMany(text => pieces(text.Text).Distinct()).CountBy(static piece => piece).Where(static piece => piece.Value > 1).Select(
            (piece, place) => (piece.Key, Place: place, Rarity: (float)Math.Log((1.0 + texts.Length) / (1 + piece.Value)) + 1))
            .ToDictionary(static piece => piece.Key, static piece => (piece.Place, piece.Rarity));
    }

    /// <summary>Trains with each penalty, and again with the best.</summary>
    /// <param name="texts">To learn from, and one part to choose by.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="pieces">The pieces of a text.</param>
    public static TfIdfBaseline Train(TextGroups texts, int classes, Func<string, IEnumerable<uint>> pieces)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ClassText[] training = texts.Training(0), validation = texts.Validation(0);
        var trial = new TfIdfBaseline(training, classes, pieces);
        Row[] rows = trial.Rows(training), validationRows = trial.Rows(validation);
        float best = Penalties.MinBy(penalty =>
        {
            trial.Fit(rows, penalty);
            return -trial.Score(validationRows).Zip(validation).Sum(static pair => Math.Log(Math.Max(pair.First[pair.Second.Class], 1e-30)));
        });
        var final = new TfIdfBaseline(texts.All, classes, pieces);
        final.Fit(final.Rows(texts.All), best);
        return final;
    }

    /// <summary>Probabilities of each class.</summary>
    /// <param name="texts">The texts.</param>
    public double[][] Score(IReadOnlyList<ClassText> texts) => Score(Rows(texts));

    private double[][] Score(Row[] rows) =>
        [.. _context.Data.CreateEnumerable<Answer>(_model!.Transform(Load(rows)), reuseRowObject: false).Select(static answer => Array.ConvertAll(answer.Score, static score => (double)score))];

    private void Fit(Row[] rows, float penalty) => _model = _context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
    {
        L1Regularization = 0,
        L2Regularization = penalty,
        NumberOfThreads = 1,
        OptimizationTolerance = 1e-4f,
        MaximumNumberOfIterations = 100,
    }).Fit(Load(rows));

    private IDataView Load(Row[] rows)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, _known.Count);
        schema[nameof(Row.Label)].ColumnType = new KeyDataViewType(typeof(uint), _classes);
        return _context.Data.LoadFromEnumerable(rows, schema);
    }

    private Row[] Rows(IReadOnlyList<ClassText> texts) => [.. texts.Select(text =>
    {
        (int Place, float Value)[] bag =
        [
            .. _pieces(text.Text).Where(_known.ContainsKey).CountBy(static piece => piece)
                .Select(piece => (_known[piece.Key].Place, (1 + MathF.Log(piece.Value)) * _known[piece.Key].Rarity)).OrderBy(static piece => piece.Place),
        ];
        float length = MathF.Sqrt(bag.Sum(static piece => piece.Value * piece.Value));
        return new Row
        {
            Label = (uint)text.Class,
            Features = new VBuffer<float>(
                _known.Count, bag.Length, Array.ConvertAll(bag, piece => piece.Value / length), Array.ConvertAll(bag, static piece => piece.Place)),
        };
    })];

    private sealed class Row
    {
        public VBuffer<float> Features { get; set; }

        // A key that is read counts from 0.
        public uint Label { get; set; }
    }

    private sealed class Answer
    {
        public float[] Score { get; set; } = [];
    }
}
