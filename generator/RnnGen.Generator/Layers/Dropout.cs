using System.Collections.Generic;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Parsing;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Layers;

/// <summary>What a layer drops of the rows that it gives, in training.</summary>
/// <param name="Rate">The share of floats.</param>
/// <param name="IsVariational">Whether all steps of a sequence drop the same.</param>
internal sealed record DropoutSpec(double Rate, bool IsVariational)
{
    private const string Interface = "IDroppingLayer";

    /// <summary>Whether anything is dropped.</summary>
    public bool Drops => Rate > 0;

    /// <summary>Nothing.</summary>
    public static DropoutSpec None { get; } = new(0, false);

    /// <summary>Reads what layers have beside other options, and reports what is wrong.</summary>
    /// <param name="reader">The layer's attribute.</param>
    /// <param name="conflict">With what it cannot be combined, and why; or null.</param>
    public static DropoutSpec Parse(AttributeReader reader, (string With, string Reason)? conflict = null)
    {
        double rate = ParseShare(reader, "Dropout");
        bool variational = reader.Option("VariationalDropout", false);
        if (rate > 0 && conflict is { } other)
        {
            reader.FailAt(DiagnosticDescriptors.OptionsConflict, "Dropout", AttributeReader.Idle, "Dropout", other.With, other.Reason);
        }
        else if (variational && rate == 0)
        {
            reader.FailAt(
                DiagnosticDescriptors.OptionsConflict, "VariationalDropout", AttributeReader.Idle, "VariationalDropout", "Dropout = 0", "nothing is dropped then");
        }

        return new DropoutSpec(rate, variational);
    }

    /// <summary>Reads a share that is dropped.</summary>
    /// <param name="reader">The layer's attribute.</param>
    /// <param name="option">Its name.</param>
    public static double ParseShare(AttributeReader reader, string option)
    {
        double share = reader.Option(option, 0.0);
        if (!(share is >= 0 and < 1))
        {
            reader.FailAt(DiagnosticDescriptors.UnusableNumber, option, option, CodeText.Number(share), "from 0 to below 1");
        }

        return share;
    }

    /// <summary>It in words, behind those of a layer.</summary>
    public string Details => Drops ? $", then {Description}" : "";

    /// <summary>It in words.</summary>
    public string Description => $"{(IsVariational ? "variational " : "")}dropout of {CodeText.Number(Rate)} in training";

    /// <summary>The number that the library asks for: of which interface, name, value and what it is.</summary>
    public IEnumerable<(string Of, string Name, double Value, string Summary)> Shares =>
        Drops ? [(Interface, "Dropout", Rate, "The share of its outputs to drop in training.")] : [];

    /// <summary>What else the library asks for: of which interface, type, name, value.</summary>
    public IEnumerable<(string Of, string Type, string Name, string Value)> Facts =>
        IsVariational ? [(Interface, "bool", "HasVariationalDropout", "true")] : [];
}

/// <summary>Nothing but dropout, between two layers.</summary>
internal sealed class DropoutLayerKind() : LayerKind("DropoutLayer")
{
    /// <inheritdoc/>
    public override void Parse(AttributeReader reader, IReadOnlyDictionary<string, int> arguments, LayerStack stack)
    {
        double rate = reader.ConstructorNumber("rate");
        if (!(rate is > 0 and < 1))
        {
            reader.FailAt(DiagnosticDescriptors.UnusableNumber, "rate", "rate", CodeText.Number(rate), "above 0 and below 1");
        }

        int size = stack.Input(reader, Attribute, "", new Dictionary<string, int>(), 0);
        stack.AddDropout(reader, Attribute, size, new DropoutSpec(rate, reader.Option("Variational", false)));
    }
}

/// <summary>Dropout between two layers.</summary>
internal sealed record DropoutLayerSpec(string Member, int Size, DropoutSpec Dropout) : LayerSpec(Member, "", Size, Size)
{
    /// <summary>It changes no step.</summary>
    public override string Meaning() => "";

    /// <inheritdoc/>
    public override LayerPlan Plan(LayerPlace place) => new DropoutLayer(this, place);
}

/// <summary>Planned dropout between two layers: only training has rows of it.</summary>
internal sealed record DropoutLayer : LayerPlan
{
    /// <summary>Plans it.</summary>
    public DropoutLayer(DropoutLayerSpec spec, LayerPlace place)
        : base(spec, place) => Dropout = spec.Dropout;

    /// <inheritdoc/>
    public override bool GivesRows => false;

    /// <inheritdoc/>
    public override bool GoesBack => true;

    /// <inheritdoc/>
    protected override DropoutSpec Dropout { get; }

    /// <inheritdoc/>
    public override string Description => Dropout.Description;

    /// <inheritdoc/>
    public override string Call => $"Dropout<{Member}>";

    /// <inheritdoc/>
    protected override string Interface => "IDropoutLayer";

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, int Value, string Summary)> Sizes => [("Width", Output, "Floats of a row.")];

    /// <inheritdoc/>
    public override bool WritesRow => false;

    /// <summary>A step drops nothing.</summary>
    protected override string WriteStep(SourceWriter writer, string x, string y) => x;
}
