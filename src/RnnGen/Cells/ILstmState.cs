using System;
using System.Diagnostics.CodeAnalysis;

namespace RnnGen;

/// <summary>The state of a long short-term memory cell.</summary>
public interface ILstmState : IRecurrentState
{
    /// <summary>The cell state c: one float a hidden unit.</summary>
    [UnscopedRef]
    Span<float> Cell { get; }
}
