using System;

namespace RnnGen.Training;

/// <summary>
/// An update, or what it led to, is not finite: the loss, the gradients, the parameters, the optimiser's state or the validation loss. Unless it is the
/// validation loss, the parameters are as they were before that update. No checkpoint was written, so the last one is still good.
/// </summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, and where.</param>
    public TrainingDivergedException(string message)
        : base(message)
    {
    }

    /// <summary>The update, from 0, counted over all epochs.</summary>
    public long Update { get; init; }
}
