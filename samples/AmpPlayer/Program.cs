using System;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using AmpPlayer;
using RnnGen;
using Shared;

// Plays a WAV file through a captured amplifier. The capture is in the program.
// Exit code 0: all well; 1: the input is not what it should be, or the output could not be written; 2: bad arguments.

var inputArgument = new Argument<string>("input.wav") { Description = "what is played: PCM of 8, 16, 24 or 32 bits or floats, any number of channels" };
var outputArgument = new Argument<string>("output.wav") { Description = "where it is written to, as floats" };
var command = new RootCommand("Plays a WAV file through a captured amplifier (amp.nam, which is in the program). Each channel goes through an amplifier of its own.")
{
    inputArgument, outputArgument,
};
return SampleCommand.Run(
    args, command, line => Problem(line.GetRequiredValue(inputArgument), line.GetRequiredValue(outputArgument)),
    line => Run(line.GetRequiredValue(inputArgument), line.GetRequiredValue(outputArgument)));

string? Problem(string input, string output) =>
    string.IsNullOrWhiteSpace(input) ? $"{inputArgument.Name} needs a value that is not empty"
    : string.IsNullOrWhiteSpace(output) ? $"{outputArgument.Name} needs a value that is not empty"
    : PathProblem.OfInput(input) is { } unreadable ? $"{inputArgument.Name} {input}: {unreadable}"
    : PathProblem.OfOutput(output) is { } unwritable ? $"{outputArgument.Name} {output}: {unwritable}"
    : Path.GetFullPath(input) == Path.GetFullPath(output) ? $"{outputArgument.Name} {output}: it is the input"
    : null;

static int Run(string inputPath, string outputPath)
{
    using var input = new WavInput(inputPath);
    double seconds = (double)input.Frames / input.SampleRate;
    Console.WriteLine(
        $"{inputPath}: {seconds:0.00} s, {input.SampleRate} samples a second, {input.Kind}, {input.Channels} {(input.Channels == 1 ? "channel" : "channels")}");
    if (input.SampleRate is < (int)Amp.LowestRate or > (int)Amp.HighestRate)
    {
        throw new FormatException($"{inputPath}: {input.SampleRate} samples a second; the amplifier plays {Amp.LowestRate} to {Amp.HighestRate}");
    }

    var amplifier = Amp.Create();
    var correction = new RateCorrection(Amp.SampleRate, input.SampleRate);
    if (correction.Ratio != 1)
    {
        Console.WriteLine($"the amplifier was captured at {Amp.SampleRate} samples a second: its state is read back {correction.Ratio:0.####} steps");
        RateStability stability = correction.Examine(amplifier);
        if (!stability.IsStable)
        {
            Console.Error.WriteLine(
                $"warning: at {input.SampleRate} samples a second the amplifier is not stable (largest pole {stability.LargestPole:0.000}) and may whistle or hum; "
                + $"at {Amp.SampleRate}, to which other programs can resample {inputPath}, it is as it was captured");
        }
    }

    long start = Stopwatch.GetTimestamp();
    float peak;
    using (var output = new WavOutput(outputPath, input.SampleRate, input.Channels, input.Frames))
    {
        peak = Playback.Play(amplifier, correction, input, output);
    }

    double taken = Stopwatch.GetElapsedTime(start).TotalSeconds;
    Console.WriteLine($"{outputPath}: written in {taken:0.000} s, {seconds / taken:0} times as fast as it sounds; largest sample {peak:0.000}");
    return ExitCode.Success;
}
