using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Layers;

/// <summary>A layer as it was declared: part of the pipeline's cache key, as <see cref="CellSpec"/> is.</summary>
/// <param name="Member">Its name in emitted text, which comes from its kind and never from <paramref name="Name"/>.</param>
/// <param name="Name">Its name in a <c>state_dict</c>; empty for tensors without a prefix.</param>
/// <param name="Input">Floats a row that it takes; 0 where it takes token ids.</param>
/// <param name="Output">Floats a row that it gives.</param>
internal abstract record LayerSpec(string Member, string Name, int Input, int Output)
{
    /// <summary>The cell that is a nested type of the network, or null.</summary>
    public virtual CellSpec? Nested() => null;

    /// <summary>Its tensors, by cells.</summary>
    public virtual IEnumerable<ModuleSpec> Modules => [];

    /// <summary>The same with the name and declaration of the layer that each is of: of a network inside another, those of its layers.</summary>
    public virtual IEnumerable<(string Layer, string Declared, ModuleSpec Module)> NamedModules => Modules.Select(module => (Name, Declared, module));

    /// <summary>Its declaration in messages, as far as it decides shapes of tensors.</summary>
    public virtual string Declared => "";

    /// <summary>Floats of its parameters with padding, which may be more than a network can have.</summary>
    public virtual long ParameterFloats() => 0;

    /// <summary>Floats of its part of a state with padding; 64-bit numbers count twice.</summary>
    public virtual long StateFloats() => 0;

    /// <summary>Everything that gives its part of a state its meaning, empty if it changes no step. It is part of the format of states: what it can say today it must say for ever.</summary>
    public abstract string Meaning();

    /// <summary>Plans it.</summary>
    /// <param name="place">Where it is in its network.</param>
    public abstract LayerPlan Plan(LayerPlace place);
}
