namespace RnnGen.Conformance.Tests;

/// <summary>A cell for every layer width of the cases in <c>Cases/</c>.</summary>
internal static partial class TorchCells
{
    [LstmCell(input: 1, hidden: 8)]
    public sealed partial class Lstm1x8;

    [LstmCell(input: 3, hidden: 5)]
    public sealed partial class Lstm3x5;

    [LstmCell(hidden: 5)]
    public sealed partial class Lstm5x5;

    [LstmCell(input: 7, hidden: 13)]
    public sealed partial class Lstm7x13;

    [LstmCell(input: 26, hidden: 13)]
    public sealed partial class Lstm26x13;

    [LstmCell(input: 17, hidden: 31)]
    public sealed partial class Lstm17x31;

    [LstmCell(input: 100, hidden: 256)]
    public sealed partial class Lstm100x256;
}
