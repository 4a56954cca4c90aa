namespace RnnGen.Benchmarks.Cells;

/// <summary>100 MB of parameters.</summary>
[LstmCell(input: 1024, hidden: 2048)]
internal sealed partial class Lstm1024x2048;
