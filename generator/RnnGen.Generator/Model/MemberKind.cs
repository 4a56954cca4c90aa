namespace RnnGen.Generator.Model;

/// <summary>What can share a member's name: methods of other parameters, types of another number of type parameters, nothing.</summary>
internal enum MemberKind
{
    Method,
    Type,
    Other,
}
