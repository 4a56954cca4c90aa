using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using Quickstart;
using RnnGen.Formats;
using Shared;

// Loads a character language model that was trained in PyTorch, checks it against PyTorch's own results, measures it, and lets it write.
// Exit code 0: all well; 1: the model cannot be loaded, or does not compute what PyTorch does; 2: bad arguments.

const int TimedPasses = 10;

var promptOption = new Option<string>("--prompt") { Description = "the text to continue", DefaultValueFactory = static _ => "It is a truth universally " }.Text();
var seedOption = new Option<int>("--seed") { Description = "the same seed gives the same text", DefaultValueFactory = static _ => 1813 }.AnyNumber();
var lengthOption = new Option<int>("--length") { Description = "characters to generate", DefaultValueFactory = static _ => 400 }.Between(1, 100_000);
var temperatureOption = new Option<double>("--temperature")
{
    Description = "divides the logits; 0: the most likely character always",
    DefaultValueFactory = static _ => 0.7,
}.Between(0, 10);
var topKOption = new Option<int>("--top-k")
{
    Description = "draw from so many of the most likely characters only",
    DefaultValueFactory = static _ => CharacterModel.VocabularySize,
}.Between(1, CharacterModel.VocabularySize);
var command = new RootCommand(
    "Loads a character language model that was trained in PyTorch, checks it against PyTorch's own results, measures it, and lets it write.")
{
    promptOption, seedOption, lengthOption, temperatureOption, topKOption,
};
return SampleCommand.Run(args, command, PromptProblem, Run);

string? PromptProblem(ParseResult line)
{
    try
    {
        LoadVocabulary().Encode(line.GetRequiredValue(promptOption));
        return null;
    }
    catch (UnknownCharacterException problem)
    {
        return $"{promptOption.Name}: {problem.Message}";
    }
}

int Run(ParseResult line)
{
    Vocabulary vocabulary = LoadVocabulary();
    string promptText = line.GetRequiredValue(promptOption);
    int[] prompt = vocabulary.Encode(promptText);

    using var file = SafetensorsFile.Open(ModelFile("char_lm.safetensors"));
    var model = new CharacterModel();
    model.Load(file);
    long parameters = file.Tensors.Sum(tensor => tensor.ElementCount);
    Print("model", $"{parameters:N0} parameters in {file.Tensors.Count} tensors, trained in PyTorch on Pride and Prejudice");
    Print("", "embedding 75 -> 32, LSTM 32 -> 128, dense 128 -> 75, declared by four attributes");

    using var golden = SafetensorsFile.Open(ModelFile("char_lm.golden.safetensors"));
    var check = GoldenCheck.Run(model, golden);
    Print("golden check", $"{(check.Passed ? "passed" : "FAILED")}: over {check.Steps} characters the logits are within "
        + $"{check.LogitDifference:0.0e+0} of PyTorch's in float64 (limit {GoldenCheck.Limit:0e+0});");
    Print("", $"the final hidden state is within {check.HiddenDifference:0.0e+0}, the cell state within "
        + $"{check.CellDifference:0.0e+0} of its largest");
    if (!check.Passed)
    {
        return ExitCode.Failure;
    }

    int[] test = vocabulary.Encode(File.ReadAllText(ModelFile("test_split.txt")));
    int[] continuation = new int[line.GetValue(lengthOption)];
    var generator = new TextGenerator(model, line.GetValue(seedOption), line.GetValue(temperatureOption), line.GetValue(topKOption));

    long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
    double bits = Evaluation.BitsPerCharacter(model, test);
    double nanoseconds = Evaluation.NanosecondsPerCharacter(model, test, TimedPasses);
    generator.Continue(prompt, continuation);
    long allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;

    int steps = ((TimedPasses + 1) * test.Length) - 1 + prompt.Length + continuation.Length;
    Print("test split", $"{bits:F4} bits per character over {test.Length:N0} characters (PyTorch: 1.8112)");
    Print("speed", $"{nanoseconds:N0} ns per character (fastest of {TimedPasses} passes over the test split)");
    Print("allocated", $"{allocated:N0} bytes over {steps:N0} characters");
    Console.WriteLine();
    Console.WriteLine(promptText + vocabulary.Decode(continuation));
    return ExitCode.Success;
}

static Vocabulary LoadVocabulary() => Vocabulary.Load(ModelFile("char_lm_vocab.json"), CharacterModel.VocabularySize);

static string ModelFile(string name) => Path.Combine(AppContext.BaseDirectory, "model", name);

static void Print(string label, string text) => Console.WriteLine($"{label,-14}{text}");
