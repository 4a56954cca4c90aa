using System;
using System.Linq;
using System.Runtime.InteropServices;
using RnnGen.Tests.Cells;
using RnnGen.Tests.Networks;
using Xunit;

namespace RnnGen.Tests.Memory;

/// <summary>A forward pass that throws leaves outputs and states as they were, and a tape that no backward pass takes.</summary>
public sealed class FailedForwardTests
{
    [Fact]
    public void Lstm()
    {
        CheckCell<TestCells.Lstm1x8, TestCells.Lstm1x8.State, TestCells.Lstm1x8.Workspace, TestCells.Lstm1x8.Tape, TestCells.Lstm1x8.Gradients>();
        CheckCell<TestCells.Lstm16x64, TestCells.Lstm16x64.State, TestCells.Lstm16x64.Workspace, TestCells.Lstm16x64.Tape, TestCells.Lstm16x64.Gradients>();
    }

    [Fact]
    public void Gru()
    {
        CheckCell<TestCells.Gru1x40, TestCells.Gru1x40.State, TestCells.Gru1x40.Workspace, TestCells.Gru1x40.Tape, TestCells.Gru1x40.Gradients>();
        CheckCell<TestCells.Gru3x19ResetBefore, TestCells.Gru3x19ResetBefore.State, TestCells.Gru3x19ResetBefore.Workspace, TestCells.Gru3x19ResetBefore.Tape, TestCells.Gru3x19ResetBefore.Gradients>();
    }

    [Fact]
    public void Elman() =>
        CheckCell<InPlaceCells.WideElman, InPlaceCells.WideElman.State, InPlaceCells.WideElman.Workspace, InPlaceCells.WideElman.Tape, InPlaceCells.WideElman.Gradients>();

    [Fact]
    public void Networks_of_tokens()
    {
        CheckNetwork<TestNetworks.Tokens, int, TestNetworks.Tokens.State, TestNetworks.Tokens.Workspace, TestNetworks.Tokens.Tape, TestNetworks.Tokens.Gradients>(
            static random => random.Next(9), badInput: 11);
        CheckNetwork<UnequalLengthNetworks.Pooled, int, UnequalLengthNetworks.Pooled.State, UnequalLengthNetworks.Pooled.Workspace, UnequalLengthNetworks.Pooled.Tape, UnequalLengthNetworks.Pooled.Gradients>(
            static random => random.Next(9), badInput: -1);
    }

    [Fact]
    public void Networks_of_floats()
    {
        CheckNetwork<TestNetworks.Classifier, float, TestNetworks.Classifier.State, TestNetworks.Classifier.Workspace, TestNetworks.Classifier.Tape, TestNetworks.Classifier.Gradients>(
            static random => random.NextSingle(), badInput: null);
        CheckNetwork<TestNetworks.MeanOfSteps, float, TestNetworks.MeanOfSteps.State, TestNetworks.MeanOfSteps.Workspace, TestNetworks.MeanOfSteps.Tape, TestNetworks.MeanOfSteps.Gradients>(
            static random => random.NextSingle(), badInput: null);
    }

    private static void CheckCell<TCell, TState, TWorkspace, TTape, TGradients>()
        where TCell : class, ITrainableCell<TCell, TState, TWorkspace, TTape, TGradients>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class
        where TTape : class
        where TGradients : class, ICellGradients
    {
        const int steps = 3, streams = 2;
        var cell = new TCell();
        cell.Initialize(1);
        TTape tape = TCell.CreateTape(steps, streams);
        TGradients gradients = TCell.CreateGradients();
        float[] inputs = Noise.Create(1, (steps + 1) * streams * TCell.InputSize), outputs = Noise.Create(2, (steps + 1) * streams * TCell.OutputSize);
        float[] outputGradients = Noise.Create(3, steps * streams * TCell.OutputSize);
        var states = new TState[streams];
        int inputCount = steps * streams * TCell.InputSize, outputCount = steps * streams * TCell.OutputSize;
        foreach (Action failing in (Action[])
        [
            () => cell.Forward(inputs.AsSpan(0, inputCount), outputs.AsSpan(0, outputCount - 1), states, tape),
            () => cell.Forward(inputs.AsSpan(0, inputCount - 1), outputs.AsSpan(0, outputCount), states, tape),
            () => cell.Forward(inputs, outputs, states, tape),
            () => cell.Forward(outputs.AsSpan(1, inputCount), outputs.AsSpan(0, outputCount), states, tape),
            () => cell.Forward(inputs.AsSpan(0, inputCount), MemoryMarshal.Cast<TState, float>(new TState[100].AsSpan())[..outputCount], new TState[streams + 1], tape),
        ])
        {
            cell.Forward(inputs.AsSpan(0, inputCount), outputs.AsSpan(0, outputCount), states, tape);
            float[] outputsBefore = [.. outputs], statesBefore = [.. MemoryMarshal.Cast<TState, float>(states)];
            Assert.ThrowsAny<ArgumentException>(failing);
            Bits.AssertEqual(outputsBefore, outputs, "outputs");
            Bits.AssertEqual(statesBefore, MemoryMarshal.Cast<TState, float>(states), "states");
            AssertNothingToGoBack(() => cell.Backward(outputGradients, tape, gradients), gradients);
            AssertNothingToGoBack(() => cell.Backward([], tape, gradients), gradients);
        }

        // The next pass finds the tape as good as new.
        states = new TState[streams];
        cell.Forward(inputs.AsSpan(0, inputCount), outputs.AsSpan(0, outputCount), states, tape);
        cell.Backward(outputGradients, tape, gradients);
        TTape newTape = TCell.CreateTape(steps, streams);
        TGradients expected = TCell.CreateGradients();
        cell.Forward(inputs.AsSpan(0, inputCount), outputs.AsSpan(0, outputCount), new TState[streams], newTape);
        cell.Backward(outputGradients, newTape, expected);
        Bits.AssertEqual(expected.Values, gradients.Values, "gradients");
    }

    private static void CheckNetwork<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>(Func<Random, TInput> draw, TInput? badInput)
        where TNetwork : class, ITrainableNetwork<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>, new()
        where TInput : unmanaged
        where TState : struct, INetworkState<TState>
        where TWorkspace : class
        where TTape : class, INetworkTape
        where TGradients : class, ICellGradients
    {
        const int steps = 3, streams = 2;
        var network = new TNetwork();
        network.Initialize(1);
        TTape tape = TNetwork.CreateTape(steps, streams);
        TGradients gradients = TNetwork.CreateGradients();
        var random = new Random(1);
        TInput[] inputs = [.. Enumerable.Range(0, steps * streams * TNetwork.InputSize).Select(_ => draw(random))];
        TInput[] badInputs = [.. inputs];
        badInputs[^1] = badInput ?? default;
        int outputCount = (TNetwork.HasOutputPerStep ? steps : 1) * streams * TNetwork.OutputSize;
        float[] outputs = Noise.Create(2, outputCount), outputGradients = Noise.Create(3, outputCount);
        var states = new TState[streams];
        foreach (Action failing in (Action[])
        [
            () => network.Forward(inputs, outputs.AsSpan(1), states, tape),
            () => network.Forward(inputs.AsSpan(1), outputs, states, tape),
            () => network.Forward(inputs, outputs, states, tape, [steps, steps + 1]),
            () => network.Forward(inputs, outputs, states, tape, [-1, steps]),
            () => network.Forward(inputs, outputs, states, tape, [steps]),
            () => network.Forward(inputs, outputs, states, tape, [], (SequenceLayout)2),
            () => network.Forward([], [], new TState[streams + 1], tape),
            .. badInput is null ? (Action[])[] : [() => network.Forward(badInputs, outputs, states, tape), () => network.Forward(badInputs, outputs, states, tape, [2, 3])],
        ])
        {
            network.Forward(inputs, outputs, states, tape);
            float[] outputsBefore = [.. outputs];
            byte[] statesBefore = BytesOf(states);
            Assert.ThrowsAny<ArgumentException>(failing);
            Bits.AssertEqual(outputsBefore, outputs, "outputs");
            Assert.Equal(statesBefore, BytesOf(states));
            AssertNothingToGoBack(() => network.Backward(outputGradients, tape, gradients), gradients);
            AssertNothingToGoBack(() => network.Backward([], tape, gradients), gradients);
        }

        // The next pass finds the tape as good as new.
        network.Forward(inputs, outputs, new TState[streams], tape, [2, 3]);
        network.Backward(outputGradients, tape, gradients);
        TTape newTape = TNetwork.CreateTape(steps, streams);
        TGradients expected = TNetwork.CreateGradients();
        network.Forward(inputs, outputs, new TState[streams], newTape, [2, 3]);
        network.Backward(outputGradients, newTape, expected);
        Bits.AssertEqual(expected.Values, gradients.Values, "gradients");
    }

    private static void AssertNothingToGoBack(Action backward, ICellGradients gradients)
    {
        Assert.Contains("'Forward'", Assert.Throws<InvalidOperationException>(backward).Message, StringComparison.Ordinal);
        Assert.All(gradients.Values.ToArray(), static value => Assert.Equal(0, value));
    }

    private static byte[] BytesOf<TState>(TState[] states)
        where TState : struct, INetworkState<TState>
    {
        byte[] bytes = new byte[states.Length * TState.ByteCount];
        for (int index = 0; index < states.Length; index++)
        {
            states[index].Write(bytes.AsSpan(index * TState.ByteCount));
        }

        return bytes;
    }
}
