using RnnGen;

namespace TextGeneration;

/// <summary>
/// A character language model: of every character, how much it is to be expected next. 192 units that remember, of which 64 numbers go on: for as many parameters that
/// foretells better than 128 units that go on whole (1.73 bits to 1.79).
/// </summary>
[Network]
[EmbeddingLayer(vocabulary: Characters.Count, size: 32)]
[LstmLayer(hidden: 192, Projection = 64)]
[DenseLayer(outputs: Characters.Count)]
internal sealed partial class CharModel;
