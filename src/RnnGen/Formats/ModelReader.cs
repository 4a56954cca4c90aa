using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using RnnGen.Cells;
using RnnGen.Networks;

namespace RnnGen.Formats;

/// <summary>Reads the tensors of all modules of a model.</summary>
/// <param name="reader">Where from.</param>
/// <param name="parameters">The flat span, of zeros.</param>
/// <param name="rest">The states of all cells from which streams start, of zeros.</param>
internal delegate void ModelReading(ModelReader reader, Span<float> parameters, Span<float> rest);

/// <summary>
/// One load of a cell or network, wholly or not at all. It knows which modules are declared and what was read of them, and so what was not. A tensor that is
/// missing or wrong does not end the reading at once: what explains it may be a tensor that nothing reads, and that is known when all modules have been read.
/// </summary>
internal sealed class ModelReader
{
    private const int MaxNames = 32;

    private readonly IReadOnlyList<DeclaredModule> _declared;

    // Where each declared module is read from, and the prefixes of all of these.
    private readonly IReadOnlyList<TensorModule> _places;
    private readonly HashSet<string> _modules;
    private readonly bool _isByPlace;

    // Why what was not found was not read by place either; or empty.
    private readonly string _whyNotByPlace = "";
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly List<TensorFormatException> _failures = [];
    private int _current;

    private ModelReader(ITensorSource source, string prefix, IReadOnlyList<DeclaredModule> declared, bool mayReadByPlace)
    {
        Source = source;
        _declared = declared;
        _places = ByName(source, prefix, declared);
        if (mayReadByPlace && !_places.Zip(declared).All(module => module.Second.IsIn(source, module.First)) && source.Modules is { } modules)
        {
            string start = TensorPrefix.Of(prefix, "");
            TensorModule[] there = [.. modules.Where(module => module.Prefix.StartsWith(start, StringComparison.Ordinal))];
            _whyNotByPlace = WhyNotByPlace(there, declared);
            _isByPlace = _whyNotByPlace.Length == 0;
            _places = _isByPlace ? there : _places;
        }

        _modules = new HashSet<string>(_places.Select(static place => place.Prefix), StringComparer.Ordinal);
    }

    internal ITensorSource Source { get; }

    /// <summary>Loads the parameters of a model, and the state from which its streams start; they stay as they were if anything is wrong.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="prefix">What stands before the names of all modules; a dot is put behind where it ends in a letter or digit.</param>
    /// <param name="mode">What to do about tensors that nothing reads.</param>
    /// <param name="declared">The cells and layers with tensors that are declared, in the order in which data goes through them.</param>
    /// <param name="parameters">The flat span.</param>
    /// <param name="rest">The states of all cells from which streams start.</param>
    /// <param name="read">Reads all modules.</param>
    /// <param name="mayReadByPlace">Whether modules of other names may be read one after the other: they are all of the model, and not some.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mode"/> is none of the three.</exception>
    /// <exception cref="ArgumentException">The source cannot list its tensors, which <see cref="LoadMode.WholeFile"/> needs.</exception>
    /// <exception cref="TensorFormatException">A tensor is missing or not what it should be, or is there and nothing reads it.</exception>
    public static void Load(
        ITensorSource source, string prefix, LoadMode mode, IReadOnlyList<DeclaredModule> declared, Span<float> parameters, Span<float> rest,
        ModelReading read, bool mayReadByPlace = true)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(read);
        if (!Enum.IsDefined(mode))
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, $"'{nameof(mode)}' must be Module, WholeFile or DeclaredOnly.");
        }

        if (mode == LoadMode.WholeFile && source.Names is null)
        {
            throw new ArgumentException($"{nameof(LoadMode.WholeFile)} needs a source that lists its tensors; {source.Name} does not.", nameof(mode));
        }

        var reader = new ModelReader(source, prefix, declared, mayReadByPlace);

        // Nobody computes with parameters that are all zeros, as those of a new model are: they are read straight into place. Others stay until all is there.
        bool isNew = !MemoryMarshal.Cast<float, int>(parameters).ContainsAnyExcept(0);
        Span<float> loaded = isNew ? parameters : new float[parameters.Length];
        float[] loadedRest = new float[rest.Length];
        bool isWhole = false;
        try
        {
            reader.ReadAll(loaded, loadedRest, read);
            reader.ThrowIfWrong(mode);
            isWhole = true;
        }
        finally
        {
            if (isNew && !isWhole)
            {
                parameters.Clear();
            }
        }

        if (!isNew)
        {
            loaded.CopyTo(parameters);
        }

        loadedRest.CopyTo(rest);
    }

    /// <summary>Where a declared module is read from. What is read until this is called again is of that module.</summary>
    /// <param name="index">Which of those declared.</param>
    public TensorModule Module(int index)
    {
        _current = index;
        return _places[index];
    }

    /// <summary>Whether a declared module is among those that are read.</summary>
    /// <param name="declared">It.</param>
    public bool Declares(DeclaredModule declared) => _declared.Contains(declared);

    /// <summary>Where another declared module is.</summary>
    /// <param name="declared">It.</param>
    public TensorModule PlaceOf(DeclaredModule declared)
    {
        for (int index = 0; index < _declared.Count; index++)
        {
            if (_declared[index] == declared)
            {
                return _places[index];
            }
        }

        throw new ArgumentException($"{declared} is not among those that are read.", nameof(declared));
    }

    /// <summary>Whether anything was wrong so far.</summary>
    public bool HasFailed => _failures.Count > 0;

    /// <summary>Reads a whole tensor, if it is as it should be.</summary>
    /// <param name="name">The tensor's full name.</param>
    /// <param name="shape">The shape that it must have.</param>
    /// <param name="destination">Takes it.</param>
    internal void Read(string name, ReadOnlySpan<int> shape, Span<float> destination)
    {
        if (CanRead(name, shape))
        {
            try
            {
                Source.Read(name, shape, destination);
            }
            catch (TensorFormatException exception)
            {
                Fail(exception);
            }
        }
    }

    /// <summary>The rows of a tensor, or null if it is not as it should be.</summary>
    /// <param name="name">The tensor's full name.</param>
    /// <param name="shape">The shape that it must have.</param>
    /// <param name="columns">Elements a row.</param>
    /// <param name="mostRows">The most rows that are asked for at once.</param>
    internal TensorRows? Rows(string name, int[] shape, int columns, int mostRows)
    {
        if (!CanRead(name, shape))
        {
            return null;
        }

        try
        {
            return new TensorRows(Source, name, shape, columns, mostRows);
        }
        catch (TensorFormatException exception)
        {
            Fail(exception);
            return null;
        }
    }

    /// <summary>Keeps what is wrong; the first is what the load ends with.</summary>
    internal void Fail(TensorFormatException exception) => _failures.Add(Explained(exception));

    /// <summary>
    /// Where the declared modules are by their names. The only one that has tensors may be there without its name: a file of that module alone does not have it.
    /// </summary>
    private static TensorModule[] ByName(ITensorSource source, string prefix, IReadOnlyList<DeclaredModule> declared)
    {
        bool isOnly = declared.Select(static module => module.Layer).Distinct().Count() == 1;
        bool isBare = isOnly && !source.Contains(TensorPrefix.Of(prefix, declared[0].Layer) + declared[0].First)
            && source.Contains(TensorPrefix.Of(prefix, "") + declared[0].First);
        return [.. declared.Select(module => new TensorModule(TensorPrefix.Of(prefix, isBare ? "" : module.Layer), module.Suffix))];
    }

    /// <summary>Why what is there cannot be read for what is declared, one after the other; or empty.</summary>
    private static string WhyNotByPlace(TensorModule[] there, IReadOnlyList<DeclaredModule> declared)
    {
        if (there.Length != declared.Count)
        {
            return $"; cells and layers with tensors: {there.Length} in the file, {declared.Count} declared";
        }

        // Weights of one direction fit the other without an error, and give other outputs.
        for (int index = 0; index < there.Length; index++)
        {
            string wanted = declared[index].Suffix, found = there[index].Suffix;
            bool isHalf = index > 0 && declared[index - 1].Layer == declared[index].Layer && StateDictNames.AreBothDirections(declared[index - 1].Suffix, wanted);
            bool isHalfThere = index > 0 && there[index - 1].Prefix == there[index].Prefix && StateDictNames.AreBothDirections(there[index - 1].Suffix, found);
            if (StateDictNames.IsReverse(wanted) != StateDictNames.IsReverse(found) || isHalf != isHalfThere)
            {
                return $"; by its place '{MessageText.Printable(there[index].Name(declared[index].Tensor))}' would be for {declared[index]}, but the directions of the two differ";
            }
        }

        return "";
    }

    private void ReadAll(Span<float> parameters, Span<float> rest, ModelReading read)
    {
        try
        {
            read(this, parameters, rest);
        }
        catch (TensorFormatException exception) when (_isByPlace)
        {
            throw Explained(exception);
        }
    }

    /// <summary>Of a tensor that was read by place, says for what: the declaration does not have its name.</summary>
    private TensorFormatException Explained(TensorFormatException exception) => !_isByPlace ? exception
        : new(exception.File, exception.Tensor, exception.Field, $"{exception.Problem.TrimEnd('.')}; by its place it is for {_declared[_current]}", exception);

    /// <summary>Counts a tensor as read. After a failure tensors are only checked.</summary>
    private bool CanRead(string name, ReadOnlySpan<int> shape)
    {
        string listed = Source.NameOf(name);
        _read.Add(listed);
        if (listed != name)
        {
            // What else the module has is listed under that name's module, and must be read as well.
            _modules.Add(listed[..(listed.LastIndexOf('.') + 1)]);
        }

        if (Source is not ITensorParts parts)
        {
            return _failures.Count == 0;
        }

        try
        {
            parts.Check(name, shape);
        }
        catch (TensorFormatException exception)
        {
            Fail(exception);
        }

        return _failures.Count == 0;
    }

    private void ThrowIfWrong(LoadMode mode)
    {
        // First those whose names tell what the declaration lacks, the weights before the biases.
        string[] unread = [.. (Source.Names ?? []).Where(name => !_read.Contains(name))
            .OrderBy(name => WhyUnread(name) is null)
            .ThenByDescending(static name => name.Contains("weight", StringComparison.Ordinal))
            .ThenBy(static name => name, StringComparer.Ordinal)];
        string[] unreadOfModules = [.. unread.Where(name => ModuleOf(name) is not null)];
        if (_failures.Count > 0)
        {
            ThrowFailure(unreadOfModules);
        }

        string[] refused = mode switch { LoadMode.WholeFile => unread, LoadMode.Module => unreadOfModules, _ => [] };
        if (refused.Length > 0)
        {
            string why = (WhyUnread(refused[0]) is { } reason ? $": {reason}" : "") + ReadersOf(refused[0]);
            string others = refused.Length == 1 ? "" : $"; nor {Names(refused[1..])}";
            throw new TensorFormatException(
                Source.Name, refused[0], null, $"is there, but nothing reads it{why}{others} ({nameof(LoadMode)}.{nameof(LoadMode.DeclaredOnly)} would ignore such tensors)");
        }
    }

    private void ThrowFailure(string[] unread)
    {
        TensorFormatException first = _failures[0];
        string explanation = "";
        if (first.Field == "shape")
        {
            // One of each kind is enough: of eight tensors of the other direction one says it.
            IEnumerable<string> reasons = unread
                .Select(name => (Name: name, Reason: WhyUnread(name)))
                .Where(static tensor => tensor.Reason is not null)
                .DistinctBy(static tensor => tensor.Reason)
                .Select(static tensor => $"; '{MessageText.Printable(tensor.Name)}' is there: {tensor.Reason}");
            IEnumerable<string> missing = _failures
                .Where(failure => failure.Tensor is { } tensor && !Source.Contains(tensor))
                .Select(static failure => $"; '{MessageText.Printable(failure.Tensor!)}' is missing");
            explanation = string.Concat(reasons.Concat(missing).Take(MaxNames));
        }

        explanation += _whyNotByPlace;
        if (explanation.Length > 0)
        {
            throw new TensorFormatException(first.File, first.Tensor, first.Field, first.Problem + explanation, first);
        }

        ExceptionDispatchInfo.Throw(first);
    }

    private string? WhyUnread(string name) => ModuleOf(name) is { } module ? StateDictNames.WhyUnread(name[module.Length..]) : null;

    /// <summary>Of a tensor that nothing reads, what was read by place from its module; or nothing.</summary>
    private string ReadersOf(string name)
    {
        if (!_isByPlace || ModuleOf(name) is not { } module)
        {
            return "";
        }

        return $" (by its place the module is for {string.Join(" and ", _declared.Where((_, index) => _places[index].Prefix == module))})";
    }

    /// <summary>The declared module that a tensor is of, or null.</summary>
    private string? ModuleOf(string name) => _modules.FirstOrDefault(module =>
        name.StartsWith(module, StringComparison.Ordinal) && name.IndexOf('.', module.Length) < 0);

    private static string Names(string[] names)
    {
        string shown = string.Join(", ", names.Take(MaxNames).Select(static name => $"'{MessageText.Printable(name)}'"));
        return names.Length > MaxNames ? $"{shown} and {names.Length - MaxNames} more" : shown;
    }
}
