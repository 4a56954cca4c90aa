using System;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using KeywordSpotter;
using KeywordSpotter.Speech;
using NAudio.Wave;
using RnnGen;
using RnnGen.Training;
using Shared;

// Ten words in a stream of sound, for small devices: trains a GRU on made-up speech, measures it on speakers that it has not heard, and listens to a stream.

const string ModelFile = "model.safetensors", RecordingFile = "recording.wav";

var modelOption = new Option<string>("--model") { Description = "a model that an earlier run has written, in the place of training one" }.InputFile();
var builtInOption = new Option<bool>("--built-in")
{
    Arity = ArgumentArity.Zero,
    Description = "the model in the program, in the place of training one: that of a training with no arguments",
};
var listenOption = new Option<string>("--listen")
{
    Description = "prints the words in this WAV file, and does nothing else; with the model in the program, or that of --model",
}.InputFile();
var standardInputOption = new Option<bool>("--standard-input")
{
    Arity = ArgumentArity.Zero,
    Description = "like --listen, to samples of 16 bits, 16,000 a second, as they come: arecord -t raw -f S16_LE -r 16000 | KeywordSpotter --standard-input",
};
var speakersOption = new Option<int>("--speakers") { Description = "speakers to learn from", DefaultValueFactory = static _ => 400 }.Between(4, 100_000);
var epochsOption = new Option<int>("--epochs")
{
    Description = "so many times all recordings are learnt from; the epoch that is best with other speakers counts",
    DefaultValueFactory = static _ => 30,
}.Between(1, 10_000);
Option<int> threadsOption = OptionChecks.Threads("the result is the same for any number");
var seedOption = new Option<int>("--seed") { Description = "another seed gives another model", DefaultValueFactory = static _ => 1 }.AnyNumber();
var outputOption = new Option<string>("--output")
{
    Description = $"where {ModelFile} and {RecordingFile} go",
    DefaultValueFactory = static _ => "KeywordSpotter.out",
}.OutputFolder();
var command = new RootCommand(
    "Spots ten words in a stream of sound: trains a small GRU on made-up speech, measures it on speakers that it has not heard beside a linear model, prints "
    + "what it needs on a small device, and listens to a recording.")
{
    modelOption, builtInOption, listenOption, standardInputOption, speakersOption, epochsOption, threadsOption, seedOption, outputOption,
};
return SampleCommand.Run(args, command, FindProblem, line => IsDevice(line) ? Listen(line) : TrainAndMeasure(line));

// Whether it only listens, as the program of a device does.
bool IsDevice(ParseResult line) => line.GetValue(listenOption) is not null || line.GetValue(standardInputOption);

string? FindProblem(ParseResult line) =>
    line.GetValue(modelOption) is not null && line.GetValue(builtInOption)
        ? $"{modelOption.Name} and {builtInOption.Name} are two models; only one can be used"
    : line.GetValue(listenOption) is not null && line.GetValue(standardInputOption)
        ? $"{listenOption.Name} and {standardInputOption.Name} are two sounds; only one can be listened to"
    : IsDevice(line) ? null
    : SampleCommand.OutputProblem(outputOption, line.GetRequiredValue(outputOption), ModelFile, RecordingFile);

int Listen(ParseResult line)
{
    KeywordNetwork model = GivenModel(line) ?? KeywordNetwork.Create();
    if (line.GetValue(listenOption) is { } path)
    {
        ListenTo(model, path);
    }
    else
    {
        using Stream input = Console.OpenStandardInput();
        Listening.Run(model, new RawSamples(input));
    }

    return ExitCode.Success;
}

int TrainAndMeasure(ParseResult line)
{
    string output = line.GetRequiredValue(outputOption);
    int speakers = line.GetValue(speakersOption);
    Print("network", $"{LogMelFeatures.Bands} bands every 20 ms, GRU {KeywordNetwork.Hidden}, {Vocabulary.Classes} classes: "
        + $"{KeywordNetwork.ParameterCount:N0} parameters");
    if (GivenModel(line) is not { } model)
    {
        model = TrainOne(line, speakers);
        model.Save(Path.Combine(output, ModelFile));
        Print("written", Path.Combine(output, ModelFile));
    }

    Test(model, speakers);
    Recording recording = DataSet.Stream(0);
    string path = Path.Combine(output, RecordingFile);
    SoundFile.Write(path, recording.Samples);
    Print("written", path);
    DeviceReport.Print(model, recording.Samples);
    Print("said", string.Join(", ", recording.Words.Select(static word => string.Create(
        CultureInfo.InvariantCulture, $"{Vocabulary.NameOf(word.Label)} {word.End / (double)LogMelFeatures.SampleRate:F2}"))));
    ListenTo(model, path);
    return ExitCode.Success;
}

// What --model or --built-in says, or null.
KeywordNetwork? GivenModel(ParseResult line)
{
    if (line.GetValue(modelOption) is not { } path)
    {
        return line.GetValue(builtInOption) ? KeywordNetwork.Create() : null;
    }

    var model = new KeywordNetwork();
    model.Load(path);
    return model;
}

KeywordNetwork TrainOne(ParseResult line, int speakers)
{
    long start = Stopwatch.GetTimestamp();
    Example<float, int>[] training = DataSet.Training(speakers), validation = DataSet.Validation();
    double seconds = training.Sum(static example => (double)example.Targets.Length) * LogMelFeatures.Hop / LogMelFeatures.SampleRate;
    Print("data", string.Create(
        CultureInfo.InvariantCulture,
        $"{training.Length:N0} recordings of {speakers:N0} speakers to learn from ({seconds / 60:F0} minutes), "
        + $"{validation.Length:N0} of {DataSet.ValidationSpeakers} others to choose by; made in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s"));
    start = Stopwatch.GetTimestamp();
    KeywordNetwork model = Training.Run(training, validation, line.GetValue(epochsOption), line.GetValue(threadsOption), line.GetValue(seedOption));
    Print("trained", $"in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
    return model;
}

static void Test(KeywordNetwork model, int speakers)
{
    Clip[] clips = DataSet.Test();
    var evaluation = Evaluation.Of(clips, clip => Evaluation.Classify(model, clip));
    var baseline = Evaluation.Of(clips, LinearBaseline.Train(DataSet.TrainingClips(speakers)).Classify);
    Print("test", string.Create(
        CultureInfo.InvariantCulture,
        $"{clips.Length:N0} clips of {DataSet.TestSpeakers} speakers never heard: GRU {100 * evaluation.Accuracy:F1} %, "
        + $"linear model {100 * baseline.Accuracy:F1} %"));
    Print("worst", string.Join(", ", Enumerable.Range(0, Vocabulary.Classes).OrderBy(evaluation.AccuracyOf).Take(4).Select(label => string.Create(
        CultureInfo.InvariantCulture, $"{Vocabulary.NameOf(label)} {100 * evaluation.AccuracyOf(label):F1} %"))));
    Print("mistakes", string.Join(", ", evaluation.Mistakes.Take(6).Select(
        static mistake => $"{Vocabulary.NameOf(mistake.Label)} as {Vocabulary.NameOf(mistake.TakenFor)} {mistake.Count}")));
    StreamScore stream = StreamScore.Of(model, DataSet.TestSpeakers);
    Print("streams", string.Create(
        CultureInfo.InvariantCulture,
        $"{stream.Minutes:F0} minutes of the same speakers: {stream.Heard:N0} of {stream.Said:N0} keywords heard, {stream.FalseAlarms:N0} false alarms"));
}

static void ListenTo(KeywordNetwork model, string path)
{
    using IDisposable file = SoundFile.Open(path, out ISampleProvider samples);
    Listening.Run(model, samples);
}

static void Print(string label, string text) => Console.WriteLine($"{label,-12}{text}");
