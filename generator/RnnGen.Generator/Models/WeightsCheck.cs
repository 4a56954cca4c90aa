using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Models;

/// <summary>A declared cell or layer that takes weights of a file.</summary>
/// <param name="Attribute">Which attribute of the type declares it.</param>
/// <param name="Layer">Its name in a <c>state_dict</c>, or empty.</param>
/// <param name="Declared">Its declaration in messages.</param>
/// <param name="Module">Its tensors.</param>
internal sealed record DeclaredModule(int Attribute, string Layer, string Declared, ModuleSpec Module);

/// <summary>Weights that do not fit.</summary>
/// <param name="Attribute">Which attribute of the type is at fault.</param>
/// <param name="Descriptor">What is wrong.</param>
/// <param name="Arguments">Those of its message.</param>
internal sealed record WeightsFault(int Attribute, DiagnosticDescriptor Descriptor, object[] Arguments);

/// <summary>
/// Whether the weights of a file fit a declaration: by the rules of <c>LoadMode.Module</c>, by which <c>Create</c> loads them. (The library has those in
/// <c>ModelReader</c>, <c>NetworkParameters</c> and <c>PanelLayout</c>; a test compares the outcomes.)
/// </summary>
/// <param name="model">The file.</param>
internal sealed class WeightsCheck(ModelDescription model)
{
    private const string FirstCell = "_l0";
    private const string Reverse = "_reverse";
    private const int MaxNames = 8;

    private readonly Dictionary<string, string> _shapes = model.Tensors
        .GroupBy(static tensor => tensor.Name)
        .ToDictionary(static tensor => tensor.Key, static tensor => tensor.First().Shape);

    private readonly HashSet<string> _read = [];

    // Why what was not found was not taken by place either; or empty.
    private string _whyNotByPlace = "";

    /// <summary>What is wrong: of each layer one thing.</summary>
    /// <param name="modules">All that is declared, in the order in which data goes through it.</param>
    public IReadOnlyList<WeightsFault> FaultsOf(IReadOnlyList<DeclaredModule> modules)
    {
        (string Prefix, string Suffix)[] places = PlacesOf(modules);
        var troubles = modules.Zip(places, TroubleOf).ToList();

        // What no layer reads explains a layer that does not fit, or is at fault itself.
        string[] prefixes = [.. places.Select(static place => place.Prefix).Distinct()];
        ILookup<string?, string> unread = model.Tensors
            .Select(static tensor => tensor.Name)
            .Where(name => !_read.Contains(name))
            .ToLookup(name => ModuleOf(name, prefixes));
        var faults = new List<WeightsFault>();
        for (int index = 0; index < prefixes.Length; index++)
        {
            string prefix = prefixes[index];
            (DeclaredModule Module, Trouble? Trouble)[] own = [.. troubles.Where((_, at) => places[at].Prefix == prefix)];
            (DeclaredModule module, Trouble? trouble) = own.FirstOrDefault(static part => part.Trouble is not null);
            string[] unreadOfIt =
            [
                .. unread[prefix].OrderBy(name => WhyUnread(name.Substring(prefix.Length)) is null).ThenByDescending(static name => name.Contains("weight")),
            ];
            if (trouble is not null)
            {
                string explanation = string.Concat(unreadOfIt
                    .Select(name => (Name: name, Reason: WhyUnread(name.Substring(prefix.Length))))
                    .Where(static tensor => tensor.Reason is not null)
                    .GroupBy(static tensor => tensor.Reason)
                    .Select(static reason => $"; {reason.First().Name} is there: {reason.Key}"));
                explanation += trouble.Descriptor == DiagnosticDescriptors.WeightsMissing ? _whyNotByPlace : "";
                faults.Add(new WeightsFault(module.Attribute, trouble.Descriptor, [.. trouble.Arguments, explanation]));
            }
            else if (unreadOfIt.Length > 0)
            {
                module = own[0].Module;
                string why = WhyUnread(unreadOfIt[0].Substring(prefix.Length)) is { } reason ? ": " + reason : "";
                faults.Add(new WeightsFault(
                    module.Attribute, DiagnosticDescriptors.WeightsUnread, [Names(unreadOfIt), model.FileName, module.Declared, why]));
            }
        }

        return faults;
    }

    /// <summary>
    /// What a declaration lacks that does not read a tensor, or null where its name does not tell: as the library says it (a test compares them).
    /// </summary>
    /// <param name="name">The tensor's name in its module.</param>
    public static string? WhyUnread(string name)
    {
        bool isInitial = name.StartsWith("initial_", StringComparison.Ordinal);
        bool isOfPair = isInitial || name.StartsWith("weight_", StringComparison.Ordinal) || name.StartsWith("bias_", StringComparison.Ordinal);
        int layer = name.IndexOf("_l", StringComparison.Ordinal) is var at and >= 0 && at + 2 < name.Length && name[at + 2] is >= '0' and <= '9' ? at : -1;
        return name switch
        {
            _ when name.StartsWith("weight_hr", StringComparison.Ordinal) => "the declaration lacks a projection",
            _ when name.StartsWith("weight_peephole", StringComparison.Ordinal) => "the declaration lacks peepholes",
            _ when name.StartsWith("layer_norm_", StringComparison.Ordinal) => "the declaration lacks layer normalisation",
            _ when isOfPair && name.EndsWith(Reverse, StringComparison.Ordinal) => "the declaration lacks the other direction",
            _ when isOfPair && layer >= 0 && name.Substring(layer) != FirstCell => "the declaration has fewer layers",
            _ when name.StartsWith("bias_", StringComparison.Ordinal) => "the declaration has no biases",
            _ when isInitial && name.StartsWith("initial_c", StringComparison.Ordinal) => "only an LSTM has a state c",
            _ => null,
        };
    }

    /// <summary>What stands before and behind the names of each module's tensors in the file.</summary>
    private (string Prefix, string Suffix)[] PlacesOf(IReadOnlyList<DeclaredModule> modules)
    {
        // The only layer that has tensors may be there without its name: a file of that layer alone does not have it.
        bool isOnly = modules.Select(static module => module.Layer).Distinct().Count() == 1;
        bool isBare = isOnly && !Has(PrefixOf(modules[0].Layer) + First(modules[0])) && Has(First(modules[0]));
        (string Prefix, string Suffix)[] places = [.. modules.Select(module => (isBare ? "" : PrefixOf(module.Layer), module.Module.Suffix))];
        bool isNamed = places.Zip(modules, (place, module) => Has(place.Prefix + First(module)) || IsCell(place, module)).All(static isThere => isThere);
        if (!isNamed && model.Modules.Count > 0)
        {
            // A file whose order is known, and that has other names, is taken by place.
            (string Prefix, string Suffix)[] there = [.. model.Modules.Select(static module => (module.Prefix, module.Suffix))];
            _whyNotByPlace = WhyNotByPlace(there, modules);
            places = _whyNotByPlace.Length == 0 ? there : places;
        }

        return [.. places.Zip(modules, (place, module) => (place.Prefix, IsCell(place, module) ? "" : place.Suffix))];
    }

    /// <summary>Why what is there cannot be taken for what is declared, one after the other; or empty.</summary>
    private static string WhyNotByPlace((string Prefix, string Suffix)[] there, IReadOnlyList<DeclaredModule> modules)
    {
        if (there.Length != modules.Count)
        {
            return $"; it has {there.Length} cells and layers with tensors, and {modules.Count} are declared";
        }

        // Weights of one direction fit the other without an error, and give other outputs.
        for (int index = 0; index < there.Length; index++)
        {
            string wanted = modules[index].Module.Suffix, found = there[index].Suffix;
            bool isHalf = index > 0 && modules[index - 1].Layer == modules[index].Layer && wanted == modules[index - 1].Module.Suffix + Reverse;
            bool isHalfThere = index > 0 && there[index - 1].Prefix == there[index].Prefix && found == there[index - 1].Suffix + Reverse;
            if (wanted.EndsWith(Reverse, StringComparison.Ordinal) != found.EndsWith(Reverse, StringComparison.Ordinal) || isHalf != isHalfThere)
            {
                return $"; {there[index].Prefix}weight_ih{found} does not take its place, since their directions differ";
            }
        }

        return "";
    }

    /// <summary>Whether the tensors have the names of a cell (<c>nn.LSTMCell</c>), and not those of a layer's first one.</summary>
    private bool IsCell((string Prefix, string Suffix) place, DeclaredModule module) =>
        place.Suffix == FirstCell && module.Module.Suffix.Length > 0 && !Has(place.Prefix + "weight_ih" + FirstCell) && Has(place.Prefix + "weight_ih");

    private (DeclaredModule Module, Trouble? Trouble) TroubleOf(DeclaredModule module, (string Prefix, string Suffix) place)
    {
        (string Name, TensorSpec Tensor)[] tensors = [.. module.Module.Tensors.Select(tensor => (Full(place, tensor, module), tensor))];
        bool hasBias = tensors.Any(tensor => IsBias(tensor.Tensor) && Has(tensor.Name));
        (string Name, TensorSpec Tensor)[] wanted =
            [.. tensors.Where(tensor => Has(tensor.Name) || !tensor.Tensor.IsOptional || (hasBias && IsBias(tensor.Tensor)))];
        _read.UnionWith(wanted.Select(static tensor => tensor.Name));

        // The recurrent weights tell the hidden units, the others what a layer takes.
        (string Name, TensorSpec Tensor)[] wrong = [.. wanted.Where(tensor => Has(tensor.Name) && _shapes[tensor.Name] != tensor.Tensor.ShapeText)];
        if (wrong.Length > 0)
        {
            (string name, TensorSpec tensor) = wrong.OrderBy(static tensor => !tensor.Tensor.Name.StartsWith("weight_hh", StringComparison.Ordinal)).First();
            return (module, new Trouble(DiagnosticDescriptors.WeightsDiffer, [name, model.FileName, _shapes[name], module.Declared, tensor.ShapeText]));
        }

        (string Name, TensorSpec Tensor)[] missing = [.. wanted.Where(tensor => !Has(tensor.Name))];
        string[] all = [.. model.Tensors.Select(static tensor => tensor.Name)];
        return (module, missing.Length == 0 ? null : new Trouble(
            DiagnosticDescriptors.WeightsMissing, [missing[0].Name, model.FileName, module.Declared, missing[0].Tensor.ShapeText, Names(all)]));

        static bool IsBias(TensorSpec tensor) => CellTensors.Biases.Any(bias => tensor.Name.StartsWith(bias, StringComparison.Ordinal));
    }

    /// <summary>The layer's part of a tensor's name, of those that are declared, or null.</summary>
    private static string? ModuleOf(string name, string[] prefixes) => prefixes.FirstOrDefault(prefix =>
        name.StartsWith(prefix, StringComparison.Ordinal) && name.IndexOf('.', prefix.Length) < 0);

    private bool Has(string name) => _shapes.ContainsKey(name);

    private static string First(DeclaredModule module) => module.Module.Tensors[0].Name;

    private static string Full((string Prefix, string Suffix) place, TensorSpec tensor, DeclaredModule module) =>
        place.Prefix + tensor.Name.Substring(0, tensor.Name.Length - module.Module.Suffix.Length) + place.Suffix;

    /// <summary>What stands before the names of a layer's tensors: a dot is put behind where the name ends in a letter or digit.</summary>
    private static string PrefixOf(string layer) => layer.Length > 0 && char.IsLetterOrDigit(layer[layer.Length - 1]) ? layer + "." : layer;

    private static string Names(string[] names) => names.Length == 0 ? "no tensors"
        : string.Join(", ", names.Take(MaxNames)) + (names.Length > MaxNames ? $" and {names.Length - MaxNames} more" : "");

    /// <summary>What is wrong with a module.</summary>
    private sealed record Trouble(DiagnosticDescriptor Descriptor, object[] Arguments);
}
