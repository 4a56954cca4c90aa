using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Conformance.Tests;

/// <summary>Options of a reference cell, read from words behind its kind.</summary>
/// <param name="kind">The kind and the words: <c>lstm peephole gate=hardsigmoid</c>.</param>
internal sealed class CellOptions(string kind)
{
    private const double Alpha = 0.3;
    private const double Beta = 0.4;

    private readonly string[] _words = kind.Split(' ');

    public bool Bias => !Has("bias=false");

    public bool Peephole => Has("peephole");

    public bool Projection => Has("projection");

    public bool CoupledGates => Has("coupled");

    public bool Diagonal => Has("diagonal");

    public bool LayerNorm => Has("layernorm");

    public double Clip => Has("clip") ? 0.8 : 0;

    /// <summary>An activation, and where it has kinks.</summary>
    /// <param name="role"><c>gate</c>, <c>candidate</c> or <c>cell</c>.</param>
    /// <param name="default">The function where no word names one.</param>
    public (Reference.ActivationFunction<double> Function, double[] Kinks) Activation(string role, string @default)
    {
        string name = _words.LastOrDefault(word => word.StartsWith(role + "=", StringComparison.Ordinal))?[(role.Length + 1)..] ?? @default;
        return name switch
        {
            "sigmoid" => (Reference.ActivationFunction.Sigmoid<double>(), []),
            "tanh" => (Reference.ActivationFunction.Tanh<double>(), []),
            "relu" => (Reference.ActivationFunction.Relu<double>(), [0]),
            "hardsigmoid" => (Reference.ActivationFunction.HardSigmoid(Alpha, Beta), [-Beta / Alpha, (1 - Beta) / Alpha]),
            "leakyrelu" => (Reference.ActivationFunction.LeakyRelu(Alpha), [0]),
            "thresholdedrelu" => (Reference.ActivationFunction.ThresholdedRelu(Alpha), [Alpha]),
            "affine" => (Reference.ActivationFunction.Affine(Alpha, Beta), []),
            "scaledtanh" => (Reference.ActivationFunction.ScaledTanh(Alpha, Beta), []),
            "elu" => (Reference.ActivationFunction.Elu(Alpha), [0]),
            "softsign" => (Reference.ActivationFunction.Softsign<double>(), [0]),
            "softplus" => (Reference.ActivationFunction.Softplus<double>(), []),
            _ => throw new ArgumentException($"There is no activation {name}.", nameof(role)),
        };
    }

    /// <summary>On which side of every kink, and of the bounds of clipping, arguments lie.</summary>
    public static IEnumerable<bool> Sides(IEnumerable<double> arguments, double[] kinks, double clip)
    {
        double[] bounds = clip > 0 ? [.. kinks, -clip, clip] : kinks;
        return arguments.SelectMany(argument => bounds.Select(bound => argument > bound));
    }

    private bool Has(string word) => _words.Contains(word);
}
