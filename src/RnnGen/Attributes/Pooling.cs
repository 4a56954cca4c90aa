namespace RnnGen;

/// <summary>How a <see cref="PoolingLayerAttribute">pooling layer</see> makes one row of all steps of a sequence.</summary>
public enum Pooling
{
    /// <summary>The row of the sequence's own last step.</summary>
    LastStep,

    /// <summary>The mean over the steps.</summary>
    Mean,

    /// <summary>The largest of the steps, each float for itself.</summary>
    Max,
}
