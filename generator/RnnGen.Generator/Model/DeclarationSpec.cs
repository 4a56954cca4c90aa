namespace RnnGen.Generator.Model;

/// <summary>A valid declaration.</summary>
/// <param name="Type">The user's type.</param>
internal abstract record DeclarationSpec(TypeSpec Type)
{
    /// <summary>The model file that it names, until it is known that the file fits; else null.</summary>
    public FileSpec? File { get; init; }

    /// <summary>The weights that the assembly has for it, or null.</summary>
    public EmbeddedSpec? Embedded { get; init; }
}

/// <summary>A model file of the project that a declaration names.</summary>
/// <param name="Argument">The argument that names it: <see cref="Model"/> or <see cref="Weights"/>.</param>
/// <param name="Name">Its name, or the end of its path, as written.</param>
internal sealed record FileSpec(string Argument, string Name)
{
    /// <summary>The argument of a file that gives layers and weights.</summary>
    public const string Model = "Model";

    /// <summary>The argument of a file that gives weights alone.</summary>
    public const string Weights = "WeightsFile";
}

/// <summary>Weights in the user's assembly, from which <c>Create</c> loads.</summary>
/// <param name="File">The model file's path in the project.</param>
/// <param name="Resource">The name of the embedded resource.</param>
/// <param name="IsWhole">Whether every tensor must be read; else every tensor of the declared layers.</param>
/// <param name="IsPending">Whether the file has not been converted yet, so that nothing is known of it.</param>
internal sealed record EmbeddedSpec(string File, string Resource, bool IsWhole, bool IsPending);
