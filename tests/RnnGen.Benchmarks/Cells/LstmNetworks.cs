namespace RnnGen.Benchmarks.Cells;

// What an audio effect runs for every sample: the table `network`, one class a row.
[Network(input: 1)]
[LstmLayer(hidden: 8)]
[DenseLayer(outputs: 1)]
internal sealed partial class LstmNetwork1x8;

[Network(input: 1)]
[LstmLayer(hidden: 16)]
[DenseLayer(outputs: 1)]
internal sealed partial class LstmNetwork1x16;

[Network(input: 1)]
[LstmLayer(hidden: 24)]
[DenseLayer(outputs: 1)]
internal sealed partial class LstmNetwork1x24;

[Network(input: 1)]
[LstmLayer(hidden: 32)]
[DenseLayer(outputs: 1)]
internal sealed partial class LstmNetwork1x32;

[Network(input: 1)]
[LstmLayer(hidden: 40)]
[DenseLayer(outputs: 1)]
internal sealed partial class LstmNetwork1x40;

[Network(input: 1)]
[LstmLayer(hidden: 64)]
[DenseLayer(outputs: 1)]
internal sealed partial class LstmNetwork1x64;

[Network(input: 1)]
[LstmLayer(hidden: 8, Layers = 2)]
[DenseLayer(outputs: 1)]
internal sealed partial class LstmNetwork1x8x2;

[Network(input: 1)]
[LstmLayer(hidden: 16, Layers = 2)]
[DenseLayer(outputs: 1)]
internal sealed partial class LstmNetwork1x16x2;

[Network(input: 1)]
[LstmLayer(hidden: 8, Accuracy = Accuracy.Fast)]
[DenseLayer(outputs: 1)]
internal sealed partial class LstmNetwork1x8Fast;

[Network(input: 1)]
[LstmLayer(hidden: 16, Accuracy = Accuracy.Fast)]
[DenseLayer(outputs: 1)]
internal sealed partial class LstmNetwork1x16Fast;

[Network(input: 1)]
[LstmLayer(hidden: 24, Accuracy = Accuracy.Fast)]
[DenseLayer(outputs: 1)]
internal sealed partial class LstmNetwork1x24Fast;

[Network(input: 1)]
[LstmLayer(hidden: 32, Accuracy = Accuracy.Fast)]
[DenseLayer(outputs: 1)]
internal sealed partial class LstmNetwork1x32Fast;

[Network(input: 1)]
[LstmLayer(hidden: 40, Accuracy = Accuracy.Fast)]
[DenseLayer(outputs: 1)]
internal sealed partial class LstmNetwork1x40Fast;

[Network(input: 1)]
[LstmLayer(hidden: 64, Accuracy = Accuracy.Fast)]
[DenseLayer(outputs: 1)]
internal sealed partial class LstmNetwork1x64Fast;

[Network(input: 1)]
[LstmLayer(hidden: 8, Layers = 2, Accuracy = Accuracy.Fast)]
[DenseLayer(outputs: 1)]
internal sealed partial class LstmNetwork1x8x2Fast;

[Network(input: 1)]
[LstmLayer(hidden: 16, Layers = 2, Accuracy = Accuracy.Fast)]
[DenseLayer(outputs: 1)]
internal sealed partial class LstmNetwork1x16x2Fast;
