namespace RnnGen.Import;

/// <summary>What a graph that <see cref="OnnxExport"/> writes takes and gives besides inputs and outputs.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>
    /// Whether the states of recurrent layers are inputs and outputs of the graph, so that its caller can run a sequence piece by piece. Of a layer
    /// <c>lstm</c> they are <c>lstm.initial_h</c> and <c>lstm.initial_c</c>, <c>lstm.final_h</c> and <c>lstm.final_c</c>, as PyTorch has them: floats
    /// [layers * directions, batch, size]. Of a cell, or a layer without a name, they are <c>initial_h</c> and so on. The model's rest state is then not in the
    /// graph: the caller gives it. Pooling is over the piece, not over those before.
    /// </summary>
    public bool States { get; init; }
}
