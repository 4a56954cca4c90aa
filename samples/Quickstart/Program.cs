using System;
using System.IO;
using System.Linq;
using Quickstart;
using RnnGen.Formats;
using Shared;

// Loads a character language model that was trained in PyTorch, checks it against PyTorch's own results, measures it, and lets it write.
// Exit code 0: all well; 1: the model cannot be loaded, or does not compute what PyTorch does; 2: bad arguments.

const int TimedPasses = 10;

try
{
    var arguments = Arguments.Parse(args);
    if (arguments.Help)
    {
        Console.WriteLine(Arguments.Usage);
        return ExitCode.Success;
    }

    return Run(arguments);
}
catch (UsageException problem)
{
    Console.Error.WriteLine($"error: {problem.Message}");
    Console.Error.WriteLine();
    Console.Error.WriteLine(Arguments.Usage);
    return ExitCode.BadArguments;
}
catch (Exception problem) when (problem is FormatException or IOException or UnauthorizedAccessException)
{
    // TensorFormatException is a FormatException; its message names the file, the tensor and the field at fault.
    Console.Error.WriteLine($"error: {problem.Message}");
    return ExitCode.Failure;
}

static int Run(Arguments arguments)
{
    var vocabulary = Vocabulary.Load(ModelFile("char_lm_vocab.json"), CharacterModel.VocabularySize);
    int[] prompt = EncodePrompt(vocabulary, arguments.Prompt);

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
    int[] continuation = new int[arguments.Length];
    var generator = new TextGenerator(model, arguments.Seed, arguments.Temperature, arguments.TopK);

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
    Console.WriteLine(arguments.Prompt + vocabulary.Decode(continuation));
    return ExitCode.Success;
}

static int[] EncodePrompt(Vocabulary vocabulary, string prompt)
{
    try
    {
        return vocabulary.Encode(prompt);
    }
    catch (UnknownCharacterException problem)
    {
        throw new UsageException($"--prompt: {problem.Message}");
    }
}

static string ModelFile(string name) => Path.Combine(AppContext.BaseDirectory, "model", name);

static void Print(string label, string text) => Console.WriteLine($"{label,-14}{text}");
