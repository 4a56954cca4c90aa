using RnnGen.Numerics;

namespace RnnGen.Training;

/// <summary>Which data each update of an epoch takes.</summary>
/// <typeparam name="TInput">What the network takes.</typeparam>
/// <typeparam name="TTarget">What is wanted.</typeparam>
internal abstract class EpochPlan<TInput, TTarget>
    where TInput : struct
    where TTarget : unmanaged
{
    /// <summary>Updates of an epoch.</summary>
    public abstract int Updates { get; }

    /// <summary>A number other than 0 that data of other lengths, and batches of other sizes, do not share: an epoch of those cannot be gone on with.</summary>
    public abstract long Signature { get; }

    /// <summary>Whether the states carry on from update to update.</summary>
    public abstract bool CarriesStates { get; }

    /// <summary>Makes the plan of an epoch.</summary>
    /// <param name="seed">What the order is drawn from,</param>
    /// <param name="epoch">and the epoch.</param>
    public abstract void Begin(int seed, int epoch);

    /// <summary>Puts the data of an update into the shards.</summary>
    /// <param name="update">Which of the epoch.</param>
    /// <param name="shards">The shards.</param>
    public abstract void Fill(int update, ShardSet<TInput, TTarget> shards);

    /// <summary>One more number of a signature.</summary>
    /// <param name="signature">Of those before.</param>
    /// <param name="number">The number.</param>
    protected static long Add(long signature, long number) => (long)(new SplitMix64((ulong)signature ^ (ulong)number).Next() | 1);
}
