using System;

namespace RnnGen.Formats;

/// <summary>Bytes are not a state of the network or cell that reads them.</summary>
public sealed class StateFormatException : FormatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was found and what was wanted.</param>
    public StateFormatException(string message)
        : base(message)
    {
    }
}
