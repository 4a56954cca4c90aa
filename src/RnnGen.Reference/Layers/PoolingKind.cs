namespace RnnGen.Reference;

/// <summary>How a <see cref="PoolingLayer{T}"/> makes one row of many.</summary>
public enum PoolingKind
{
    /// <summary>The last row.</summary>
    LastStep,

    /// <summary>The mean of all rows.</summary>
    Mean,

    /// <summary>The largest of all rows, each number for itself; of equal ones the first.</summary>
    Max,
}
