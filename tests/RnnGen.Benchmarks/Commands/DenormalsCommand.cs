using System;
using RnnGen.Benchmarks.Cells;
using RnnGen.Benchmarks.Contestants;
using RnnGen.Benchmarks.Machine;
using RnnGen.Benchmarks.Measurement;

namespace RnnGen.Benchmarks.Commands;

/// <summary><c>denormals</c>: what a step costs where inputs or states are too small for a normal float, on top of one that is loud.</summary>
internal static class DenormalsCommand
{
    private const float Loud = 0.3f;
    private const float Tiny = 1e-39f;

    /// <summary>Measures and prints.</summary>
    /// <returns>The exit code.</returns>
    public static int Run()
    {
        MachineDescription.Print(Console.Out);
        Console.WriteLine();
        Console.WriteLine("minimum of 41 stretches, nanoseconds a step; biases are zeros, so that silence lets a state decay");
        Console.WriteLine($"{"step",-20} {"input",6} {"state",12} {"loud",8} {"this",8} {"ratio",6}");
        Measure<Lstm1x40, Lstm1x40.State, Lstm1x40.Workspace>("LSTM 1->40");
        Measure<Gru1x40, Gru1x40.State, Gru1x40.Workspace>("GRU 1->40");
        Measure<Rnn1x40Relu, Rnn1x40Relu.State, Rnn1x40Relu.Workspace>("RNN 1->40, relu");
        return 0;
    }

    private static void Measure<TCell, TState, TWorkspace>(string name)
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class
    {
        TCell cell = WithoutBiases<TCell>();
        TState loud = After<TCell, TState>(cell, Loud, steps: 200);
        TState decayed = Decayed(cell, loud);
        var reference = new OurHeldStep<TCell, TState, TWorkspace>(cell, Loud, loud);
        Print("0", "zeros", 0, default);
        Print("0", "decayed", 0, decayed);
        Print("1e-39", "loud", Tiny, loud);
        Print("1e-39", "zeros", Tiny, default);
        Print("1e-39", "its own", Tiny, After<TCell, TState>(cell, Tiny, steps: 200));
        Print("1e-39", "decayed", Tiny, decayed);

        void Print(string input, string state, float value, TState start)
        {
            DuelResult result = Duel.Full.Run(new OurHeldStep<TCell, TState, TWorkspace>(cell, value, start), reference);
            Console.WriteLine(
                $"{name,-20} {input,6} {state,12} {result.Theirs.Minimum,8:F1} {result.Ours.Minimum,8:F1} {result.Ours.Minimum / result.Theirs.Minimum,6:F2}");
        }
    }

    private static TCell WithoutBiases<TCell>()
        where TCell : class, IModel, new()
    {
        var drawn = new TCell();
        drawn.Initialize(SharedData.WeightSeed);
        var tensors = new Formats.TensorStore();
        drawn.Save(tensors);
        foreach (string name in tensors.Names)
        {
            if (name.StartsWith("bias", StringComparison.Ordinal))
            {
                tensors.Values(name).Clear();
            }
        }

        drawn.Load(tensors);
        return drawn;
    }

    private static TState After<TCell, TState>(TCell cell, float input, int steps)
        where TCell : ICausalModel<float, TState>, IModel
        where TState : struct, IRecurrentState
    {
        TState state = default;
        var output = new float[cell.OutputSize];
        for (int step = 0; step < steps; step++)
        {
            cell.Step([input], output, ref state);
        }

        return state;
    }

    // Silence, until the next step would be the first from zeros.
    private static TState Decayed<TCell, TState>(TCell cell, TState state)
        where TCell : ICausalModel<float, TState>, IModel
        where TState : struct, IRecurrentState
    {
        const int mostSteps = 100_000;
        var output = new float[cell.OutputSize];
        TState last = state;
        for (int step = 0; step < mostSteps && Loudest(ref state) > 0; step++)
        {
            last = state;
            cell.Step([0f], output, ref state);
        }

        return last;
    }

    private static float Loudest<TState>(ref TState state)
        where TState : struct, IRecurrentState
    {
        float loudest = 0;
        foreach (float value in state.Hidden)
        {
            loudest = MathF.Max(loudest, MathF.Abs(value));
        }

        return loudest;
    }
}
