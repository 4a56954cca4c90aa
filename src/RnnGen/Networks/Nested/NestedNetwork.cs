namespace RnnGen.Networks;

/// <summary>A network inside another, which reads the sequence of token ids that a step has.</summary>
/// <param name="Input">Which input of the outer network it is.</param>
/// <param name="Network">What it is.</param>
/// <param name="Parameters">Where its parameters start in those of the outer network.</param>
/// <param name="MaxSteps">The most ids of a sequence that are read.</param>
internal sealed record NestedNetwork(int Input, NetworkDescription Network, int Parameters, int MaxSteps)
{
    /// <summary>Floats that it gives.</summary>
    public int Outputs => Network.Layers[^1].Width;
}
