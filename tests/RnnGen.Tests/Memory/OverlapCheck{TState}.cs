using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Tests.Cells;
using Xunit;

namespace RnnGen.Tests.Memory;

/// <summary>
/// Makes a call with its buffers at all sorts of places of one array: far apart, side by side, overlapping, one on the other. What overlaps is refused, and nothing
/// is changed then; everything else gives the bits that separate buffers give, and writes nothing besides.
/// </summary>
internal static class OverlapCheck<TState>
    where TState : struct
{
    private const int Draws = 150;

    private static int StateFloats => Unsafe.SizeOf<TState>() / sizeof(float);

    /// <summary>Makes the call at many places.</summary>
    /// <param name="what">What it is.</param>
    /// <param name="inputs">Floats of the inputs.</param>
    /// <param name="outputs">Floats of the outputs.</param>
    /// <param name="states">States.</param>
    /// <param name="mayBeInPlace">Whether outputs may be on the inputs.</param>
    /// <param name="call">The call.</param>
    /// <param name="mayReadStates">Whether inputs may be in the states.</param>
    public static void Run(string what, int inputs, int outputs, int states, bool mayBeInPlace, OverlapCall<TState> call, bool mayReadStates = false)
    {
        var random = new Random(7);
        int[] sizes = [inputs, outputs, states * StateFloats];
        int refused = 0, inPlace = 0, separate = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            int[] places = Place(random, sizes);
            float[] memory = Noise.Create(draw, (2 * sizes.Sum()) + 64);

            // The padding of a state is zeros.
            memory.AsSpan(places[2], sizes[2]).Clear();
            float[] expected = [.. memory];
            if (IsRefused(places, sizes, mayBeInPlace, mayReadStates, out bool isInPlace))
            {
                var error = Assert.Throws<ArgumentException>(() => Call(memory));
                Assert.True(error.ParamName is not null && error.Message.Contains("overlaps", StringComparison.Ordinal), $"{what}: {error.Message}");
                refused++;
            }
            else
            {
                float[] separateInputs = [.. memory.AsSpan(places[0], sizes[0])], separateOutputs = [.. memory.AsSpan(places[1], sizes[1])];
                TState[] separateStates = [.. StatesOf(memory)];
                call(separateInputs, separateOutputs, separateStates);
                separateOutputs.CopyTo(expected, places[1]);
                MemoryMarshal.Cast<TState, float>(separateStates)[..sizes[2]].CopyTo(expected.AsSpan(places[2]));
                Call(memory);
                inPlace += isInPlace ? 1 : 0;
                separate++;
            }

            Bits.AssertEqual(expected, memory, $"{what}, at {string.Join(", ", places)} of {string.Join(", ", sizes)}");

            void Call(float[] floats) => call(floats.AsSpan(places[0], sizes[0]), floats.AsSpan(places[1], sizes[1]), StatesOf(floats));

            // The states of a network without any are not in the array.
            Span<TState> StatesOf(float[] floats) =>
                StateFloats == 0 ? new TState[states] : MemoryMarshal.Cast<float, TState>(floats.AsSpan(places[2], sizes[2]));
        }

        // The draws have met every case.
        Assert.InRange(refused, mayReadStates && outputs == 0 ? 0 : 20, Draws);
        Assert.InRange(separate, 20, Draws);
        Assert.Equal(mayBeInPlace && inputs == outputs, inPlace > 0);
    }

    private static int[] Place(Random random, int[] sizes)
    {
        int total = sizes.Sum();
        int[] places = new int[sizes.Length];
        for (int index = 0; index < sizes.Length; index++)
        {
            int other = random.Next(sizes.Length);
            places[index] = random.Next(7) switch
            {
                0 => places[other],
                1 => places[other] + sizes[other],
                2 => places[other] - sizes[index],
                3 => places[other] + sizes[other] - 1,
                _ => random.Next((2 * total) + 64 - sizes[index]),
            };
            places[index] = Math.Clamp(places[index], 0, (2 * total) + 64 - sizes[index]);
        }

        return places;
    }

    private static bool IsRefused(int[] places, int[] sizes, bool mayBeInPlace, bool mayReadStates, out bool isInPlace)
    {
        IEnumerable<(int First, int Second)> pairs = [(0, 1), (0, 2), (1, 2)];
        bool isExact = sizes[0] == sizes[1] && places[0] == places[1] && sizes[0] > 0;
        isInPlace = mayBeInPlace && isExact;
        bool isAllowed = isInPlace;
        return pairs.Any(pair => !(isAllowed && pair == (0, 1)) && !(mayReadStates && pair == (0, 2)) && sizes[pair.First] > 0 && sizes[pair.Second] > 0
            && places[pair.First] < places[pair.Second] + sizes[pair.Second] && places[pair.Second] < places[pair.First] + sizes[pair.First]);
    }
}
