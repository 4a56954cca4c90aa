using RnnGen;

namespace Quickstart;

/// <summary>
/// A character language model: how much each character is to be expected next, after all that a stream has read. This is all there is to write: RnnGen emits
/// the rest of the class at compile time, under the names of the PyTorch module that was saved as <c>embedding</c>, <c>lstm</c> and <c>linear</c>.
/// </summary>
[Network]
[EmbeddingLayer(vocabulary: 75, size: 32)]
[LstmLayer(hidden: 128)]
[DenseLayer(outputs: 75)]
internal sealed partial class CharacterModel;
