namespace RnnGen.Benchmarks.Cells;

/// <summary>PyTorch's <c>nn.LSTM(100, 256, num_layers=2)</c>, whose tensors have no prefix.</summary>
[Network(input: 100)]
[LstmLayer(hidden: 256, Layers = 2, Name = "")]
internal sealed partial class Lstm100x256x2;
