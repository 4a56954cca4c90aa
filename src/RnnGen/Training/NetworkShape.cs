namespace RnnGen.Training;

/// <summary>What a trainer knows of a network besides its parameters.</summary>
/// <param name="InputSize">Elements of a step's input.</param>
/// <param name="VocabularySize">Tokens, or 0 where a step takes floats.</param>
/// <param name="OutputSize">Floats of a row of outputs.</param>
/// <param name="HasOutputPerStep">Whether every step has outputs; else each sequence has.</param>
/// <param name="IsRecurrent">Whether a layer is recurrent.</param>
/// <param name="StateByteCount">Bytes of the state of a sequence.</param>
internal readonly record struct NetworkShape(
    int InputSize, int VocabularySize, int OutputSize, bool HasOutputPerStep, bool IsRecurrent, int StateByteCount)
{
    /// <summary>The shape of a shard's network.</summary>
    /// <typeparam name="TInput">What the network takes.</typeparam>
    /// <param name="shard">The shard.</param>
    public static NetworkShape Of<TInput>(TrainingShard<TInput> shard)
        where TInput : struct =>
        new(shard.InputSize, shard.VocabularySize, shard.OutputSize, shard.HasOutputPerStep, shard.IsRecurrent, shard.StateByteCount);

    /// <summary>Rows of outputs that a sequence has.</summary>
    /// <param name="steps">Its steps.</param>
    public int RowsOf(int steps) => HasOutputPerStep ? steps : 1;
}
