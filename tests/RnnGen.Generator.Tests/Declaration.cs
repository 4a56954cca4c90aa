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

/// <summary>A declaration to test, and the seed of its parameters and inputs.</summary>
public sealed record Declaration(int Input, int Hidden, Accuracy Accuracy, int Seed, DeclaredKind Kind = DeclaredKind.Lstm)
{
    /// <summary>Of a GRU.</summary>
    public GruVariant Variant { get; init; }

    /// <summary>Of an Elman cell.</summary>
    public RnnActivation Activation { get; init; }

    /// <summary>The attribute as a user would write it.</summary>
    public string Attribute => System.FormattableString.Invariant(
        $"RnnGen.{Kind}Cell(input: {Input}, hidden: {Hidden}, Accuracy = RnnGen.Accuracy.{Accuracy}{Option})");

    private string Option => Kind switch
    {
        DeclaredKind.Gru => $", Variant = RnnGen.GruVariant.{Variant}",
        DeclaredKind.Rnn => $", Activation = RnnGen.RnnActivation.{Activation}",
        _ => "",
    };
}
