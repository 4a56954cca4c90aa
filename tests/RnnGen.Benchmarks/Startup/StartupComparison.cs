using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics.Tensors;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Cells;
using RnnGen.Benchmarks.Contestants;
using RnnGen.Benchmarks.Measurement;
using RnnGen.Benchmarks.Peers;
using RnnGen.Benchmarks.Reports;
using RnnGen.Formats;

namespace RnnGen.Benchmarks.Startup;

/// <summary>
/// <c>compare startup</c>: console programs that load an LSTM 1->32 from a file, compute one step and print its hidden state, each from the start of its
/// process to that line. They take turns, so that whatever the machine does besides falls on all.
/// </summary>
/// <param name="peers">The peers that load here, and have a program.</param>
/// <param name="quick">Whether a few repetitions do.</param>
/// <param name="log">Where to say what is done, and what cannot be.</param>
internal sealed class StartupComparison(IReadOnlyList<IStartupPeer> peers, bool quick, TextWriter log)
{
    private const int Repetitions = 21;
    private const int QuickRepetitions = 5;

    // What the programs give their cell.
    private const float Input = 0.5f;

    private static readonly CaseShape Shape = new(CellKind.Lstm, Lstm1x32.InputSize, Lstm1x32.HiddenSize, Layers: 1, Steps: 1, Batch: 1);

    private readonly List<StartupProgram> _programs = [];
    private bool _allAgree = true;

    /// <summary>Publishes the programs and measures them.</summary>
    /// <exception cref="StartupException">Ours, or the one that does nothing, cannot be measured.</exception>
    public StartupResult Run()
    {
        string folder = Directory.CreateTempSubdirectory("rnngen-startup-").FullName;
        try
        {
            return RunIn(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private StartupResult RunIn(string folder)
    {
        using var reference = new OurStep<Lstm1x32, Lstm1x32.State, Lstm1x32.Workspace>();
        var weights = new CellWeights();
        reference.SaveWeights(weights);
        var expected = new float[Shape.Hidden];
        reference.Compute([Input], expected);
        string ownModel = Path.Combine(folder, "lstm.safetensors");
        var file = new SafetensorsWriter();
        reference.SaveWeights(file);
        file.Save(ownModel);

        var publisher = new StartupPublisher();
        log.WriteLine("startup: publishing the programs ...");
        StartupProgram nothing = Add("nothing but .NET", publisher.Publish("Nothing"), null, []);
        StartupProgram ours = Add("RnnGen, JIT", publisher.Publish("Ours"), ownModel, expected);
        Try("RnnGen, NativeAOT", () => Add("RnnGen, NativeAOT", publisher.Publish("Ours", native: true), ownModel, expected));
        var programOfPeer = new Dictionary<IStartupPeer, StartupProgram>();
        foreach (IStartupPeer peer in peers)
        {
            Try(peer.Name, () =>
            {
                string model = Path.Combine(folder, peer.Name);
                peer.SaveStepModel(Shape, weights, model);
                string path = publisher.Publish(peer.StartupProject);
                peer.Prepare(Path.GetDirectoryName(path)!);
                programOfPeer.Add(peer, Add(peer.Name, path, model, expected));
            });
        }

        var samples = _programs.ToDictionary(static program => program, static _ => new List<StartupSample>());
        for (int i = 0; i < (quick ? QuickRepetitions : Repetitions); i++)
        {
            foreach (StartupProgram program in _programs)
            {
                samples[program].Add(StartupRun.Once(program));
            }
        }

        StartupMeasurement[] all = [.. _programs.Select(program => new StartupMeasurement(program, samples[program]))];
        double floor = Of(nothing).Times.Minimum;
        IEnumerable<ComparisonRow> rows = programOfPeer.Select(pair => new ComparisonRow(
            ComparisonTables.Startup, Shape, Threads: 1, Accuracy.Standard, pair.Key.Name, Of(ours).Times, Of(pair.Value).Times, Of(ours).AllocatedBytes,
            100 * floor / Of(ours).Times.Minimum, Difference(expected, samples[pair.Value][0])));
        return new StartupResult(all, [.. rows], _allAgree);

        StartupMeasurement Of(StartupProgram program) => all.Single(measurement => measurement.Program == program);
    }

    // The first start, which is not counted: it reads the files, and shows whether the program computes the same as ours.
    private StartupProgram Add(string name, string path, string? model, float[] expected)
    {
        var program = new StartupProgram(name, path, model);
        StartupSample first = StartupRun.Once(program);
        if (!Agreement.IsAgreement(Difference(expected, first)))
        {
            _allAgree = false;
            throw new StartupException("WRONG: its result differs from ours");
        }

        _programs.Add(program);
        return program;
    }

    private void Try(string name, Action add)
    {
        try
        {
            add();
        }
        catch (StartupException error)
        {
            log.WriteLine($"startup: {name}: not measured: {error.Message}");
        }
    }

    // Of another length is as wrong as can be.
    private static float Difference(float[] expected, StartupSample sample) =>
        expected.Length != sample.Result.Length ? float.PositiveInfinity
        : expected.Length == 0 ? 0
        : TensorPrimitives.Distance(expected, sample.Result.Span);
}
