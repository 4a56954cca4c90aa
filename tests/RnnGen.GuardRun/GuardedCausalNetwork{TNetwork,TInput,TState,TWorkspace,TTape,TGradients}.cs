using System;

namespace RnnGen.GuardRun;

/// <summary>The calls of a network that takes a sequence step by step as well.</summary>
internal sealed class GuardedCausalNetwork<TNetwork, TInput, TState, TWorkspace, TTape, TGradients> : GuardedNetwork<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>
    where TNetwork : class, ITrainableNetwork<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>, ICausalNetwork<TNetwork, TInput, TState, TWorkspace>, new()
    where TInput : unmanaged
    where TState : struct, INetworkState<TState>
    where TWorkspace : class
    where TTape : class, INetworkTape
    where TGradients : class, ICellGradients
{
    private static readonly int[] Lengths = [0, 1, 2, 7, 13, 24, 25, 50];

    protected override bool TakesPieces => true;

    protected override void RunOneStream(GuardedMemory memory, TNetwork network)
    {
        nint mark = memory.Mark;
        foreach (int steps in Lengths)
        {
            Span<float> output = memory.Of<float>(TNetwork.OutputSize), outputs = memory.Of<float>((TNetwork.HasOutputPerStep ? steps : 1) * TNetwork.OutputSize);
            Span<TState> state = memory.Of<TState>(1);
            network.Step(Inputs(memory, TNetwork.InputSize), output, ref state[0]);
            network.Run(Inputs(memory, steps * TNetwork.InputSize), outputs, ref state[0]);
            Calls += 2;
            memory.FreeSince(mark);
        }

        if (typeof(TInput) == typeof(float))
        {
            RunAtOtherRates(memory, network, [0, 1, 7]);
        }
    }
}
