using System;

namespace RnnGen.Tests.Memory;

/// <summary>A call with three buffers that may overlap.</summary>
/// <param name="inputs">Read.</param>
/// <param name="outputs">Written, or of a backward pass added to; empty where the call has none.</param>
/// <param name="states">Read and written.</param>
internal delegate void OverlapCall<TState>(Span<float> inputs, Span<float> outputs, Span<TState> states);
