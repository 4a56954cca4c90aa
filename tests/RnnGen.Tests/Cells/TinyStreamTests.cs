using System;
using System.Reflection;
using System.Runtime.InteropServices;
using Xunit;

namespace RnnGen.Tests.Cells;

/// <summary>Many streams of a tiny cell go a few at a time, the others one by one: the bits are those of a step of each stream, and nothing else is written.</summary>
public sealed class TinyStreamTests
{
    private const int Steps = 4;
    private const int MaxStreams = 40;
    private const float Untouched = 12345;

    /// <summary>The cells by name.</summary>
    public static TheoryData<string> Cells
    {
        get
        {
            var names = new TheoryData<string>();
            foreach (Type cell in typeof(TinyCells).GetNestedTypes())
            {
                names.Add(cell.Name);
            }

            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Streams_have_the_bits_of_single_steps(string name)
    {
        Type cell = typeof(TinyCells).GetNestedType(name)!;
        typeof(TinyStreamTests).GetMethod(nameof(AssertBits), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(cell, cell.GetNestedType("State")!, cell.GetNestedType("Workspace")!).Invoke(null, null);
    }

    private static void AssertBits<TCell, TState, TWorkspace>()
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class
    {
        var cell = new TCell();
        cell.Initialize(seed: 3);
        TWorkspace workspace = TCell.CreateWorkspace(MaxStreams);
        for (int streams = 1; streams <= MaxStreams; streams++)
        {
            int inputs = streams * TCell.InputSize, outputs = streams * TCell.OutputSize;
            float[] x = Noise.Create(streams, Steps * inputs);
            x[0] = -0f;
            var initial = new TState[streams + 2];
            for (int stream = 0; stream < initial.Length; stream++)
            {
                // Not zero, nor its c. The first and the last belong to no stream of the call.
                Noise.Create(100 + stream, TCell.OutputSize).CopyTo(initial[stream].Hidden);
                cell.Step(Noise.Create(200 + stream, TCell.InputSize), ref initial[stream]);
            }

            TState[] expected = [.. initial];
            float[] y = new float[Steps * outputs];
            for (int step = 0; step < Steps; step++)
            {
                for (int stream = 0; stream < streams; stream++)
                {
                    ref TState state = ref expected[stream + 1];
                    cell.Step(x.AsSpan((step * inputs) + (stream * TCell.InputSize), TCell.InputSize), ref state);
                    state.Hidden.CopyTo(y.AsSpan((step * outputs) + (stream * TCell.OutputSize)));
                }
            }

            TState[] stepped = [.. initial];
            for (int step = 0; step < Steps; step++)
            {
                cell.Step(x.AsSpan(step * inputs, inputs), stepped.AsSpan(1, streams));
            }

            AssertStates(expected, stepped, $"{streams} streams, Step");
            TState[] run = [.. initial];
            float[] room = new float[y.Length + 2];
            room[0] = room[^1] = Untouched;
            cell.Run(x, room.AsSpan(1, y.Length), run.AsSpan(1, streams), workspace);
            AssertStates(expected, run, $"{streams} streams, Run");
            Bits.AssertEqual([Untouched, .. y, Untouched], room, $"{streams} streams, Run");
            if (TCell.InputSize == TCell.OutputSize)
            {
                TState[] inPlace = [.. initial];
                cell.Run(x, x, inPlace.AsSpan(1, streams), workspace);
                AssertStates(expected, inPlace, $"{streams} streams, Run in place");
                Bits.AssertEqual(y, x, $"{streams} streams, Run in place");
            }
        }
    }

    /// <summary>All floats of the states, padding too.</summary>
    private static void AssertStates<TState>(TState[] expected, TState[] actual, string what)
        where TState : struct =>
        Bits.AssertEqual(MemoryMarshal.Cast<TState, float>(expected), MemoryMarshal.Cast<TState, float>(actual), what);
}
