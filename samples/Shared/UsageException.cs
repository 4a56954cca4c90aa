using System;

namespace Shared;

/// <summary>The command line cannot be understood.</summary>
/// <param name="message">What is wrong with it.</param>
public sealed class UsageException(string message) : Exception(message);
