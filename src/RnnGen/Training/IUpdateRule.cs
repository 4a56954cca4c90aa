using RnnGen.Numerics;

namespace RnnGen.Training;

/// <summary>What an optimiser does with a parameter, written once, over vectors: see <see cref="UpdateLoop"/>.</summary>
internal interface IUpdateRule
{
    /// <summary>One step of as many parameters as a vector has.</summary>
    /// <typeparam name="V">The vectors.</typeparam>
    /// <param name="parameter">Read and replaced.</param>
    /// <param name="gradient">The gradients of the loss.</param>
    /// <param name="first">The first moment of the optimiser: read and replaced.</param>
    /// <param name="second">The second.</param>
    /// <param name="third">The third. A moment that the optimiser does not have is 0, and what is written to it is dropped.</param>
    void Apply<V>(ref V parameter, V gradient, ref V first, ref V second, ref V third)
        where V : struct, IVector<V>;
}
