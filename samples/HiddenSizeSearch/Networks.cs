using RnnGen;
using TextGeneration;

namespace HiddenSizeSearch;

/// <summary>The next character of a text, with so many hidden units.</summary>
[Network]
[EmbeddingLayer(vocabulary: Characters.Count, size: 16)]
[LstmLayer(hidden: 8)]
[DenseLayer(outputs: Characters.Count)]
internal sealed partial class Hidden8;

/// <inheritdoc cref="Hidden8"/>
[Network]
[EmbeddingLayer(vocabulary: Characters.Count, size: 16)]
[LstmLayer(hidden: 16)]
[DenseLayer(outputs: Characters.Count)]
internal sealed partial class Hidden16;

/// <inheritdoc cref="Hidden8"/>
[Network]
[EmbeddingLayer(vocabulary: Characters.Count, size: 16)]
[LstmLayer(hidden: 24)]
[DenseLayer(outputs: Characters.Count)]
internal sealed partial class Hidden24;

/// <inheritdoc cref="Hidden8"/>
[Network]
[EmbeddingLayer(vocabulary: Characters.Count, size: 16)]
[LstmLayer(hidden: 32)]
[DenseLayer(outputs: Characters.Count)]
internal sealed partial class Hidden32;

/// <inheritdoc cref="Hidden8"/>
[Network]
[EmbeddingLayer(vocabulary: Characters.Count, size: 16)]
[LstmLayer(hidden: 48)]
[DenseLayer(outputs: Characters.Count)]
internal sealed partial class Hidden48;

/// <inheritdoc cref="Hidden8"/>
[Network]
[EmbeddingLayer(vocabulary: Characters.Count, size: 16)]
[LstmLayer(hidden: 64)]
[DenseLayer(outputs: Characters.Count)]
internal sealed partial class Hidden64;

/// <inheritdoc cref="Hidden8"/>
[Network]
[EmbeddingLayer(vocabulary: Characters.Count, size: 16)]
[LstmLayer(hidden: 96)]
[DenseLayer(outputs: Characters.Count)]
internal sealed partial class Hidden96;

/// <inheritdoc cref="Hidden8"/>
[Network]
[EmbeddingLayer(vocabulary: Characters.Count, size: 16)]
[LstmLayer(hidden: 128)]
[DenseLayer(outputs: Characters.Count)]
internal sealed partial class Hidden128;
