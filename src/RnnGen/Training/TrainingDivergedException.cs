using System;

namespace RnnGen.Training;

/// <summary>The loss or the gradients of an update are not finite. The parameters are as they were before that update.</summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, and where.</param>
    public TrainingDivergedException(string message)
        : base(message)
    {
    }
}
