namespace RnnGen.Numerics;

/// <summary>Work that is written once, over vectors of any width: <see cref="VectorWidth.Run"/> chooses the width.</summary>
internal interface IWidthAction
{
    /// <summary>Does the work.</summary>
    /// <typeparam name="V">The vectors of what has 16 floats or more.</typeparam>
    /// <typeparam name="VTail">Those of what has 8: no wider than that.</typeparam>
    void Run<V, VTail>()
        where V : struct, IVector<V>
        where VTail : struct, IVector<VTail>;
}
