using System.Collections.Generic;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator.Layers;

/// <summary>
/// A kind of layer: how its attribute is read. What it makes is a <see cref="LayerSpec"/>, which knows its sizes and makes a <see cref="LayerPlan"/>, which knows
/// its text. All three of a kind stand in one file; <see cref="LayerCatalogue"/> is the only list of kinds.
/// </summary>
/// <param name="attribute">Its attribute as users write it, without brackets.</param>
/// <param name="needed">Parameters of the attribute's constructor without which it is none of ours, but one of another version of the library.</param>
internal abstract class LayerKind(string attribute, params string[] needed)
{
    /// <summary>The name of the attribute's type.</summary>
    public string TypeName { get; } = attribute + "Attribute";

    /// <summary>The attribute in messages.</summary>
    public string Attribute { get; } = $"[{attribute}]";

    /// <summary>Parameters of the attribute's constructor that it must have.</summary>
    public string[] Needed { get; } = needed;

    /// <summary>Whether it says itself what the network takes.</summary>
    public virtual bool KnowsInput => false;

    /// <summary>Whether it is an input, of which several stand side by side at the beginning.</summary>
    public virtual bool IsInput => false;

    /// <summary>Reads one layer, reports what is wrong, and puts it on the stack.</summary>
    /// <param name="reader">Its attribute.</param>
    /// <param name="arguments">The arguments of the attribute's constructor.</param>
    /// <param name="stack">The layers above.</param>
    public abstract void Parse(AttributeReader reader, IReadOnlyDictionary<string, int> arguments, LayerStack stack);
}
