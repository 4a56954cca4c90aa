using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Networks;

namespace RnnGen.Generator.Tests;

/// <summary>All inputs of steps of a network of several: drawn, and as the reference takes them.</summary>
/// <typeparam name="TInput">The network's struct.</typeparam>
internal interface IDrawnSteps<TInput>
{
    /// <summary>Draws a step.</summary>
    TInput Draw(Random random, IReadOnlyList<DeclaredInput> inputs);

    /// <summary>A step that no computation survives.</summary>
    TInput Garbage(IReadOnlyList<DeclaredInput> inputs);

    /// <summary>A row of the reference.</summary>
    IEnumerable<double> RowOf(TInput step, IReadOnlyList<DeclaredInput> inputs);
}

/// <inheritdoc/>
internal sealed class DrawnSteps<TStep> : IDrawnSteps<TStep>
    where TStep : struct, IStepInput<TStep>
{
    /// <inheritdoc/>
    public TStep Draw(Random random, IReadOnlyList<DeclaredInput> inputs) => Of(
        inputs, input => [.. Enumerable.Range(0, input.Kind == NetworkInputKind.Token ? 1 : random.Next(DeclaredInput.LongestBag + 1)).Select(_ => random.Next(input.Vocabulary))],
        () => (float)((2 * random.NextDouble()) - 1));

    /// <inheritdoc/>
    public TStep Garbage(IReadOnlyList<DeclaredInput> inputs) => Of(inputs, static _ => [-7], static () => float.NaN);

    /// <inheritdoc/>
    public IEnumerable<double> RowOf(TStep step, IReadOnlyList<DeclaredInput> inputs)
    {
        for (int index = 0; index < inputs.Count; index++)
        {
            int[] ids = TStep.Ids(in step, index).ToArray();
            double[] row = inputs[index].Kind switch
            {
                NetworkInputKind.Floats => [.. TStep.Floats(in step, index).ToArray().Select(static value => (double)value)],
                NetworkInputKind.Token => [ids[0]],
                _ => [ids.Length, .. ids.Select(static id => (double)id), .. new double[DeclaredInput.LongestBag - ids.Length]],
            };
            foreach (double number in row)
            {
                yield return number;
            }
        }
    }

    private static TStep Of(IReadOnlyList<DeclaredInput> inputs, Func<DeclaredInput, int[]> ids, Func<float> number) => TStep.Of(
        [.. inputs.Where(static input => input.Kind != NetworkInputKind.Floats).Select(input => (ReadOnlyMemory<int>)ids(input))],
        [.. Enumerable.Range(0, inputs.Where(static input => input.Kind == NetworkInputKind.Floats).Sum(static input => input.Size)).Select(_ => number())]);
}
