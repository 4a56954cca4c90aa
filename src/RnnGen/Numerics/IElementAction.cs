namespace RnnGen.Numerics;

/// <summary>Work that every float needs by itself: <see cref="VectorWidth.RunForEach"/> chooses the widths, which do not change a bit.</summary>
internal interface IElementAction
{
    /// <summary>Does the work for as many floats as a vector has.</summary>
    /// <typeparam name="V">The vectors.</typeparam>
    /// <param name="index">The first of the floats.</param>
    void RunAt<V>(nint index)
        where V : struct, IVector<V>;
}
