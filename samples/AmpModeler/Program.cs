using System;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using AmpModeler;
using RnnGen;
using Shared;

// An amplifier as a small LSTM: trains one on a simulated circuit, or opens a capture, and plays a sound through it in blocks, as an audio callback would.

const int HeldOutSeconds = 8;
var inputOption = new Option<string>("--input") { Description = "the WAV file to play (without it: a made-up guitar)" }.InputFile();
var modelOption = new Option<string>("--model")
{
    Description = "the capture to play it through: .nam, RTNeural's or GuitarML's .json, .onnx (without it: one is trained)",
}.InputFile();
var modelRateOption = new Option<double>("--model-rate")
{
    Description = "samples a second that the capture was made at, in place of what its file says; without --model, what one is trained for "
        + $"({ClipperTraining.Rate} in place of it)",
}.Between(1000.0, 1_000_000.0);
var interpolationOption = new Option<string>("--interpolation")
{
    Description = "how a capture reads its state between two steps, where the sound has another rate than it was made at",
    DefaultValueFactory = static _ => "cubic",
}.OneOf("cubic", "linear", "none");
var ratesOption = new Option<bool>("--rates")
{
    Arity = ArgumentArity.Zero,
    Description = "in place of playing: a table of the model at 44.1, 48, 88.2 and 96 kHz, beside the circuit solved at each",
};
var epochsOption = new Option<int>("--epochs")
{
    Description = "how often the recording is gone through",
    DefaultValueFactory = static _ => 50,
}.Between(1, 10_000);
var secondsOption = new Option<int>("--seconds")
{
    Description = "length of the recording that is learnt",
    DefaultValueFactory = static _ => 60,
}.Between(2, 3600);
Option<int> threadsOption = OptionChecks.Threads("the model is the same for any number");
var seedOption = new Option<int>("--seed")
{
    Description = "another seed gives another guitar and other first parameters",
    DefaultValueFactory = static _ => 1,
}.AnyNumber();
Option<string> outputOption = new Option<string>("--output")
{
    Description = "where model, sounds and pictures go; or the file of the sound that comes out, with the rest beside it",
    DefaultValueFactory = static _ => "AmpModeler.out",
}.OutputFolderOrFile(OutputFiles.Extension);
var command = new RootCommand(
    "Plays a WAV file through an LSTM amplifier in blocks of 64 samples. Without a capture it trains one first, on a diode clipper that it simulates.")
{
    inputOption, modelOption, modelRateOption, interpolationOption, ratesOption, epochsOption, secondsOption, threadsOption, seedOption, outputOption,
};
return SampleCommand.Run(args, command, FindProblem, Run);

string? FindProblem(ParseResult line)
{
    bool isTrained = line.GetValue(modelOption) is null, isPlayed = !line.GetValue(ratesOption);
    (Option Option, bool IsUseless, string Why)[] rules =
    [
        (epochsOption, !isTrained, "nothing is trained with --model"),
        (secondsOption, !isTrained, "nothing is trained with --model"),
        (threadsOption, !isTrained, "nothing is trained with --model"),
        (inputOption, !isPlayed, "nothing is played with --rates"),
        (interpolationOption, !isPlayed, "the table of --rates has all of them"),
    ];
    if (rules.FirstOrDefault(rule => rule.IsUseless && line.GetResult(rule.Option) is { Implicit: false }) is { Option: { } useless, Why: { } why })
    {
        return $"{useless.Name}: {why}";
    }

    double rate = line.GetValue(modelRateOption);
    if (isTrained && line.GetResult(modelRateOption) is not null
        && (rate is < ClipperTraining.LowestRate or > ClipperTraining.HighestRate || rate != Math.Floor(rate)))
    {
        return FormattableString.Invariant(
            $"{modelRateOption.Name} {rate}: a model is trained for a whole number from {ClipperTraining.LowestRate} to {ClipperTraining.HighestRate}");
    }

    var files = new OutputFiles(line.GetRequiredValue(outputOption));
    string? input = line.GetValue(inputOption);
    if (input is not null && Path.GetFullPath(input) == Path.GetFullPath(files.Sound))
    {
        return $"{outputOption.Name} {files.Sound}: it is the file to read";
    }

    string[] written =
    [
        .. isTrained ? (string[])[files.Model, files.LearningCurve, files.HeldOut, files.Target] : [],
        .. isPlayed ? (string[])[files.Sound, files.Picture] : [],
        .. isPlayed && input is null ? (string[])[files.Input] : [],
    ];
    return SampleCommand.OutputProblem(outputOption, files.Folder, [.. written.Select(static path => Path.GetFileName(path))]);
}

int Run(ParseResult line)
{
    var files = new OutputFiles(line.GetRequiredValue(outputOption));

    // What can be wrong with files and rates is found out before a minute of training.
    Sound? sound = line.GetValue(inputOption) is { } inputPath ? Sound.Read(inputPath) : null;
    Capture? opened = line.GetValue(modelOption) is { } modelPath ? Capture.Open(modelPath) : null;
    double? modelRate = line.GetResult(modelRateOption) is not null ? line.GetValue(modelRateOption) : opened is null ? ClipperTraining.Rate : opened.Rate;
    int rate = sound?.Rate ?? (int)Math.Round(modelRate ?? ClipperTraining.Rate);
    RateCorrection? correction = CorrectionOf(modelRate, rate, line.GetRequiredValue(interpolationOption));

    // Another guitar than the one that is learnt.
    var heldOut = new TestSignal(~line.GetValue(seedOption), HeldOutSeconds);
    Capture capture = opened ?? Train(line, files, heldOut, rate: (int)modelRate!.Value);
    if (line.GetValue(ratesOption))
    {
        RateTable.Print(capture.Model, modelRate ?? ClipperTraining.Rate, heldOut);
        return ExitCode.Success;
    }

    if (sound is null)
    {
        double[] samples = new double[(int)(heldOut.Seconds * rate)];
        heldOut.Sample(rate, 0, samples);
        sound = new Sound(rate, [Array.ConvertAll(samples, static sample => (float)sample)]);
        sound.Write(files.Input);
    }

    string channels = sound.Channels.Length == 1 ? "1 channel" : $"{sound.Channels.Length} channels";
    Print($"sound       {line.GetValue(inputOption) ?? files.Input}: {sound.Seconds:F2} s, {channels}, {rate} Hz");
    Print($"capture     {capture.Name}: {DescribeRate(modelRate, rate, correction)}");
    if (correction?.Examine(capture.Model) is { IsStable: false } stability)
    {
        string why = stability.Settles
            ? FormattableString.Invariant($"the largest pole of its recurrence is {stability.LargestPole:F4}, and must be below 1")
            : "it does not come to rest when its input is zero, even at its own rate";
        Console.Error.WriteLine($"warning: {capture.Name} may be unstable at {rate} Hz: {why}");
    }

    Play(capture, correction, sound, files);
    return ExitCode.Success;
}

static RateCorrection? CorrectionOf(double? modelRate, int rate, string interpolation)
{
    if (modelRate is not { } of || of == rate || interpolation == "none")
    {
        return null;
    }

    return rate / of is >= RateCorrection.MinRatio and <= RateCorrection.MaxRatio
        ? new RateCorrection(of, rate, interpolation == "linear" ? RateInterpolation.Linear : RateInterpolation.Cubic)
        : throw new FormatException(string.Create(
            CultureInfo.InvariantCulture,
            $"the sound has {rate} Hz and the capture {of} Hz: "
            + $"the rate of a sound is {RateCorrection.MinRatio} to {RateCorrection.MaxRatio} times that of its capture"));
}

static string DescribeRate(double? modelRate, int rate, RateCorrection? correction) =>
    correction is not null
        ? FormattableString.Invariant($"made at {modelRate} Hz; its state is read back by {correction.Ratio:F4} steps ({correction.Interpolation})")
    : modelRate is null ? "nobody says at which rate it was made (--model-rate does); it is taken to be that of the sound"
    : modelRate == rate ? FormattableString.Invariant($"made at {modelRate} Hz, too")
    : FormattableString.Invariant($"made at {modelRate} Hz, and run at {rate} Hz without a correction");

Capture Train(ParseResult line, OutputFiles files, TestSignal heldOut, int rate)
{
    int seconds = line.GetValue(secondsOption), epochs = line.GetValue(epochsOption), seed = line.GetValue(seedOption);
    long start = Stopwatch.GetTimestamp();
    var recording = ClipperRecording.Of(new TestSignal(seed, seconds), rate);
    var test = ClipperRecording.Of(heldOut, rate);
    Print($"recording   {seconds} s of a made-up guitar through a diode clipper, and {HeldOutSeconds} s more to test; solved in {Seconds(start):F1} s");
    var curve = new LearningCurve();
    start = Stopwatch.GetTimestamp();
    Capture capture = ClipperTraining.Run(recording, epochs, line.GetValue(threadsOption), seed, curve);
    Print($"trained in  {Seconds(start):F1} s; {capture.Model.ParameterCount:N0} parameters");

    float[] outputs = Playback.Of(capture, null, new Sound(test.Rate, [test.Inputs])).Output.Channels[0];
    double ratio = ErrorToSignal.Of(test.Targets, outputs);
    double baseline = ErrorToSignal.Of(test.Targets, new Waveshaper(recording.Inputs, recording.Targets).Run(test.Inputs));
    Print($"held out    error-to-signal ratio {ratio:E2}; of a static waveshaper {baseline:E2}, {baseline / ratio:F1} times as much");

    NamFile.Save(files.Model, "diode clipper", capture.Model, rate);
    new Sound(test.Rate, [test.Targets]).Write(files.Target);
    curve.Save(files.LearningCurve, "An LSTM of a diode clipper", "error-to-signal ratio, %");
    Pictures.SaveSignals(
        files.HeldOut, "Held-out signal", test.Rate, seconds: 0.01,
        ($"input (1 is {DiodeClipper.FullScale} V)", test.Inputs), ("the circuit, V", test.Targets), ("the LSTM, V", outputs));
    Print($"written     {files.Model}, {files.Target}, {files.LearningCurve}, {files.HeldOut}");
    return capture;
}

static void Play(Capture capture, RateCorrection? correction, Sound sound, OutputFiles files)
{
    Playback playback = Playback.Of(capture, correction, sound);
    double block = (double)Playback.Block / sound.Rate;
    Print($"played      in blocks of {Playback.Block} samples, each {1e6 * block:F0} us of sound");
    Print($"real time   factor {playback.Seconds / sound.Seconds:F5}, {sound.Seconds / playback.Seconds:F0} times as fast as the sound");
    Print($"worst block {1e6 * playback.WorstBlock:F1} us, {100 * playback.WorstBlock / block:F2} % of its time");
    Print($"allocated   {playback.AllocatedBytes} bytes");
    playback.Output.Write(files.Sound);
    Pictures.SaveSignals(files.Picture, capture.Name, sound.Rate, seconds: 0.02, ("input", sound.Channels[0]), ("output", playback.Output.Channels[0]));
    Print($"written     {files.Sound}, {files.Picture}");
}

static double Seconds(long start) => Stopwatch.GetElapsedTime(start).TotalSeconds;

static void Print(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
