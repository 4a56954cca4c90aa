namespace RnnGen.Networks;

/// <summary>Where a network has the parameters of its chain of labels: those of the start [labels], of the end [labels], and of transitions [labels, labels].</summary>
/// <param name="Offset">Floats before them in the network's parameters.</param>
/// <param name="Labels">Labels.</param>
internal sealed record CrfPlace(int Offset, int Labels)
{
    /// <summary>Floats before those of the end, in the layer's own.</summary>
    public int End => Labels;

    /// <summary>Floats before the transitions, in the layer's own.</summary>
    public int Transitions => 2 * Labels;

    /// <summary>Floats of all.</summary>
    public int Floats => Labels * (Labels + 2);

    /// <summary>Floats of a padded row: whole vectors of any width.</summary>
    public int Lanes => LanesOf(Labels);

    /// <summary>Floats of a padded row of some labels.</summary>
    /// <param name="labels">Labels.</param>
    public static int LanesOf(int labels) => (labels + CrfMemory.LaneMultiple - 1) / CrfMemory.LaneMultiple * CrfMemory.LaneMultiple;
}
