namespace RnnGen.BrowserProbe;

/// <summary>An audio cell's shape.</summary>
[LstmCell(input: 1, hidden: 32)]
internal sealed partial class Lstm1x32;

/// <summary>A middling shape.</summary>
[LstmCell(input: 16, hidden: 64)]
internal sealed partial class Lstm16x64;
