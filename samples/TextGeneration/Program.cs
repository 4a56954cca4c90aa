using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Linq;
using RnnGen;
using RnnGen.Formats;
using RnnGen.Training;
using Shared;
using TextGeneration;

// Trains a character language model on a novel, says how well it foretells text it has not read, and lets it write.

var fullOption = new Option<bool>("--full")
{
    Arity = ArgumentArity.Zero,
    Description = "30 epochs, as the model that PyTorch trained (8,910 updates; minutes), in the place of 5",
};
var dataOption = new Option<string>("--data")
{
    Description = "another text (UTF-8; 90 % of it is learnt from, 5 % chooses the best epoch, 5 % is the test)",
    DefaultValueFactory = static _ => Path.Combine(AppContext.BaseDirectory, "data", "prideprejudice.txt"),
}.InputFile();
var epochsOption = new Option<int>("--epochs") { Description = "so many", DefaultValueFactory = line => line.GetValue(fullOption) ? 30 : 5 }.Between(1, 1000);
var learningRateOption = new Option<float>("--learning-rate") { Description = "of Adam, before its schedule", DefaultValueFactory = static _ => 8e-3f }.Between(1e-6f, 1f);
Option<int> threadsOption = OptionChecks.Threads("the result is the same for any number");
var seedOption = new Option<int>("--seed") { Description = "another seed gives another model and another text", DefaultValueFactory = static _ => 1813 }.AnyNumber();
var seedsOption = new Option<int>("--seeds") { Description = "trains so many models, with this seed and those that follow", DefaultValueFactory = static _ => 1 }.Between(1, 100);
var largeOption = new Option<bool>("--large") { Arity = ArgumentArity.Zero, Description = "another model, with 0.9 million parameters (minutes an epoch)" };
var outputOption = new Option<string>("--output")
{
    Description = "where model.safetensors and learning-curve.png go",
    DefaultValueFactory = static _ => "TextGeneration.out",
}.OutputFolder();
var checkpointOption = new Option<string>("--checkpoint") { Description = "go on from this file, if it is there, and keep it up to date after every epoch" }.OutputFile();
var promptOption = new Option<string>("--prompt") { Description = "the text to continue", DefaultValueFactory = static _ => "It is a truth universally " }.Text();
var lengthOption = new Option<int>("--length") { Description = "characters to write", DefaultValueFactory = static _ => 400 }.Between(1, 100_000);
var temperatureOption = new Option<double>("--temperature")
{
    Description = "divides the logits; 0: the most likely character always",
    DefaultValueFactory = static _ => 0.7,
}.Between(0, 10);
var topKOption = new Option<int>("--top-k")
{
    Description = "draw from so many of the most likely characters only",
    DefaultValueFactory = static _ => Characters.Count,
}.Between(1, Characters.Count);
var command = new RootCommand("Trains a character model (an LSTM) on Pride and Prejudice by truncated BPTT, measures it on held-out text, and lets it write.")
{
    fullOption, largeOption, dataOption, epochsOption, learningRateOption, threadsOption, seedOption, seedsOption, outputOption, checkpointOption, promptOption, lengthOption,
    temperatureOption, topKOption,
};
return SampleCommand.Run(
    args, command,
    line => line.GetValue(seedsOption) > 1 && line.GetValue(checkpointOption) is not null
        ? "--checkpoint: of one training, not of several seeds"
        : SampleCommand.OutputProblem(outputOption, line.GetRequiredValue(outputOption), "model.safetensors", "learning-curve.png"),
    Run);

int Run(ParseResult line)
{
    const int Streams = 32;
    const int Window = 65;
    string path = line.GetRequiredValue(dataOption);
    int epochs = line.GetValue(epochsOption);
    int seed = line.GetValue(seedOption);
    int threads = line.GetValue(threadsOption);
    float learningRate = line.GetValue(learningRateOption);
    int length = line.GetValue(lengthOption);
    var sampler = new TokenSampler(seed, line.GetValue(temperatureOption), line.GetValue(topKOption));
    string output = line.GetRequiredValue(outputOption);
    string prompt = line.GetRequiredValue(promptOption);
    int[] tokens = Characters.Encode(File.ReadAllText(path));
    int trainingEnd = (int)(tokens.Length * 0.9), validationEnd = trainingEnd + (int)(tokens.Length * 0.05);
    int[] training = tokens[..trainingEnd], validation = tokens[trainingEnd..validationEnd], test = tokens[validationEnd..];
    if (training.Length <= Streams || test.Length < 2 || validation.Length < 2)
    {
        throw new FormatException($"{path}: has {tokens.Length} characters, too few to learn from");
    }

    Console.WriteLine($"data        {Path.GetFileName(path)}: {training.Length:N0} characters to learn, {validation.Length:N0} to choose, {test.Length:N0} to test");
    foreach ((string name, Foretelling foretell) in Baselines(training))
    {
        Console.WriteLine($"baseline    {CharacterMeasure.Of(foretell, test):F4} bits per character ({name})");
    }

    int updatesOfEpoch = (((training.Length - 1) / Streams) + Window - 1) / Window;
    ITrainable<int> model = line.GetValue(largeOption) ? new LargeCharModel() : new CharModel();
    var curve = new LearningCurve();
    double[] tests = new double[line.GetValue(seedsOption)];
    for (int run = 0; run < tests.Length; run++)
    {
        curve = new LearningCurve();
        model.Initialize(seed + run);
        Console.WriteLine($"model       {model.ParameterCount:N0} parameters, seed {seed + run}; {epochs} epochs of {updatesOfEpoch} updates");
        long start = Stopwatch.GetTimestamp();
        TrainingDisplay.Run(epochs, "nats", curve, progress =>
        {
            using var trainer = new Trainer<int, int>(
                model, new Adam(model.Parameters.Length, learningRate), SequenceLoss.CrossEntropy(),
                new TrainerOptions
                {
                    BatchSize = Streams,
                    Threads = threads,
                    Seed = seed + run,
                    ClipNorm = 1,
                    Progress = progress,
                    Schedule = LearningRateSchedule.Cosine((long)epochs * updatesOfEpoch, end: 0.02),
                    CheckpointPath = line.GetValue(checkpointOption),
                });
            trainer.FitStream(training[..^1], training[1..], Window, () => CharacterMeasure.Of(model, validation) * Math.Log(2), epochs);
        });
        tests[run] = CharacterMeasure.Of(model, test);
        Console.WriteLine($"trained in  {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        Console.WriteLine($"test        {tests[run]:F4} bits per character");
    }

    if (tests.Length > 1)
    {
        Console.WriteLine($"test        {tests.Average():F4} bits per character on the average of {tests.Length} seeds ({tests.Min():F4} to {tests.Max():F4})");
    }

    var file = new SafetensorsWriter();
    model.Save(file);
    file.Save(Path.Combine(output, "model.safetensors"));
    curve.Save(Path.Combine(output, "learning-curve.png"), "A character model of " + Path.GetFileName(path), "nats per character");
    Console.WriteLine($"written     {Path.Combine(output, "model.safetensors")}, {Path.Combine(output, "learning-curve.png")}");
    Console.WriteLine();

    Console.WriteLine(prompt + Characters.Decode(Continue(model, sampler, Characters.Encode(prompt), length)));
    return ExitCode.Success;
}

// What knows no network: each learns the same text, and nothing else.
static IEnumerable<(string Name, Foretelling Foretell)> Baselines(int[] training) =>
[
    ("single characters by frequency", new KneserNey(training, 1).Foretell),
    ("6 characters, Kneser and Ney", new KneserNey(training, 6).Foretell),
    ("partial matching of 5 characters", new PartialMatching(training, 5).Foretell),
];

static int[] Continue(IModel model, TokenSampler sampler, int[] prompt, int length)
{
    IModelStream stream = model.CreateStream();
    float[] logits = new float[Characters.Count];
    foreach (int token in prompt)
    {
        stream.Step([token], logits);
    }

    int[] continuation = new int[length];
    foreach (ref int next in continuation.AsSpan())
    {
        next = sampler.Draw(logits);
        stream.Step([next], logits);
    }

    return continuation;
}
