using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using Shared;
using Shared.Texts;
using TextClassification;

// Learns which class a text is of, from its pieces and from its words in their order, and holds the result against logistic regressions.

const string Pieces = "pieces", Words = "words", Both = "both";
const int FullModels = 8;
var dataOption = new Option<string>("--data")
{
    Description = "texts as lines of \"train\" or \"test\", a label (at most 16 different ones) and a text, separated by tabs "
        + "(without it: passages of six novels of Jane Austen, the label is the novel; every fifth chapter is test data)",
}.InputFile();
var lengthOption = new Option<int>("--length") { Description = "characters of a passage of a novel", DefaultValueFactory = static _ => 200 }.Between(50, 1000);
var readOption = new Option<string>("--read") { Description = "what the networks read", DefaultValueFactory = static _ => Both }.OneOf(Pieces, Words, Both);
var fullOption = new Option<bool>("--full") { Description = $"--models {FullModels}", Arity = ArgumentArity.Zero };
var modelsOption = new Option<int>("--models")
{
    Description = "so many networks of each kind, from different first parameters, each measured on another part of the training data",
    DefaultValueFactory = line => line.GetValue(fullOption) ? FullModels : 2,
}.Between(1, 16);
var epochsOption = new Option<int>("--epochs") { Description = "so many; of the bags, which begin as naive Bayes, half as many", DefaultValueFactory = static _ => 8 }.Between(1, 1000);
Option<int> threadsOption = OptionChecks.Threads("the result is the same for any number");
var seedOption = new Option<int>("--seed") { Description = "other first parameters", DefaultValueFactory = static _ => 1 }.AnyNumber();
var seedsOption = new Option<int>("--seeds") { Description = "so many times, from so many seeds: mean and spread", DefaultValueFactory = static _ => 1 }.Between(1, 100);
var outputOption = new Option<string>("--output")
{
    Description = "where model.safetensors and the learning curves go",
    DefaultValueFactory = static _ => "TextClassification.out",
}.OutputFolder();
var command = new RootCommand(
    """
    Trains networks on bags of a text's pieces (words, pairs, runs of characters) and bidirectional GRUs over its words, which vote, and beside them logistic regressions.
    Prints how many texts of the test data each gets right, which classes are taken for which, and texts that went wrong, with the words to blame in brackets.
    """)
{
    dataOption, lengthOption, readOption, fullOption, modelsOption, epochsOption, threadsOption, seedOption, seedsOption, outputOption,
};
return SampleCommand.Run(
    args, command,
    line => SampleCommand.OutputProblem(outputOption, line.GetRequiredValue(outputOption), TextExperiment.Files(KindsOf(line.GetRequiredValue(readOption)))), Run);

int Run(ParseResult line)
{
    string? data = line.GetValue(dataOption);
    int length = line.GetValue(lengthOption), models = line.GetValue(modelsOption), epochs = line.GetValue(epochsOption);
    (LabelledText[] training, LabelledText[] test) = data is not null ? LabelledText.Read(data) : Novels.Read(Path.Combine(AppContext.BaseDirectory, "novels"));
    var classes = new Classes(training);
    Func<string, Random?, IEnumerable<string>>? cut = data is not null ? null : (chapter, random) => Novels.Cut(chapter, length, random);
    var fold = new TextFold(new TextGroups(Array.ConvertAll(training, classes.Of), cut), new TextGroups(Array.ConvertAll(test, classes.Of), cut).All);
    Console.WriteLine(
        $"data        {fold.Texts.All.Length:N0} texts to learn from, of which each network is measured on about an eighth, {fold.Test.Length:N0} to test; {classes.Labels.Length} labels");
    Dictionary<string, NetworkKind> kinds = new()
    {
        [Pieces] = new NetworkKind(Pieces, models, (epochs + 1) / 2, 1e-2f, (_, seed) => Encoding.CreatePieceNetwork(classes.Labels.Length, seed)),
        [Words] = new NetworkKind(Words, models, epochs, 4e-3f, (texts, seed) => Encoding.CreateWordModel(texts, classes.Labels.Length, seed)),
    };
    string[] read = KindsOf(line.GetRequiredValue(readOption));
    foreach (string kind in read)
    {
        Console.WriteLine(kind == Pieces
            ? $"pieces      {models} networks of {PieceNetwork.ParameterCount:N0} parameters: a bag of words, pairs and runs of characters that begins as naive Bayes, classes"
            : $"words       {models} networks of {WordModel.ParameterCount:N0} parameters: words, their characters and pairs, GRU in both directions, the largest over time, classes");
    }

    new TextExperiment(classes.Labels, [fold], Array.ConvertAll(read, kind => kinds[kind]), Encoding.Pieces).Run(
        line.GetValue(seedOption), line.GetValue(seedsOption), line.GetValue(threadsOption), line.GetRequiredValue(outputOption));
    return ExitCode.Success;
}

static string[] KindsOf(string read) => read == Both ? [Pieces, Words] : [read];
