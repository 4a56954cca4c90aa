using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using Microsoft.CodeAnalysis;
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
    private const long MaxParameterFloats = 0x7FFFFFC7 - 64;

    private readonly TypeSpec _type;
    private readonly LayerNames _names;
    private readonly List<LayerSpec> _layers = [];

    // Cells of equal declarations share a nested type.
    private readonly List<CellSpec> _cells = [];

    // What the layers so far give, in words and floats a row; 0 while it is not known.
    private string _above = "";
    private int _size;
    private bool _isPooled;

    private readonly bool _isTrained;

    private NetworkParser(TypeSpec type, bool isTrained)
    {
        _type = type;
        _isTrained = isTrained;
        _names = new LayerNames(type.Declaration.Name);
    }

    /// <summary>Parses one declaration.</summary>
    /// <param name="type">The user's type.</param>
    /// <param name="attribute">The network attribute on it.</param>
    /// <param name="report">Takes each problem found; null where only the model is wanted.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The model, or null if anything is wrong.</returns>
    public static NetworkSpec? Parse(INamedTypeSymbol type, AttributeData attribute, Action<Diagnostic>? report, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var network = new AttributeReader(attribute, report, cancellation);
        TypeParser.Check(type, attribute, network, cancellation);
        if (network.Constructor() is not { } sizes)
        {
            return null;
        }

        var parser = new NetworkParser(TypeParser.Parse(type), network.Option("Training", true));
        if (sizes.TryGetValue("input", out int input))
        {
            network.CheckSize("input", input, CellSpec.MinSize, CellSpec.MaxSize);
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
                var reader = new AttributeReader(layer, report, cancellation);
                isValid &= reader.Constructor() is { } arguments && parser.Add(reader, kind, arguments);
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
        if (NetworkPlanner.ParameterFloatsOf(spec) > MaxParameterFloats)
        {
            network.FailWhole(
                DiagnosticDescriptors.UnusableNumber, "the number of parameters", NetworkPlanner.ParameterFloatsOf(spec), "small enough for one array");
            return null;
        }

        return spec;
    }

    /// <summary>Reports layers on a type that is no network.</summary>
    /// <param name="type">The user's type.</param>
    /// <param name="layer">A layer attribute on it.</param>
    /// <param name="report">Takes each problem found.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static void CheckNetwork(INamedTypeSymbol type, AttributeData layer, Action<Diagnostic> report, CancellationToken cancellation)
    {
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (WellKnownNames.IsNetwork(attribute.AttributeClass))
            {
                return;
            }
        }

        new AttributeReader(layer, report, cancellation).FailWhole(DiagnosticDescriptors.LayerWithoutNetwork, type.Name);
    }

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
        reader.CheckSize("size", size, CellSpec.MinSize, CellSpec.MaxSize);
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
        reader.CheckSize("hidden", hidden, CellSpec.MinSize, CellSpec.MaxSize);
        int input = Input(reader, attribute, "input", arguments, CellSpec.MaxSize);
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
            reader.FailAt(DiagnosticDescriptors.OptionsConflict, "Dropout", "Dropout", "Layers = 1", "it drops between stacked cells only");
        }

        (string member, string name) = Named(reader, kind.ToString().ToLowerInvariant());
        CellSpec first = CellParser.ParseOptions(reader, _type, (CellKind)kind, input, hidden) with { IsLayer = true, Training = _isTrained };
        for (int index = 0; index < stacked && reader.IsValid; index++)
        {
            CellSpec cell = index == 0 ? first : first with { Input = bidirectional ? 2 * first.OutputSize : first.OutputSize };
            string layer = stacked == 1 && !bidirectional ? member : string.Format(CultureInfo.InvariantCulture, "{0}L{1}", member, index);
            _layers.Add(new RecurrentSpec(layer, name, Nested(cell), index, bidirectional, index + 1 < stacked ? dropout : 0));
        }

        Below(attribute, bidirectional ? 2 * first.OutputSize : first.OutputSize);
    }

    private void AddDense(AttributeReader reader, IReadOnlyDictionary<string, int> arguments)
    {
        int outputs = arguments["outputs"];
        reader.CheckSize("outputs", outputs, 1, MaxDenseOutputs);
        int input = Input(reader, "[DenseLayer]", "inputs", arguments, MaxDenseOutputs);
        DenseActivationKind activation = reader.EnumOption("Activation", DenseActivationKind.None);
        if (reader.EnumOption("Steps", DenseStepsKind.PerStep) == DenseStepsKind.LastStep && !_isPooled)
        {
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

        Pool(input, pooling);
        Below("[PoolingLayer]", input);
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

        if (_size > 0 && isDeclared && declared != _size)
        {
            reader.FailAt(DiagnosticDescriptors.SizesDiffer, argument, argument, declared, _above, _size);
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
        string file = _type.HintName.Substring(0, _type.HintName.Length - HintNames.Extension.Length);
        var type = new TypeSpec(
            _type.Namespace, new EquatableArray<TypeDeclarationSpec>([.. _type.Containers, _type.Declaration]), new TypeDeclarationSpec("class", name, ""),
            $"{file}.{name}{HintNames.Extension}");
        _cells.Add(cell with { Type = type });
        return _cells[_cells.Count - 1];
    }
}
