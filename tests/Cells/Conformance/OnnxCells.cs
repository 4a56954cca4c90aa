namespace RnnGen.Conformance.Tests;

/// <summary>A cell for every option that ONNX Runtime computes too.</summary>
internal static partial class OnnxCells
{
    [LstmCell(input: 5, hidden: 21)]
    public sealed partial class Lstm;

    [LstmCell(input: 5, hidden: 21, Peephole = true)]
    public sealed partial class LstmPeephole;

    [LstmCell(input: 5, hidden: 21, CoupledGates = true)]
    public sealed partial class LstmCoupled;

    [LstmCell(input: 5, hidden: 21, Clip = 0.3f)]
    public sealed partial class LstmClip;

    [LstmCell(input: 5, hidden: 21, Peephole = true, CoupledGates = true, Clip = 0.4f, Bias = false)]
    public sealed partial class LstmAll;

    [LstmCell(
        input: 5, hidden: 21, GateActivation = RnnActivation.HardSigmoid, GateAlpha = 0.3f, GateBeta = 0.4f, CandidateActivation = RnnActivation.ScaledTanh,
        CandidateAlpha = 1.2f, CandidateBeta = 0.7f, CellActivation = RnnActivation.Softsign)]
    public sealed partial class LstmActivations;

    [GruCell(input: 5, hidden: 21, Clip = 0.3f)]
    public sealed partial class GruClip;

    [GruCell(input: 5, hidden: 21, Variant = GruVariant.ResetBefore)]
    public sealed partial class GruResetBefore;

    [GruCell(
        input: 5, hidden: 21, Variant = GruVariant.ResetBefore, Clip = 0.5f, GateActivation = RnnActivation.HardSigmoid,
        CandidateActivation = RnnActivation.Elu, CandidateAlpha = 0.6f)]
    public sealed partial class GruActivations;

    [RnnCell(input: 5, hidden: 21, Clip = 0.3f)]
    public sealed partial class RnnClip;

    [RnnCell(input: 5, hidden: 21, Activation = RnnActivation.LeakyRelu, Alpha = 0.2f)]
    public sealed partial class RnnLeakyRelu;

    [RnnCell(input: 5, hidden: 21, Activation = RnnActivation.Affine, Alpha = 0.5f, Beta = 0.1f)]
    public sealed partial class RnnAffine;

    [RnnCell(input: 5, hidden: 21, Activation = RnnActivation.Softplus)]
    public sealed partial class RnnSoftplus;

    [RnnCell(input: 5, hidden: 21, Activation = RnnActivation.ThresholdedRelu, Alpha = 0.1f)]
    public sealed partial class RnnThresholdedRelu;
}
