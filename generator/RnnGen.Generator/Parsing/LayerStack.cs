using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Layers;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Parsing;

/// <summary>The layers of a network that have been read, from top to bottom: what the next one must know of them.</summary>
/// <param name="type">The user's type, as emitted text names it.</param>
/// <param name="isTrained">Whether the backward pass is wanted.</param>
/// <param name="constants">Reads other declarations of the user's; null where the layers are those of a model file.</param>
internal sealed class LayerStack(TypeSpec type, bool isTrained, GeneratedConstants? constants)
{
    private readonly LayerNames _names = new(type.Declaration.Name);
    private readonly List<LayerSpec> _layers = [];

    // Cells of equal declarations share a nested type.
    private readonly List<CellSpec> _cells = [];

    // While the first layer that is no input has not been read: the inputs, with what reports of them.
    private readonly List<(AttributeReader Reader, string Attribute, InputSpec Spec)> _inputs = [];
    private bool _hasAllInputs;

    // Floats a row that the last layer gives; 0 while it is not known.
    private int _size;

    // Whether no layer can follow.
    private bool _isComplete;

    // What reports of dropout that no layer takes yet.
    private (AttributeReader Reader, string Attribute)? _dropout;

    /// <summary>The user's type.</summary>
    public TypeSpec Type => type;

    /// <summary>Whether the backward pass is wanted.</summary>
    public bool IsTrained => isTrained;

    /// <summary>Reads other declarations, or null.</summary>
    public GeneratedConstants? Constants => constants;

    /// <summary>The layers.</summary>
    public IReadOnlyList<LayerSpec> Layers => _layers;

    /// <summary>The inputs, where they are joined: there are several, or one that takes bags.</summary>
    public IReadOnlyList<InputSpec> Inputs { get; private set; } = [];

    /// <summary>Layers and inputs that have tensors, or take those of other layers.</summary>
    public int PartCount => _layers.Count + (Inputs.Count > 0 ? Inputs : _inputs.Select(static input => input.Spec)).Count(static input => input is not FloatInputSpec);

    /// <summary>Whether the inputs can stand side by side.</summary>
    public bool IsValid { get; private set; } = true;

    /// <summary>The attribute that says what the next layer takes, or empty for the first.</summary>
    public string Above { get; private set; } = "";

    /// <summary>Whether the next layer is the first.</summary>
    /// <param name="above">What says what it takes, or empty.</param>
    public bool IsFirst(out string above)
    {
        above = Above;
        return above.Length == 0 || above.StartsWith(NetworkParser.NetworkText, StringComparison.Ordinal);
    }

    /// <summary>Directions of the layer above: 0 where it is not recurrent.</summary>
    public int Directions { get; private set; }

    /// <summary>Whether the layer above has a cell that reads from the end.</summary>
    public bool ReadsFromEnd { get; private set; }

    /// <summary>Whether the layer above adds what it takes to what it gives.</summary>
    public bool IsResidual { get; private set; }

    /// <summary>Whether a sequence has one row.</summary>
    public bool IsPooled { get; private set; }

    /// <summary>Reads a layer.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="reader">Its attribute.</param>
    /// <param name="arguments">The arguments of the attribute's constructor.</param>
    public void Parse(LayerKind kind, AttributeReader reader, IReadOnlyDictionary<string, int> arguments)
    {
        if (!kind.IsInput)
        {
            EndInputs();
        }

        kind.Parse(reader, arguments, this);
    }

    /// <summary>Adds an input beside those before it.</summary>
    /// <param name="reader">Its attribute.</param>
    /// <param name="attribute">The attribute in messages.</param>
    /// <param name="reason">Why it cannot stand behind what is no input.</param>
    /// <param name="input">The input.</param>
    public void AddInput(AttributeReader reader, string attribute, string reason, InputSpec input)
    {
        if (Above.Length > 0)
        {
            reader.FailWhole(DiagnosticDescriptors.LayerOrder, attribute, Above, reason);
            return;
        }

        _inputs.Add((reader, attribute, input));
    }

    /// <summary>Says what the inputs give: the only one as a layer, or as what the network takes; several side by side.</summary>
    public void EndInputs()
    {
        if (_hasAllInputs)
        {
            return;
        }

        _hasAllInputs = true;
        if (_inputs.Count == 0)
        {
            return;
        }

        (AttributeReader reader, string attribute, InputSpec first) = _inputs[_inputs.Count - 1];
        if (_inputs.Count == 1 && first.MayBeAlone)
        {
            _inputs.Clear();
            if (first is not FloatInputSpec)
            {
                Add(first);
            }
            else if (first.Dropout.Drops)
            {
                Add(Dropped(first.Output, first.Dropout));
            }

            Below(attribute, reader.IsValid ? first.Output : 0);
            return;
        }

        int size = (int)Math.Min(_inputs.Sum(static input => (long)input.Spec.Output), int.MaxValue);
        if (size > CellSpec.MaxLayerSize && _inputs.All(static input => input.Reader.IsValid))
        {
            reader.FailWhole(DiagnosticDescriptors.SizeOutOfRange, "What the inputs give together", size, 1, CellSpec.MaxLayerSize);
        }

        Inputs = [.. _inputs.Select(input => input.Spec with { Argument = input.Reader.IsValid ? Spans(input.Reader, input.Spec) : "" })];
        IsValid = _inputs.All(static input => input.Reader.IsValid);

        // What is out of range has been reported, and meets nothing.
        Below("the joined input", IsValid ? size : 0);
    }

    private string Spans(AttributeReader reader, InputSpec input)
    {
        (string argument, string? problem) = _names.TakeArgument(input.Name, input.Member, input.Endings);
        if (problem is not null)
        {
            reader.FailAt(DiagnosticDescriptors.LayerName, "Name", input.Name, problem);
        }

        return argument;
    }

    /// <summary>Adds a layer, or a part of one.</summary>
    public void Add(LayerSpec layer) => _layers.Add(layer);

    /// <summary>Adds a whole layer that is not recurrent.</summary>
    public void Add(LayerSpec layer, string attribute)
    {
        Add(layer);
        Below(attribute, layer.Output);
    }

    /// <summary>Adds a layer that no other can follow.</summary>
    public void AddLast(LayerSpec layer, string attribute)
    {
        Add(layer, attribute);
        _isComplete = true;
    }

    /// <summary>Whether the next layer takes what is dropped of the rows of the layer above.</summary>
    public bool IsBehindDropout => _dropout is not null;

    /// <summary>Adds dropout: what the layer above is, it is for the layer behind it too.</summary>
    /// <param name="reader">Its attribute.</param>
    /// <param name="attribute">The attribute in messages.</param>
    /// <param name="size">Floats a row.</param>
    /// <param name="dropout">What is dropped.</param>
    public void AddDropout(AttributeReader reader, string attribute, int size, DropoutSpec dropout)
    {
        if (IsBehindDropout)
        {
            reader.FailWhole(DiagnosticDescriptors.LayerOrder, attribute, attribute, "one of them is enough");
        }

        Add(Dropped(size, dropout));
        _dropout = (reader, attribute);
    }

    /// <summary>Reports dropout behind the last layer that gives rows.</summary>
    /// <returns>Whether there is none.</returns>
    public bool CheckDropout()
    {
        _dropout?.Reader.FailWhole(DiagnosticDescriptors.LayerOrder, _dropout.Value.Attribute, Above, "what a network gives is not dropped");
        return _dropout is null;
    }

    private DropoutLayerSpec Dropped(int size, DropoutSpec dropout) => new(_names.TakeMember("Dropped"), size, dropout);

    /// <summary>Adds pooling.</summary>
    public void AddPooling(LayerSpec layer)
    {
        Add(layer);
        IsPooled = true;
    }

    /// <summary>Says what the next layer takes.</summary>
    /// <param name="attribute">The attribute that decides it.</param>
    /// <param name="size">Floats a row.</param>
    /// <param name="directions">Directions of the layer, if it is recurrent.</param>
    /// <param name="readsFromEnd">Whether one of them is from the end.</param>
    /// <param name="isResidual">Whether it adds what it takes to what it gives.</param>
    public void Below(string attribute, int size, int directions = 0, bool readsFromEnd = false, bool isResidual = false)
    {
        Above = attribute;
        _dropout = null;
        _size = size;
        Directions = directions;
        ReadsFromEnd = readsFromEnd;
        IsResidual = isResidual;
    }

    /// <summary>Makes the table of an embedding the weight of a dense layer, too; what does not fit is reported.</summary>
    /// <param name="reader">The dense layer's attribute.</param>
    /// <param name="table">The embedding's name.</param>
    /// <param name="name">The dense layer's name.</param>
    /// <param name="inputs">Floats that it takes.</param>
    /// <param name="outputs">Floats that it gives.</param>
    public void Tie(AttributeReader reader, string table, string name, int inputs, int outputs)
    {
        EmbeddingSpec[] tables = [.. _layers.Concat(Inputs).OfType<EmbeddingSpec>()];
        if (tables.FirstOrDefault(embedding => embedding.Name == table) is not { } found)
        {
            string names = string.Join(", ", tables.Select(static embedding => $"'{embedding.Name}'"));
            Fail($"no [EmbeddingLayer] of the network has that name{(names.Length == 0 ? "" : $" (there is {names})")}");
        }
        else if (found.TiedTo is { } other)
        {
            Fail($"'{other}' is tied to it already");
        }
        else if (found.Vocabulary != outputs || found.Output != inputs)
        {
            Fail(string.Format(
                CultureInfo.InvariantCulture, "its table is [{0}, {1}], and the weight of this layer [{2}, {3}]", found.Vocabulary, found.Output, outputs, inputs));
        }
        else if (found.HasSparseRows)
        {
            reader.FailAt(DiagnosticDescriptors.OptionsConflict, "TieTo", "TieTo", "SparseRows", "each step then uses all rows of the table");
        }
        else
        {
            EmbeddingSpec tied = found with { TiedTo = name };
            Inputs = [.. Inputs.Select(input => input == found ? tied : input)];
            int index = _layers.IndexOf(found);
            if (index >= 0)
            {
                _layers[index] = tied;
            }
        }

        void Fail(string reason) => reader.FailAt(DiagnosticDescriptors.TiedTo, "TieTo", table, reason);
    }

    /// <summary>What a layer takes: what the layers before give, and what it says itself must be the same.</summary>
    /// <param name="reader">Its attribute.</param>
    /// <param name="attribute">The attribute in messages.</param>
    /// <param name="argument">The argument with which it says so, or empty.</param>
    /// <param name="arguments">The arguments of the attribute's constructor.</param>
    /// <param name="largest">The most it can take, or 0 for any number.</param>
    public int Input(AttributeReader reader, string attribute, string argument, IReadOnlyDictionary<string, int> arguments, int largest)
    {
        if (_isComplete)
        {
            reader.FailWhole(DiagnosticDescriptors.LayerOrder, attribute, Above, "that is the network's last layer");
        }

        bool isDeclared = arguments.TryGetValue(argument, out int declared);
        if (isDeclared)
        {
            reader.CheckSize(argument, declared, 1, largest);
        }

        if (_size == 0 && !isDeclared && Above.Length == 0)
        {
            reader.FailWhole(DiagnosticDescriptors.UnknownInput, attribute);
        }

        // What is out of range has been reported, and meets nothing.
        if (_size > 0 && declared > 0 && declared <= largest && declared != _size)
        {
            reader.FailAt(
                DiagnosticDescriptors.SizesDiffer, argument,
                AttributeReader.Property(DiagnosticProperties.Size, _size.ToString(CultureInfo.InvariantCulture)),
                argument, declared, Above, _size);
        }

        if (_size > largest && largest > 0)
        {
            reader.FailWhole(DiagnosticDescriptors.SizeOutOfRange, $"What {Above} gives", _size, 1, largest);
        }

        return _size > 0 ? _size : Math.Max(1, declared);
    }

    /// <summary>The names of a layer: in emitted text, and in a <c>state_dict</c>.</summary>
    /// <param name="reader">Its attribute.</param>
    /// <param name="otherwise">The usual name of its kind.</param>
    public (string Member, string Name) Named(AttributeReader reader, string otherwise)
    {
        string? given = reader.Option<string?>("Name", null);
        string? problem = given is null ? null : _names.ProblemOf(given);
        if (problem is not null)
        {
            reader.FailAt(DiagnosticDescriptors.LayerName, "Name", given!, problem);
        }

        return _names.Take(given, otherwise);
    }

    /// <summary>Takes the names of layers of a network inside this one.</summary>
    /// <param name="reader">The attribute of the layer that it is.</param>
    /// <param name="names">The names, with that of the layer before each.</param>
    public void TakeNames(AttributeReader reader, IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            if (_names.ProblemOf(name) is { } problem)
            {
                reader.FailAt(DiagnosticDescriptors.LayerName, "Name", name, problem);
            }

            _names.TakeName(name);
        }
    }

    /// <inheritdoc cref="LayerNames.TakeStates"/>
    public string NamedStates(string name, string otherwise, IReadOnlyCollection<string> endings) => _names.TakeStates(name, otherwise, endings);

    /// <summary>The cell as a nested type, which it shares with those of the same declaration.</summary>
    public CellSpec Nested(CellSpec cell)
    {
        foreach (CellSpec other in _cells)
        {
            if (cell with { Type = other.Type } == other)
            {
                return other;
            }
        }

        string name = _names.TakeType(string.Format(CultureInfo.InvariantCulture, "{0}{1}x{2}", cell.Kind, cell.Input, cell.Hidden));
        var nested = new TypeSpec(
            type.Namespace, new EquatableArray<TypeDeclarationSpec>([.. type.Containers, type.Declaration]), new TypeDeclarationSpec("class", name, ""), type.HintName);
        _cells.Add(cell with { Type = nested });
        return _cells[_cells.Count - 1];
    }
}
