using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using RnnGen.Networks;

namespace RnnGen.Import.Tests;

/// <summary>One run of a network of any shape.</summary>
internal sealed class ModelRun
{
    /// <summary>Floats in the order [step, stream, size], or of a network of tokens their ids.</summary>
    public required double[] Inputs { get; init; }

    /// <summary>Steps of the longest sequence.</summary>
    public required int Steps { get; init; }

    /// <summary>Sequences.</summary>
    public required int Streams { get; init; }

    /// <summary>How inputs and outputs lie in memory.</summary>
    public SequenceLayout Layout { get; init; } = SequenceLayout.TimeFirst;

    /// <summary>Steps of each sequence, or empty for all.</summary>
    public int[] Lengths { get; init; } = [];

    /// <summary>Initial states by layer, [layers * directions, streams, size]; either may be empty. Others start at the network's rest state.</summary>
    public Dictionary<string, (float[] Hidden, float[] Cell)> Initial { get; init; } = [];

    /// <summary>After the run: the outputs.</summary>
    public float[] Outputs { get; private set; } = [];

    /// <summary>After the run: the final states by layer, in the same order.</summary>
    public Dictionary<string, (float[] Hidden, float[] Cell)> Final { get; } = [];

    /// <summary>Runs a network.</summary>
    public ModelRun Run(IModel model)
    {
        Type network = model.GetType().GetInterfaces().Single(static type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(INetwork<,,,>));
        try
        {
            typeof(ModelRun).GetMethod(nameof(RunNetwork), BindingFlags.Instance | BindingFlags.NonPublic)!
                .MakeGenericMethod(network.GetGenericArguments()).Invoke(this, [model]);
        }
        catch (TargetInvocationException thrown) when (thrown.InnerException is { } inner)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(inner);
        }

        return this;
    }

    private void RunNetwork<TNetwork, TInput, TState, TWorkspace>(TNetwork network)
        where TNetwork : class, INetwork<TNetwork, TInput, TState, TWorkspace>
        where TInput : unmanaged
        where TState : struct, INetworkState<TState>
        where TWorkspace : class
    {
        TInput[] inputs = [.. Inputs.Select(static value => typeof(TInput) == typeof(int) ? (TInput)(object)(int)value : (TInput)(object)(float)value)];
        Outputs = new float[(TNetwork.HasOutputPerStep ? Steps : 1) * Streams * TNetwork.OutputSize];
        var states = new TState[Streams];
        Array.Fill(states, RestStateOf<TState>(network));
        foreach ((string layer, (float[] hidden, float[] cell)) in Initial)
        {
            if (hidden.Length > 0)
            {
                TState.SetHidden(states, hidden, layer);
            }

            if (cell.Length > 0)
            {
                TState.SetCell(states, cell, layer);
            }
        }

        network.Run(inputs, Outputs, states, TNetwork.CreateWorkspace(Steps, Streams), Lengths, Layout);
        foreach (StateLayer layer in TState.Layers)
        {
            float[] hidden = new float[layer.HiddenFloats(Streams)];
            TState.GetHidden(states, hidden, layer.Name);
            float[] cell = new float[layer.CellFloats(Streams)];
            if (cell.Length > 0)
            {
                TState.GetCell(states, cell, layer.Name);
            }

            Final[layer.Name] = (hidden, cell);
        }
    }

    private static TState RestStateOf<TState>(IModel network) =>
        network.GetType().GetProperty("RestState") is { } property ? (TState)property.GetValue(network)! : default!;
}
