using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Training;
using SentimentAnalysis;
using Shared;

// Learns whether a review is a good one, and holds the result against a logistic regression on words.

const string usage = """
    usage: SentimentAnalysis [options]

    Trains a bidirectional GRU over words, and beside it a bag-of-words logistic regression on the same words; prints both accuracies.

      --data FILE        reviews as lines of "train" or "test", a label ("great" or anything else) and a text, separated by tabs
                         (default: reviews made of the sample's own templates, some of which are in the test data only)
      --epochs N         so many at most, 1 to 1000 (default: 12); the epoch that is best on a tenth of the training data counts
      --threads N        threads, 1 to 64 (default: 2); the result is the same for any number
      --seed N           another seed gives another model
      --output DIRECTORY where model.safetensors and learning-curve.png go (default: SentimentAnalysis.out)
      --help             print this
    """;

return CommandLine.Run(args, usage, [], ["--data", "--epochs", "--threads", "--seed", "--output"], Run);

static int Run(CommandLine line)
{
    int epochs = line.Number("--epochs", 12, 1, 1000);
    int seed = line.Number("--seed", 1, int.MinValue, int.MaxValue);
    int threads = line.Number("--threads", 2, 1, 64);
    string output = line.Text("--output", "SentimentAnalysis.out");
    (Review[] training, Review[] test) = line.Has("--data")
        ? Read(line.Text("--data", ""))
        : ([.. MadeUpReviews.Make(1500, seed: 1, isTest: false)], [.. MadeUpReviews.Make(500, seed: 2, isTest: true)]);

    var words = new Words(training.Select(static review => review.Text));
    Example<int, int>[] examples = [.. training.Select(Encode)], testExamples = [.. test.Select(Encode)];
    Example<int, int>[] validation = [.. examples.Where(static (_, index) => index % 10 == 9)];
    examples = [.. examples.Where(static (_, index) => index % 10 != 9)];
    Console.WriteLine($"data        {examples.Length:N0} reviews to learn from, {validation.Length:N0} to choose by, {testExamples.Length:N0} to test; {words.Count:N0} words");
    Console.WriteLine($"model       {SentimentModel.ParameterCount:N0} parameters: words, GRU in both directions, the largest over time, 2 classes");

    // Long reviews: words are left out at random, so that the model does not lean on a few of them. In the made-up sentences every word counts.
    Example<int, int>[] corrupted = line.Has("--data") ? [.. Corrupted(examples, seed)] : examples;
    float learningRate = line.Has("--data") ? 5e-4f : 4e-3f;
    var model = new SentimentModel();
    model.Initialize(seed);
    StartFromCounts(model, examples);
    var curve = new LearningCurve();
    long start = Stopwatch.GetTimestamp();
    double accuracy = 0;
    TrainingDisplay.Run(epochs, "loss", curve, progress =>
    {
        using var trainer = new Trainer<int, int>(
            model, new AdamW(model.Parameters.Length, learningRate, weightDecay: 0.05f), SequenceLoss.CrossEntropy(),
            new TrainerOptions { BatchSize = 32, ShardSize = 8, Threads = threads, Seed = seed, ClipNorm = 1, Patience = 4, Progress = progress });
        trainer.Fit(corrupted, validation, epochs);
        int right = 0;
        trainer.Evaluate(testExamples, (index, logits) => right += (logits.Span[1] > logits.Span[0] ? 1 : 0) == testExamples[index].Targets[0] ? 1 : 0);
        accuracy = right / (double)testExamples.Length;
    });
    Console.WriteLine($"trained in  {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");

    BagOfWords baseline = BagOfWords.Train(examples, validation, SentimentModel.VocabularySize);
    Console.WriteLine($"test        GRU {100 * accuracy:F1} %, bag of words {100 * baseline.Accuracy(testExamples):F1} %, the larger class "
        + $"{100 * Math.Max(test.Average(static review => review.IsGood ? 1.0 : 0), test.Average(static review => review.IsGood ? 0 : 1.0)):F1} %");

    Directory.CreateDirectory(output);
    var file = new SafetensorsWriter();
    model.Save(file);
    file.Save(Path.Combine(output, "model.safetensors"));
    curve.Save(Path.Combine(output, "learning-curve.png"), "Sentiment of reviews", "cross-entropy");
    Console.WriteLine($"written     {Path.Combine(output, "model.safetensors")}, {Path.Combine(output, "learning-curve.png")}");
    return 0;

    Example<int, int> Encode(Review review) => new(words.Encode(review.Text), [review.IsGood ? 1 : 0]);
}

static IEnumerable<Example<int, int>> Corrupted(Example<int, int>[] examples, int seed)
{
    const double Share = 0.5;
    var random = new Random(seed);
    return examples.Select(example => new Example<int, int>(
        Array.ConvertAll(example.Inputs, token => random.NextDouble() < Share ? 0 : token), example.Targets));
}

// Few reviews are too few to learn from nothing what a word says: one float of each word starts with the logarithm of how much more often it is in good
// reviews than in others (Wang and Manning 2012), the others small and at random.
static void StartFromCounts(SentimentModel model, Example<int, int>[] examples)
{
    double[,] counts = new double[SentimentModel.VocabularySize, 2];
    double[] sums = new double[2];
    foreach (Example<int, int> example in examples)
    {
        foreach (int token in example.Inputs.Distinct())
        {
            counts[token, example.Targets[0]]++;
            sums[example.Targets[0]]++;
        }
    }

    var tensors = new TensorStore();
    model.Save(tensors);
    int size = tensors.Shape("embedding.weight")[1];
    Span<float> table = tensors.Values("embedding.weight");
    for (int index = 0; index < table.Length; index++)
    {
        (int token, int place) = Math.DivRem(index, size);
        table[index] = place == 0
            ? (float)Math.Log((counts[token, 1] + 1) / (sums[1] + 1) / ((counts[token, 0] + 1) / (sums[0] + 1)))
            : 0.1f * table[index];
    }

    model.Load(tensors);
}

static (Review[] Training, Review[] Test) Read(string path)
{
    var training = new List<Review>();
    var test = new List<Review>();
    foreach ((int number, string text) in File.ReadLines(path).Index())
    {
        string[] fields = text.Split('\t');
        if (fields is not ["train" or "test", _, _])
        {
            throw new FormatException($"{path}, line {number + 1}: is not 'train' or 'test', a label and a text, separated by tabs");
        }

        (fields[0] == "train" ? training : test).Add(new Review(fields[1] == "great", fields[2]));
    }

    return training.Count > 10 && test.Count > 0 ? ([.. training], [.. test]) : throw new FormatException($"{path}: has too few reviews");
}
