namespace RnnGen.Generator.Model;

/// <summary>The kinds of cells.</summary>
internal enum CellKind
{
    Lstm,
    Gru,
    Rnn,
}
