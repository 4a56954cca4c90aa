namespace RnnGen.Generator.Model;

/// <summary>
/// A network whose layers its <see cref="DeclarationSpec.File"/> gives. It becomes a <see cref="NetworkSpec"/> where the file's description is there.
/// </summary>
/// <param name="Type">The user's type.</param>
/// <param name="Input">Floats a step as the attribute says them, or 0.</param>
/// <param name="Training">Whether the backward pass is wanted.</param>
internal sealed record ModelNetworkSpec(TypeSpec Type, int Input, bool Training) : DeclarationSpec(Type);
