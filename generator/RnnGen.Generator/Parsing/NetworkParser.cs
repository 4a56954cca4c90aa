using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Parsing;

/// <summary>The declaration of a network: symbols in, a model or problems out, for the generator and the analyzer alike.</summary>
internal sealed class NetworkParser
{
    private const int MaxStacked = 64;
    private const int MaxVocabulary = 1 << 20;
    private const int MaxDenseOutputs = 1 << 16;

    private readonly TypeSpec _type;

    // The types that the user has nested in the network.
    private readonly INamedTypeSymbol[] _nested;
    private readonly LayerNames _names;
    private readonly List<LayerSpec> _layers = [];

    // Cells of equal declarations share a nested type.
    private readonly List<CellSpec> _cells = [];

    // What the layers so far give, in words and floats a row; 0 while it is not known.
    private string _above = "";
    private int _size;
    private bool _isPooled;

    // Directions of the layer above: 0 where it is not recurrent.
    private int _directions;

    private readonly bool _isTrained;

    private NetworkParser(INamedTypeSymbol symbol, TypeSpec type, bool isTrained)
    {
        _type = type;
        _nested = [.. symbol.GetTypeMembers().Where(EmittedParts.IsDeclaredByOthers)];
        _isTrained = isTrained;
        _names = new LayerNames(type.Declaration.Name);
    }

    /// <summary>Parses one declaration.</summary>
    /// <param name="type">The user's type.</param>
    /// <param name="attribute">The network attribute on it.</param>
    /// <param name="constants">Those of other declarations.</param>
    /// <param name="report">Takes each problem found; null where only the model is wanted.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The model, or null if anything is wrong.</returns>
    public static NetworkSpec? Parse(
        INamedTypeSymbol type, AttributeData attribute, GeneratedConstants constants, Action<Diagnostic>? report, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var network = new AttributeReader(attribute, constants, report, cancellation);
        if (!TypeParser.Check(type, attribute, network, cancellation))
        {
            return null;
        }

        if (network.Constructor() is not { } sizes)
        {
            return null;
        }

        var parser = new NetworkParser(type, TypeParser.Parse(type, attribute, constants.Compilation), network.Option("Training", true));
        if (sizes.TryGetValue("input", out int input))
        {
            network.CheckSize("input", input, CellSpec.MinSize, CellSpec.MaxLayerSize);
            parser._above = string.Format(CultureInfo.InvariantCulture, "[Network(input: {0})]", input);
            parser._size = input;
        }

        bool isValid = true;
        bool hasLayers = false;
        foreach (AttributeData layer in type.GetAttributes())
        {
            if (WellKnownNames.LayerOf(layer.AttributeClass) is { } kind)
            {
                hasLayers = true;
                var reader = new AttributeReader(layer, constants, report, cancellation);
                if (PartOf(layer, cancellation) != PartOf(attribute, cancellation))
                {
                    reader.FailWhole(DiagnosticDescriptors.LayersInParts, type.Name);
                }

                // Behind a layer that is the compiler's to report, no size is known.
                if (reader.Constructor(NeededBy(kind)) is not { } arguments)
                {
                    return null;
                }

                isValid &= parser.Add(reader, kind, arguments);
            }
        }

        if (!hasLayers)
        {
            network.FailWhole(DiagnosticDescriptors.NoLayers, type.Name);
        }

        if (!isValid || !network.IsValid)
        {
            return null;
        }

        var spec = new NetworkSpec(parser._type, new EquatableArray<LayerSpec>(parser._layers), parser._isTrained);
        if (NetworkPlanner.ParameterFloatsOf(spec) > CellSpec.MaxBufferFloats)
        {
            network.FailWhole(
                DiagnosticDescriptors.UnusableNumber, "the number of parameters", NetworkPlanner.ParameterFloatsOf(spec), $"at most {CellSpec.MaxBufferFloats}");
            return null;
        }

        if (report is not null && NetworkPlanner.StateFloatsOf(spec) is > CellSpec.MaxStateFloatsInArray and long floats)
        {
            network.WarnWhole(DiagnosticDescriptors.LargeState, type.Name, sizeof(float) * floats, ushort.MaxValue);
        }

        return spec;
    }

    /// <summary>Reports layers on a type that is no network.</summary>
    /// <param name="type">The user's type.</param>
    /// <param name="layer">The first layer attribute on it.</param>
    /// <param name="constants">Those of other declarations.</param>
    /// <param name="report">Takes the problem.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static void ReportMissingNetwork(
        INamedTypeSymbol type, AttributeData layer, GeneratedConstants constants, Action<Diagnostic> report, CancellationToken cancellation)
    {
        var reader = new AttributeReader(layer, constants, report, cancellation);
        if (type.GetAttributes().Any(static attribute => WellKnownNames.IsWholeType(attribute.AttributeClass)))
        {
            reader.FailWhole(DiagnosticDescriptors.LayerWithoutNetwork, type.Name, "remove its layers, or declare a network instead of a cell");
            return;
        }

        bool isInputKnown = WellKnownNames.LayerOf(layer.AttributeClass) is LayerKind.Embedding
            || reader.Constructor() is { } arguments && (arguments.ContainsKey("input") || arguments.ContainsKey("inputs"));
        reader.FailWhole(
            DiagnosticDescriptors.LayerWithoutNetwork,
            isInputKnown ? AttributeReader.Property(DiagnosticProperties.NeedsNetwork, "") : ImmutableDictionary<string, string?>.Empty,
            type.Name, "add it, or declare a cell instead");
    }

    /// <summary>Where the declaration starts that an attribute stands on.</summary>
    private static (SyntaxTree?, int) PartOf(AttributeData attribute, CancellationToken cancellation) =>
        attribute.ApplicationSyntaxReference is { } reference
            ? (reference.SyntaxTree, reference.GetSyntax(cancellation).Ancestors().OfType<BaseTypeDeclarationSyntax>().FirstOrDefault()?.SpanStart ?? 0)
            : (null, 0);

    private static string[] NeededBy(LayerKind kind) => kind switch
    {
        LayerKind.Embedding => ["vocabulary", "size"],
        LayerKind.Dense => ["outputs"],
        LayerKind.Pooling => ["pooling"],
        _ => ["hidden"],
    };

    private bool Add(AttributeReader reader, LayerKind kind, IReadOnlyDictionary<string, int> arguments)
    {
        switch (kind)
        {
            case LayerKind.Embedding:
                AddEmbedding(reader, arguments["vocabulary"], arguments["size"]);
                break;
            case LayerKind.Dense:
                AddDense(reader, arguments);
                break;
            case LayerKind.Pooling:
                AddPooling(reader, arguments["pooling"]);
                break;
            default:
                AddRecurrent(reader, kind, arguments);
                break;
        }

        return reader.IsValid;
    }

    private void AddEmbedding(AttributeReader reader, int vocabulary, int size)
    {
        reader.CheckSize("vocabulary", vocabulary, 1, MaxVocabulary);
        reader.CheckSize("size", size, CellSpec.MinSize, CellSpec.MaxLayerSize);
        if (_above.Length > 0)
        {
            reader.FailWhole(DiagnosticDescriptors.LayerOrder, "[EmbeddingLayer]", _above, "it takes token ids");
        }

        (string member, string name) = Named(reader, "embedding");
        _layers.Add(new EmbeddingSpec(member, name, vocabulary, size));
        Below("[EmbeddingLayer]", size);
    }

    private void AddRecurrent(AttributeReader reader, LayerKind kind, IReadOnlyDictionary<string, int> arguments)
    {
        string attribute = $"[{kind}Layer]";
        int hidden = arguments["hidden"];
        reader.CheckSize("hidden", hidden, CellSpec.MinSize, CellSpec.MaxLayerSize);
        int input = Input(reader, attribute, "input", arguments, CellSpec.MaxLayerSize);
        if (_isPooled)
        {
            reader.FailWhole(DiagnosticDescriptors.LayerOrder, attribute, "pooling over time", "a sequence then has one row");
        }

        int stacked = reader.Option("Layers", 1);
        reader.CheckSize("Layers", stacked, 1, MaxStacked);
        bool bidirectional = reader.Option("Bidirectional", false);
        double dropout = reader.Option("Dropout", 0.0);
        if (!(dropout is >= 0 and < 1))
        {
            reader.FailAt(DiagnosticDescriptors.UnusableNumber, "Dropout", "Dropout", dropout.ToString("R", CultureInfo.InvariantCulture), "from 0 to below 1");
        }
        else if (dropout > 0 && stacked == 1)
        {
            reader.FailAt(DiagnosticDescriptors.OptionsConflict, "Dropout", AttributeReader.Idle, "Dropout", "Layers = 1", "it drops between stacked cells only");
        }

        (string member, string name) = Named(reader, kind.ToString().ToLowerInvariant());
        string state = _names.TakeStates(name, kind.ToString(), StateEndings(stacked, bidirectional));
        CellSpec first = CellParser.ParseOptions(reader, _type, (CellKind)kind, input, hidden) with { IsLayer = true, Training = _isTrained };
        for (int index = 0; index < stacked && reader.IsValid; index++)
        {
            CellSpec cell = index == 0 ? first : first with { Input = bidirectional ? 2 * first.OutputSize : first.OutputSize };
            string ending = StateEnding(index);
            _layers.Add(new RecurrentSpec(member + ending, state + ending, name, Nested(cell), index, bidirectional, index + 1 < stacked ? dropout : 0));
        }

        Below(attribute, bidirectional ? 2 * first.OutputSize : first.OutputSize);
        _directions = bidirectional ? 2 : 1;
    }

    /// <summary>What stands behind a layer's name in those of its cells, whatever number of them there is.</summary>
    private static string StateEnding(int index) => string.Format(CultureInfo.InvariantCulture, "L{0}", index);

    private static string[] StateEndings(int stacked, bool bidirectional) =>
    [
        .. from index in Enumerable.Range(0, Math.Min(Math.Max(1, stacked), MaxStacked))
           from direction in bidirectional ? (string[])["", RecurrentSpec.Reverse] : [""]
           select StateEnding(index) + direction,
    ];

    private void AddDense(AttributeReader reader, IReadOnlyDictionary<string, int> arguments)
    {
        int outputs = arguments["outputs"];
        reader.CheckSize("outputs", outputs, 1, MaxDenseOutputs);
        int input = Input(reader, "[DenseLayer]", "inputs", arguments, MaxDenseOutputs);
        DenseActivationKind activation = reader.EnumOption("Activation", DenseActivationKind.None);
        if (reader.EnumOption("Steps", DenseStepsKind.PerStep) == DenseStepsKind.LastStep && !_isPooled)
        {
            CheckLastStep(reader, "Steps");
            Pool(input, PoolingKind.LastStep);
        }

        (string member, string name) = Named(reader, "linear");
        _layers.Add(new DenseSpec(member, name, input, outputs, activation));
        Below("[DenseLayer]", outputs);
    }

    private void AddPooling(AttributeReader reader, int value)
    {
        PoolingKind pooling = reader.EnumValue<PoolingKind>("pooling", value);
        int input = Input(reader, "[PoolingLayer]", "", new Dictionary<string, int>(), 0);
        if (_isPooled)
        {
            reader.FailWhole(DiagnosticDescriptors.LayerOrder, "[PoolingLayer]", "pooling over time", "a sequence then has one row");
        }
        else if (pooling == PoolingKind.LastStep)
        {
            CheckLastStep(reader, "pooling");
        }
        else if (pooling == PoolingKind.FinalState && _directions == 0)
        {
            reader.FailAt(DiagnosticDescriptors.NoFinalState, "pooling", _above.Length > 0 ? _above : "no layer");
        }

        Pool(input, pooling);
        Below("[PoolingLayer]", input);
    }

    /// <summary>Says that the last step of a layer in both directions is not its final state.</summary>
    private void CheckLastStep(AttributeReader reader, string argument)
    {
        if (_directions == 2)
        {
            reader.WarnAt(DiagnosticDescriptors.LastStepOfBothDirections, argument, _above);
        }
    }

    private void Pool(int input, PoolingKind pooling)
    {
        _isPooled = true;
        _layers.Add(new PoolingSpec("Pooled", input, pooling));
    }

    /// <summary>What a layer takes: what the layers before give, and what it says itself must be the same.</summary>
    private int Input(AttributeReader reader, string attribute, string argument, IReadOnlyDictionary<string, int> arguments, int largest)
    {
        bool isDeclared = arguments.TryGetValue(argument, out int declared);
        if (isDeclared)
        {
            reader.CheckSize(argument, declared, 1, largest);
        }

        if (_size == 0 && !isDeclared && _above.Length == 0)
        {
            reader.FailWhole(DiagnosticDescriptors.UnknownInput, attribute);
        }

        // What is out of range has been reported, and meets nothing.
        if (_size > 0 && declared > 0 && declared <= largest && declared != _size)
        {
            reader.FailAt(
                DiagnosticDescriptors.SizesDiffer, argument,
                AttributeReader.Property(DiagnosticProperties.Size, _size.ToString(CultureInfo.InvariantCulture)),
                argument, declared, _above, _size);
        }

        if (_size > largest && largest > 0)
        {
            reader.FailWhole(DiagnosticDescriptors.SizeOutOfRange, $"What {_above} gives", _size, 1, largest);
        }

        return _size > 0 ? _size : Math.Max(1, declared);
    }

    private void Below(string attribute, int size)
    {
        _above = attribute;
        _size = size;
        _directions = 0;
    }

    private (string Member, string Name) Named(AttributeReader reader, string otherwise)
    {
        string? given = reader.Option<string?>("Name", null);
        string? problem = given is null ? null : _names.ProblemOf(given);
        if (problem is not null)
        {
            reader.FailAt(DiagnosticDescriptors.LayerName, "Name", given!, problem);
        }

        return _names.Take(given, otherwise);
    }

    /// <summary>The cell as a nested type, which it shares with those of the same declaration.</summary>
    private CellSpec Nested(CellSpec cell)
    {
        foreach (CellSpec other in _cells)
        {
            if (cell with { Type = other.Type } == other)
            {
                return other;
            }
        }

        string name = _names.TakeType(string.Format(CultureInfo.InvariantCulture, "{0}{1}x{2}", cell.Kind, cell.Input, cell.Hidden));
        bool hasTwin = _nested.Any(other => string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase));
        var type = new TypeSpec(
            _type.Namespace, new EquatableArray<TypeDeclarationSpec>([.. _type.Containers, _type.Declaration]), new TypeDeclarationSpec("class", name, ""),
            HintNames.Of(_type.HintName, name, hasTwin));
        _cells.Add(cell with { Type = type });
        return _cells[_cells.Count - 1];
    }
}
