using System;
using System.IO;
using RnnGen.Formats;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>
/// <c>[EmbeddingBagLayer]</c> against PyTorch's <c>nn.EmbeddingBag(include_last_offset=True)</c> in float64, with the very ids and offsets: outputs and gradients of the table. The
/// benchmarks' <c>torch-bag</c> wrote the file.
/// </summary>
public sealed class EmbeddingBagAgainstTorchTests
{
    private static readonly string File = Path.Combine(AppContext.BaseDirectory, "Cases", "embedding_bag.safetensors");

    [Fact]
    public void Sums_agree() => Check<TorchBags.Sum, TorchBags.Sum.StepInput, TorchBags.Sum.State, TorchBags.Sum.Workspace, TorchBags.Sum.Tape, TorchBags.Sum.Gradients>(
        "sum", static (bag, ids, offsets, outputs, states, tape) => bag.Forward(ids, offsets, outputs, states, tape));

    [Fact]
    public void Means_agree() => Check<TorchBags.Mean, TorchBags.Mean.StepInput, TorchBags.Mean.State, TorchBags.Mean.Workspace, TorchBags.Mean.Tape, TorchBags.Mean.Gradients>(
        "mean", static (bag, ids, offsets, outputs, states, tape) => bag.Forward(ids, offsets, outputs, states, tape));

    [Fact]
    public void Sums_without_padding_agree() =>
        Check<TorchBags.PaddedSum, TorchBags.PaddedSum.StepInput, TorchBags.PaddedSum.State, TorchBags.PaddedSum.Workspace, TorchBags.PaddedSum.Tape, TorchBags.PaddedSum.Gradients>(
            "sum_padded", static (bag, ids, offsets, outputs, states, tape) => bag.Forward(ids, offsets, outputs, states, tape));

    [Fact]
    public void Means_without_padding_agree() =>
        Check<TorchBags.PaddedMean, TorchBags.PaddedMean.StepInput, TorchBags.PaddedMean.State, TorchBags.PaddedMean.Workspace, TorchBags.PaddedMean.Tape, TorchBags.PaddedMean.Gradients>(
            "mean_padded", static (bag, ids, offsets, outputs, states, tape) => bag.Forward(ids, offsets, outputs, states, tape));

    private static void Check<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>(string name, Action<TNetwork, int[], int[], float[], TState[], TTape> forward)
        where TNetwork : class, ITrainableNetwork<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>, new()
        where TInput : struct
        where TState : struct, INetworkState<TState>
        where TWorkspace : class
        where TTape : class, INetworkTape
        where TGradients : class, ICellGradients
    {
        using var file = SafetensorsFile.Open(File);
        var network = new TNetwork();
        network.Load(file, mode: LoadMode.DeclaredOnly);
        int[] ids = file.ReadInts("ids"), offsets = file.ReadInts("offsets");
        int bags = offsets.Length - 1;
        float[] outputs = new float[bags * TNetwork.OutputSize];
        TTape tape = TNetwork.CreateTape(bags);
        TGradients gradients = TNetwork.CreateGradients();
        forward(network, ids, offsets, outputs, new TState[1], tape);
        network.Backward(file.Read("G"), tape, gradients);
        file.AssertClose(name + ".output", outputs, 1e-6);
        file.AssertClose(name + ".grad", gradients.Values[..27], 2e-6);
    }
}
