namespace RnnGen.GuardRun;

/// <summary>Elman cells of every size from 1 to 70 and some beyond, the options in turn.</summary>
internal static partial class RnnCells
{
    [RnnCell(input: 1, hidden: 1, Recurrence = Recurrence.Diagonal, Activation = RnnActivation.Tanh)]
    public sealed partial class Rnn1x1;

    [RnnCell(input: 2, hidden: 2, Activation = RnnActivation.Relu, Bias = false)]
    public sealed partial class Rnn2x2;

    [RnnCell(input: 3, hidden: 3, Recurrence = Recurrence.Diagonal, LayerNorm = true, Activation = RnnActivation.Sigmoid, Clip = 4, Accuracy = Accuracy.Fast)]
    public sealed partial class Rnn3x3;

    [RnnCell(input: 4, hidden: 4, Activation = RnnActivation.HardSigmoid)]
    public sealed partial class Rnn4x4;

    [RnnCell(input: 5, hidden: 5, Activation = RnnActivation.LeakyRelu, Bias = false)]
    public sealed partial class Rnn5x5;

    [RnnCell(input: 7, hidden: 6, Recurrence = Recurrence.Diagonal, Activation = RnnActivation.ThresholdedRelu, Clip = 4)]
    public sealed partial class Rnn7x6;

    [RnnCell(input: 8, hidden: 7, Activation = RnnActivation.Affine, Alpha = 0.5f, Beta = 0.25f)]
    public sealed partial class Rnn8x7;

    [RnnCell(input: 9, hidden: 8, LayerNorm = true, Activation = RnnActivation.ScaledTanh, Alpha = 0.5f, Beta = 0.25f, Bias = false)]
    public sealed partial class Rnn9x8;

    [RnnCell(input: 16, hidden: 9, Activation = RnnActivation.Elu, Clip = 4)]
    public sealed partial class Rnn16x9;

    [RnnCell(input: 17, hidden: 10, Activation = RnnActivation.Softsign)]
    public sealed partial class Rnn17x10;

    [RnnCell(input: 11, hidden: 11, Recurrence = Recurrence.Diagonal, Activation = RnnActivation.Softplus, Bias = false)]
    public sealed partial class Rnn11x11;

    [RnnCell(input: 1, hidden: 12, Activation = RnnActivation.Tanh, Clip = 4, Accuracy = Accuracy.Fast)]
    public sealed partial class Rnn1x12;

    [RnnCell(input: 2, hidden: 13, Recurrence = Recurrence.Diagonal, LayerNorm = true, Activation = RnnActivation.Relu)]
    public sealed partial class Rnn2x13;

    [RnnCell(input: 3, hidden: 14, Activation = RnnActivation.Sigmoid, Bias = false, Accuracy = Accuracy.Precise)]
    public sealed partial class Rnn3x14;

    [RnnCell(input: 4, hidden: 15, Activation = RnnActivation.HardSigmoid, Clip = 4)]
    public sealed partial class Rnn4x15;

    [RnnCell(input: 5, hidden: 16, Recurrence = Recurrence.Diagonal, Activation = RnnActivation.LeakyRelu)]
    public sealed partial class Rnn5x16;

    [RnnCell(input: 7, hidden: 17, Activation = RnnActivation.ThresholdedRelu, Bias = false)]
    public sealed partial class Rnn7x17;

    [RnnCell(input: 8, hidden: 18, LayerNorm = true, Activation = RnnActivation.Affine, Alpha = 0.5f, Beta = 0.25f, Clip = 4)]
    public sealed partial class Rnn8x18;

    [RnnCell(input: 9, hidden: 19, Activation = RnnActivation.ScaledTanh, Alpha = 0.5f, Beta = 0.25f)]
    public sealed partial class Rnn9x19;

    [RnnCell(input: 16, hidden: 20, Activation = RnnActivation.Elu, Bias = false)]
    public sealed partial class Rnn16x20;

    [RnnCell(input: 17, hidden: 21, Recurrence = Recurrence.Diagonal, Activation = RnnActivation.Softsign, Clip = 4)]
    public sealed partial class Rnn17x21;

    [RnnCell(input: 22, hidden: 22, Activation = RnnActivation.Softplus)]
    public sealed partial class Rnn22x22;

    [RnnCell(input: 1, hidden: 23, Recurrence = Recurrence.Diagonal, LayerNorm = true, Activation = RnnActivation.Tanh, Bias = false, Accuracy = Accuracy.Precise)]
    public sealed partial class Rnn1x23;

    [RnnCell(input: 2, hidden: 24, Activation = RnnActivation.Relu, Clip = 4)]
    public sealed partial class Rnn2x24;

    [RnnCell(input: 3, hidden: 25, Activation = RnnActivation.Sigmoid)]
    public sealed partial class Rnn3x25;

    [RnnCell(input: 4, hidden: 26, Recurrence = Recurrence.Diagonal, Activation = RnnActivation.HardSigmoid, Bias = false)]
    public sealed partial class Rnn4x26;

    [RnnCell(input: 5, hidden: 27, Activation = RnnActivation.LeakyRelu, Clip = 4)]
    public sealed partial class Rnn5x27;

    [RnnCell(input: 7, hidden: 28, LayerNorm = true, Activation = RnnActivation.ThresholdedRelu)]
    public sealed partial class Rnn7x28;

    [RnnCell(input: 8, hidden: 29, Activation = RnnActivation.Affine, Alpha = 0.5f, Beta = 0.25f, Bias = false)]
    public sealed partial class Rnn8x29;

    [RnnCell(input: 9, hidden: 30, Activation = RnnActivation.ScaledTanh, Alpha = 0.5f, Beta = 0.25f, Clip = 4)]
    public sealed partial class Rnn9x30;

    [RnnCell(input: 16, hidden: 31, Recurrence = Recurrence.Diagonal, Activation = RnnActivation.Elu)]
    public sealed partial class Rnn16x31;

    [RnnCell(input: 17, hidden: 32, Activation = RnnActivation.Softsign, Bias = false)]
    public sealed partial class Rnn17x32;

    [RnnCell(input: 33, hidden: 33, Recurrence = Recurrence.Diagonal, LayerNorm = true, Activation = RnnActivation.Softplus, Clip = 4)]
    public sealed partial class Rnn33x33;

    [RnnCell(input: 1, hidden: 34, Activation = RnnActivation.Tanh)]
    public sealed partial class Rnn1x34;

    [RnnCell(input: 2, hidden: 35, Activation = RnnActivation.Relu, Bias = false)]
    public sealed partial class Rnn2x35;

    [RnnCell(input: 3, hidden: 36, Recurrence = Recurrence.Diagonal, Activation = RnnActivation.Sigmoid, Clip = 4, Accuracy = Accuracy.Fast)]
    public sealed partial class Rnn3x36;

    [RnnCell(input: 4, hidden: 37, Activation = RnnActivation.HardSigmoid)]
    public sealed partial class Rnn4x37;

    [RnnCell(input: 5, hidden: 38, LayerNorm = true, Activation = RnnActivation.LeakyRelu, Bias = false)]
    public sealed partial class Rnn5x38;

    [RnnCell(input: 7, hidden: 39, Activation = RnnActivation.ThresholdedRelu, Clip = 4)]
    public sealed partial class Rnn7x39;

    [RnnCell(input: 8, hidden: 40, Activation = RnnActivation.Affine, Alpha = 0.5f, Beta = 0.25f)]
    public sealed partial class Rnn8x40;

    [RnnCell(input: 9, hidden: 41, Recurrence = Recurrence.Diagonal, Activation = RnnActivation.ScaledTanh, Alpha = 0.5f, Beta = 0.25f, Bias = false)]
    public sealed partial class Rnn9x41;

    [RnnCell(input: 16, hidden: 42, Activation = RnnActivation.Elu, Clip = 4)]
    public sealed partial class Rnn16x42;

    [RnnCell(input: 17, hidden: 43, Recurrence = Recurrence.Diagonal, LayerNorm = true, Activation = RnnActivation.Softsign)]
    public sealed partial class Rnn17x43;

    [RnnCell(input: 44, hidden: 44, Activation = RnnActivation.Softplus, Bias = false)]
    public sealed partial class Rnn44x44;

    [RnnCell(input: 1, hidden: 45, Activation = RnnActivation.Tanh, Clip = 4, Accuracy = Accuracy.Fast)]
    public sealed partial class Rnn1x45;

    [RnnCell(input: 2, hidden: 46, Recurrence = Recurrence.Diagonal, Activation = RnnActivation.Relu)]
    public sealed partial class Rnn2x46;

    [RnnCell(input: 3, hidden: 47, Activation = RnnActivation.Sigmoid, Bias = false, Accuracy = Accuracy.Precise)]
    public sealed partial class Rnn3x47;

    [RnnCell(input: 4, hidden: 48, LayerNorm = true, Activation = RnnActivation.HardSigmoid, Clip = 4)]
    public sealed partial class Rnn4x48;

    [RnnCell(input: 5, hidden: 49, Activation = RnnActivation.LeakyRelu)]
    public sealed partial class Rnn5x49;

    [RnnCell(input: 7, hidden: 50, Activation = RnnActivation.ThresholdedRelu, Bias = false)]
    public sealed partial class Rnn7x50;

    [RnnCell(input: 8, hidden: 51, Recurrence = Recurrence.Diagonal, Activation = RnnActivation.Affine, Alpha = 0.5f, Beta = 0.25f, Clip = 4)]
    public sealed partial class Rnn8x51;

    [RnnCell(input: 9, hidden: 52, Activation = RnnActivation.ScaledTanh, Alpha = 0.5f, Beta = 0.25f)]
    public sealed partial class Rnn9x52;

    [RnnCell(input: 16, hidden: 53, Recurrence = Recurrence.Diagonal, LayerNorm = true, Activation = RnnActivation.Elu, Bias = false)]
    public sealed partial class Rnn16x53;

    [RnnCell(input: 17, hidden: 54, Activation = RnnActivation.Softsign, Clip = 4)]
    public sealed partial class Rnn17x54;

    [RnnCell(input: 55, hidden: 55, Activation = RnnActivation.Softplus)]
    public sealed partial class Rnn55x55;

    [RnnCell(input: 1, hidden: 56, Recurrence = Recurrence.Diagonal, Activation = RnnActivation.Tanh, Bias = false, Accuracy = Accuracy.Precise)]
    public sealed partial class Rnn1x56;

    [RnnCell(input: 2, hidden: 57, Activation = RnnActivation.Relu, Clip = 4)]
    public sealed partial class Rnn2x57;

    [RnnCell(input: 3, hidden: 58, LayerNorm = true, Activation = RnnActivation.Sigmoid)]
    public sealed partial class Rnn3x58;

    [RnnCell(input: 4, hidden: 59, Activation = RnnActivation.HardSigmoid, Bias = false)]
    public sealed partial class Rnn4x59;

    [RnnCell(input: 5, hidden: 60, Activation = RnnActivation.LeakyRelu, Clip = 4)]
    public sealed partial class Rnn5x60;

    [RnnCell(input: 7, hidden: 61, Recurrence = Recurrence.Diagonal, Activation = RnnActivation.ThresholdedRelu)]
    public sealed partial class Rnn7x61;

    [RnnCell(input: 8, hidden: 62, Activation = RnnActivation.Affine, Alpha = 0.5f, Beta = 0.25f, Bias = false)]
    public sealed partial class Rnn8x62;

    [RnnCell(input: 9, hidden: 63, Recurrence = Recurrence.Diagonal, LayerNorm = true, Activation = RnnActivation.ScaledTanh, Alpha = 0.5f, Beta = 0.25f, Clip = 4)]
    public sealed partial class Rnn9x63;

    [RnnCell(input: 16, hidden: 64, Activation = RnnActivation.Elu)]
    public sealed partial class Rnn16x64;

    [RnnCell(input: 17, hidden: 65, Activation = RnnActivation.Softsign, Bias = false)]
    public sealed partial class Rnn17x65;

    [RnnCell(input: 66, hidden: 66, Recurrence = Recurrence.Diagonal, Activation = RnnActivation.Softplus, Clip = 4)]
    public sealed partial class Rnn66x66;

    [RnnCell(input: 1, hidden: 67, Activation = RnnActivation.Tanh)]
    public sealed partial class Rnn1x67;

    [RnnCell(input: 2, hidden: 68, LayerNorm = true, Activation = RnnActivation.Relu, Bias = false)]
    public sealed partial class Rnn2x68;

    [RnnCell(input: 3, hidden: 69, Activation = RnnActivation.Sigmoid, Clip = 4, Accuracy = Accuracy.Fast)]
    public sealed partial class Rnn3x69;

    [RnnCell(input: 4, hidden: 70, Activation = RnnActivation.HardSigmoid)]
    public sealed partial class Rnn4x70;

    [RnnCell(input: 5, hidden: 96, Recurrence = Recurrence.Diagonal, Activation = RnnActivation.LeakyRelu, Bias = false)]
    public sealed partial class Rnn5x96;

    [RnnCell(input: 7, hidden: 100, Activation = RnnActivation.ThresholdedRelu, Clip = 4)]
    public sealed partial class Rnn7x100;

    [RnnCell(input: 8, hidden: 160, Activation = RnnActivation.Affine, Alpha = 0.5f, Beta = 0.25f)]
    public sealed partial class Rnn8x160;

    [RnnCell(input: 9, hidden: 256, Recurrence = Recurrence.Diagonal, Activation = RnnActivation.ScaledTanh, Alpha = 0.5f, Beta = 0.25f, Bias = false)]
    public sealed partial class Rnn9x256;
}
