namespace RnnGen.Generator.Model;

/// <summary>A name in a type's declaration space: of a member the user has, or of one that is emitted.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What can share the name.</param>
/// <param name="Signature">Of a method its parameters' types, as emitted text writes them; else empty.</param>
/// <param name="Arity">Type parameters.</param>
internal sealed record MemberSpec(string Name, MemberKind Kind, string Signature = "", int Arity = 0)
{
    /// <summary>Whether a type cannot have both, or only with a warning.</summary>
    public bool IsInTheWayOf(MemberSpec other) =>
        Name == other.Name && (Kind == MemberKind.Other || Kind != other.Kind || (Signature == other.Signature && Arity == other.Arity));

    /// <summary>The member in words.</summary>
    public string Describe() => Kind switch
    {
        MemberKind.Method => $"method '{Name}({Signature.Replace("global::System.", "").Replace("global::", "")})'",
        MemberKind.Type => $"type '{Name}'",
        _ => $"member '{Name}'",
    };
}
