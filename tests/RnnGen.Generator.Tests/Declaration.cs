using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RnnGen.Generator.Tests;

/// <summary>The kinds of cells that a declaration may be of.</summary>
public enum DeclaredKind
{
    /// <summary>[LstmCell]</summary>
    Lstm,

    /// <summary>[GruCell]</summary>
    Gru,

    /// <summary>[RnnCell]</summary>
    Rnn,
}

/// <summary>An activation as a user would choose it, with the constants it takes.</summary>
public readonly record struct DeclaredActivation(RnnActivation Function, float Alpha, float Beta)
{
    /// <summary>Whether the function takes an alpha.</summary>
    public bool TakesAlpha => TakesBeta || Function is RnnActivation.LeakyRelu or RnnActivation.ThresholdedRelu or RnnActivation.Elu;

    /// <summary>Whether the function takes a beta.</summary>
    public bool TakesBeta => Function is RnnActivation.HardSigmoid or RnnActivation.Affine or RnnActivation.ScaledTanh;
}

/// <summary>A declaration to test, and the seed of its parameters and inputs.</summary>
public sealed record Declaration(int Input, int Hidden, Accuracy Accuracy, int Seed, DeclaredKind Kind = DeclaredKind.Lstm)
{
    private static readonly DeclaredActivation Sigmoid = new(RnnActivation.Sigmoid, 0, 0);
    private static readonly DeclaredActivation Tanh = new(RnnActivation.Tanh, 0, 0);

    /// <summary>Of a GRU.</summary>
    public GruVariant Variant { get; init; }

    public bool Bias { get; init; } = true;

    /// <summary>Of an LSTM.</summary>
    public bool Peephole { get; init; }

    /// <summary>Of an LSTM; 0 for none.</summary>
    public int Projection { get; init; }

    /// <summary>Of an LSTM.</summary>
    public bool CoupledGates { get; init; }

    public Recurrence Recurrence { get; init; }

    public bool LayerNorm { get; init; }

    public float Clip { get; init; }

    /// <summary>Of an LSTM.</summary>
    public float ForgetBias { get; init; }

    public DeclaredActivation GateActivation { get; init; } = Sigmoid;

    /// <summary>Of an Elman cell the only activation.</summary>
    public DeclaredActivation CandidateActivation { get; init; } = Tanh;

    /// <summary>Of an LSTM.</summary>
    public DeclaredActivation CellActivation { get; init; } = Tanh;

    public bool Training { get; init; } = true;

    public int OutputSize => Projection > 0 ? Projection : Hidden;

    public int Gates => Kind switch
    {
        DeclaredKind.Lstm => CoupledGates ? 3 : 4,
        DeclaredKind.Gru => 3,
        _ => 1,
    };

    /// <summary>The attribute as a user would write it.</summary>
    public string Attribute => $"RnnGen.{Kind}Cell({string.Join(", ", Arguments)})";

    /// <summary>The options of the attribute as a user would write them.</summary>
    public IEnumerable<string> Options => Arguments.Skip(2);

    private IEnumerable<string> Arguments
    {
        get
        {
            yield return $"input: {Number(Input)}";
            yield return $"hidden: {Number(Hidden)}";
            yield return $"Accuracy = RnnGen.Accuracy.{Accuracy}";
            if (!Bias)
            {
                yield return "Bias = false";
            }

            if (Recurrence != Recurrence.Full)
            {
                yield return $"Recurrence = RnnGen.Recurrence.{Recurrence}";
            }

            if (LayerNorm)
            {
                yield return "LayerNorm = true";
            }

            if (Clip != 0)
            {
                yield return $"Clip = {Number(Clip)}f";
            }

            if (!Training)
            {
                yield return "Training = false";
            }

            IEnumerable<string> more = Kind switch
            {
                DeclaredKind.Lstm => LstmArguments,
                DeclaredKind.Gru => [$"Variant = RnnGen.GruVariant.{Variant}", .. Activation("Gate", GateActivation, Sigmoid), .. Activation("Candidate", CandidateActivation, Tanh)],
                _ => Activation("", CandidateActivation, Tanh),
            };
            foreach (string argument in more)
            {
                yield return argument;
            }
        }
    }

    private IEnumerable<string> LstmArguments =>
    [
        .. Peephole ? (string[])["Peephole = true"] : [],
        .. Projection > 0 ? (string[])[$"Projection = {Number(Projection)}"] : [],
        .. CoupledGates ? (string[])["CoupledGates = true"] : [],
        .. ForgetBias != 0 ? (string[])[$"ForgetBias = {Number(ForgetBias)}f"] : [],
        .. Activation("Gate", GateActivation, Sigmoid),
        .. Activation("Candidate", CandidateActivation, Tanh),
        .. Activation("Cell", CellActivation, Tanh),
    ];

    private static IEnumerable<string> Activation(string role, DeclaredActivation activation, DeclaredActivation @default) => activation.Function == @default.Function ? [] :
    [
        $"{role}Activation = RnnGen.RnnActivation.{activation.Function}",
        .. activation.TakesAlpha ? (string[])[$"{role}Alpha = {Number(activation.Alpha)}f"] : [],
        .. activation.TakesBeta ? (string[])[$"{role}Beta = {Number(activation.Beta)}f"] : [],
    ];

    private static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
