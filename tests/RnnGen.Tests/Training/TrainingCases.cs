using System;
using System.Linq;
using RnnGen.Training;

namespace RnnGen.Tests.Training;

/// <summary>The networks and data of these tests.</summary>
internal static partial class TrainingCases
{
    /// <summary>Says after every token whether the number of ones so far is odd.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 2, size: 4)]
    [GruLayer(hidden: 12, Layers = 2, Dropout = 0.1)]
    [DenseLayer(outputs: 2)]
    internal sealed partial class Parity;

    /// <summary>As <see cref="Parity"/>, without dropout.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 2, size: 4)]
    [GruLayer(hidden: 12, Layers = 2)]
    [DenseLayer(outputs: 2)]
    internal sealed partial class PlainParity;

    /// <summary>A number for a whole sequence of numbers.</summary>
    [Network(input: 1)]
    [LstmLayer(hidden: 8)]
    [DenseLayer(outputs: 1, Steps = DenseSteps.LastStep)]
    internal sealed partial class Regressor;

    /// <summary>Two numbers for every step of three.</summary>
    [Network(input: 3)]
    [RnnLayer(hidden: 5)]
    [DenseLayer(outputs: 2)]
    internal sealed partial class Follower;

    /// <summary>Nothing recurrent.</summary>
    [Network(input: 2)]
    [DenseLayer(outputs: 1)]
    internal sealed partial class Linear;

    /// <summary>Sequences of up to eight tokens.</summary>
    internal static Example<int, int>[] ParityData(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => ParityStream(random.Next(), random.Next(1, 9)))];
    }

    /// <summary>One sequence.</summary>
    internal static Example<int, int> ParityStream(int seed, int steps)
    {
        var random = new Random(seed);
        int[] tokens = [.. Enumerable.Range(0, steps).Select(_ => random.Next(2))];
        int ones = 0;
        return new Example<int, int>(tokens, [.. tokens.Select(token => (ones += token) % 2)]);
    }
}
