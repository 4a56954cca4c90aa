using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace RnnGen.Networks;

/// <summary>The inputs of a call as one span of steps.</summary>
/// <typeparam name="TStep">All inputs of a step.</typeparam>
/// <param name="steps">One of each place.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct StepInputs<TStep>(ReadOnlySpan<TStep> steps) : INetworkInputs
    where TStep : struct, IStepInput<TStep>
{
    private readonly ReadOnlySpan<TStep> _steps = steps;

    /// <inheritdoc/>
    public static bool IsOfSteps => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public void Measure(ref InputSizes sizes) => sizes.Steps(_steps);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<int> Ids(int input, int place) => TStep.Ids(in _steps[place], input);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<float> Floats(int input, int place) => TStep.Floats(in _steps[place], input);
}
