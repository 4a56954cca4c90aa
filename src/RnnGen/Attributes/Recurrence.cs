namespace RnnGen;

/// <summary>How the old h enters the sums of a cell.</summary>
public enum Recurrence
{
    /// <summary>By a matrix a gate, <c>U h</c>: every unit sees all of h.</summary>
    Full,

    /// <summary>
    /// By a vector a gate, element by element, <c>u * h</c>: every unit sees its own h alone. <c>weight_hh</c> has the shape <c>[gates hidden]</c>.
    /// </summary>
    Diagonal,
}
