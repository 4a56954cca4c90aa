using System;
using System.Collections.Generic;
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
    Description = "sentences to learn from: a word and its tag (B-type, I-type, O; IOB1, IOB2 or IO) a line, separated by tabs or spaces, blank lines between sentences; or "
        + "Universal NER (without it: sentences made of the sample's own templates and names, some of which are in the test data only)",
}.InputFile();
var validationOption = new Option<string>("--validation")
{
    Description = "sentences that choose the best epoch (without it: every tenth document of --data, or where it marks none every tenth sentence; the model is then trained "
        + "again for all epochs, on these as well)",
}.InputFile();
var testOption = new Option<string>("--test") { Description = "sentences to measure on (without it: every fifth document of --data)" }.InputFile();
var modelOption = new Option<string>("--model") { Description = "measure this model, which an earlier run wrote, and train none" }.InputFile();
var textOption = new Option<string>("--text")
{
    Description = "a sentence to find names in, in the place of what went wrong in the test data: words and marks separated by spaces",
}.Text();
var fullOption = new Option<bool>("--full") { Arity = ArgumentArity.Zero, Description = "24 epochs in the place of 16 (of made-up sentences 4)" };
var epochsOption = new Option<int>("--epochs")
{
    Description = "so many; the one that is best on --validation, or without it the last, counts",
    DefaultValueFactory = line => line.GetValue(fullOption) ? 24 : line.GetResult(dataOption) is null ? 4 : 16,
}.Between(1, 1000);
Option<int> threadsOption = OptionChecks.Threads("the result is the same for any number");
var seedOption = new Option<int>("--seed") { Description = "another seed gives another model", DefaultValueFactory = static _ => 1 }.AnyNumber();
var seedsOption = new Option<int>("--seeds")
{
    Description = "trains every model so often, from this seed and those that follow, and prints means and spreads; the first is shown and saved",
    DefaultValueFactory = static _ => 1,
}.Between(1, 100);
var outputOption = new Option<string>("--output")
{
    Description = "where model.safetensors and learning-curve.png go",
    DefaultValueFactory = static _ => "NamedEntities.out",
}.OutputFolder();
var command = new RootCommand(
    """
    Trains a bidirectional LSTM tagger on words, their shapes and the pieces that they are made of, with a chain of tags, and a linear chain of features of a word and
    those beside it; both together tag. Prints entity-level precision, recall and F1 as conlleval counts them: once of sentences, and once of the test data as one
    stream without their ends. Beside them ML.NET's averaged perceptron on the features of the linear chain, and a dictionary of the training data's names.
    """)
{
    dataOption, validationOption, testOption, modelOption, textOption, fullOption, epochsOption, threadsOption, seedOption, seedsOption, outputOption,
};
return SampleCommand.Run(
    args, command,
    line => string.IsNullOrWhiteSpace(line.GetValue(textOption) ?? "text") ? $"{textOption.Name} needs a word"
        : line.GetValue(modelOption) is not null ? null
        : SampleCommand.OutputProblem(outputOption, line.GetRequiredValue(outputOption), TaggerCourse.ModelFile, TaggerCourse.CurveFile),
    Run);

int Run(ParseResult line)
{
    string? data = line.GetValue(dataOption), text = line.GetValue(textOption);
    int firstSeed = line.GetValue(seedOption);
    var options = new TrainerOptions { BatchSize = 16, ShardSize = 8, Threads = line.GetValue(threadsOption) };

    // Whole documents: what is written about a name again and again in one of them must not be in two parts.
    (Sentence[] training, Sentence[] validation, Sentence[] test) = DataParts.Read(
        data, line.GetValue(validationOption), line.GetValue(testOption), EntityData.Read,
        static () => MadeUpSentences.Make(1500, seed: 1, isTest: false), static () => MadeUpSentences.Make(300, seed: 2, isTest: true), "documents");
    if (line.GetValue(modelOption) is { } file)
    {
        using var saved = SafetensorsFile.Open(file);
        var known = TaggerVocabulary.Read(saved, EntityTagger.MaxTypes, EntityTagger.Words);
        var loaded = new EntityModel(known, FeaturesOf(known), data is null);
        loaded.Load(saved);
        Show(text, test, loaded, options, new SeedScores());
        return ExitCode.Success;
    }

    var vocabulary = TaggerVocabulary.Of(training, EntityTagger.MaxTypes, EntityTagger.Words, data ?? "the data");
    Console.WriteLine($"data        {training.Length:N0} sentences to learn from, {validation.Length:N0} to choose by, {test.Length:N0} to test");
    Console.WriteLine($"types       {string.Join(", ", vocabulary.Types.Types)}");
    foreach (string type in test.SelectMany(static sentence => SpanScore.Spans(sentence.Tags)).Select(static span => span.Type).Distinct().Except(vocabulary.Types.Types))
    {
        Console.WriteLine($"            {type} is in the test data only: it cannot be found, and counts as missed");
    }

    Console.WriteLine($"model       {EntityTagger.ParameterCount:N0} parameters: words, shapes and pieces of words, LSTM in both directions, a chain of tags");
    var scores = new SeedScores();
    EntityModel? shown = null;
    LearningCurve? curve = null;
    for (int seed = firstSeed; seed < firstSeed + line.GetValue(seedsOption); seed++)
    {
        var course = new TaggerOptions<Sentence>
        {
            Epochs = line.GetValue(epochsOption),
            Trainer = options with { Seed = seed },
            Arrange = Joining.Some,
            LearnsValidation = data is not null && line.GetValue(validationOption) is null,
        };
        LinearEncoder features = FeaturesOf(vocabulary);
        var model = new EntityModel(vocabulary, features, data is null);
        LearningCurve own = model.Train(training, validation, course);
        (shown, curve) = (shown ?? model, curve ?? own);
        if (model != shown)
        {
            ScoreAll(test, model, options, scores);
        }

        var perceptron = new PerceptronTagger(
            (course.LearnsValidation ? [.. training, .. validation] : training).Select(sentence => (features.FeaturesOf(sentence, null), sentence.Tags)),
            LinearTagger.Features, vocabulary.Types, seed);
        Score(
            "perceptron", test,
            sentences => [.. perceptron.Tag([.. sentences.Select(sentence => features.FeaturesOf(sentence, null))]).Select(static tags => new TaggedSentence(tags, []))],
            scores);
    }

    var dictionary = new NameDictionary(training);
    Score("dictionary", test, sentences => [.. sentences.Select(sentence => new TaggedSentence(dictionary.Tag(sentence.Words), []))], scores);
    Show(text, test, shown!, options, scores);
    TaggerCourse.Save(line.GetRequiredValue(outputOption), shown!.Save, vocabulary, curve!, "Named entities");
    return ExitCode.Success;
}

// Of the linear chain, and of the perceptron.
static LinearEncoder FeaturesOf(TaggerVocabulary vocabulary) =>
    new(new WindowFeatures(vocabulary, new WordForms(EntityTagger.Pieces), LinearTagger.Features) { WordDropout = 0.5 });

// The network, the linear chain, and both together, which is what is shown.
static TaggedSentence[] ScoreAll(Sentence[] test, EntityModel model, TrainerOptions options, SeedScores scores)
{
    Score("linear", test, sentences => model.Linear.Tag(sentences, options), scores);
    Score("LSTM", test, sentences => model.Recurrent.Tag(sentences, options), scores);
    return Score("together", test, sentences => model.Together.Tag(sentences, options), scores);
}

// Of the sentences, and of one stream without their ends.
static TaggedSentence[] Score(string name, Sentence[] test, Func<Sentence[], TaggedSentence[]> tag, SeedScores scores)
{
    TaggedSentence[] found = tag(test);
    Sentence[] stream = [Joining.All(test)];
    scores.Add(name, SpanScore.Of(test, found));
    scores.Add($"  as stream ({name})", SpanScore.Of(stream, tag(stream)));
    return found;
}

// The score, what was taken for what, and some sentences that went wrong; or a sentence with what was found in it.
static void Show(string? text, Sentence[] test, EntityModel model, TrainerOptions options, SeedScores others)
{
    const int ShownTypes = 8;
    TaggedSentence[] found = ScoreAll(test, model, options, others);
    foreach (string line in others.Lines())
    {
        Console.WriteLine(line);
    }

    Console.WriteLine();
    if (text is not null)
    {
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        TaggedSentence own = model.Together.Tag([new Sentence(words, [.. words.Select(static _ => "O")])], options)[0];
        Console.WriteLine($"  {SpanScore.Bracketed(words, own.Tags, probabilities: own.Probabilities)}");
    }
    else
    {
        Console.WriteLine(TypeConfusion.Of(test, found, ShownTypes));
        Console.WriteLine();
        TaggerCourse.ShowWrong(test, found, static sentence => sentence.Words);
    }

    Console.WriteLine();
}
