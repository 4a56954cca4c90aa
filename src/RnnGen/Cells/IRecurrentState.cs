using System;
using System.Diagnostics.CodeAnalysis;

namespace RnnGen;

/// <summary>What one stream carries from step to step: a struct with its floats inside, so that it costs no heap. The default is all zeros.</summary>
public interface IRecurrentState
{
    /// <summary>The hidden state h, which is also the output of the last step: one float a hidden unit.</summary>
    [UnscopedRef]
    Span<float> Hidden { get; }
}
