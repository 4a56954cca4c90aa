namespace RnnGen.Benchmarks.Cases;

/// <summary>A cell's equations.</summary>
internal enum CellKind
{
    /// <summary>Long short-term memory: gates i, f, g, o.</summary>
    Lstm,

    /// <summary>Gated recurrent unit: gates r, z, n, with r on the candidate's recurrent sum, after the product (PyTorch's).</summary>
    Gru,

    /// <summary>Elman cell: tanh of one sum.</summary>
    Rnn,
}
