using RnnGen;

namespace AmpModeler;

/// <summary>A capture of an amplifier: one sample in, one sample out.</summary>
[Network(input: 1)]
[LstmLayer(hidden: 8)]
[DenseLayer(outputs: 1)]
internal sealed partial class Lstm8;

/// <inheritdoc cref="Lstm8"/>
[Network(input: 1)]
[LstmLayer(hidden: 12)]
[DenseLayer(outputs: 1)]
internal sealed partial class Lstm12;

/// <inheritdoc cref="Lstm8"/>
[Network(input: 1)]
[LstmLayer(hidden: 16)]
[DenseLayer(outputs: 1)]
internal sealed partial class Lstm16;

/// <inheritdoc cref="Lstm8"/>
[Network(input: 1)]
[LstmLayer(hidden: 20)]
[DenseLayer(outputs: 1)]
internal sealed partial class Lstm20;

/// <inheritdoc cref="Lstm8"/>
[Network(input: 1)]
[LstmLayer(hidden: 24)]
[DenseLayer(outputs: 1)]
internal sealed partial class Lstm24;

/// <inheritdoc cref="Lstm8"/>
[Network(input: 1)]
[LstmLayer(hidden: 32)]
[DenseLayer(outputs: 1)]
internal sealed partial class Lstm32;

/// <inheritdoc cref="Lstm8"/>
[Network(input: 1)]
[LstmLayer(hidden: 40)]
[DenseLayer(outputs: 1)]
internal sealed partial class Lstm40;

/// <summary>A capture with two LSTMs, one on top of the other.</summary>
[Network(input: 1)]
[LstmLayer(hidden: 8, Layers = 2)]
[DenseLayer(outputs: 1)]
internal sealed partial class TwoLstm8;

/// <inheritdoc cref="TwoLstm8"/>
[Network(input: 1)]
[LstmLayer(hidden: 12, Layers = 2)]
[DenseLayer(outputs: 1)]
internal sealed partial class TwoLstm12;

/// <inheritdoc cref="TwoLstm8"/>
[Network(input: 1)]
[LstmLayer(hidden: 16, Layers = 2)]
[DenseLayer(outputs: 1)]
internal sealed partial class TwoLstm16;
