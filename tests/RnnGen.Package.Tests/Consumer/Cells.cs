using RnnGen;

namespace Consumer;

/// <summary>A cell smaller than a vector's panel.</summary>
[LstmCell(input: 1, hidden: 8)]
public sealed partial class Tiny;

/// <summary>A cell of odd sizes, nested and internal.</summary>
public static partial class Odd
{
    /// <summary>7 inputs, 13 hidden units.</summary>
    [LstmCell(input: 7, hidden: 13, Accuracy = Accuracy.Precise)]
    internal sealed partial class Cell;
}

/// <summary>A cell of middling size.</summary>
[LstmCell(input: 16, hidden: 64)]
public sealed partial class Middling;

/// <summary>A large cell.</summary>
[LstmCell(input: 100, hidden: 256)]
public sealed partial class Large;

#if WRONG_DECLARATION
/// <summary>A cell without hidden units.</summary>
[LstmCell(input: 1, hidden: 0)]
public sealed partial class Empty;
#endif
