using System.Collections.Generic;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Model;
using RnnGen.Generator.Parsing;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Layers;

/// <summary>A chain of labels behind the last layer that gives rows.</summary>
internal sealed class CrfLayerKind() : LayerKind("CrfLayer")
{
    /// <summary>A step takes the square of their number.</summary>
    private const int MaxLabels = 1024;

    /// <inheritdoc/>
    public override void Parse(AttributeReader reader, IReadOnlyDictionary<string, int> arguments, LayerStack stack)
    {
        int labels = stack.Input(reader, Attribute, "labels", arguments, MaxLabels);
        if (stack.IsPooled)
        {
            reader.FailWhole(DiagnosticDescriptors.LayerOrder, Attribute, "pooling over time", "a sequence then has one row");
        }
        else if (stack.IsFirst(out string above) && (above.Length > 0 || arguments.ContainsKey("labels")))
        {
            reader.FailWhole(DiagnosticDescriptors.LayerOrder, Attribute, above.Length > 0 ? above : "[Network]", "it takes the scores that a layer gives");
        }

        if (stack.IsBehindDropout)
        {
            reader.FailWhole(DiagnosticDescriptors.LayerOrder, Attribute, "[DropoutLayer]", "it takes the scores themselves");
        }

        (string member, string name) = stack.Named(reader, "crf");
        stack.AddLast(new CrfSpec(member, name, labels), Attribute);
    }
}

/// <summary>A chain of labels.</summary>
internal sealed record CrfSpec(string Member, string Name, int Labels) : LayerSpec(Member, Name, Labels, Labels)
{
    /// <inheritdoc/>
    public override IEnumerable<ModuleSpec> Modules =>
    [
        new("", [new TensorSpec("start_transitions", Labels), new TensorSpec("end_transitions", Labels), new TensorSpec("transitions", Labels, Labels)]),
    ];

    /// <inheritdoc/>
    public override string Declared => $"CrfLayer(labels: {Labels})";

    /// <summary>Those of the start, of the end, and of each label behind each.</summary>
    public override long ParameterFloats() => Labels * (Labels + 2L);

    /// <summary>It changes no step.</summary>
    public override string Meaning() => "";

    /// <inheritdoc/>
    public override LayerPlan Plan(LayerPlace place) => new CrfLayer(this, place);
}

/// <summary>A planned chain of labels: it gives the rows that it takes.</summary>
internal sealed record CrfLayer : LayerPlan
{
    /// <summary>Plans it.</summary>
    public CrfLayer(CrfSpec spec, LayerPlace place)
        : base(spec, place)
    {
    }

    /// <inheritdoc/>
    public override bool GivesRows => false;

    /// <inheritdoc/>
    public override int ParameterCount => ParameterFloats;

    /// <inheritdoc/>
    public override string Description => "a chain of labels over these scores";

    /// <inheritdoc/>
    public override IEnumerable<string> Tensors => ["start_transitions", "end_transitions", "transitions"];

    /// <inheritdoc/>
    public override string Call => $"Crf<{Member}>";

    /// <inheritdoc/>
    protected override string Interface => "ICrfLayer";

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, int Value, string Summary)> Sizes =>
    [
        ("Labels", Output, "Floats of a row: a score for each label."),
        ("Parameters", Offset, "Where its parameters start."),
    ];

    /// <inheritdoc/>
    public override bool WritesRow => false;

    /// <summary>A step gives the scores.</summary>
    protected override string WriteStep(SourceWriter writer, string x, string y) => x;
}
