using RnnGen;

namespace Quickstart;

/// <summary>The recurrent layer of the model. This is all there is to write: RnnGen emits the rest of the class at compile time.</summary>
[LstmCell(input: 32, hidden: 128)]
internal sealed partial class CharacterLstm;
