using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Model;
using RnnGen.Generator.Parsing;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Layers;

/// <summary>Another network, which reads a sequence of token ids a step.</summary>
internal sealed class NestedLayerKind() : LayerKind("NetworkLayer", "maxSteps")
{
    private const int MostSteps = 1024;

    /// <inheritdoc/>
    public override bool KnowsInput => true;

    /// <inheritdoc/>
    public override bool IsInput => true;

    /// <inheritdoc/>
    public override void Parse(AttributeReader reader, IReadOnlyDictionary<string, int> arguments, LayerStack stack)
    {
        int maxSteps = arguments["maxSteps"];
        reader.CheckSize("maxSteps", maxSteps, 1, MostSteps);
        (string member, string name) = stack.Named(reader, "nested");
        string typeName = reader.TypeArgument?.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat) ?? "null";
        (NetworkSpec? inner, string problem) = Read(reader.TypeArgument, stack);
        if (inner is null)
        {
            reader.FailAt(DiagnosticDescriptors.NotNested, AttributeReader.TypeParameter, typeName, problem);
            inner = new NetworkSpec(stack.Type, new EquatableArray<LayerSpec>([]), stack.IsTrained);
        }

        // Cells become the outer network's, which share its names. Nothing else of the other type is named in emitted text.
        inner = new NetworkSpec(
            stack.Type,
            new EquatableArray<LayerSpec>(inner.Layers.Select(layer =>
                layer is RecurrentSpec recurrent ? recurrent with { Cell = stack.Nested(recurrent.Cell with { Training = stack.IsTrained }) } : layer)),
            stack.IsTrained);
        var spec = new NestedSpec(member, name, typeName, maxSteps, inner);
        stack.TakeNames(reader, spec.InnerNames.Distinct().Where(inner => inner != name));
        stack.AddInput(reader, Attribute, "it takes token ids", spec);
    }

    /// <summary>What a type declares, or why it cannot be inside another.</summary>
    private static (NetworkSpec? Network, string Problem) Read(ITypeSymbol? symbol, LayerStack stack)
    {
        if (stack.Constants is not { } constants || symbol is not INamedTypeSymbol { OriginalDefinition: var type }
            || type.GetAttributes().FirstOrDefault(static attribute => WellKnownNames.IsNetwork(attribute.AttributeClass)) is not { } attribute)
        {
            return (null, "it is no class with [Network]");
        }

        if (!SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, constants.Compilation.Assembly))
        {
            return (null, "it is in another assembly, and its layers are read from source text");
        }

        if (constants.IsBeingParsed(type))
        {
            return (null, "a network cannot be inside itself");
        }

        return constants.Parse(type, attribute, report: null) switch
        {
            null => (null, "its own declaration is not valid"),
            ModelNetworkSpec => (null, "its layers are in a model file"),
            NetworkSpec { Inputs.Count: > 0 } => (null, "it takes several inputs, or one that is no token id"),
            NetworkSpec { Layers: var layers } when layers.OfType<CrfSpec>().Any() => (null, "it has [CrfLayer], which is for the steps of a sequence"),
            NetworkSpec network => NetworkPlanner.Plan(network) switch
            {
                { Vocabulary: 0 } => (null, "it takes floats; put an [EmbeddingLayer] first"),
                { IsPooled: false } => (null, "it gives a row a step; add a [PoolingLayer], so that it gives one a sequence"),
                { Drops: true } => (null, "it has dropout, which is for steps of a batch; remove it there"),
                _ => (network, ""),
            },
            _ => (null, "it is no network"),
        };
    }
}

/// <summary>Another network, one of several inputs.</summary>
/// <param name="TypeName">Its type, as messages and documentation name it.</param>
/// <param name="MaxSteps">The most ids of a sequence that are read.</param>
/// <param name="Inner">What it is; its cells are nested types of the outer network.</param>
internal sealed record NestedSpec(string Member, string Name, string TypeName, int MaxSteps, NetworkSpec Inner)
    : InputSpec(Member, Name, 0, Inner.Layers.Select(static layer => layer.Output).LastOrDefault())
{
    /// <inheritdoc/>
    public override string[] Endings => ["", EmbeddingBagSpec.Offsets];

    /// <inheritdoc/>
    public override bool MayBeAlone => false;

    /// <summary>The names of its layers that have tensors, as the outer network has them.</summary>
    public IEnumerable<string> InnerNames => Inner.Layers.Where(static layer => layer.ParameterFloats() > 0).Select(NameOf);

    /// <inheritdoc/>
    public override IEnumerable<(string Layer, string Declared, ModuleSpec Module)> NamedModules =>
        Inner.Layers.SelectMany(layer => layer.NamedModules.Select(part => part with { Layer = NameOf(layer) }));

    /// <inheritdoc/>
    public override long ParameterFloats() => NetworkPlanner.ParameterFloatsOf(Inner);

    /// <inheritdoc/>
    public override string Meaning() => StateFingerprint.Joined("Nested", MaxSteps, $"({StateFingerprint.Meaning(Inner)})");

    /// <inheritdoc/>
    public override LayerPlan Plan(LayerPlace place) => throw new InvalidOperationException("A network that reads sequences is one of several inputs, also where there is no other.");

    /// <inheritdoc/>
    public override InputPlan Plan(InputPlace place) => new NestedInput(this, place);

    private string NameOf(LayerSpec layer) => NameOf(Name, layer.Name);

    /// <summary>The name of a layer inside another.</summary>
    public static string NameOf(string outer, string inner) => outer.Length == 0 ? inner : inner.Length == 0 ? outer : $"{outer}.{inner}";
}

/// <summary>Another network as a planned input.</summary>
internal sealed record NestedInput : InputPlan
{
    private readonly string _typeName;
    private readonly int _maxSteps;

    /// <summary>Plans it.</summary>
    public NestedInput(NestedSpec spec, InputPlace place)
        : base(spec, place)
    {
        _typeName = spec.TypeName;
        _maxSteps = spec.MaxSteps;
        Network = NetworkPlanner.Plan(spec.Inner);
    }

    /// <summary>The other network.</summary>
    public NetworkPlan Network { get; }

    /// <summary>The class that has its arithmetic.</summary>
    public string Arithmetic => Member + "Network";

    /// <inheritdoc/>
    public override int ParameterCount => Network.ParameterCount;

    /// <inheritdoc/>
    public override IEnumerable<string> Tensors =>
        Network.Layers.SelectMany(static layer => layer.Tensors.Select(tensor => NestedSpec.NameOf(layer.Name, tensor)));

    /// <inheritdoc/>
    public override string Description => $"what {UserText.Documentation(_typeName)} gives of a sequence of at most {CodeText.Number(_maxSteps)} ids";

    /// <inheritdoc/>
    public override string Call => $"Nested<{Member}, {Arithmetic}.Network>";

    /// <inheritdoc/>
    public override IReadOnlyList<InputSpan> Spans => new IdRuns(this).Spans($"The token ids of all sequences, one behind the other; of each the first {CodeText.Number(_maxSteps)} are read.", "sequence");

    /// <inheritdoc/>
    public override (string Type, string Meaning) StepMember =>
        ("global::System.ReadOnlyMemory<int>", $"The token ids of the sequence, of which the first {CodeText.Number(_maxSteps)} are read; may be empty.");

    /// <inheritdoc/>
    public override string Measured => new IdRuns(this).Measured;

    /// <inheritdoc/>
    public override string AtPlace => new IdRuns(this).AtPlace;

    /// <inheritdoc/>
    protected override string Interface => "INestedInput";

    /// <inheritdoc/>
    protected override IEnumerable<(string Of, string Name, int Value, string Summary)> Sizes =>
    [
        ("INestedInput", "Vocabulary", Network.Vocabulary, "Tokens."),
        ("INestedInput", "Parameters", Place.Offset, "Where the other network's start in the parameters."),
        ("INestedInput", "MaxSteps", _maxSteps, "The most ids of a sequence that are read."),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<(string Of, string Type, string Name, string Value)> Facts => [("INestedInput", "string", "Network", UserText.Literal(_typeName))];
}
