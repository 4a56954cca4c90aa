using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Text.CodeText;

namespace RnnGen.Generator.Layers;

/// <summary>A planned input, one of several that are joined, and its part of the text of a network: its constants, its spans, and what the library's visitors call it.</summary>
internal abstract record InputPlan
{
    protected InputPlan(InputSpec spec, InputPlace place)
    {
        Member = spec.Member;
        Name = spec.Name;
        Argument = spec.Argument;
        Output = spec.Output;
        Place = place;
        Dropout = spec.Dropout;
    }

    /// <summary>Its name in emitted text, which comes from its kind.</summary>
    public string Member { get; }

    /// <summary>Its name in a <c>state_dict</c>.</summary>
    public string Name { get; }

    /// <summary>The name of its span.</summary>
    public string Argument { get; }

    /// <summary>Floats that it gives.</summary>
    public int Output { get; }

    /// <summary>What is dropped of what it gives in training.</summary>
    public DropoutSpec Dropout { get; }

    /// <summary>Where it is among the inputs.</summary>
    public InputPlace Place { get; }

    /// <summary>How many inputs are before it.</summary>
    public int Number => Place.Number;

    /// <summary>Trained numbers.</summary>
    public virtual int ParameterCount => 0;

    /// <summary>The tensors that it has, as documentation names them.</summary>
    public virtual IEnumerable<string> Tensors => [];

    /// <summary>Whether it takes floats.</summary>
    public virtual bool TakesFloats => false;

    /// <summary>What it is, in the network's documentation.</summary>
    public abstract string Description { get; }

    /// <summary>What the library's visitors call it.</summary>
    public abstract string Call { get; }

    /// <summary>Its spans.</summary>
    public abstract IReadOnlyList<InputSpan> Spans { get; }

    /// <summary>What a step has of it: the type, and the words for it.</summary>
    public abstract (string Type, string Meaning) StepMember { get; }

    /// <summary>How its spans are measured: what stands between the brackets.</summary>
    public abstract string Measured { get; }

    /// <summary>What it takes at a place, of its spans.</summary>
    public abstract string AtPlace { get; }

    /// <summary>The name of its member of a step.</summary>
    public string Property => Capital(Argument);

    /// <summary>The name of its field in emitted text.</summary>
    public string Field => "_input" + CodeText.Number(Number);

    /// <summary>What the library calls its kind.</summary>
    protected abstract string Interface { get; }

    /// <summary>Its numbers besides those that every input has: of which interface, name, value and what it is.</summary>
    protected virtual IEnumerable<(string Of, string Name, int Value, string Summary)> Sizes => [];

    /// <summary>What else the library asks for: of which interface, type, name, value.</summary>
    protected virtual IEnumerable<(string Of, string Type, string Name, string Value)> Facts => [];

    /// <summary>An identifier as it is written where it is declared or used.</summary>
    public static string Escaped(string identifier) => SyntaxFacts.GetKeywordKind(identifier) == SyntaxKind.None ? identifier : "@" + identifier;

    /// <summary>Writes its constants, as the library sees them.</summary>
    /// <param name="writer">The writer.</param>
    public void WriteConstants(SourceWriter writer)
    {
        (string Of, string Name, int Value, string Summary)[] sizes =
        [
            ("IInputLayer", "Number", Number, "Its place among the inputs."),
            .. Sizes,
            ("IInputLayer", "Outputs", Output, "Floats that it gives."),
            ("IInputLayer", "Column", Place.Column, "Floats of the joined row before its own."),
        ];
        writer.WriteLine($"/// <summary><c>{UserText.Documentation(Name)}</c>: {Description}{Dropout.Details}: [{Output}]</summary>");
        using (writer.WriteBlock($"public readonly struct {Member} : {Interface}"))
        {
            foreach ((string _, string name, int value, string summary) in sizes)
            {
                writer.WriteLine($"/// <summary>{summary}</summary>");
                writer.WriteLine($"public const int {name} = {CodeText.Number(value)};");
            }

            foreach ((string _, string name, double value, string summary) in Dropout.Shares)
            {
                writer.WriteLine($"/// <summary>{summary}</summary>");
                writer.WriteLine($"public const double {name} = {CodeText.Number(value)};");
            }

            writer.WriteLine();
            writer.WriteLine($"static string IInputLayer.Name => {UserText.Literal(Name)};");
            writer.WriteLine($"static string IInputLayer.Argument => {UserText.Literal(Argument)};");
            foreach ((string of, string name, int _, string _) in sizes)
            {
                writer.WriteLine($"static int {of}.{name} => {name};");
            }

            foreach ((string of, string name, double _, string _) in Dropout.Shares)
            {
                writer.WriteLine($"static double {of}.{name} => {name};");
            }

            foreach ((string of, string type, string name, string value) in Facts.Concat(Dropout.Facts))
            {
                writer.WriteLine($"static {type} {of}.{name} => {value};");
            }
        }

        writer.WriteLine();
    }
}

/// <summary>A span of an input.</summary>
/// <param name="Type">The type of its elements.</param>
/// <param name="Name">Its name.</param>
/// <param name="Field">The name of its field in emitted text.</param>
/// <param name="Meaning">What it is, and <c>{0}</c> where the places stand: of <c>steps, streams</c>.</param>
internal sealed record InputSpan(string Type, string Name, string Field, string Meaning)
{
    /// <summary>What it is.</summary>
    /// <param name="places">The dimensions of the places, with a comma behind each; or empty for one.</param>
    /// <param name="count">Their number.</param>
    public string Documentation(string places, string count) => string.Format(System.Globalization.CultureInfo.InvariantCulture, Meaning, places, count);
}
