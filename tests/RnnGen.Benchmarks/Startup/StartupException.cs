using System;

namespace RnnGen.Benchmarks.Startup;

/// <summary>A program could not be built or run; the message says why in one line.</summary>
internal sealed class StartupException(string message) : Exception(message);
