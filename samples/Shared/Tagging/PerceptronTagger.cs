using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Shared.Tagging;

/// <summary>
/// A baseline that is not ours: ML.NET's averaged perceptron, one for each tag against all others, on the features of the linear tagger, word by word. What it finds has
/// no order; a word that goes on with a span which is not there begins one.
/// </summary>
public sealed class PerceptronTagger
{
    private const int Iterations = 10;

    private readonly MLContext _context;
    private readonly ITransformer _model;
    private readonly SchemaDefinition _schema;
    private readonly SpanTags _tags;
    private readonly int _places;

    /// <summary>Trains.</summary>
    /// <param name="sentences">The features of the words of sentences, and their tags.</param>
    /// <param name="places">Places that features are hashed to.</param>
    /// <param name="tags">The types of spans.</param>
    /// <param name="seed">Chooses the order of words.</param>
    public PerceptronTagger(IEnumerable<(int[][] Features, string[] Tags)> sentences, int places, SpanTags tags, int seed)
    {
        ArgumentNullException.ThrowIfNull(tags);
        (_tags, _places) = (tags, places);
        _context = new MLContext(seed);
        _schema = SchemaDefinition.Create(typeof(Word));
        _schema[nameof(Word.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, places);
        _schema[nameof(Word.Label)].ColumnType = new KeyDataViewType(typeof(uint), 1 + (2 * tags.Types.Count));
        IDataView data = _context.Data.LoadFromEnumerable(sentences.SelectMany(sentence => sentence.Features.Zip(tags.Encode(sentence.Tags), WordOf)).ToArray(), _schema);
        _model = _context.MulticlassClassification.Trainers.OneVersusAll(
            _context.BinaryClassification.Trainers.AveragedPerceptron(numberOfIterations: Iterations), useProbabilities: false).Fit(data);
    }

    /// <summary>Finds tags.</summary>
    /// <param name="sentences">The features of the words of sentences.</param>
    public string[][] Tag(IReadOnlyList<int[][]> sentences)
    {
        IDataView data = _context.Data.LoadFromEnumerable(sentences.SelectMany(static words => words).Select(features => WordOf(features, 0)).ToArray(), _schema);
        var found = new Queue<uint>(_context.Data.CreateEnumerable<Prediction>(_model.Transform(data), reuseRowObject: false).Select(static word => word.PredictedLabel));

        // A key that is read counts from 0; one that is predicted counts from 1, since 0 means none.
        return [.. sentences.Select(words => _tags.Decode([.. words.Select(_ => (int)found.Dequeue() - 1)]))];
    }

    private Word WordOf(int[] features, int label)
    {
        int[] places = [.. features.Distinct().Order()];
        float[] ones = new float[places.Length];
        Array.Fill(ones, 1);
        return new Word { Features = new VBuffer<float>(_places, places.Length, ones, places), Label = (uint)label };
    }

    private sealed class Word
    {
        public VBuffer<float> Features { get; set; }

        public uint Label { get; set; }
    }

    private sealed class Prediction
    {
        public uint PredictedLabel { get; set; }
    }
}
