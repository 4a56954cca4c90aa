using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using RnnGen.Cells;
using RnnGen.Networks;

namespace RnnGen.Formats;

/// <summary>Reads the tensors of all modules of a model.</summary>
/// <param name="reader">Where from.</param>
/// <param name="parameters">The flat span, of zeros.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void ModelReading(ModelReader reader, Span<float> parameters);

/// <summary>
/// One load of a cell or network, wholly or not at all. It knows which modules are declared and what was read of them, and so what was not. A tensor that is
/// missing or wrong does not end the reading at once: what explains it may be a tensor that nothing reads, and that is known when all modules have been read.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModelReader
{
    private const int MaxNames = 32;

    private readonly string _prefix;
    private readonly HashSet<string> _modules = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly List<TensorFormatException> _failures = [];

    private ModelReader(ITensorSource source, string prefix)
    {
        Source = source;
        _prefix = prefix;
    }

    internal ITensorSource Source { get; }

    /// <summary>Loads the parameters of a model; they stay as they were if anything is wrong.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="prefix">What stands before the names of all modules; a dot is put behind where it ends in a letter or digit.</param>
    /// <param name="mode">What to do about tensors that nothing reads.</param>
    /// <param name="parameters">The flat span.</param>
    /// <param name="read">Reads all modules.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mode"/> is none of the three.</exception>
    /// <exception cref="ArgumentException">The source cannot list its tensors, which <see cref="LoadMode.WholeFile"/> needs.</exception>
    /// <exception cref="TensorFormatException">A tensor is missing or not what it should be, or is there and nothing reads it.</exception>
    public static void Load(ITensorSource source, string prefix, LoadMode mode, Span<float> parameters, ModelReading read)
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

        var reader = new ModelReader(source, prefix);

        // Nobody computes with parameters that are all zeros, as those of a new model are: they are read straight into place. Others stay until all is there.
        bool isNew = !MemoryMarshal.Cast<float, int>(parameters).ContainsAnyExcept(0);
        Span<float> loaded = isNew ? parameters : new float[parameters.Length];
        bool isWhole = false;
        try
        {
            read(reader, loaded);
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
    }

    /// <summary>Declares a module.</summary>
    /// <param name="layer">The layer's name, or empty.</param>
    /// <returns>What stands before the names of its tensors, with its dot.</returns>
    public string Module(string layer)
    {
        string module = TensorPrefix.Of(_prefix, layer);
        _modules.Add(module);
        return module;
    }

    /// <summary>Declares the only module that has tensors: a file of that module alone does not have the layer's name.</summary>
    /// <param name="layer">The layer's name, or empty.</param>
    /// <param name="tensor">The name of its first tensor.</param>
    /// <inheritdoc cref="Module"/>
    public string OnlyModule(string layer, string tensor) =>
        !Source.Contains(TensorPrefix.Of(_prefix, layer) + tensor) && Source.Contains(TensorPrefix.Of(_prefix, "") + tensor) ? Module("") : Module(layer);

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
    internal void Fail(TensorFormatException exception) => _failures.Add(exception);

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
            string why = WhyUnread(refused[0]) is { } reason ? $": {reason}" : "";
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

        if (explanation.Length > 0)
        {
            throw new TensorFormatException(first.File, first.Tensor, first.Field, first.Problem + explanation, first);
        }

        ExceptionDispatchInfo.Throw(first);
    }

    private string? WhyUnread(string name) => ModuleOf(name) is { } module ? StateDictNames.WhyUnread(name[module.Length..]) : null;

    /// <summary>The declared module that a tensor is of, or null.</summary>
    private string? ModuleOf(string name) => _modules.FirstOrDefault(module =>
        name.StartsWith(module, StringComparison.Ordinal) && name.IndexOf('.', module.Length) < 0);

    private static string Names(string[] names)
    {
        string shown = string.Join(", ", names.Take(MaxNames).Select(static name => $"'{MessageText.Printable(name)}'"));
        return names.Length > MaxNames ? $"{shown} and {names.Length - MaxNames} more" : shown;
    }
}
