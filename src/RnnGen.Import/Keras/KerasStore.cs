using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Formats;

namespace RnnGen.Import.Keras;

/// <summary>
/// The weights of a <c>.keras</c> or <c>.weights.h5</c> file: <c>layers/lstm_1/cell/vars/0</c>, by class and count. Saved on Windows by Keras 2, backslashes stand in the names of groups;
/// some versions called <c>layers</c> <c>_layer_checkpoint_dependencies</c>.
/// </summary>
internal sealed class KerasStore : KerasWeights
{
    private const string OldRoot = "_layer_checkpoint_dependencies";

    private readonly ModelSource _source;
    private readonly SortedDictionary<string, Hdf5Object> _datasets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stateful = new(StringComparer.Ordinal);

    /// <summary>Finds the weights.</summary>
    /// <param name="source">Names the file in messages.</param>
    /// <param name="root">The file's root group.</param>
    /// <exception cref="ModelFormatException">Two weights are at one place.</exception>
    public KerasStore(ModelSource source, Hdf5Object root)
    {
        _source = source;
        var seen = new HashSet<Hdf5Object> { root };
        var unread = new Queue<Hdf5Object>([root]);
        while (unread.TryDequeue(out Hdf5Object? item))
        {
            string path = item.Path.Replace('\\', '/').Trim('/');
            IsOld |= path.StartsWith(OldRoot + "/", StringComparison.Ordinal);
            path = path.Replace(OldRoot, "layers", StringComparison.Ordinal);
            if (item.Array is not null && !_datasets.TryAdd(path, item))
            {
                throw source.Fault(item.Path, null, $"a second weight at '{MessageText.Printable(path)}'");
            }

            Groups.TryAdd(path, item);
            foreach (Hdf5Object child in item.Children.Values)
            {
                if (seen.Add(child))
                {
                    unread.Enqueue(child);
                }
            }
        }
    }

    /// <summary>Groups and datasets by path.</summary>
    public Dictionary<string, Hdf5Object> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the file is of a version that counted layers with weights twice.</summary>
    public bool IsOld { get; }

    /// <summary>Whether the file has layers at all.</summary>
    public bool HasLayers => Groups.Keys.Any(static path => path == "layers" || path.StartsWith("layers/", StringComparison.Ordinal));

    /// <summary>The places of weights: <c>layers/lstm_1/cell</c> with its weights in order. Those of optimizers and random generators are left out.</summary>
    /// <exception cref="ModelFormatException">Weights are not where they should be.</exception>
    public IEnumerable<(string Place, IReadOnlyList<Hdf5Object> Weights)> Places()
    {
        foreach (IGrouping<string, KeyValuePair<string, Hdf5Object>> place in _datasets.Where(static dataset => IsWeight(dataset.Key)).GroupBy(static dataset => PlaceOf(dataset.Key)))
        {
            yield return (place.Key, At(place.Key));
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Hdf5Object> Take(KerasLayer layer, string part, IReadOnlyList<string> names)
    {
        string place = Resolve(layer.StorePath) + (part.Length == 0 ? "" : "/" + part);
        IReadOnlyList<Hdf5Object> found = At(place);
        if (found.Count != names.Count)
        {
            throw layer.Fault("weights", $"the file has {found.Count} at '{MessageText.Printable(place)}'; the configuration asks for {names.Count} ({string.Join(", ", names)})");
        }

        for (int i = 0; i < found.Count; i++)
        {
            _read.Add($"{place}/vars/{i}");
        }

        return found;
    }

    /// <inheritdoc/>
    public override void IgnoreState(KerasLayer layer) => _stateful.Add(Resolve(layer.StorePath) + "/");

    /// <inheritdoc/>
    public override void NeedAllRead()
    {
        foreach (string path in _datasets.Keys)
        {
            bool isState = _stateful.Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal) && !path.Contains("/cell/", StringComparison.Ordinal));
            if (IsWeight(path) && !isState && !_read.Contains(path))
            {
                throw _source.Fault(path, null, "this weight is in the file, but the configuration has no use for it");
            }
        }
    }

    private static bool IsWeight(string path) => !path.Contains("/seed_generator/", StringComparison.Ordinal)
        && (path.StartsWith("layers/", StringComparison.Ordinal) || path.StartsWith("vars/", StringComparison.Ordinal));

    private static string PlaceOf(string path)
    {
        int end = path.LastIndexOf("/vars/", StringComparison.Ordinal);
        return end < 0 ? path : path[..end];
    }

    private IReadOnlyList<Hdf5Object> At(string place)
    {
        var found = new List<Hdf5Object>();
        while (_datasets.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"{place}/vars/{found.Count}"), out Hdf5Object? dataset))
        {
            found.Add(dataset);
        }

        return found;
    }

    /// <summary>The path in this file for a path of Keras 3.</summary>
    private string Resolve(string path)
    {
        if (!IsOld)
        {
            return path;
        }

        // Layers with weights were counted twice there: the second LSTM is lstm_2. So it is the second of those that the file has.
        string at = "";
        foreach (string part in path.Split('/'))
        {
            if (part == "layers")
            {
                at += at.Length == 0 ? part : "/" + part;
                continue;
            }

            (string name, int count) = Split(part);
            string prefix = at + "/";
            string[] present = [.. _datasets.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
                .Select(key => key[prefix.Length..].Split('/')[0])
                .Distinct()
                .Where(other => Split(other).Name == name)
                .OrderBy(other => Split(other).Count)];
            at = prefix + (count < present.Length ? present[count] : part);
        }

        return at;
    }

    private static (string Name, int Count) Split(string part)
    {
        int end = part.LastIndexOf('_');
        return end > 0 && int.TryParse(part.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? (part[..end], count) : (part, 0);
    }
}
