using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using RnnGen.Numerics;
using RnnGen.Reference;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>A reference cell with the declaration and the parameters of an emitted one.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
internal abstract class ReferenceTwin<T>
    where T : IFloatingPointIeee754<T>
{
    /// <summary>The gradients of all backward passes so far, by state_dict names; of two biases only the first.</summary>
    public abstract IReadOnlyDictionary<string, T[]> Gradients { get; }

    /// <summary>One step in place; of a cell without c, <paramref name="cell"/> is not touched.</summary>
    public abstract void Step(ReadOnlySpan<T> input, Span<T> hidden, Span<T> cell);

    /// <summary>A whole sequence forward and backward; states become those gradients' that they are given beside.</summary>
    /// <returns>How near a kink any activation came, and how much normalisation magnified at most.</returns>
    public abstract Hazards ForwardAndBackward(
        ReadOnlySpan<T> inputs, T[] hidden, T[] cell, ReadOnlySpan<T> outputGradients, Span<T> inputGradients, T[] hiddenGradients, T[] cellGradients);
}

/// <summary>What makes a comparison with the truth hard.</summary>
/// <param name="KinkDistance">How near an argument came to where its activation has no derivative.</param>
/// <param name="Magnification">What a normalisation multiplied a rounding with, at most.</param>
/// <param name="Magnitude">The largest state or output.</param>
internal readonly record struct Hazards(double KinkDistance, double Magnification, double Magnitude);

/// <summary>Makes reference cells.</summary>
internal static class ReferenceTwin
{
    /// <summary>The truth: double, exact functions.</summary>
    public static ReferenceTwin<double> Exact(Declaration declaration, IReadOnlyDictionary<string, float[]> tensors) =>
        Create(declaration, tensors, static (activation, _) => Exact<double>(activation));

    /// <summary>The twin: float, with the scalar forms of the functions that emitted code uses.</summary>
    public static ReferenceTwin<float> WithScalarForms(Declaration declaration, IReadOnlyDictionary<string, float[]> tensors) =>
        Create(declaration, tensors, static (activation, accuracy) => Exact<float>(activation) with { Value = ScalarForm(activation, accuracy) });

    /// <summary>The truth as a layer of a network, whose tensors have a prefix and a suffix.</summary>
    public static RecurrentLayer<double> ExactLayer(Declaration declaration, IReadOnlyDictionary<string, float[]> tensors, string prefix, string suffix)
    {
        RecurrentLayer<double> layer = CreateCell(declaration, static (activation, _) => Exact<double>(activation)) switch
        {
            LstmCell<double> lstm => new(lstm, suffix),
            GruCell<double> gru => new(gru, suffix),
            RnnCell<double> rnn => new(rnn, suffix),
            _ => throw new ArgumentOutOfRangeException(nameof(declaration)),
        };
        foreach (Parameter<double> parameter in layer.Parameters)
        {
            Fill([.. TensorOf(tensors, prefix, suffix, parameter)], parameter.Name, parameter.Values);
        }

        return layer;
    }

    /// <summary>What emitted code saves of one of the reference's parameters, or of its gradients: of both biases the first, but for a candidate's own.</summary>
    public static ReadOnlySpan<float> TensorOf(IReadOnlyDictionary<string, float[]> tensors, string prefix, string suffix, Parameter<double> parameter) =>
        suffix.Length > 0 && parameter.Name == "bias" + suffix ? tensors[prefix + "bias_ih" + suffix]
        : parameter.Name == "recurrent_bias" + suffix ? tensors[prefix + "bias_hh" + suffix].AsSpan()[^parameter.Values.Length..]
        : tensors[prefix + parameter.Name];

    private static ReferenceTwin<T> Create<T>(
        Declaration declaration, IReadOnlyDictionary<string, float[]> tensors, Func<DeclaredActivation, Accuracy, ActivationFunction<T>> function)
        where T : IFloatingPointIeee754<T> => CreateCell(declaration, function) switch
        {
            LstmCell<T> lstm => new LstmTwin<T>(declaration, tensors, lstm),
            GruCell<T> gru => new GruTwin<T>(declaration, tensors, gru),
            RnnCell<T> rnn => new RnnTwin<T>(declaration, tensors, rnn),
            _ => throw new ArgumentOutOfRangeException(nameof(declaration)),
        };

    private static object CreateCell<T>(Declaration declaration, Func<DeclaredActivation, Accuracy, ActivationFunction<T>> function)
        where T : IFloatingPointIeee754<T>
    {
        ActivationFunction<T> gate = function(declaration.GateActivation, declaration.Accuracy);
        ActivationFunction<T> candidate = function(declaration.CandidateActivation, declaration.Accuracy);
        ActivationFunction<T> cellActivation = function(declaration.CellActivation, declaration.Accuracy);
        T clip = T.CreateChecked(declaration.Clip);
        switch (declaration.Kind)
        {
            case DeclaredKind.Lstm:
                return new LstmCell<T>(declaration.Input, declaration.Hidden, new LstmOptions<T>
                {
                    Bias = declaration.Bias,
                    Peephole = declaration.Peephole,
                    Projection = declaration.Projection,
                    CoupledGates = declaration.CoupledGates,
                    Diagonal = declaration.Recurrence == Recurrence.Diagonal,
                    LayerNorm = declaration.LayerNorm,
                    Clip = clip,
                    GateActivation = gate,
                    CandidateActivation = candidate,
                    CellActivation = cellActivation,
                });
            case DeclaredKind.Gru:
                var variant = Enum.Parse<Reference.GruVariant>(declaration.Variant.ToString());
                return new GruCell<T>(declaration.Input, declaration.Hidden, variant, new GruOptions<T>
                {
                    Bias = declaration.Bias,
                    Diagonal = declaration.Recurrence == Recurrence.Diagonal,
                    LayerNorm = declaration.LayerNorm,
                    Clip = clip,
                    GateActivation = gate,
                    CandidateActivation = candidate,
                });
            default:
                return new RnnCell<T>(
                    declaration.Input, declaration.Hidden, candidate,
                    new RnnOptions<T>
                    {
                        Bias = declaration.Bias,
                        Diagonal = declaration.Recurrence == Recurrence.Diagonal,
                        LayerNorm = declaration.LayerNorm,
                        Clip = clip,
                    });
        }
    }

    private static ActivationFunction<T> Exact<T>(DeclaredActivation activation)
        where T : IFloatingPointIeee754<T>
    {
        T alpha = T.CreateChecked(activation.Alpha);
        T beta = T.CreateChecked(activation.Beta);
        return activation.Function switch
        {
            RnnActivation.Tanh => ActivationFunction.Tanh<T>(),
            RnnActivation.Relu => ActivationFunction.Relu<T>(),
            RnnActivation.Sigmoid => ActivationFunction.Sigmoid<T>(),
            RnnActivation.HardSigmoid => ActivationFunction.HardSigmoid(alpha, beta),
            RnnActivation.LeakyRelu => ActivationFunction.LeakyRelu(alpha),
            RnnActivation.ThresholdedRelu => ActivationFunction.ThresholdedRelu(alpha),
            RnnActivation.Affine => ActivationFunction.Affine(alpha, beta),
            RnnActivation.ScaledTanh => ActivationFunction.ScaledTanh(alpha, beta),
            RnnActivation.Elu => ActivationFunction.Elu(alpha),
            RnnActivation.Softsign => ActivationFunction.Softsign<T>(),
            RnnActivation.Softplus => ActivationFunction.Softplus<T>(),
            _ => throw new ArgumentOutOfRangeException(nameof(activation)),
        };
    }

    private static Func<float, float> ScalarForm(DeclaredActivation activation, Accuracy accuracy)
    {
        (float alpha, float beta) = (activation.Alpha, activation.Beta);
        return (activation.Function, accuracy) switch
        {
            (RnnActivation.Tanh, Accuracy.Standard) => Activation.Tanh,
            (RnnActivation.Tanh, Accuracy.Precise) => Activation.TanhPrecise,
            (RnnActivation.Tanh, _) => Activation.TanhFast,
            (RnnActivation.Sigmoid, Accuracy.Standard) => Activation.Sigmoid,
            (RnnActivation.Sigmoid, Accuracy.Precise) => Activation.SigmoidPrecise,
            (RnnActivation.Sigmoid, _) => Activation.SigmoidFast,
            (RnnActivation.ScaledTanh, Accuracy.Standard) => x => Activation.ScaledTanh(x, alpha, beta),
            (RnnActivation.ScaledTanh, Accuracy.Precise) => x => Activation.ScaledTanhPrecise(x, alpha, beta),
            (RnnActivation.ScaledTanh, _) => x => Activation.ScaledTanhFast(x, alpha, beta),
            (RnnActivation.Relu, _) => Activation.Relu,
            (RnnActivation.HardSigmoid, _) => x => Activation.HardSigmoid(x, alpha, beta),
            (RnnActivation.LeakyRelu, _) => x => Activation.LeakyRelu(x, alpha),
            (RnnActivation.ThresholdedRelu, _) => x => Activation.ThresholdedRelu(x, alpha),
            (RnnActivation.Affine, _) => x => Activation.Affine(x, alpha, beta),
            (RnnActivation.Elu, _) => x => Activation.Elu(x, alpha),
            (RnnActivation.Softsign, _) => Activation.Softsign,
            (RnnActivation.Softplus, _) => Activation.Softplus,
            _ => throw new ArgumentOutOfRangeException(nameof(activation)),
        };
    }

    /// <summary>Copies a tensor into a parameter of the reference.</summary>
    private static void Fill<T>(IReadOnlyDictionary<string, float[]> tensors, string name, T[] destination)
        where T : IFloatingPointIeee754<T>
    {
        Fill(destination.Length == 0 ? [] : tensors[name], name, destination);
    }

    private static void FillShared<T>(IReadOnlyDictionary<string, float[]> tensors, RecurrentCell<T> cell)
        where T : IFloatingPointIeee754<T>
    {
        Fill(tensors, "weight_ih_l0", cell.WeightIh);
        Fill(tensors, "weight_hh_l0", cell.WeightHh);
        Fill(tensors, "bias_ih_l0", cell.Bias);
        Fill(tensors, "layer_norm_gates_weight_l0", cell.LayerNormGatesWeight);
        Fill(tensors, "layer_norm_gates_bias_l0", cell.LayerNormGatesBias);
    }

    /// <summary>The gradients that every kind has.</summary>
    private static Dictionary<string, T[]> Shared<T>(CellGradients<T> gradients)
        where T : IFloatingPointIeee754<T> => new()
        {
            ["weight_ih_l0"] = gradients.WeightIh,
            ["weight_hh_l0"] = gradients.WeightHh,
            ["bias_ih_l0"] = gradients.Bias,
            ["layer_norm_gates_weight_l0"] = gradients.LayerNormGatesWeight,
            ["layer_norm_gates_bias_l0"] = gradients.LayerNormGatesBias,
        };

    /// <summary>What normalisations multiplied a rounding with, at most.</summary>
    private static double Magnification<T>(IEnumerable<Normalized<T>?> normalized)
        where T : IFloatingPointIeee754<T> =>
        normalized.Select(static vector => vector is null ? 1 : double.CreateChecked(vector.Scale)).DefaultIfEmpty(1).Max();

    private static void Fill<T>(float[] values, string name, T[] destination)
        where T : IFloatingPointIeee754<T>
    {
        Assert.Equal((name, destination.Length), (name, values.Length));
        for (int index = 0; index < values.Length; index++)
        {
            destination[index] = T.CreateChecked(values[index]);
        }
    }

    /// <summary>How near arguments came to where their activation, or the clipping before it, has no derivative.</summary>
    private static double KinkDistance<T>(DeclaredActivation activation, float clip, IEnumerable<T> arguments)
        where T : IFloatingPointIeee754<T>
    {
        double[] kinks =
        [
            .. clip > 0 ? (double[])[-clip, clip] : [],
            .. activation.Function switch
            {
                RnnActivation.Relu or RnnActivation.LeakyRelu or RnnActivation.Elu => (double[])[0],
                RnnActivation.ThresholdedRelu => [activation.Alpha],
                RnnActivation.HardSigmoid => [-activation.Beta / activation.Alpha, (1 - activation.Beta) / activation.Alpha],
                _ => [],
            },
        ];
        return kinks.Length == 0 ? double.PositiveInfinity
            : arguments.Select(argument => kinks.Min(kink => Math.Abs(double.CreateChecked(argument) - kink))).DefaultIfEmpty(double.PositiveInfinity).Min();
    }

    private static double Largest<T>(IEnumerable<T> values)
        where T : IFloatingPointIeee754<T> => values.Select(static value => Math.Abs(double.CreateChecked(value))).DefaultIfEmpty(0).Max();

    private sealed class LstmTwin<T> : ReferenceTwin<T>
        where T : IFloatingPointIeee754<T>
    {
        private readonly Declaration _declaration;
        private readonly LstmCell<T> _cell;
        private readonly LstmGradients<T> _gradients;

        public LstmTwin(Declaration declaration, IReadOnlyDictionary<string, float[]> tensors, LstmCell<T> cell)
        {
            _declaration = declaration;
            _cell = cell;
            _gradients = new LstmGradients<T>(cell);
            FillShared(tensors, cell);
            Fill(tensors, "weight_hr_l0", cell.WeightHr);
            Fill(tensors, "weight_peephole_l0", cell.WeightPeephole);
            Fill(tensors, "layer_norm_cell_weight_l0", cell.LayerNormCellWeight);
            Fill(tensors, "layer_norm_cell_bias_l0", cell.LayerNormCellBias);
        }

        public override IReadOnlyDictionary<string, T[]> Gradients => new Dictionary<string, T[]>(Shared(_gradients))
        {
            ["weight_hr_l0"] = _gradients.WeightHr,
            ["weight_peephole_l0"] = _gradients.WeightPeephole,
            ["layer_norm_cell_weight_l0"] = _gradients.LayerNormCellWeight,
            ["layer_norm_cell_bias_l0"] = _gradients.LayerNormCellBias,
        };

        public override void Step(ReadOnlySpan<T> input, Span<T> hidden, Span<T> cell) => _cell.Step(input, hidden, cell);

        public override Hazards ForwardAndBackward(
            ReadOnlySpan<T> inputs, T[] hidden, T[] cell, ReadOnlySpan<T> outputGradients, Span<T> inputGradients, T[] hiddenGradients, T[] cellGradients)
        {
            T[] outputs = new T[inputs.Length / _cell.InputSize * _cell.OutputSize];
            LstmStep<T>[] tape = _cell.Forward(inputs, outputs, hidden, cell);
            _cell.Backward(outputGradients, tape, _gradients, inputGradients, hiddenGradients, cellGradients);
            int units = _cell.HiddenSize;
            int candidate = _cell.GateCount - 2;
            double kink = tape.Min(step => Math.Min(
                KinkDistance(_declaration.GateActivation, _declaration.Clip, step.Arguments.Where((_, row) => row / units != candidate)),
                Math.Min(
                    KinkDistance(_declaration.CandidateActivation, _declaration.Clip, step.Arguments.Where((_, row) => row / units == candidate)),
                    KinkDistance(_declaration.CellActivation, 0, step.NormalizedCell?.Values ?? step.NewCell))));
            double magnification = tape.Max(static step => Magnification(step.NormalizedSums.Append(step.NormalizedCell)));
            return new Hazards(kink, magnification, Math.Max(Largest(outputs), tape.Max(static step => Largest(step.NewCell))));
        }
    }

    private sealed class GruTwin<T> : ReferenceTwin<T>
        where T : IFloatingPointIeee754<T>
    {
        private readonly Declaration _declaration;
        private readonly GruCell<T> _cell;
        private readonly GruGradients<T> _gradients;

        public GruTwin(Declaration declaration, IReadOnlyDictionary<string, float[]> tensors, GruCell<T> cell)
        {
            _declaration = declaration;
            _cell = cell;
            _gradients = new GruGradients<T>(cell);
            FillShared(tensors, cell);
            T[] recurrentBias = new T[cell.RecurrentBias.Length == 0 ? 0 : cell.Bias.Length];
            Fill(tensors, "bias_hh_l0", recurrentBias);
            recurrentBias.AsSpan(recurrentBias.Length - cell.RecurrentBias.Length).CopyTo(cell.RecurrentBias);
            Fill(tensors, "layer_norm_recurrent_weight_l0", cell.LayerNormRecurrentWeight);
            Fill(tensors, "layer_norm_recurrent_bias_l0", cell.LayerNormRecurrentBias);
        }

        // (The recurrent bias' gradients are compared where they stand in bias_hh.)
        public override IReadOnlyDictionary<string, T[]> Gradients => new Dictionary<string, T[]>(Shared(_gradients))
        {
            ["bias_hh_l0"] = _gradients.RecurrentBias.Length == 0 ? [] : [.. _gradients.Bias[..^_gradients.RecurrentBias.Length], .. _gradients.RecurrentBias],
            ["layer_norm_recurrent_weight_l0"] = _gradients.LayerNormRecurrentWeight,
            ["layer_norm_recurrent_bias_l0"] = _gradients.LayerNormRecurrentBias,
        };

        public override void Step(ReadOnlySpan<T> input, Span<T> hidden, Span<T> cell) => _cell.Step(input, hidden);

        public override Hazards ForwardAndBackward(
            ReadOnlySpan<T> inputs, T[] hidden, T[] cell, ReadOnlySpan<T> outputGradients, Span<T> inputGradients, T[] hiddenGradients, T[] cellGradients)
        {
            T[] outputs = new T[inputs.Length / _cell.InputSize * _cell.HiddenSize];
            GruStep<T>[] tape = _cell.Forward(inputs, outputs, hidden);
            _cell.Backward(outputGradients, tape, _gradients, inputGradients, hiddenGradients);
            double kink = tape.Min(step => Math.Min(
                KinkDistance(_declaration.GateActivation, _declaration.Clip, step.Arguments[..(2 * _cell.HiddenSize)]),
                KinkDistance(_declaration.CandidateActivation, _declaration.Clip, step.Arguments[(2 * _cell.HiddenSize)..])));
            double magnification = tape.Max(static step => Magnification([.. step.NormalizedGates, .. step.NormalizedCandidate, step.NormalizedRecurrentSum]));
            return new Hazards(kink, magnification, Largest(outputs));
        }
    }

    private sealed class RnnTwin<T> : ReferenceTwin<T>
        where T : IFloatingPointIeee754<T>
    {
        private readonly Declaration _declaration;
        private readonly RnnCell<T> _cell;
        private readonly RnnGradients<T> _gradients;

        public RnnTwin(Declaration declaration, IReadOnlyDictionary<string, float[]> tensors, RnnCell<T> cell)
        {
            _declaration = declaration;
            _cell = cell;
            _gradients = new RnnGradients<T>(cell);
            FillShared(tensors, cell);
        }

        public override IReadOnlyDictionary<string, T[]> Gradients => new Dictionary<string, T[]>(Shared(_gradients))
        {
        };

        public override void Step(ReadOnlySpan<T> input, Span<T> hidden, Span<T> cell) => _cell.Step(input, hidden);

        public override Hazards ForwardAndBackward(
            ReadOnlySpan<T> inputs, T[] hidden, T[] cell, ReadOnlySpan<T> outputGradients, Span<T> inputGradients, T[] hiddenGradients, T[] cellGradients)
        {
            T[] outputs = new T[inputs.Length / _cell.InputSize * _cell.HiddenSize];
            RnnStep<T>[] tape = _cell.Forward(inputs, outputs, hidden);
            _cell.Backward(outputGradients, tape, _gradients, inputGradients, hiddenGradients);
            return new Hazards(
                tape.Min(step => KinkDistance(_declaration.CandidateActivation, _declaration.Clip, step.Sum)),
                tape.Max(static step => Magnification(step.NormalizedSums)), Largest(outputs));
        }
    }
}
