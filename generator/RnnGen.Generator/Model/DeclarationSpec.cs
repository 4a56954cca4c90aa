namespace RnnGen.Generator.Model;

/// <summary>A valid declaration.</summary>
/// <param name="Type">The user's type.</param>
internal abstract record DeclarationSpec(TypeSpec Type);
