namespace RnnGen.Cells;

/// <summary>What initialisations need to know of a recurrent cell whose tensors were saved.</summary>
/// <param name="Form">What its gates do.</param>
/// <param name="HiddenSize">Floats of a gate.</param>
/// <param name="GatesAreSigmoid">Whether the gates' activation is the sigmoid.</param>
/// <param name="HasBias">Whether it has <c>bias_ih</c> and <c>bias_hh</c>.</param>
/// <param name="HasLayerNorm">Whether the gates' sums are normalised, so that it is the shift after which is a gate's bias.</param>
internal sealed record CellDescription(CellForm Form, int HiddenSize, bool GatesAreSigmoid, bool HasBias, bool HasLayerNorm);
