namespace RnnGen.Generator.Model;

/// <summary>Which layer; the recurrent ones as in <see cref="CellKind"/>.</summary>
internal enum LayerKind
{
    Lstm,
    Gru,
    Rnn,
    Embedding,
    Dense,
    Pooling,
}
