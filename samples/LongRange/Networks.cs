using RnnGen;

namespace LongRange;

/// <summary>The sum of the two numbers that are marked: one number for a sequence.</summary>
[Network(input: 2)]
[LstmLayer(hidden: 32)]
[DenseLayer(outputs: 1, Steps = DenseSteps.LastStep)]
internal sealed partial class AddingLstm;

/// <inheritdoc cref="AddingLstm"/>
[Network(input: 2)]
[GruLayer(hidden: 32)]
[DenseLayer(outputs: 1, Steps = DenseSteps.LastStep)]
internal sealed partial class AddingGru;

/// <inheritdoc cref="AddingLstm"/>
[Network(input: 2)]
[RnnLayer(hidden: 32)]
[DenseLayer(outputs: 1, Steps = DenseSteps.LastStep)]
internal sealed partial class AddingRnn;

/// <summary>Symbols first, then a long wait; at a sign the symbols again.</summary>
[Network]
[EmbeddingLayer(vocabulary: CopyProblem.Tokens, size: 8)]
[LstmLayer(hidden: 64)]
[DenseLayer(outputs: CopyProblem.Symbols)]
internal sealed partial class CopyLstm;

/// <inheritdoc cref="CopyLstm"/>
[Network]
[EmbeddingLayer(vocabulary: CopyProblem.Tokens, size: 8)]
[GruLayer(hidden: 64)]
[DenseLayer(outputs: CopyProblem.Symbols)]
internal sealed partial class CopyGru;

/// <inheritdoc cref="CopyLstm"/>
[Network]
[EmbeddingLayer(vocabulary: CopyProblem.Tokens, size: 8)]
[RnnLayer(hidden: 64)]
[DenseLayer(outputs: CopyProblem.Symbols)]
internal sealed partial class CopyRnn;
