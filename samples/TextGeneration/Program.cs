using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Training;
using Shared;
using TextGeneration;

// Trains a character language model on a novel, says how well it foretells text it has not read, and lets it write.

const string usage = """
    usage: TextGeneration [options]

    Trains a character model (32 -> 128 LSTM) on Pride and Prejudice by truncated BPTT, measures it on held-out text, and lets it write.

      --data FILE        another text (UTF-8; 90 % of it is learnt from, 5 % chooses the best epoch, 5 % is the test)
      --full             30 epochs, as the model that PyTorch trained (8,910 updates; minutes), in the place of 5
      --epochs N         so many, 1 to 1000
      --learning-rate X  of Adam, before its schedule (default: 0.008)
      --threads N        threads, 1 to 64 (default: 2); the result is the same for any number
      --seed N           another seed gives another model and another text
      --output DIRECTORY where model.safetensors and learning-curve.png go (default: TextGeneration.out)
      --checkpoint FILE  go on from this file, if it is there, and keep it up to date after every epoch
      --prompt TEXT      the text to continue (default: "It is a truth universally ")
      --length N         characters to write, 1 to 100000 (default: 400)
      --temperature X    0 (always the most likely character) to 10 (default: 0.7)
      --top-k K          draw from the K most likely characters only, 1 to 96 (default: 96)
      --help             print this
    """;

return CommandLine.Run(
    args, usage,
    [
        Option.Switch("--full"), Option.InputFile("--data"), Option.Value("--epochs"), Option.Value("--learning-rate"), Option.Value("--threads"),
        Option.Value("--seed"), Option.OutputFolder("--output"), Option.OutputFile("--checkpoint"), Option.Value("--prompt"),
        Option.Value("--length"), Option.Value("--temperature"), Option.Value("--top-k"),
    ],
    Run);

static int Run(CommandLine line)
{
    const int Streams = 32;
    const int Window = 65;
    string path = line.Text("--data", Path.Combine(AppContext.BaseDirectory, "data", "prideprejudice.txt"));
    int epochs = line.Number("--epochs", line.Has("--full") ? 30 : 5, 1, 1000);
    int seed = line.Number("--seed", 1813, int.MinValue, int.MaxValue);
    int threads = line.Number("--threads", 2, 1, 64);
    float learningRate = line.Number("--learning-rate", 8e-3f, 1e-6f, 1f);
    int length = line.Number("--length", 400, 1, 100_000);
    var sampler = new TokenSampler(seed, line.Number("--temperature", 0.7, 0, 10), line.Number("--top-k", Characters.Count, 1, Characters.Count));
    string output = line.OutputFolder("TextGeneration.out", "model.safetensors", "learning-curve.png");
    string prompt = line.Text("--prompt", "It is a truth universally ");
    int[] tokens = Characters.Encode(File.ReadAllText(path));
    int trainingEnd = (int)(tokens.Length * 0.9), validationEnd = trainingEnd + (int)(tokens.Length * 0.05);
    int[] training = tokens[..trainingEnd], validation = tokens[trainingEnd..validationEnd], test = tokens[validationEnd..];
    if (training.Length <= Streams || test.Length < 2 || validation.Length < 2)
    {
        throw new FormatException($"{path}: has {tokens.Length} characters, too few to learn from");
    }

    var model = new CharModel();
    model.Initialize(seed);
    Console.WriteLine($"data        {Path.GetFileName(path)}: {training.Length:N0} characters to learn, {validation.Length:N0} to choose, {test.Length:N0} to test");
    Console.WriteLine($"model       {CharModel.ParameterCount:N0} parameters; {epochs} epochs of {(((training.Length - 1) / Streams) + Window - 1) / Window} updates");
    long updates = (long)epochs * ((((training.Length - 1) / Streams) + Window - 1) / Window);
    var curve = new LearningCurve();
    long start = Stopwatch.GetTimestamp();
    TrainingDisplay.Run(epochs, "nats", curve, progress =>
    {
        using var trainer = new Trainer<int, int>(
            model, new Adam(model.Parameters.Length, learningRate), SequenceLoss.CrossEntropy(),
            new TrainerOptions
            {
                BatchSize = Streams,
                Threads = threads,
                Seed = seed,
                ClipNorm = 1,
                Progress = progress,
                Schedule = LearningRateSchedule.Cosine(updates, end: 0.02),
                CheckpointPath = line.Has("--checkpoint") ? line.Text("--checkpoint", "") : null,
            });
        trainer.FitStream(training[..^1], training[1..], Window, () => BitsPerCharacter(model, validation) * Math.Log(2), epochs);
    });
    Console.WriteLine($"trained in  {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
    Console.WriteLine($"test        {BitsPerCharacter(model, test):F4} bits per character (single characters by frequency: {Unigram(training, test):F4})");

    var file = new SafetensorsWriter();
    model.Save(file);
    file.Save(Path.Combine(output, "model.safetensors"));
    curve.Save(Path.Combine(output, "learning-curve.png"), "A character model of " + Path.GetFileName(path), "nats per character");
    Console.WriteLine($"written     {Path.Combine(output, "model.safetensors")}, {Path.Combine(output, "learning-curve.png")}");
    Console.WriteLine();

    Console.WriteLine(prompt + Characters.Decode(Continue(model, sampler, Characters.Encode(prompt), length)));
    return ExitCode.Success;
}

// One stream from the zero state: -log2 p of every character but the first.
static double BitsPerCharacter(CharModel model, int[] text)
{
    const int Piece = 500;
    var state = default(CharModel.State);
    float[] logits = new float[Piece * Characters.Count];
    double nats = 0;
    for (int first = 0; first + 1 < text.Length; first += Piece)
    {
        int count = Math.Min(Piece, text.Length - 1 - first);
        Span<float> own = logits.AsSpan(0, count * Characters.Count);
        model.Run(text.AsSpan(first, count), own, ref state);
        nats += Loss.CrossEntropy(own, text.AsSpan(first + 1, count), []);
    }

    return nats / (text.Length - 1) / Math.Log(2);
}

// The baseline: every character as likely as it is frequent.
static double Unigram(int[] training, int[] test)
{
    double[] counts = new double[Characters.Count];
    Array.Fill(counts, 1);
    foreach (int token in training)
    {
        counts[token]++;
    }

    return -test.Average(token => Math.Log2(counts[token] / counts.Sum()));
}

static int[] Continue(CharModel model, TokenSampler sampler, int[] prompt, int length)
{
    var state = default(CharModel.State);
    float[] logits = new float[Characters.Count];
    foreach (int token in prompt)
    {
        model.Step(token, logits, ref state);
    }

    int[] continuation = new int[length];
    foreach (ref int next in continuation.AsSpan())
    {
        next = sampler.Draw(logits);
        model.Step(next, logits, ref state);
    }

    return continuation;
}
