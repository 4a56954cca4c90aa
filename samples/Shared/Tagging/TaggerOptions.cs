using System;
using System.Collections.Generic;
using RnnGen.Training;

namespace Shared.Tagging;

/// <summary>How a tagger is trained.</summary>
/// <typeparam name="TSentence">What it tags.</typeparam>
public sealed record TaggerOptions<TSentence>
{
    /// <summary>Epochs.</summary>
    public required int Epochs { get; init; }

    /// <summary>Makes the optimiser, given how many parameters there are. Its learning rate falls to nearly nothing.</summary>
    public Func<int, Optimizer> Optimizer { get; init; } = static parameters => new Adam(parameters, 1e-3f);

    /// <summary>Batches, threads and seed.</summary>
    public required TrainerOptions Trainer { get; init; }

    /// <summary>What an epoch makes of the training data, for instance by joining sentences; null for nothing. It gives as many whenever it is asked.</summary>
    public Func<IReadOnlyList<TSentence>, Random, IReadOnlyList<TSentence>>? Arrange { get; init; }

    /// <summary>Whether, once the validation data have shown how it goes, the network is trained again, on them as well, for all epochs.</summary>
    public bool LearnsValidation { get; init; }

    /// <summary>Takes the losses of every epoch, of the training and of the validation data; or null.</summary>
    public Action<double, double>? EndOfEpoch { get; init; }
}
