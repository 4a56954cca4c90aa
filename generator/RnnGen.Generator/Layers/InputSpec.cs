using RnnGen.Generator.Model;

namespace RnnGen.Generator.Layers;

/// <summary>An input as it was declared: the only one of its network, or one of several that are joined.</summary>
internal abstract record InputSpec(string Member, string Name, int Input, int Output) : LayerSpec(Member, Name, Input, Output)
{
    /// <summary>Of one of several, the name of its span in the network's members; else empty.</summary>
    public string Argument { get; init; } = "";

    /// <summary>What is dropped of what it gives in training.</summary>
    public DropoutSpec Dropout { get; init; } = DropoutSpec.None;

    /// <summary>What stands behind that name in those of its other spans.</summary>
    public abstract string[] Endings { get; }

    /// <summary>Whether a network that has no other input takes it as floats or token ids alone.</summary>
    public virtual bool MayBeAlone => true;

    /// <summary>Plans it as one of several.</summary>
    /// <param name="place">Where it is among them.</param>
    public abstract InputPlan Plan(InputPlace place);
}

/// <summary>What the plan of one of several inputs depends on besides its declaration.</summary>
/// <param name="Number">How many inputs are before it.</param>
/// <param name="Offset">Where its parameters start: on a cache line.</param>
/// <param name="Column">Floats of the joined row before its own.</param>
/// <param name="FloatColumn">Floats of a step that inputs of floats before it take.</param>
internal sealed record InputPlace(int Number, int Offset, int Column, int FloatColumn);
