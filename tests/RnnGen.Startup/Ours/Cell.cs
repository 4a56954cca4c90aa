namespace RnnGen.Startup;

[LstmCell(input: 1, hidden: 32)]
internal sealed partial class Cell;
