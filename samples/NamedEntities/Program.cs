using System;
using System.CommandLine;
using System.Linq;
using NamedEntities;
using RnnGen.Formats;
using RnnGen.Training;
using Shared;
using Shared.Tagging;

// Learns to find names in sentences, and counts what it finds as conlleval does.

var dataOption = new Option<string>("--data")
{
    Description = "sentences to learn from: a word and its tag (B-type, I-type, O; IOB1, IOB2 or IO) a line, separated by tabs or spaces, blank lines between sentences "
        + "(without it: sentences made of the sample's own templates and names, some of which are in the test data only)",
}.InputFile();
var validationOption = new Option<string>("--validation")
{
    Description = "sentences that choose the best epoch (without it: every tenth document of --data; where it marks no documents, every tenth sentence)",
}.InputFile();
var testOption = new Option<string>("--test") { Description = "sentences to measure on (without it: every fifth document of --data)" }.InputFile();
var modelOption = new Option<string>("--model") { Description = "measure this model, which an earlier run wrote, and train none" }.InputFile();
var textOption = new Option<string>("--text")
{
    Description = "a sentence to find names in, in the place of some of the test data: words and marks separated by spaces",
}.Text();
var epochsOption = new Option<int>("--epochs") { Description = "so many; the one that is best on the validation data counts", DefaultValueFactory = static _ => 15 }.Between(1, 1000);
Option<int> threadsOption = OptionChecks.Threads("the result is the same for any number");
var seedOption = new Option<int>("--seed") { Description = "another seed gives another model", DefaultValueFactory = static _ => 1 }.AnyNumber();
var outputOption = new Option<string>("--output")
{
    Description = "where model.safetensors and learning-curve.png go",
    DefaultValueFactory = static _ => "NamedEntities.out",
}.OutputFolder();
var command = new RootCommand(
    """
    Trains a bidirectional LSTM tagger on words and their characters, and prints entity-level precision, recall and F1 as conlleval counts them, beside those
    of a linear tagger on the same features (of a word and the two on each side) and of a dictionary of the training data's names.
    """)
{
    dataOption, validationOption, testOption, modelOption, textOption, epochsOption, threadsOption, seedOption, outputOption,
};
return SampleCommand.Run(
    args, command,
    line => string.IsNullOrWhiteSpace(line.GetValue(textOption) ?? "text") ? $"{textOption.Name} needs a word"
        : line.GetValue(modelOption) is not null ? null
        : SampleCommand.OutputProblem(outputOption, line.GetRequiredValue(outputOption), TaggerCourse.ModelFile, TaggerCourse.CurveFile),
    Run);

int Run(ParseResult line)
{
    const float LearningRate = 5e-3f;
    const float WeightDecay = 0.02f;
    // In the made-up sentences a word gives itself away: most of the training is without it, so that what stands around it is learnt.
    string? data = line.GetValue(dataOption);
    double dropout = data is not null ? 0.05 : 0.5;
    int epochs = line.GetValue(epochsOption), seed = line.GetValue(seedOption);
    var options = new TrainerOptions { BatchSize = 16, ShardSize = 8, Threads = line.GetValue(threadsOption), Seed = seed, ClipNorm = 1 };
    // Whole documents: what is written about a name again and again in one of them must not be in two parts.
    (Sentence[] training, Sentence[] validation, Sentence[] test) = DataParts.Read(
        data, line.GetValue(validationOption), line.GetValue(testOption), EntityData.Read,
        static () => MadeUpSentences.Make(1500, seed: 1, isTest: false), static () => MadeUpSentences.Make(300, seed: 2, isTest: true), "documents");
    if (line.GetValue(modelOption) is { } file)
    {
        using var saved = SafetensorsFile.Open(file);
        var known = TaggerVocabulary.Read(saved, EntityEncoder.MaxTypes);
        EntityTagger loaded = Create(known);
        loaded.Load(saved);
        Show(line.GetValue(textOption), test, TaggerOf(loaded, known, dropout), options);
        return ExitCode.Success;
    }

    var vocabulary = TaggerVocabulary.Of(training, EntityEncoder.MaxTypes, data ?? "the data");
    Console.WriteLine($"data        {training.Length:N0} sentences to learn from, {validation.Length:N0} to choose by, {test.Length:N0} to test");
    Console.WriteLine($"types       {string.Join(", ", vocabulary.Types.Types)}");
    foreach (string type in test.SelectMany(static sentence => SpanScore.Spans(sentence.Tags)).Select(static span => span.Type).Distinct().Except(vocabulary.Types.Types))
    {
        Console.WriteLine($"            {type} is in the test data only: it cannot be found, and counts as missed");
    }

    Console.WriteLine($"model       {EntityTagger.ParameterCount:N0} parameters: features of words and characters, LSTM in both directions, a chain of tags");
    EntityTagger model = Create(vocabulary);
    model.Initialize(seed);
    SpanTagger<Sentence> tagger = TaggerOf(model, vocabulary, dropout);
    LearningCurve curve = TaggerCourse.Train(tagger, training, validation, epochs, LearningRate, WeightDecay, options);

    var linearModel = new LinearTagger { Constraints = vocabulary.Types.ConstraintsOf(LinearTagger.OutputSize) };
    linearModel.Initialize(seed);
    var linearWorkspace = new LinearTagger.Workspace(SpanTagger.MaxWords);
    var linear = new SpanTagger<Sentence>(
        linearModel, (scores, labels) => linearModel.Decode(scores.Span, labels, linearWorkspace), EncoderOf(vocabulary, reach: 2, dropout), vocabulary.Types);
    linear.Train(training, validation, epochs, LearningRate, WeightDecay, options);
    var dictionary = new NameDictionary(training);
    Console.WriteLine($"linear      {SpanScore.Of(test, linear.Tag(test, options))}");
    Console.WriteLine($"dictionary  {SpanScore.Of(test, [.. test.Select(sentence => dictionary.Tag(sentence.Words))])}");
    Show(line.GetValue(textOption), test, tagger, options);

    TaggerCourse.Save(line.GetRequiredValue(outputOption), file => model.Save(file), vocabulary, curve, "Named entities");
    return ExitCode.Success;
}

static EntityTagger Create(TaggerVocabulary vocabulary) => new() { Constraints = vocabulary.Types.ConstraintsOf(EntityTagger.OutputSize) };

static SpanTagger<Sentence> TaggerOf(EntityTagger network, TaggerVocabulary vocabulary, double dropout)
{
    var workspace = new EntityTagger.Workspace(SpanTagger.MaxWords);
    return new SpanTagger<Sentence>(
        network, (scores, labels) => network.Decode(scores.Span, labels, workspace), EncoderOf(vocabulary, reach: 0, dropout), vocabulary.Types);
}

static EntityEncoder EncoderOf(TaggerVocabulary vocabulary, int reach, double dropout) =>
    new(new WordFeatures(vocabulary.Words, EntityEncoder.Places) { WordDropout = dropout, CharacterDropout = dropout }, reach);

// The score, and some sentences with what was found in them.
static void Show(string? text, Sentence[] test, SpanTagger<Sentence> tagger, TrainerOptions options)
{
    const int Shown = 5;
    string[][] found = tagger.Tag(test, options);
    Console.WriteLine($"LSTM        {SpanScore.Of(test, found)}");
    Console.WriteLine();
    if (text is not null)
    {
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
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
