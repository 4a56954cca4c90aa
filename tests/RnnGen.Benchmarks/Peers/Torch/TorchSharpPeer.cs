using System;
using System.Runtime.InteropServices;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;
using TorchSharp;
using TorchSharp.Modules;

namespace RnnGen.Benchmarks.Peers.Torch;

/// <summary>TorchSharp on the CPU, as fast as it goes: inference mode (but for training), results disposed of at once.</summary>
internal sealed class TorchSharpPeer : IStartupPeer
{
    private TorchSharpPeer(string version) => Version = version;

    /// <inheritdoc/>
    public string Name => "torchsharp";

    /// <inheritdoc/>
    public string Version { get; }

    /// <summary>Loads the native libraries.</summary>
    /// <param name="threads">Threads within an operation; of operations beside each other there are none.</param>
    public static IPeer Load(int threads)
    {
        OlderLibstdcxx.Allow();

        // Before TorchSharp tries, and prints a page and copies half a gigabyte about when it fails.
        NativeLibrary.Load("LibTorchSharp", typeof(torch).Assembly, searchPath: null);
        torch.InitializeDeviceType(DeviceType.CPU);
        torch.set_num_threads(threads);
        torch.set_num_interop_threads(1);
        Version version = typeof(torch).Assembly.GetName().Version!;
        return new TorchSharpPeer($"{version.ToString(3)} on libtorch {torch.__version__}");
    }

    /// <inheritdoc/>
    public bool Measures(string table) => table is not ComparisonTables.Network;

    /// <inheritdoc/>
    public IContestant Create(CaseShape shape, CellWeights weights) => shape switch
    {
        { Layers: not 1, IsSingleStep: true } or { Layers: not 1, Training: true } => throw new NotSupportedException($"{shape.Layers} layers: modules of this table are built for one"),
        { Training: true } => new TorchSharpTraining(shape, weights),
        { Cell: CellKind.Lstm, IsSingleStep: true } => new TorchSharpLstmStep(shape, weights),
        { Cell: CellKind.Lstm } => new TorchSharpLstmSequence(shape, weights),
        { Cell: CellKind.Gru, IsSingleStep: true } =>
            new TorchSharpSingleStateStep(torch.nn.GRUCell(shape.Input, shape.Hidden), shape, weights),
        { Cell: CellKind.Gru } => new TorchSharpSingleStateSequence(torch.nn.GRU(shape.Input, shape.Hidden, shape.Layers), shape, weights),
        { Cell: CellKind.Rnn, IsSingleStep: true } =>
            new TorchSharpSingleStateStep(torch.nn.RNNCell(shape.Input, shape.Hidden), shape, weights),
        { Cell: CellKind.Rnn } => new TorchSharpSingleStateSequence(torch.nn.RNN(shape.Input, shape.Hidden, shape.Layers), shape, weights),
        _ => throw new NotSupportedException($"no module is known here for {shape.Cell.DisplayName()}"),
    };

    /// <inheritdoc/>
    public string StartupProject => "TorchSharp";

    /// <inheritdoc/>
    public void SaveStepModel(CaseShape shape, CellWeights weights, string path)
    {
        using LSTMCell cell = torch.nn.LSTMCell(shape.Input, shape.Hidden);
        LoadWeights(cell, weights);
        cell.save(path);
    }

    /// <inheritdoc/>
    public void Prepare(string folder) => OlderLibstdcxx.AllowIn(folder);

    /// <summary>Copies the weights into a module of layers, or of one cell.</summary>
    /// <param name="module">The module, whose parameters have PyTorch's names: <c>weight_ih</c> or <c>weight_ih_l0</c>.</param>
    /// <param name="weights">The weights.</param>
    internal static void LoadWeights(torch.nn.Module module, CellWeights weights)
    {
        using IDisposable _ = torch.no_grad();
        foreach ((string name, Parameter parameter) in module.named_parameters())
        {
            string tensorName = name.Contains("_l", StringComparison.Ordinal) ? name : name + "_l0";
            using torch.Tensor values = torch.tensor(weights.Values(tensorName), weights.Shape(tensorName));
            parameter.copy_(values);
        }
    }
}
