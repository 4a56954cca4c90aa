using System;
using System.Runtime.InteropServices;
using RnnGen.Tests.Networks;
using Xunit;

namespace RnnGen.Tests.Memory;

/// <summary>Buffers of networks that share memory.</summary>
public sealed class NetworkOverlapTests
{
    private const int Steps = 4;
    private const int Streams = 3;

    private static readonly int[] Lengths = [2, 4, 0];

    [Fact]
    public void Causal_networks()
    {
        CheckCausal<InPlaceNetworks.Effect, InPlaceNetworks.Effect.State, InPlaceNetworks.Effect.Workspace, InPlaceNetworks.Effect.Tape, InPlaceNetworks.Effect.Gradients>();
        CheckCausal<InPlaceNetworks.OneCell, InPlaceNetworks.OneCell.State, InPlaceNetworks.OneCell.Workspace, InPlaceNetworks.OneCell.Tape, InPlaceNetworks.OneCell.Gradients>();
        CheckCausal<
            InPlaceNetworks.Residual, InPlaceNetworks.Residual.State, InPlaceNetworks.Residual.Workspace, InPlaceNetworks.Residual.Tape, InPlaceNetworks.Residual.Gradients>();
        CheckCausal<
            InPlaceNetworks.ResidualStack, InPlaceNetworks.ResidualStack.State, InPlaceNetworks.ResidualStack.Workspace, InPlaceNetworks.ResidualStack.Tape,
            InPlaceNetworks.ResidualStack.Gradients>();
        CheckCausal<InPlaceNetworks.Stack, InPlaceNetworks.Stack.State, InPlaceNetworks.Stack.Workspace, InPlaceNetworks.Stack.Tape, InPlaceNetworks.Stack.Gradients>();
        CheckCausal<InPlaceNetworks.Pooled, InPlaceNetworks.Pooled.State, InPlaceNetworks.Pooled.Workspace, InPlaceNetworks.Pooled.Tape, InPlaceNetworks.Pooled.Gradients>();
        CheckCausal<InPlaceNetworks.OtherSizes, InPlaceNetworks.OtherSizes.State, InPlaceNetworks.OtherSizes.Workspace, InPlaceNetworks.OtherSizes.Tape, InPlaceNetworks.OtherSizes.Gradients>();
    }

    [Fact]
    public void A_dense_layer_alone()
    {
        CheckCausal<InPlaceNetworks.FewOutputs, InPlaceNetworks.FewOutputs.State, InPlaceNetworks.FewOutputs.Workspace, InPlaceNetworks.FewOutputs.Tape, InPlaceNetworks.FewOutputs.Gradients>();
        CheckCausal<InPlaceNetworks.ManyOutputs, InPlaceNetworks.ManyOutputs.State, InPlaceNetworks.ManyOutputs.Workspace, InPlaceNetworks.ManyOutputs.Tape, InPlaceNetworks.ManyOutputs.Gradients>();
        CheckCausal<InPlaceNetworks.PaddedOutputs, InPlaceNetworks.PaddedOutputs.State, InPlaceNetworks.PaddedOutputs.Workspace, InPlaceNetworks.PaddedOutputs.Tape, InPlaceNetworks.PaddedOutputs.Gradients>();
    }

    [Fact]
    public void Networks_that_read_a_sequence_from_its_end() =>
        Check<InPlaceNetworks.BothDirections, InPlaceNetworks.BothDirections.State, InPlaceNetworks.BothDirections.Workspace, InPlaceNetworks.BothDirections.Tape, InPlaceNetworks.BothDirections.Gradients>(
            mayBeInPlace: false);

    /// <summary>Token ids are inputs as well, and what they give is written.</summary>
    [Fact]
    public void Token_networks()
    {
        var network = new TestNetworks.Tokens();
        var workspace = new TestNetworks.Tokens.Workspace(2);
        var tape = new TestNetworks.Tokens.Tape(2);
        var states = new TestNetworks.Tokens.State[4];
        int output = TestNetworks.Tokens.OutputSize;
        float[] outputs = new float[2 * output];
        AssertNamed("output", () => network.Step(1, Floats()[..output], ref states[0]));
        AssertNamed("outputs", () => network.Run([1, 2], Floats()[..(2 * output)], ref states[0]));
        AssertNamed("outputs", () => network.Run([1, 2], Floats()[..(2 * output)], states.AsSpan(0, 1), workspace));
        AssertNamed("outputs", () => network.Forward([1, 2], Floats()[..(2 * output)], states.AsSpan(0, 1), tape));
        AssertNamed("outputs", () => network.Run(MemoryMarshal.Cast<float, int>(outputs)[..2], outputs, ref states[0]));
        AssertNamed("inputs", () => network.Run(MemoryMarshal.Cast<TestNetworks.Tokens.State, int>(states)[..2], outputs, ref states[0]));

        Span<float> Floats() => MemoryMarshal.Cast<TestNetworks.Tokens.State, float>(states.AsSpan());
        static void AssertNamed(string argument, Action call) => Assert.Equal(argument, Assert.Throws<ArgumentException>(call).ParamName);
    }

    private static void CheckCausal<TNetwork, TState, TWorkspace, TTape, TGradients>()
        where TNetwork : class, ITrainableNetwork<TNetwork, float, TState, TWorkspace, TTape, TGradients>, ICausalNetwork<TNetwork, float, TState, TWorkspace>, new()
        where TState : struct, INetworkState<TState>
        where TWorkspace : class
        where TTape : class, INetworkTape
        where TGradients : class, ICellGradients
    {
        var network = new TNetwork();
        network.Initialize(1);
        int input = TNetwork.InputSize, output = TNetwork.OutputSize;
        OverlapCheck<TState>.Run("Step", input, output, 1, mayBeInPlace: true, (inputs, outputs, states) => network.Step(inputs, outputs, ref states[0]), mayReadStates: true);
        foreach (int steps in new[] { 1, 60 })
        {
            int outputRows = TNetwork.HasOutputPerStep ? steps : 1;
            OverlapCheck<TState>.Run(
                "Run", steps * input, outputRows * output, 1, mayBeInPlace: true, (inputs, outputs, states) => network.Run(inputs, outputs, ref states[0]));
        }

        Check<TNetwork, TState, TWorkspace, TTape, TGradients>(mayBeInPlace: true);
    }

    private static void Check<TNetwork, TState, TWorkspace, TTape, TGradients>(bool mayBeInPlace)
        where TNetwork : class, ITrainableNetwork<TNetwork, float, TState, TWorkspace, TTape, TGradients>, new()
        where TState : struct, INetworkState<TState>
        where TWorkspace : class
        where TTape : class, INetworkTape
        where TGradients : class, ICellGradients
    {
        var network = new TNetwork();
        network.Initialize(1);

        // Of a causal network in pieces of two steps.
        TWorkspace workspace = TNetwork.CreateWorkspace(mayBeInPlace ? 2 : Steps, Streams);
        TTape tape = TNetwork.CreateTape(Steps, Streams);
        TGradients gradients = TNetwork.CreateGradients();
        int inputs = Steps * Streams * TNetwork.InputSize;
        int outputs = (TNetwork.HasOutputPerStep ? Steps : 1) * Streams * TNetwork.OutputSize;
        foreach (SequenceLayout layout in Enum.GetValues<SequenceLayout>())
        {
            foreach (int[] lengths in new[] { [], Lengths })
            {
                OverlapCheck<TState>.Run(
                    $"Run, {layout}", inputs, outputs, Streams, mayBeInPlace, (x, y, states) => network.Run(x, y, states, workspace, lengths, layout));
                OverlapCheck<TState>.Run(
                    $"Forward, {layout}", inputs, outputs, Streams, mayBeInPlace, (x, y, states) => network.Forward(x, y, states, tape, lengths, layout));
            }
        }

        network.Forward(new float[inputs], new float[outputs], new TState[Streams], tape, Lengths);
        OverlapCheck<TState>.Run(
            "Backward", outputs, inputs, Streams, mayBeInPlace: false,
            (outputGradients, inputGradients, stateGradients) => network.Backward(outputGradients, tape, gradients, inputGradients, stateGradients));
    }
}
