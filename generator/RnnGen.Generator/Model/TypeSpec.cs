namespace RnnGen.Generator.Model;

/// <summary>The user's type, as far as emitted text must name it.</summary>
/// <param name="Namespace">The full namespace, or empty for the global one.</param>
/// <param name="Containers">The types around it, outermost first.</param>
/// <param name="Declaration">The type itself.</param>
/// <param name="HintName">The emitted file's name, unique in a compilation.</param>
internal sealed record TypeSpec(string Namespace, EquatableArray<TypeDeclarationSpec> Containers, TypeDeclarationSpec Declaration, string HintName)
{
    /// <summary>The alias under which the project references the library; <c>global</c> for none.</summary>
    public string LibraryAlias { get; init; } = Emission.LibraryAlias.None;
}

/// <summary>One part of a partial type to open again.</summary>
/// <param name="Keyword"><c>class</c>, <c>record</c>, <c>struct</c>, <c>record struct</c> or <c>interface</c>.</param>
/// <param name="Name">Its name, escaped where it is a keyword.</param>
/// <param name="TypeParameters"><c>&lt;T, U&gt;</c>, or empty.</param>
internal sealed record TypeDeclarationSpec(string Keyword, string Name, string TypeParameters)
{
    /// <summary>The type as written in its own scope.</summary>
    public string Self => Name + TypeParameters;
}
