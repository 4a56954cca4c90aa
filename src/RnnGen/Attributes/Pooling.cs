namespace RnnGen;

/// <summary>How a <see cref="PoolingLayerAttribute">pooling layer</see> makes one row of all steps of a sequence.</summary>
public enum Pooling
{
    /// <summary>
    /// The row of the sequence's own last step. Above a layer that reads from the end, in both directions or in reverse only, that is not its final state: at the last
    /// step the reverse direction has read only that step, and has its final state at the first. <see cref="FinalState"/> takes each direction where it ends.
    /// </summary>
    LastStep,

    /// <summary>
    /// The mean over the steps. Its sums are kept in double precision, so that it stays exact over long streams: after n steps it is off by less than
    /// n * 2^-53 times the mean magnitude of its inputs (1.2e-7 at n = 1e9) and the rounding to a float.
    /// </summary>
    Mean,

    /// <summary>The largest of the steps, each float for itself.</summary>
    Max,

    /// <summary>
    /// The final hidden state h of each direction of the recurrent layer right before it, side by side, of the uppermost cell where several are stacked:
    /// PyTorch's <c>torch.cat((h_n[-2], h_n[-1]), 1)</c> (<c>h_n[-1]</c> of one direction), and what Keras' <c>Bidirectional(LSTM(n))</c> gives. Of each sequence
    /// the forward direction ends at its own last step and the reverse one at its first. Of an LSTM with a projection it is the projected h. A sequence without
    /// steps gives the h that its state holds.
    /// </summary>
    FinalState,
}
