using System;
using System.CommandLine;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Training;
using SemanticRoles;
using Shared;
using Shared.Tagging;

// Learns who did what to whom: the arguments of predicates in sentences.

var dataOption = new Option<string>("--data")
{
    Description = "CoNLL-U with the columns of Universal Propositions, to learn from (without it: sentences made of the sample's own templates and fillers, some of which "
        + "are in the test data only; they have no trees, and no count by head)",
}.InputFile();
var validationOption = new Option<string>("--validation") { Description = "the same, to choose the best epoch (without it: every tenth sentence of --data; the model is then trained again for all epochs, on these as well)" }.InputFile();
var testOption = new Option<string>("--test") { Description = "the same, to measure on (without it: every fifth sentence of --data)" }.InputFile();
var textOption = new Option<string>("--text")
{
    Description = "a sentence to find arguments in, in the place of what went wrong in the test data: words and marks separated by spaces, the predicate between stars: "
        + "\"Anna *gave* Omar a book .\"",
}.Text();
var modelOption = new Option<string>("--model") { Description = "measure this model, which an earlier run wrote, and train none" }.InputFile();
var fullOption = new Option<bool>("--full") { Arity = ArgumentArity.Zero, Description = "16 epochs in the place of 8 (of made-up sentences 3)" };
var epochsOption = new Option<int>("--epochs")
{
    Description = "so many; the one that is best on --validation, or without it the last, counts",
    DefaultValueFactory = line => line.GetValue(fullOption) ? 16 : line.GetResult(dataOption) is null ? 3 : 8,
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
    DefaultValueFactory = static _ => "SemanticRoles.out",
}.OutputFolder();
var command = new RootCommand(
    """
    Trains a bidirectional LSTM tagger that is told each sentence's words and which of them is the predicate (no lemmas, parts of speech or trees; those of the
    training data, where it has some, only start the lower layers), with a chain of tags, and a linear chain of features of a word, those beside it and the
    predicate; both together tag. Prints precision, recall and F1 of the arguments' spans. Beside them ML.NET's averaged perceptron on the features of the linear
    chain, and the commonest tag for a word and its distance from the predicate.

    Universal Propositions mark the head of an argument. An argument's span is the words below its head in the tree of dependencies that are nearer to no other
    argument's head and not below the predicate, as far as they are unbroken around the head. A span is right if its beginning, its end and its role are. "by
    head" counts an argument as right if its role is, and the head of the span that was found is the head that is marked.
    """)
{
    dataOption, validationOption, testOption, modelOption, textOption, fullOption, epochsOption, threadsOption, seedOption, seedsOption, outputOption,
};
return SampleCommand.Run(
    args, command,
    line => line.GetValue(textOption) is { } text && FrameOf(text) is null ? $"{textOption.Name} needs one word between stars, the predicate: '{text}'"
        : line.GetValue(modelOption) is not null ? null
        : SampleCommand.OutputProblem(outputOption, line.GetRequiredValue(outputOption), TaggerCourse.ModelFile, TaggerCourse.CurveFile),
    Run);

int Run(ParseResult line)
{
    string? data = line.GetValue(dataOption), text = line.GetValue(textOption);
    int firstSeed = line.GetValue(seedOption);
    var options = new TrainerOptions { BatchSize = 16, ShardSize = 8, Threads = line.GetValue(threadsOption) };

    // Whole sentences: all predicates of one are in the same part.
    (Frame[] training, Frame[] validation, Frame[] test) = DataParts.Read(
        data, line.GetValue(validationOption), line.GetValue(testOption), FrameData.Read,
        static () => MadeUpFrames.Make(3000, seed: 1, isTest: false), static () => MadeUpFrames.Make(500, seed: 2, isTest: true), "sentences with predicates");
    if (line.GetValue(modelOption) is { } file)
    {
        using var saved = SafetensorsFile.Open(file);
        var known = TaggerVocabulary.Read(saved, RoleTagger.MaxTypes, RoleTagger.Words);
        var loaded = new RoleModel(known, FeaturesOf(known), data is null);
        loaded.Load(saved);
        Show(text, test, loaded, options, new SeedScores());
        return ExitCode.Success;
    }

    var vocabulary = TaggerVocabulary.Of(training, RoleTagger.MaxTypes, RoleTagger.Words, data ?? "the data");
    Console.WriteLine($"data        {training.Length:N0} predicates to learn from, {validation.Length:N0} to choose by, {test.Length:N0} to test");
    Console.WriteLine($"roles       {string.Join(", ", vocabulary.Types.Types)}");
    string[] unseen = [.. test.SelectMany(static frame => SpanScore.Spans(frame.Tags)).Select(static span => span.Type).Distinct().Except(vocabulary.Types.Types)];
    if (unseen.Length > 0)
    {
        Console.WriteLine($"            in the test data only, so that they cannot be found and count as missed: {string.Join(", ", unseen)}");
    }

    Console.WriteLine($"model       {RoleTagger.ParameterCount:N0} parameters: words, their shapes and pieces, the predicate, two LSTM layers in both directions, a chain of tags");
    var scores = new SeedScores();
    RoleModel? shown = null;
    LearningCurve? curve = null;
    for (int seed = firstSeed; seed < firstSeed + line.GetValue(seedsOption); seed++)
    {
        var course = new TaggerOptions<Frame>
        {
            Epochs = line.GetValue(epochsOption),
            Trainer = options with { Seed = seed },
            LearnsValidation = data is not null && line.GetValue(validationOption) is null,
        };
        LinearEncoder features = FeaturesOf(vocabulary);
        var model = new RoleModel(vocabulary, features, data is null);
        LearningCurve own = model.Train(training, validation, course);
        (shown, curve) = (shown ?? model, curve ?? own);
        if (model != shown)
        {
            ScoreAll(test, model, options, scores);
        }

        var perceptron = new PerceptronTagger(
            (course.LearnsValidation ? [.. training, .. validation] : training).Select(frame => (features.FeaturesOf(frame, null), frame.Tags)),
            LinearTagger.Features, vocabulary.Types, seed);
        Score("perceptron", test, [.. perceptron.Tag([.. test.Select(frame => features.FeaturesOf(frame, null))]).Select(static tags => new TaggedSentence(tags, []))], scores);
    }

    var table = new RoleTable(training);
    Score("commonest", test, [.. test.Select(frame => new TaggedSentence(table.Tag(frame), []))], scores);
    Show(text, test, shown!, options, scores);
    TaggerCourse.Save(line.GetRequiredValue(outputOption), shown!.Save, vocabulary, curve!, "Semantic roles");
    return ExitCode.Success;
}

// Of the linear chain, and of the perceptron.
static LinearEncoder FeaturesOf(TaggerVocabulary vocabulary) =>
    new(new WindowFeatures(vocabulary, new WordForms(RoleTagger.Pieces), LinearTagger.Features) { WordDropout = 0.5 });

// The network, the linear chain, and both together, which is what is shown.
static TaggedSentence[] ScoreAll(Frame[] test, RoleModel model, TrainerOptions options, SeedScores scores)
{
    Score("linear", test, model.Linear.Tag(test, options), scores);
    Score("LSTM", test, model.Recurrent.Tag(test, options), scores);
    TaggedSentence[] found = model.Together.Tag(test, options);
    Score("together", test, found, scores);
    return found;
}

// By spans, and by the words that are their heads.
static void Score(string name, Frame[] test, TaggedSentence[] found, SeedScores scores)
{
    scores.Add(name, SpanScore.Of(test, found));
    if (test.All(static frame => frame.Heads is not null))
    {
        var heads = new SpanScore();
        foreach ((Frame frame, TaggedSentence own) in test.Zip(found))
        {
            heads.Add(frame.HeadTags!, Frame.HeadsOf(own.Tags, frame.Heads!));
        }

        scores.Add($"  by head ({name})", heads);
    }
}

// The score, what was taken for what, and some predicates that went wrong; or a sentence with what was found in it.
static void Show(string? text, Frame[] test, RoleModel model, TrainerOptions options, SeedScores others)
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
        Frame frame = FrameOf(text)!;
        TaggedSentence own = model.Together.Tag([frame], options)[0];
        Console.WriteLine($"  {SpanScore.Bracketed(Starred(frame), own.Tags, probabilities: own.Probabilities)}");
    }
    else
    {
        Console.WriteLine(TypeConfusion.Of(test, found, ShownTypes));
        Console.WriteLine();
        TaggerCourse.ShowWrong(test, found, Starred);
    }

    Console.WriteLine();
}

static string[] Starred(Frame frame) => [.. frame.Words.Select((word, index) => index == frame.Predicate ? $"*{word}*" : word)];

// A sentence with its predicate between stars, or null if it has not just one.
static Frame? FrameOf(string text)
{
    string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    int[] predicates = [.. Enumerable.Range(0, words.Length).Where(index => words[index] is ['*', _, .., '*'])];
    return predicates.Length == 1 ? new Frame([.. words.Select(static word => word is ['*', _, .., '*'] ? word[1..^1] : word)], [.. words.Select(static _ => "O")], predicates[0]) : null;
}
