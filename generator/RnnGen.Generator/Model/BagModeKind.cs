namespace RnnGen.Generator.Model;

/// <summary>What becomes of the rows of a bag: the values of the library's <c>BagMode</c>.</summary>
internal enum BagModeKind
{
    Mean,
    Sum,
}
