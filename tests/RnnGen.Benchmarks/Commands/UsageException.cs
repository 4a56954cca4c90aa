using System;

namespace RnnGen.Benchmarks.Commands;

/// <summary>The command line is not one that the program knows; the message says which part of it.</summary>
internal sealed class UsageException(string message) : Exception(message);
