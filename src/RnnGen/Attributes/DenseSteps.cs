namespace RnnGen;

/// <summary>Where in a sequence a <see cref="DenseLayerAttribute">dense layer</see> gives outputs.</summary>
public enum DenseSteps
{
    /// <summary>At every step that the layer before gives something.</summary>
    PerStep,

    /// <summary>
    /// At the last step of each sequence: as <see cref="Pooling.LastStep"/> before it. Above a layer that reads from the end that is not its final state: declare
    /// <see cref="Pooling.FinalState"/> before the dense layer instead.
    /// </summary>
    LastStep,
}
