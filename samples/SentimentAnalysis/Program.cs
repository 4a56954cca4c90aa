using System;
using System.CommandLine;
using System.Linq;
using SentimentAnalysis;
using Shared;
using Shared.Texts;

// Learns whether a review is a good one, and holds the result against logistic regressions on words and on pairs of them.

const string Pieces = "pieces", Bayes = "bayes", Runs = "runs", Words = "words", Good = "great";
const int Folds = 5, FullModels = 8;
var dataOption = new Option<string>("--data")
{
    Description = "reviews as lines of \"train\" or \"test\", a label (\"great\" or anything else) and a text, separated by tabs "
        + "(without it: reviews made of the sample's own templates, some of which are in the test data only)",
}.InputFile();
var fullOption = new Option<bool>("--full") { Description = $"all reviews are tested, in {Folds} folds, whatever the file takes for test data", Arity = ArgumentArity.Zero };
var modelsOption = new Option<int>("--models")
{
    Description = $"so many networks of each kind, from different first parameters, each measured on another part of the training data; with --data 4, with --full {FullModels}",
    DefaultValueFactory = line => line.GetValue(fullOption) ? FullModels : line.GetResult(dataOption) is null ? 1 : 4,
}.Between(1, 16);
var epochsOption = new Option<int>("--epochs") { Description = "so many of the bags that begin from nothing, half as many of the others", DefaultValueFactory = static _ => 8 }.Between(1, 1000);
Option<int> threadsOption = OptionChecks.Threads("the result is the same for any number");
var seedOption = new Option<int>("--seed") { Description = "another seed gives another model", DefaultValueFactory = static _ => 1 }.AnyNumber();
var seedsOption = new Option<int>("--seeds") { Description = "so many times, from so many seeds: mean and spread", DefaultValueFactory = static _ => 1 }.Between(1, 100);
var outputOption = new Option<string>("--output")
{
    Description = "where model.safetensors and the learning curves go",
    DefaultValueFactory = static _ => "SentimentAnalysis.out",
}.OutputFolder();
var command = new RootCommand(
    """
    Trains networks on bags of a review's words and pairs of words, on bags of its runs of characters, and bidirectional GRUs over its words, which vote, and beside them logistic regressions.
    Prints accuracies and areas under the ROC curve, what was taken for what, and reviews that went wrong, with the words to blame in brackets.
    """)
{
    dataOption, fullOption, modelsOption, epochsOption, threadsOption, seedOption, seedsOption, outputOption,
};
return SampleCommand.Run(
    args, command, line => SampleCommand.OutputProblem(outputOption, line.GetRequiredValue(outputOption), TextExperiment.Files(Pieces, Bayes, Runs, Words)), Run);

int Run(ParseResult line)
{
    string? data = line.GetValue(dataOption);
    int models = line.GetValue(modelsOption), epochs = line.GetValue(epochsOption);
    (LabelledText[] training, LabelledText[] test) = data is not null
        ? LabelledText.Read(data)
        : ([.. MadeUpReviews.Make(1500, seed: 1, isTest: false)], [.. MadeUpReviews.Make(500, seed: 2, isTest: true)]);
    LabelledText[] all = [.. training, .. test];
    TextFold[] folds = line.GetValue(fullOption)
        ? [.. Enumerable.Range(0, Folds).Select(fold => FoldOf([.. all.Where((_, index) => index % Folds != fold)], [.. all.Where((_, index) => index % Folds == fold)]))]
        : [FoldOf(training, test)];
    Console.WriteLine(
        $"data        {folds[0].Texts.All.Length:N0} reviews to learn from, of which each network is measured on an eighth, {folds.Sum(static fold => fold.Test.Length):N0} to test"
        + (folds.Length > 1 ? $" in {folds.Length} folds" : ""));
    Console.WriteLine($"pieces      {models} networks of {PieceNetwork.ParameterCount:N0} parameters: a bag of words and pairs, 2 classes");
    Console.WriteLine($"bayes       {models} such networks that begin as naive Bayes");
    Console.WriteLine($"runs        {models} such networks of runs of characters that begin as naive Bayes");
    Console.WriteLine($"words       {models} networks of {SentimentModel.ParameterCount:N0} parameters: words and pairs, GRU in both directions, the mean over time, 2 classes");
    NetworkKind[] kinds =
    [
        new(Pieces, models, epochs, 1e-2f, static (_, seed) => Encoding.CreatePieceNetwork(seed)),
        new(Bayes, models, (epochs + 1) / 2, 1e-3f, static (_, seed) => Encoding.CreateBayesNetwork(seed)),
        new(Runs, models, (epochs + 1) / 2, 1e-3f, static (_, seed) => Encoding.CreateRunNetwork(seed)),
        new(Words, models, (epochs + 1) / 2, 5e-3f, Encoding.CreateWordModel) { Weight = 0.5 },
    ];
    new TextExperiment(["other", Good], folds, kinds, Encoding.Pieces).Run(
        line.GetValue(seedOption), line.GetValue(seedsOption), line.GetValue(threadsOption), line.GetRequiredValue(outputOption));
    return ExitCode.Success;

    static TextFold FoldOf(LabelledText[] training, LabelledText[] test) => new(new TextGroups(Array.ConvertAll(training, ClassOf)), Array.ConvertAll(test, ClassOf));

    static ClassText ClassOf(LabelledText review) => new(review.Label == Good ? 1 : 0, review.Text);
}
