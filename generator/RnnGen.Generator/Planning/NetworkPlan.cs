using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>Every number that the emission of a network needs.</summary>
internal sealed record NetworkPlan
{
    /// <summary>The layers, from top to bottom.</summary>
    public required EquatableArray<LayerPlan> Layers { get; init; }

    /// <summary>Floats of all parameters, with padding.</summary>
    public required int ParameterFloats { get; init; }

    /// <summary>Trained numbers, padding not counted.</summary>
    public required int ParameterCount { get; init; }

    /// <summary>Steps of one stream that go through all layers before the next: their rows are on the stack.</summary>
    public required int StackSteps { get; init; }

    /// <summary>Floats that the widest row of a workspace or tape has.</summary>
    public required int WidestRow { get; init; }
}

/// <summary>One layer.</summary>
/// <param name="Spec">What was declared.</param>
/// <param name="Offset">Where its parameters start: on a cache line.</param>
/// <param name="Floats">Floats of its parameters; of both directions each.</param>
internal sealed record LayerPlan(LayerSpec Spec, int Offset, int Floats)
{
    /// <summary>Where those of the reverse direction start.</summary>
    public int ReverseOffset => Offset + (int)NetworkPlanner.Aligned(Floats);
}
