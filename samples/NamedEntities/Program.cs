using System;
using System.Linq;
using NamedEntities;
using RnnGen.Formats;
using RnnGen.Training;
using Shared;
using Shared.Tagging;

// Learns to find names in sentences, and counts what it finds as conlleval does.

const string usage = """
    usage: NamedEntities [options]

    Trains a bidirectional LSTM tagger on words and their characters, and prints entity-level precision, recall and F1 as conlleval counts them, beside those
    of a linear tagger on the same features (of a word and the two on each side) and of a dictionary of the training data's names.

      --data FILE        sentences to learn from: a word and its tag (B-type, I-type, O; IOB1, IOB2 or IO) a line, separated by tabs or spaces, blank lines
                         between sentences (default: sentences made of the sample's own templates and names, some of which are in the test data only)
      --validation FILE  sentences that choose the best epoch (default: every tenth document of --data; where it marks no documents, every tenth sentence)
      --test FILE        sentences to measure on (default: every fifth document of --data)
      --model FILE       measure this model, which an earlier run wrote, and train none
      --text TEXT        a sentence to find names in, in the place of some of the test data: words and marks separated by spaces
      --epochs N         so many, 1 to 1000 (default: 15); the one that is best on the validation data counts
      --threads N        threads, 1 to 64 (default: 2); the result is the same for any number
      --seed N           another seed gives another model
      --output DIRECTORY where model.safetensors and learning-curve.png go (default: NamedEntities.out)
      --help             print this
    """;

return CommandLine.Run(
    args, usage,
    [
        Option.InputFile("--data"), Option.InputFile("--validation"), Option.InputFile("--test"), Option.InputFile("--model"),
        Option.Value("--text"), Option.Value("--epochs"), Option.Value("--threads"), Option.Value("--seed"), Option.OutputFolder("--output"),
    ],
    Run);

static int Run(CommandLine line)
{
    const float LearningRate = 5e-3f;
    const float WeightDecay = 0.02f;
    // In the made-up sentences a word gives itself away: most of the training is without it, so that what stands around it is learnt.
    double dropout = line.Has("--data") ? 0.05 : 0.5;
    int epochs = line.Number("--epochs", 15, 1, 1000), seed = line.Number("--seed", 1, int.MinValue, int.MaxValue);
    var options = new TrainerOptions { BatchSize = 16, ShardSize = 8, Threads = line.Number("--threads", 2, 1, 64), Seed = seed, ClipNorm = 1 };
    if (line.Has("--text") && string.IsNullOrWhiteSpace(line.Text("--text", "")))
    {
        throw new UsageException("--text needs a word");
    }

    string output = line.Has("--model") ? "" : line.OutputFolder("NamedEntities.out", TaggerCourse.ModelFile, TaggerCourse.CurveFile);
    var model = new EntityTagger();
    // Whole documents: what is written about a name again and again in one of them must not be in two parts.
    (Sentence[] training, Sentence[] validation, Sentence[] test) = DataParts.Read(
        line, EntityData.Read, static () => MadeUpSentences.Make(1500, seed: 1, isTest: false), static () => MadeUpSentences.Make(300, seed: 2, isTest: true), "documents");
    if (line.Has("--model"))
    {
        using var saved = SafetensorsFile.Open(line.Text("--model", ""));
        model.Load(saved);
        var known = TaggerVocabulary.Read(saved, EntityEncoder.MaxTypes);
        Show(line, test, TaggerOf(model, known, reach: 0, dropout), options);
        return ExitCode.Success;
    }

    var vocabulary = TaggerVocabulary.Of(training, EntityEncoder.MaxTypes, line.Text("--data", "the data"));
    Console.WriteLine($"data        {training.Length:N0} sentences to learn from, {validation.Length:N0} to choose by, {test.Length:N0} to test");
    Console.WriteLine($"types       {string.Join(", ", vocabulary.Types.Types)}");
    foreach (string type in test.SelectMany(static sentence => SpanScore.Spans(sentence.Tags)).Select(static span => span.Type).Distinct().Except(vocabulary.Types.Types))
    {
        Console.WriteLine($"            {type} is in the test data only: it cannot be found, and counts as missed");
    }

    Console.WriteLine($"model       {EntityTagger.ParameterCount:N0} parameters: features of words and characters, LSTM in both directions, a chain of tags");
    model.Initialize(seed);
    SpanTagger<Sentence> tagger = TaggerOf(model, vocabulary, reach: 0, dropout);
    LearningCurve curve = TaggerCourse.Train(tagger, training, validation, epochs, LearningRate, WeightDecay, options);

    var linearModel = new LinearTagger();
    linearModel.Initialize(seed);
    SpanTagger<Sentence> linear = TaggerOf(linearModel, vocabulary, reach: 2, dropout);
    linear.Train(training, validation, epochs, LearningRate, WeightDecay, options);
    var dictionary = new NameDictionary(training);
    Console.WriteLine($"linear      {SpanScore.Of(test, linear.Tag(test, options))}");
    Console.WriteLine($"dictionary  {SpanScore.Of(test, [.. test.Select(sentence => dictionary.Tag(sentence.Words))])}");
    Show(line, test, tagger, options);

    TaggerCourse.Save(output, file => model.Save(file), vocabulary, curve, "Named entities");
    return ExitCode.Success;
}

static SpanTagger<Sentence> TaggerOf(ITrainable<float> network, TaggerVocabulary vocabulary, int reach, double dropout)
{
    var features = new WordFeatures(vocabulary.Words, EntityEncoder.Places) { WordDropout = dropout, CharacterDropout = dropout };
    return new SpanTagger<Sentence>(network, new EntityEncoder(features, reach), vocabulary.Types, EntityEncoder.MaxTypes);
}

// The score, and some sentences with what was found in them.
static void Show(CommandLine line, Sentence[] test, SpanTagger<Sentence> tagger, TrainerOptions options)
{
    const int Shown = 5;
    string[][] found = tagger.Tag(test, options);
    Console.WriteLine($"LSTM        {SpanScore.Of(test, found)}");
    Console.WriteLine();
    if (line.Has("--text"))
    {
        string[] words = line.Text("--text", "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        string[][] own = tagger.Tag([new Sentence(words, [.. words.Select(static _ => "O")])], options);
        Console.WriteLine($"  {SpanScore.Bracketed(words, own[0])}");
    }
    else
    {
        foreach ((Sentence sentence, string[] tags) in test.Zip(found).Where(static pair => pair.First.Tags.Any(static tag => tag != "O")).Take(Shown))
        {
            Console.WriteLine($"  {SpanScore.Bracketed(sentence.Words, tags)}");
            if (!SpanScore.Spans(tags).SequenceEqual(SpanScore.Spans(sentence.Tags)))
            {
                Console.WriteLine($"     right: {SpanScore.Bracketed(sentence.Words, sentence.Tags)}");
            }
        }
    }

    Console.WriteLine();
}
