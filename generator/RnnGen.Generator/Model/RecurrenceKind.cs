namespace RnnGen.Generator.Model;

/// <summary>The values of <c>RnnGen.Recurrence</c>, in its order (a test compares them).</summary>
internal enum RecurrenceKind
{
    Full,
    Diagonal,
}
