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
var validationOption = new Option<string>("--validation") { Description = "the same, to choose the best epoch (without it: every tenth sentence of --data)" }.InputFile();
var testOption = new Option<string>("--test") { Description = "the same, to measure on (without it: every fifth sentence of --data)" }.InputFile();
var modelOption = new Option<string>("--model") { Description = "measure this model, which an earlier run wrote, and train none" }.InputFile();
var epochsOption = new Option<int>("--epochs")
{
    Description = "so many, with --data 20; the one that is best on the validation data counts",
    DefaultValueFactory = line => line.GetResult(dataOption) is null ? 6 : 20,
}.Between(1, 1000);
Option<int> threadsOption = OptionChecks.Threads("the result is the same for any number");
var seedOption = new Option<int>("--seed") { Description = "another seed gives another model", DefaultValueFactory = static _ => 1 }.AnyNumber();
var outputOption = new Option<string>("--output")
{
    Description = "where model.safetensors and learning-curve.png go",
    DefaultValueFactory = static _ => "SemanticRoles.out",
}.OutputFolder();
var command = new RootCommand(
    """
    Trains a bidirectional LSTM tagger that is told each sentence's words and which of them is the predicate (no lemmas, parts of speech or trees), and prints
    precision, recall and F1 of the arguments' spans, beside those of a linear tagger on the same features (of a word and the two on each side) and of the
    commonest tag for a word and its distance from the predicate.

    Universal Propositions mark the head of an argument. An argument's span is the words below its head in the tree of dependencies that are nearer to no other
    argument's head and not below the predicate, as far as they are unbroken around the head. A span is right if its beginning, its end and its role are. "by
    head" counts an argument as right if its role is, and the head of the span that was found is the head that is marked.
    """)
{
    dataOption, validationOption, testOption, modelOption, epochsOption, threadsOption, seedOption, outputOption,
};
return SampleCommand.Run(
    args, command,
    line => line.GetValue(modelOption) is not null ? null
        : SampleCommand.OutputProblem(outputOption, line.GetRequiredValue(outputOption), TaggerCourse.ModelFile, TaggerCourse.CurveFile),
    Run);

int Run(ParseResult line)
{
    const float LearningRate = 6e-3f;
    const float WeightDecay = 0.02f;
    // In the made-up sentences a word gives itself away: most of the training is without it, so that what stands around it is learnt.
    string? data = line.GetValue(dataOption);
    double dropout = data is not null ? 0.1 : 0.5;
    int epochs = line.GetValue(epochsOption), seed = line.GetValue(seedOption);
    var options = new TrainerOptions { BatchSize = 16, ShardSize = 8, Threads = line.GetValue(threadsOption), Seed = seed, ClipNorm = 1 };
    // Whole sentences: all predicates of one are in the same part.
    (Frame[] training, Frame[] validation, Frame[] test) = DataParts.Read(
        data, line.GetValue(validationOption), line.GetValue(testOption), FrameData.Read,
        static () => MadeUpFrames.Make(3000, seed: 1, isTest: false), static () => MadeUpFrames.Make(500, seed: 2, isTest: true), "sentences with predicates");
    if (line.GetValue(modelOption) is { } file)
    {
        using var saved = SafetensorsFile.Open(file);
        var known = TaggerVocabulary.Read(saved, FrameEncoder.MaxTypes);
        RoleTagger loaded = Create(known);
        loaded.Load(saved);
        Show(test, TaggerOf(loaded, known, dropout), options);
        return ExitCode.Success;
    }

    var vocabulary = TaggerVocabulary.Of(training, FrameEncoder.MaxTypes, data ?? "the data");
    Console.WriteLine($"data        {training.Length:N0} predicates to learn from, {validation.Length:N0} to choose by, {test.Length:N0} to test");
    Console.WriteLine($"roles       {string.Join(", ", vocabulary.Types.Types)}");
    string[] unseen = [.. test.SelectMany(static frame => SpanScore.Spans(frame.Tags)).Select(static span => span.Type).Distinct().Except(vocabulary.Types.Types)];
    if (unseen.Length > 0)
    {
        Console.WriteLine($"            in the test data only, so that they cannot be found and count as missed: {string.Join(", ", unseen)}");
    }

    Console.WriteLine($"model       {RoleTagger.ParameterCount:N0} parameters: features of words and predicate, two LSTM layers in both directions, a chain of tags");
    RoleTagger model = Create(vocabulary);
    model.Initialize(seed);
    SpanTagger<Frame> tagger = TaggerOf(model, vocabulary, dropout);
    LearningCurve curve = TaggerCourse.Train(tagger, training, validation, epochs, LearningRate, WeightDecay, options);

    var linearModel = new LinearTagger { Constraints = vocabulary.Types.ConstraintsOf(LinearTagger.OutputSize) };
    linearModel.Initialize(seed);
    var linearWorkspace = new LinearTagger.Workspace(SpanTagger.MaxWords);
    var linear = new SpanTagger<Frame>(
        linearModel, (scores, labels) => linearModel.Decode(scores.Span, labels, linearWorkspace), EncoderOf(vocabulary, reach: 2, dropout), vocabulary.Types);
    linear.Train(training, validation, Math.Min(epochs, 8), LearningRate, WeightDecay, options);
    var table = new RoleTable(training);
    Print("linear", test, linear.Tag(test, options));
    Print("commonest", test, [.. test.Select(table.Tag)]);
    Show(test, tagger, options);

    TaggerCourse.Save(line.GetRequiredValue(outputOption), file => model.Save(file), vocabulary, curve, "Semantic roles");
    return ExitCode.Success;
}

static RoleTagger Create(TaggerVocabulary vocabulary) => new() { Constraints = vocabulary.Types.ConstraintsOf(RoleTagger.OutputSize) };

static SpanTagger<Frame> TaggerOf(RoleTagger network, TaggerVocabulary vocabulary, double dropout)
{
    var workspace = new RoleTagger.Workspace(SpanTagger.MaxWords);
    return new SpanTagger<Frame>(
        network, (scores, labels) => network.Decode(scores.Span, labels, workspace), EncoderOf(vocabulary, reach: 0, dropout), vocabulary.Types);
}

static FrameEncoder EncoderOf(TaggerVocabulary vocabulary, int reach, double dropout) =>
    new(new WordFeatures(vocabulary.Words, FrameEncoder.Places) { WordDropout = dropout, CharacterDropout = dropout }, reach);

// The score, and some predicates with the arguments that were found.
static void Show(Frame[] test, SpanTagger<Frame> tagger, TrainerOptions options)
{
    const int Shown = 5;
    string[][] found = tagger.Tag(test, options);
    Print("LSTM", test, found);
    Console.WriteLine();
    foreach ((Frame frame, string[] tags) in test.Zip(found).Where(static pair => pair.First.Tags.Any(static tag => tag != "O")).Take(Shown))
    {
        string[] words = [.. frame.Words.Select((word, index) => index == frame.Predicate ? $"*{word}*" : word)];
        Console.WriteLine($"  {SpanScore.Bracketed(words, tags)}");
        if (!SpanScore.Spans(tags).SequenceEqual(SpanScore.Spans(frame.Tags)))
        {
            Console.WriteLine($"     right: {SpanScore.Bracketed(words, frame.Tags)}");
        }
    }

    Console.WriteLine();
}

static void Print(string name, Frame[] test, string[][] found)
{
    Console.WriteLine($"{name,-11} {SpanScore.Of(test, found)}");
    if (test.All(static frame => frame.Heads is not null))
    {
        var heads = new SpanScore();
        foreach ((Frame frame, string[] tags) in test.Zip(found))
        {
            heads.Add(frame.HeadTags!, Frame.HeadsOf(tags, frame.Heads!));
        }

        Console.WriteLine($"  by head   {heads}");
    }
}
