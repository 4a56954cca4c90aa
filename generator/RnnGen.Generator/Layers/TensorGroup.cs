using RnnGen.Generator.Emission;
using static RnnGen.Generator.Text.CodeText;

namespace RnnGen.Generator.Layers;

/// <summary>The tensors of one cell or layer: how they are drawn, loaded and saved.</summary>
/// <param name="Name">The layer's name in a <c>state_dict</c>.</param>
/// <param name="FirstTensor">The name of one of them, without prefix.</param>
/// <param name="Offset">Where they start in the parameters.</param>
/// <param name="Floats">Floats of them, with padding.</param>
/// <param name="Target">What loads and saves them.</param>
/// <param name="Sizes">Arguments behind the prefix.</param>
/// <param name="IsCell">Whether gradients are saved by another method.</param>
internal sealed record TensorGroup(string Name, string FirstTensor, int Offset, int Floats, string Target, string Sizes, bool IsCell)
{
    public string Example => UserText.Documentation(Name.Length == 0 ? FirstTensor : $"{Name}.{FirstTensor}");

    public string NameLiteral => UserText.Literal(Name);

    public string Load(string module, string span) => $"{Target}.Load(reader, {module}{Sizes}, {span});";

    public string Save(string prefix, string span, bool gradients) =>
        $"{Target}.{(gradients && IsCell ? "SaveGradients" : "Save")}(sink, {prefix}{Sizes}, {span});";

    public string Initialize(string seed, string span) => $"{Target}.Initialize({seed}{(Sizes.Length == 0 ? "" : $", {Number(Floats)}")}, {span});";
}
