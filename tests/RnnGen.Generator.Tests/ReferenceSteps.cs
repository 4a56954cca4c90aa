using System;
using System.Collections.Generic;
using System.Numerics;
using RnnGen.Numerics;
using RnnGen.Reference;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>One step of a reference cell in place; of a cell without c, <paramref name="cell"/> is not touched.</summary>
public delegate void ReferenceStep<T>(ReadOnlySpan<T> input, Span<T> hidden, Span<T> cell);

/// <summary>Reference cells with the parameters of an emitted one.</summary>
internal static class ReferenceSteps
{
    /// <summary>The truth: double, exact functions.</summary>
    public static ReferenceStep<double> Exact(Declaration declaration, IReadOnlyDictionary<string, float[]> tensors) => Create(
        declaration, tensors, Activations.Exact<double>(),
        declaration.Activation == RnnActivation.Relu ? ActivationFunction.Relu<double>() : ActivationFunction.Tanh<double>());

    /// <summary>The twin: float, with the scalar forms of the functions that emitted code uses.</summary>
    public static ReferenceStep<float> WithScalarForms(Declaration declaration, IReadOnlyDictionary<string, float[]> tensors)
    {
        Activations<float> activations = declaration.Accuracy switch
        {
            Accuracy.Standard => new(Activation.Sigmoid, Activation.Tanh),
            Accuracy.Precise => new(Activation.SigmoidPrecise, Activation.TanhPrecise),
            _ => new(Activation.SigmoidFast, Activation.TanhFast),
        };
        ActivationFunction<float> activation = declaration.Activation == RnnActivation.Relu
            ? ActivationFunction.Relu<float>() with { Value = Activation.Relu }
            : ActivationFunction.Tanh<float>() with { Value = activations.Tanh };
        return Create(declaration, tensors, activations, activation);
    }

    private static ReferenceStep<T> Create<T>(
        Declaration declaration, IReadOnlyDictionary<string, float[]> tensors, Activations<T> activations, ActivationFunction<T> activation)
        where T : IFloatingPointIeee754<T>
    {
        switch (declaration.Kind)
        {
            case DeclaredKind.Lstm:
                var lstm = new LstmCell<T>(declaration.Input, declaration.Hidden, activations);
                Fill(lstm.WeightIh, lstm.WeightHh, lstm.Bias);
                return lstm.Step;
            case DeclaredKind.Gru:
                var variant = Enum.Parse<Reference.GruVariant>(declaration.Variant.ToString());
                var gru = new GruCell<T>(declaration.Input, declaration.Hidden, variant, activations);
                Fill(gru.WeightIh, gru.WeightHh, gru.Bias);
                Copy(tensors["bias_hh_l0"].AsSpan(^gru.RecurrentBias.Length..), gru.RecurrentBias);
                return (input, hidden, _) => gru.Step(input, hidden);
            default:
                var rnn = new RnnCell<T>(declaration.Input, declaration.Hidden, activation);
                Fill(rnn.WeightIh, rnn.WeightHh, rnn.Bias);
                return (input, hidden, _) => rnn.Step(input, hidden);
        }

        void Fill(T[] weightIh, T[] weightHh, T[] bias)
        {
            Copy(tensors["weight_ih_l0"], weightIh);
            Copy(tensors["weight_hh_l0"], weightHh);
            Copy(tensors["bias_ih_l0"], bias);
        }

        static void Copy(ReadOnlySpan<float> values, T[] destination)
        {
            Assert.Equal(destination.Length, values.Length);
            for (int index = 0; index < values.Length; index++)
            {
                destination[index] = T.CreateChecked(values[index]);
            }
        }
    }
}
