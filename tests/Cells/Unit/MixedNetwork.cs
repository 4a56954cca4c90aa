namespace RnnGen.Tests.Training;

/// <summary>Recurrent layers of every form, whose counts of gates do not tell what the gates do.</summary>
[Network(input: 3)]
[GruLayer(hidden: 8, Name = "complement", Variant = GruVariant.ComplementReset)]
[GruLayer(hidden: 8, Name = "gru", Variant = GruVariant.ResetBefore)]
[LstmLayer(hidden: 8, Name = "coupled", CoupledGates = true)]
[LstmLayer(hidden: 8, Name = "normalized", LayerNorm = true)]
[LstmLayer(hidden: 8, Name = "hard", GateActivation = RnnActivation.HardSigmoid)]
[LstmLayer(hidden: 8, Name = "unbiased", Bias = false)]
[RnnLayer(hidden: 8, Name = "elman")]
[LstmLayer(hidden: 8, Name = "both", Bidirectional = true)]
internal sealed partial class MixedNetwork;
