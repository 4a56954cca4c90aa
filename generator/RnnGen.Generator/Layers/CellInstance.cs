using RnnGen.Generator.Emission;
using RnnGen.Generator.Planning;
using static RnnGen.Generator.Text.CodeText;

namespace RnnGen.Generator.Layers;

/// <summary>One cell of a network: each direction of each stacked cell is one.</summary>
/// <param name="Member">Its name in emitted text.</param>
/// <param name="StateMember">Its name in the network's state, which users see.</param>
/// <param name="Plan">Its nested type, which others may share.</param>
/// <param name="Name">The layer's name in a <c>state_dict</c>.</param>
/// <param name="Suffix">Which cell of the layer it is: <c>_l0</c>, <c>_l1_reverse</c>.</param>
internal sealed record CellInstance(string Member, string StateMember, CellDeclarationPlan Plan, string Name, string Suffix)
{
    /// <summary>The name of its nested type, and of the class that has its arithmetic.</summary>
    public string Type => Plan.Type.Declaration.Name;

    /// <summary>The field of the network's state that holds its state: no name of a member that users see begins so.</summary>
    public string StateField => "_" + Camel(Member);

    public string Description => $"<c>{UserText.Documentation(Name)}</c>, cell <c>{Suffix.Substring(1)}</c>";
}
