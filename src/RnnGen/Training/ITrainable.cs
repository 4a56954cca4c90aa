namespace RnnGen.Training;

/// <summary>What a <see cref="Trainer{TInput, TTarget}"/> trains: every emitted network that has a backward pass.</summary>
/// <typeparam name="TInput">What it takes: <see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
public interface ITrainable<TInput> : IModel
    where TInput : unmanaged
{
    /// <summary>Creates what one thread needs to train on some sequences.</summary>
    /// <param name="steps">The most steps of a sequence.</param>
    /// <param name="streams">The most sequences at once.</param>
    TrainingShard<TInput> CreateShard(int steps, int streams);
}
