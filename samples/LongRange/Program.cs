using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using LongRange;
using RnnGen.Formats;
using RnnGen.Training;
using ScottPlot;
using Shared;

// Which cell remembers for how long, and after how many updates? The adding and the copy problem of the LSTM literature.

var fullOption = new Option<bool>("--full")
{
    Arity = ArgumentArity.Zero,
    Description = "T = 100, 200 and 400 and 10,000 updates each (minutes), in the place of T = 100 and 4,000",
};
var stepsOption = new Option<int>("--steps") { Description = "this T only" }.Between(10, 2000);
var updatesOption = new Option<long>("--updates")
{
    Description = "so many updates at most",
    DefaultValueFactory = line => line.GetValue(fullOption) ? 10_000 : 4000,
}.Between(1, 1_000_000);
Option<int> threadsOption = OptionChecks.Threads("the result is the same for any number");
var seedOption = new Option<int>("--seed") { Description = "other sequences and other first parameters", DefaultValueFactory = static _ => 1 }.AnyNumber();
var outputOption = new Option<string>("--output") { Description = "where the plots and the models go", DefaultValueFactory = static _ => "LongRange.out" }.OutputFolder();
var command = new RootCommand(
    "Trains Elman cells, GRUs and LSTMs on the adding problem (32 hidden units) and the copy problem (64), until they have solved it or the updates are used up.")
{
    fullOption, stepsOption, updatesOption, threadsOption, seedOption, outputOption,
};
return SampleCommand.Run(
    args, command,
    line => SampleCommand.OutputProblem(
        outputOption, line.GetRequiredValue(outputOption),
        [
            .. from steps in Lengths(line) from problem in (string[])["adding", "copy"] select PictureFile(problem, steps),
            .. from steps in Lengths(line) from problem in (string[])["adding", "copy"] from cell in (string[])["Elman", "GRU", "LSTM"] select ModelFile(problem, cell, steps),
        ]),
    Run);

int[] Lengths(ParseResult line) => line.GetResult(stepsOption) is not null ? [line.GetValue(stepsOption)] : line.GetValue(fullOption) ? [100, 200, 400] : [100];

int Run(ParseResult line)
{
    long updates = line.GetValue(updatesOption);
    int seed = line.GetValue(seedOption);
    int threads = line.GetValue(threadsOption);
    int[] lengths = Lengths(line);
    string output = line.GetRequiredValue(outputOption);
    Console.WriteLine($"{"problem",-8} {"cell",-5} {"T",4}  {"solved after",14} {"error",8} {"guessing",9} {"seconds",8}");
    var attempts = new List<Attempt>();
    foreach (int steps in lengths)
    {
        Try("adding", "Elman", Model(new AddingRnn(), static (model, seed) => model.Initialize(seed)));
        Try("adding", "GRU", Model(new AddingGru(), static (model, seed) => model.Initialize(seed)));
        Try("adding", "LSTM", Model(new AddingLstm(), static (model, seed) => model.Initialize(seed)));
        TryCopy("Elman", Model(new CopyRnn(), static (model, seed) => model.Initialize(seed)));
        TryCopy("GRU", Model(new CopyGru(), static (model, seed) => model.Initialize(seed)));
        TryCopy("LSTM", Model(new CopyLstm(), static (model, seed) => model.Initialize(seed)));

        T Model<T>(T model, Action<T, int> initialize)
        {
            initialize(model, seed);
            return model;
        }

        void Try(string problem, string cell, ITrainable<float> model) => Add(Train(
            problem, cell, steps, model, SequenceLoss.SquaredError, random => AddingProblem.Draw(random, steps), AddingProblem.Solved, AddingProblem.Baseline, updates, threads,
            seed), model.Save);

        void TryCopy(string cell, ITrainable<int> model) => Add(Train(
            "copy", cell, steps, model, SequenceLoss.CrossEntropy(), random => CopyProblem.Draw(random, steps), CopyProblem.Solved, CopyProblem.Baseline, updates, threads,
            seed), model.Save);
    }

    foreach (IGrouping<(string Problem, int Steps), Attempt> group in attempts.GroupBy(static attempt => (attempt.Problem, attempt.Steps)))
    {
        Draw(Path.Combine(output, PictureFile(group.Key.Problem, group.Key.Steps)), group);
    }

    Console.WriteLine($"written: {attempts.Count} models and {lengths.Length * 2} plots in {output}");
    return ExitCode.Success;

    void Add(Attempt attempt, Action<ITensorSink, string> save)
    {
        attempts.Add(attempt);
        string solved = attempt.SolvedAfter is long after ? string.Create(CultureInfo.InvariantCulture, $"{after:N0} updates") : "not";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{attempt.Problem,-8} {attempt.Cell,-5} {attempt.Steps,4}  {solved,14} {attempt.Error,8:F4} {attempt.Baseline,9:F4} {attempt.Seconds,8:F1}"));
        var file = new SafetensorsWriter();
        save(file, "");
        file.Save(Path.Combine(output, ModelFile(attempt.Problem, attempt.Cell, attempt.Steps)));
    }
}

static string PictureFile(string problem, int steps) => $"{problem}-{steps}.png";

static string ModelFile(string problem, string cell, int steps) => $"{problem}-{cell}-{steps}.safetensors";

static Attempt Train<TInput, TTarget>(
    string problem, string cell, int steps, ITrainable<TInput> model, SequenceLoss<TTarget> loss, Func<Random, Example<TInput, TTarget>> draw,
    double solved, double baseline, long updates, int threads, int seed)
    where TInput : unmanaged
    where TTarget : unmanaged
{
    const int Batch = 32;
    const int UpdatesPerLook = 100;
    PrepareForLongWaits(model, cell, steps, seed);
    var random = new Random(seed);
    Example<TInput, TTarget>[] test = [.. Enumerable.Range(0, 8 * Batch).Select(_ => draw(random))];
    using var trainer = new Trainer<TInput, TTarget>(
        model, new Adam(model.Parameters.Length, 2e-3f), loss, new TrainerOptions { BatchSize = Batch, Threads = threads, Seed = seed, ClipNorm = 1 });
    var curve = new List<(long Update, double Error)> { (0, trainer.Evaluate(test)) };
    long start = Stopwatch.GetTimestamp();
    while (trainer.Updates < updates && curve[^1].Error > solved)
    {
        int count = (int)Math.Min(UpdatesPerLook, updates - trainer.Updates);
        trainer.TrainEpoch([.. Enumerable.Range(0, count * Batch).Select(_ => draw(random))]);
        curve.Add((trainer.Updates, trainer.Evaluate(test)));
    }

    return new Attempt(
        problem, cell, steps, curve[^1].Error <= solved ? trainer.Updates : null, curve[^1].Error, baseline, Stopwatch.GetElapsedTime(start).TotalSeconds, curve);
}

// What the literature gives each cell to begin with: orthogonal recurrent weights, and to the LSTM gates that remember for as long as T (Tallec and Ollivier 2018).
static void PrepareForLongWaits<TInput>(ITrainable<TInput> model, string cell, int steps, int seed)
    where TInput : unmanaged
{
    var tensors = new TensorStore();
    model.Save(tensors);
    string name = tensors.Names.Single(static name => name.EndsWith("weight_hh_l0", StringComparison.Ordinal));
    Initialization.Orthogonal(tensors, name, seed, gates: tensors.Shape(name)[0] / tensors.Shape(name)[1]);
    if (cell == "LSTM")
    {
        Initialization.Chrono(tensors, "lstm.", "_l0", longest: steps, seed);
    }

    model.Load(tensors);
}

static void Draw(string path, IEnumerable<Attempt> attempts)
{
    var plot = new Plot();
    foreach (Attempt attempt in attempts)
    {
        plot.Add.Scatter(
            attempt.Curve.Select(static point => (double)point.Update).ToArray(), attempt.Curve.Select(static point => point.Error).ToArray()).LegendText = attempt.Cell;
    }

    Attempt first = attempts.First();
    plot.Add.HorizontalLine(first.Baseline).LegendText = "guessing";
    plot.Title($"{first.Problem}, T = {first.Steps}");
    plot.XLabel("updates of 32 sequences");
    plot.YLabel("error");
    plot.ShowLegend();
    plot.SavePng(path, 800, 500);
}
