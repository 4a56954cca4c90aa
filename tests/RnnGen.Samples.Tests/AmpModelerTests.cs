using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AmpModeler;
using RnnGen.Formats;
using RnnGen.Import;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;
using Capture = AmpModeler.Capture;

namespace RnnGen.Samples.Tests;

/// <summary>The amplifier: it learns a circuit, and plays captures as their own players do.</summary>
public sealed partial class AmpModelerTests(ITestOutputHelper log) : IDisposable
{
    private const double Tolerance = 1e-5;

    private readonly TemporaryFolder _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void A_short_training_learns_plays_and_draws()
    {
        string[] arguments = ["--seconds", "4", "--epochs", "12"];
        ProcessResult run = Start([.. arguments, "--threads", "2"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        double[] ratios = [.. Ratios().Match(run.Output).Groups.Values.Skip(1).Select(static group => double.Parse(group.Value, CultureInfo.InvariantCulture))];
        Assert.InRange(ratios[0], 1e-6, 0.1);
        Assert.InRange(ratios[1], 5e-3, 0.1);
        AssertPlayed(run);
        foreach (string picture in (string[])["learning-curve.png", "held-out.png", "output.png"])
        {
            Assert.Equal("89504E47", Convert.ToHexString(File.ReadAllBytes(_output[picture]).AsSpan(0, 4)));
        }

        float[] input = Read("input.wav"), target = Read("target.wav"), output = Read("output.wav");
        Assert.Equal((8 * 48_000, 8 * 48_000, 8 * 48_000), (input.Length, target.Length, output.Length));
        Assert.Equal(ratios[0], target.Zip(output, static (y, x) => ((double)y - x) * (y - x)).Sum() / target.Sum(static y => (double)y * y), 0.01 * ratios[0]);

        // The same seed gives the same model, on any number of threads; the saved one plays as the trained one did.
        byte[] model = File.ReadAllBytes(_output["model.nam"]);
        Assert.Equal(0, Start([.. arguments, "--threads", "1"]).ExitCode);
        Assert.Equal(model, File.ReadAllBytes(_output["model.nam"]));
        string again = _output["again.wav"];
        run = SampleRun.Start("AmpModeler", "--model", _output["model.nam"], "--input", _output["input.wav"], "--output", again);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("made at 48000 Hz, too", run.Output, StringComparison.Ordinal);
        Assert.Equal(output, WaveBytes.ReadFloats(again, out _, out _)[0]);
        Assert.True(File.Exists(_output["again.png"]));

        // It is what the format says: computed from the file alone.
        AssertNear(new CaptureReference(_output["model.nam"]).Play(input), output);
        ModelFile file = ModelFile.Open(_output["model.nam"]);
        Assert.Equal((ModelFormat.NeuralAmpModeler, 48_000.0), (file.Format, file.Description.SampleRate));
        Assert.Equal("diode clipper", file.Description.Metadata["name"]);
        Assert.DoesNotContain(_output.Entries, static name => name.EndsWith(".tmp", StringComparison.Ordinal));
    }

    /// <summary>Every bit of every number, with the states to start from (but for the sign of a zero there).</summary>
    [Theory]
    [InlineData("lstm_1x8.nam")]
    [InlineData("lstm_1x16_zero.nam")]
    public void A_capture_is_saved_as_it_was(string name)
    {
        Capture capture = Capture.Open(Case(name));
        NamFile.Save(_output["saved.nam"], "saved", capture.Model, 44_100);
        Assert.Equal(Numbers(Case(name)), Numbers(_output["saved.nam"]));
        Assert.Equal(44_100, Capture.Open(_output["saved.nam"]).Rate);

        static int[] Numbers(string path) => [.. JsonNode.Parse(File.ReadAllText(path))!["weights"]!.AsArray()
            .Select(static number => BitConverter.SingleToInt32Bits((float)(double)number! + 0f))];
    }

    [Fact]
    public void Two_layers_come_back_with_every_bit()
    {
        var model = new TwoLstm12();
        model.Initialize(7);
        NamFile.Save(_output["two.nam"], "two", model, 96_000);
        Capture again = Capture.Open(_output["two.nam"]);
        Assert.Equal(96_000, again.Rate);
        Assert.Equal(model.Parameters.ToArray(), Assert.IsType<TwoLstm12>(again.Model).Parameters.ToArray());
    }

    [Fact]
    public void What_cannot_be_saved_leaves_the_old_file_alone()
    {
        byte[] old = "old"u8.ToArray();
        string path = _output.Write("old.nam", old);
        var model = new Lstm8();
        model.Initialize(1);
        model.Parameters.Fill(float.NaN);
        Assert.Throws<ArgumentException>(() => NamFile.Save(path, "broken", model, 48_000));
        Assert.Equal(old, File.ReadAllBytes(path));
        Assert.Equal(["old.nam"], _output.Entries);
    }

    /// <summary>What is resampled begins at the same moment as the signal, so that the table of rates measures no delay.</summary>
    [Theory]
    [InlineData(48_000, 44_100)]
    [InlineData(48_000, 88_200)]
    [InlineData(48_000, 96_000)]
    [InlineData(44_100, 48_000)]
    public void Resampling_does_not_delay(int rate, int other)
    {
        const double Frequency = 997, Seconds = 0.5;
        float[] there = Resampling.Run(Sine(rate), rate, other, (int)(Seconds * other));
        double oneWay = Ratio(Sine(other), there), andBack = Ratio(Sine(rate), Resampling.Run(there, other, rate, (int)(Seconds * rate)));
        log.WriteLine($"error-to-signal ratio {oneWay:E1}, and back {andBack:E1}");

        // A delay of 1/100 of a sample alone would be 1.7e-6 at 48 kHz.
        Assert.InRange(oneWay, 0, 1e-11);
        Assert.InRange(andBack, 0, 1e-11);

        float[] Sine(int of) => [.. Enumerable.Range(0, (int)(Seconds * of)).Select(index => (float)Math.Sin(2 * Math.PI * Frequency * index / of))];

        // Without the ends, where the filter reads zeros beyond the signal.
        static double Ratio(float[] targets, float[] outputs) => ErrorToSignal.Of(targets.AsSpan(500..^500), outputs.AsSpan(500..^500));
    }

    /// <summary>
    /// h alternates from step to step. Guessed ahead of the newest step, it grows; pushed away from zero, it does not even rest at its own rate.
    /// </summary>
    [Theory]
    [InlineData(-0.95, 0, @"the largest pole of its recurrence is 1\.[0-9]{4}, and must be below 1")]
    [InlineData(-1.5, 0.1, "it does not come to rest when its input is zero, even at its own rate")]
    public void A_capture_that_is_not_stable_is_warned_of(double recurrent, double bias, string why)
    {
        string capture = Alternating(recurrent, bias), sound = _output.Write("sound.wav", WaveBytes.Floats(44_100, Signal(1000, 6)));
        ProcessResult run = Start("--model", capture, "--input", sound);
        Assert.Equal(0, run.ExitCode);
        Assert.Matches($@"\Awarning: alternating\.nam may be unstable at 44100 Hz: {why}\n\z", run.Error);

        // Nothing is corrected at its own rate, nor where nobody wants it.
        Assert.Equal("", Start("--model", capture, "--input", sound, "--interpolation", "none").Error);
        Assert.Equal("", Start("--model", capture).Error);
    }

    /// <summary>The players of Neural Amp Modeler feed half a second of zeros first; the goldens are theirs, in float64.</summary>
    [Theory]
    [InlineData("lstm_1x8.nam", "nam_lstm_1x8.golden.safetensors", 48_000)]
    public void A_capture_gives_what_its_players_give(string model, string golden, int rate)
    {
        using var wanted = SafetensorsFile.Open(Case(golden));
        float[] x = wanted.Read("x");
        double[] y = wanted.ReadDoubles("y_prewarmed");
        float[] output = Play(Case(model), WaveBytes.Floats(rate, x))[0];
        Assert.Equal(y.Length, output.Length);
        AssertNear(y, output);
    }

    [Fact]
    public void Samples_of_every_kind_and_all_channels_are_read()
    {
        float[] first = Signal(1000, 1), second = Signal(1000, 2);
        double[] wanted = Doubles(Play(Case("lstm_1x8.nam"), WaveBytes.Floats(48_000, first))[0]);
        float[][] both = Play(Case("lstm_1x8.nam"), WaveBytes.Floats(48_000, second, first));
        Assert.Equal(2, both.Length);
        Assert.Equal(wanted, Doubles(both[1]));
        Assert.NotEqual(wanted, Doubles(both[0]));
        Assert.Equal(wanted, Doubles(Play(Case("lstm_1x8.nam"), WaveBytes.ExtensibleFloats(48_000, first))[0]));
        foreach ((int bits, double tolerance) in ((int, double)[])[(16, 2e-4), (24, 2e-6), (32, 1e-6)])
        {
            AssertNear(wanted, Play(Case("lstm_1x8.nam"), WaveBytes.Integers(bits, 48_000, first))[0], tolerance);
        }
    }

    /// <summary>GuitarML's files say <c>skip</c>; AIDA-X's say it otherwise, and have gains.</summary>
    [Fact]
    public void What_a_player_does_around_the_network_is_done()
    {
        float[] x = Signal(500, 3);
        byte[] sound = WaveBytes.Floats(44_100, x);
        string plain = GuitarML(skip: 0, hidden: 8), skipping = GuitarML(skip: 1, hidden: 8);
        double[] network = Doubles(Play(plain, sound, "--model-rate", "44100")[0]);
        AssertNear([.. network.Zip(x, static (y, dry) => y + dry)], Play(skipping, sound, "--model-rate", "44100")[0], 1e-6);

        // Of the network in the case: once as it is, and once with half the input and twice the output.
        JsonObject aida = JsonNode.Parse(File.ReadAllText(Case("lstm_1d.json")))!.AsObject();
        float[] half = [.. x.Select(static sample => 0.5f * sample)];
        double[] ofHalf = Doubles(Play(Case("lstm_1d.json"), WaveBytes.Floats(44_100, half))[0]);
        (aida["in_skip"], aida["in_gain"], aida["out_gain"]) = (1, 20 * Math.Log10(0.5), 20 * Math.Log10(2));
        aida["metadata"] = new JsonObject { ["samplerate"] = 44_100 };
        string path = _output["aida.json"];
        File.WriteAllText(path, aida.ToJsonString());
        AssertNear([.. ofHalf.Zip(half, static (y, dry) => 2 * (y + dry))], Play(path, sound)[0]);
    }

    [Theory]
    [InlineData(
        "lstm_pretty.nam",
        "[LstmLayer(input: 1, hidden: 4, Layers = 2, Name = \"lstm\")]\n[DenseLayer(inputs: 4, outputs: 1, Name = \"linear\")]\n"
        + "internal sealed partial class Capture;")]
    [InlineData("gru_1d.json", "[GruLayer(input: 1, hidden: 8, ")]
    public void Another_shape_gets_the_declaration_to_add(string model, string declaration)
    {
        ProcessResult run = Start("--model", Case(model));
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        string[] lines = run.Error.Split('\n');
        Assert.StartsWith("error: ", lines[0], StringComparison.Ordinal);
        Assert.Contains(model, lines[0], StringComparison.Ordinal);
        Assert.Contains("Networks.cs", lines[0], StringComparison.Ordinal);
        Assert.Contains("\n[Network]\n" + declaration, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sound_of_another_rate_is_played_right()
    {
        const int Rate = 44_100;
        byte[] sound = WaveBytes.Floats(Rate, Signal(4000, 4));
        float[] cubic = Play(Case("lstm_1x8.nam"), sound)[0], linear = Play(Case("lstm_1x8.nam"), sound, "--interpolation", "linear")[0];
        float[] asItIs = Play(Case("lstm_1x8.nam"), sound, "--interpolation", "none")[0];
        Assert.Equal(3, ((float[][])[cubic, linear, asItIs]).Select(static output => output[1000]).Distinct().Count());

        // The file's rate counts, and --model-rate in its place.
        Assert.Equal(asItIs, Play(Case("lstm_1x8.nam"), sound, "--model-rate", "44100")[0]);
        string[] input = ["--input", _output["sound.wav"]];
        AssertSaid("made at 48000 Hz; its state is read back by 0.9187 steps (Cubic)", ["--model", Case("lstm_1x8.nam"), .. input]);
        AssertSaid("made at 24000 Hz;", ["--model", Case("lstm_1x8.nam"), .. input, "--model-rate", "24000"]);
        AssertSaid("nobody says at which rate it was made", ["--model", Case("lstm_1x16_zero.nam"), .. input]);
        ProcessResult run = Start(["--model", Case("lstm_1x8.nam"), .. input, "--model-rate", "1000"]);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Equal("error: the sound has 44100 Hz and the capture 1000 Hz: the rate of a sound is 0.25 to 16 times that of its capture\n", run.Error);

        void AssertSaid(string text, params string[] arguments)
        {
            ProcessResult run = Start(arguments);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            Assert.Contains(text, run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_table_has_a_row_for_every_rate()
    {
        Assert.Equal(0, Start("--seconds", "2", "--epochs", "2", "--model-rate", "44100").ExitCode);
        Assert.Equal(44_100, Capture.Open(_output["model.nam"]).Rate);
        ProcessResult run = Start("--model", _output["model.nam"], "--rates");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(["44,100", "48,000", "88,200", "96,000"], Rows().Matches(run.Output).Select(static row => row.Groups[1].Value));
    }

    public static TheoryData<string, byte[], string> BadSounds()
    {
        byte[] good = WaveBytes.Floats(48_000, Signal(100, 5));
        return new()
        {
            { "text", "This is no sound."u8.ToArray(), "RIFF" },
            { "empty", [], "" },
            { "header only", good[..20], "" },
            { "cut short", good[..^40], "cut short" },
            { "no samples", WaveBytes.Floats(48_000, Array.Empty<float>()), "0 samples" },
            { "not finite", WaveBytes.Floats(48_000, [0, 1, float.NaN]), "sample 2 of channel 1 is NaN" },
            { "compressed", [.. good[..20], 0x55, 0, .. good[22..]], "" },
        };
    }

    [Theory]
    [MemberData(nameof(BadSounds))]
    public void A_bad_sound_is_one_clear_error(string name, byte[] bytes, string problem)
    {
        log.WriteLine(name);
        string path = _output.Write("bad.wav", bytes);
        ProcessResult run = Start("--model", Case("lstm_1x8.nam"), "--input", path);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        string message = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        log.WriteLine(message);
        Assert.StartsWith($"error: {path}: no WAV file that can be read: ", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.Equal(["bad.wav"], _output.Entries);
    }

    [Theory]
    [InlineData("--model-rate 22050: a model is trained for a whole number from 40000 to 192000", "--model-rate", "22050")]
    [InlineData("--model-rate 44100.5: a model is trained for a whole number from 40000 to 192000", "--model-rate", "44100.5")]
    [InlineData("--epochs: nothing is trained with --model", "--model", "MODEL", "--epochs", "3")]
    [InlineData("--input: nothing is played with --rates", "--input", "MODEL", "--rates")]
    [InlineData("--interpolation quintic: it is not one of cubic, linear, none", "--interpolation", "quintic")]
    [InlineData("it is the file to read", "--input", "OUTPUT/output.wav")]
    public void What_does_not_go_together_is_refused(string problem, params string[] arguments)
    {
        File.WriteAllText(_output["output.wav"], "text");
        ProcessResult run = Start([.. arguments.Select(
            word => word.Replace("MODEL", Case("lstm_1x8.nam"), StringComparison.Ordinal).Replace("OUTPUT", _output.Path, StringComparison.Ordinal))]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(problem, run.Error.Split('\n')[0], StringComparison.Ordinal);
    }

    private static string Case(string name) => Path.Combine(AppContext.BaseDirectory, "captures", name);

    private static double[] Doubles(float[] samples) => Array.ConvertAll(samples, static sample => (double)sample);

    /// <summary>Something to play: a few sines, at half of full scale.</summary>
    private static float[] Signal(int length, int seed) =>
        [.. Enumerable.Range(0, length).Select(index => (float)(0.25 * (Math.Sin(0.01 * seed * index) + Math.Sin(0.173 * index))))];

    private static void AssertNear(double[] wanted, float[] found, double tolerance = Tolerance)
    {
        Assert.Equal(wanted.Length, found.Length);
        for (int index = 0; index < wanted.Length; index++)
        {
            Assert.True(Math.Abs(wanted[index] - found[index]) <= tolerance, $"Sample {index} is {found[index]}, not {wanted[index]}.");
        }
    }

    private ProcessResult Start(params string[] arguments)
    {
        ProcessResult run = SampleRun.Start("AmpModeler", [.. arguments, "--output", _output.Path]);
        log.WriteLine(run.Output);
        return run;
    }

    private float[][] Play(string model, byte[] sound, params string[] arguments)
    {
        ProcessResult run = Start(["--model", model, "--input", _output.Write("sound.wav", sound), .. arguments]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        AssertPlayed(run);
        return WaveBytes.ReadFloats(_output["output.wav"], out _, out _);
    }

    private float[] Read(string name)
    {
        float[] samples = Assert.Single(WaveBytes.ReadFloats(_output[name], out int rate, out _));
        Assert.Equal(48_000, rate);
        return samples;
    }

    private static void AssertPlayed(ProcessResult run)
    {
        Assert.Matches(@"(?m)^allocated +0 bytes$", run.Output);
        Assert.Matches(@"(?m)^real time +factor [0-9.]+, [0-9]+ times", run.Output);
        Assert.Matches(@"(?m)^worst block [0-9.]+ us, [0-9.]+ % of its time$", run.Output);
    }

    // One unit of eight does something: c(n) = tanh(x + recurrent tanh(c(n - 1)) + bias), with its input and output gates open and its forget gate closed.
    private string Alternating(double recurrent, double bias)
    {
        const int Hidden = 8, Row = 1 + Hidden, Candidate = 2 * Hidden;
        double[] rows = new double[4 * Hidden * Row];
        (rows[Candidate * Row], rows[(Candidate * Row) + 1]) = (1, recurrent);
        double[] biases =
        [
            .. Enumerable.Repeat(20.0, Hidden), .. Enumerable.Repeat(-20.0, Hidden), bias, .. new double[Hidden - 1], .. Enumerable.Repeat(20.0, Hidden),
        ];
        double[] states = new double[2 * Hidden], head = [1, .. new double[Hidden]];
        var json = new JsonObject
        {
            ["version"] = "0.5.4",
            ["architecture"] = "LSTM",
            ["config"] = new JsonObject { ["input_size"] = 1, ["hidden_size"] = Hidden, ["num_layers"] = 1 },
            ["weights"] = new JsonArray([.. rows.Concat(biases).Concat(states).Concat(head).Select(static number => (JsonNode)number)]),
            ["sample_rate"] = 48_000,
        };
        return _output.Write("alternating.nam", Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    private string GuitarML(int skip, int hidden)
    {
        var random = new Random(1);
        JsonArray Row(int columns) => [.. Enumerable.Range(0, columns).Select(_ => (JsonNode)(random.NextDouble() - 0.5))];
        JsonArray Matrix(int rows, int columns) => [.. Enumerable.Range(0, rows).Select(_ => (JsonNode)Row(columns))];
        var json = new JsonObject
        {
            ["model_data"] = new JsonObject
            {
                ["model"] = "SimpleRNN",
                ["input_size"] = 1,
                ["skip"] = skip,
                ["output_size"] = 1,
                ["unit_type"] = "LSTM",
                ["num_layers"] = 1,
                ["hidden_size"] = hidden,
                ["bias_fl"] = true,
            },
            ["state_dict"] = new JsonObject
            {
                ["rec.weight_ih_l0"] = Matrix(4 * hidden, 1),
                ["rec.weight_hh_l0"] = Matrix(4 * hidden, hidden),
                ["rec.bias_ih_l0"] = Row(4 * hidden),
                ["rec.bias_hh_l0"] = Row(4 * hidden),
                ["lin.weight"] = Matrix(1, hidden),
                ["lin.bias"] = Row(1),
            },
        };
        string path = _output[$"guitarml-{skip}.json"];
        File.WriteAllText(path, json.ToJsonString());
        return path;
    }

    [GeneratedRegex(@"^held out +error-to-signal ratio ([0-9.E+-]+); of a static waveshaper ([0-9.E+-]+),", RegexOptions.Multiline)]
    private static partial Regex Ratios();

    [GeneratedRegex(@"^\| ([0-9,]+) Hz \| [0-9.E+-]+ \|(?: [0-9.E+-]+ \([0-9.]+(?:, unstable)?\) \|){2} [0-9.E+-]+ \|$", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
