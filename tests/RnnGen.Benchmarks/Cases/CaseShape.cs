using System.Collections.Generic;

namespace RnnGen.Benchmarks.Cases;

/// <summary>What is computed: everything a peer needs to know to do the same.</summary>
/// <param name="Cell">Which equations.</param>
/// <param name="Input">Inputs a step.</param>
/// <param name="Hidden">Hidden units of each layer.</param>
/// <param name="Layers">Layers on top of each other.</param>
/// <param name="Steps">Time steps a call.</param>
/// <param name="Batch">Streams a call.</param>
/// <param name="Training">Whether a call is a forward and a backward pass, to the gradients of parameters and inputs.</param>
/// <param name="DenseOutputs">Outputs of a dense layer on top, which are the results then; zero if there is none.</param>
internal sealed record CaseShape(CellKind Cell, int Input, int Hidden, int Layers, int Steps, int Batch, bool Training = false, int DenseOutputs = 0)
{
    /// <summary>Whether a call is one step that carries its state on to the next call; else it starts from zero states.</summary>
    public bool IsSingleStep => Steps == 1;

    /// <summary>
    /// Bytes of weights that are read over and over, and cannot stay in registers: of single steps the matrices and biases of all layers; of sequences the
    /// recurrent matrix of one layer, whose input sums may all be computed beforehand.
    /// </summary>
    public long BytesOfReading => sizeof(float) * (IsSingleStep
        ? MatrixElements + ((long)Layers * Cell.Biases() * Hidden) + DenseOutputs
        : (long)Cell.Gates() * Hidden * Hidden);

    /// <summary>How often a call reads them at least: each step of each layer needs the state before; streams share a reading. A backward pass reads them again.</summary>
    public long WeightReadings => IsSingleStep ? 1 : (Training ? 2L : 1L) * Steps * Layers;

    /// <summary>
    /// Floating-point operations of one call, the two of a multiply-add counted as two; activations are not counted. A backward pass has as many twice:
    /// for the gradients of the weights, and of what they were multiplied with.
    /// </summary>
    public long FloatingPointOperations => (Training ? 3 : 1) * 2L * Steps * Batch * MatrixElements;

    /// <summary>
    /// The lengths of the tensors that contestants are compared by, one after the other: the outputs, and where it is training, the gradients of the
    /// inputs and of <c>weight_ih</c>, <c>weight_hh</c>, <c>bias_ih</c> and <c>bias_hh</c>.
    /// </summary>
    /// <param name="steps">Steps.</param>
    public IReadOnlyList<int> ResultLengths(int steps)
    {
        int rows = steps * Batch, gateRows = Cell.Gates() * Hidden;
        return Training
            ? [rows * Hidden, rows * Input, gateRows * Input, gateRows * Hidden, gateRows, gateRows]
            : [rows * (DenseOutputs == 0 ? Hidden : DenseOutputs)];
    }

    // Of all matrices of all layers; each is one multiply-add a step.
    private long MatrixElements
    {
        get
        {
            long rows = (long)Cell.Gates() * Hidden;
            return (rows * (Input + Hidden)) + ((Layers - 1) * rows * (Hidden + Hidden)) + ((long)DenseOutputs * Hidden);
        }
    }

    /// <summary>As in <c>LSTM 100->256</c>.</summary>
    public override string ToString() =>
        $"{Cell.DisplayName()} {Input}->{Hidden}{(Layers == 1 ? "" : $" x{Layers}")}";
}
