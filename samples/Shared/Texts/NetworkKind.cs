using System;

namespace Shared.Texts;

/// <summary>Networks of one kind that vote.</summary>
/// <param name="Name">What they read.</param>
/// <param name="Count">So many, from different first parameters.</param>
/// <param name="Epochs">Epochs of each.</param>
/// <param name="LearningRate">The first.</param>
/// <param name="Create">Makes one for a training set, from a seed.</param>
public sealed record NetworkKind(string Name, int Count, int Epochs, float LearningRate, Func<TextGroups, int, ITextNetwork> Create)
{
    /// <summary>What the vote of each weighs.</summary>
    public double Weight { get; init; } = 1;
}
