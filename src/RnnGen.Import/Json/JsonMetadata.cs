using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text.Json;

namespace RnnGen.Import.Json;

/// <summary>What a JSON file says of itself, as texts.</summary>
internal static class JsonMetadata
{
    /// <summary>Adds the members of an object: those of inner objects as <c>outer.inner</c>, lists as JSON; nothing for null.</summary>
    /// <param name="metadata">Where they are added. What it has stays.</param>
    /// <param name="item">The object.</param>
    /// <param name="prefix">What stands before the names, with its dot.</param>
    public static void Add(ImmutableSortedDictionary<string, string>.Builder metadata, JsonItem item, string prefix = "")
    {
        foreach ((string name, JsonItem value) in item.Members())
        {
            if (value.Value.ValueKind == JsonValueKind.Object)
            {
                Add(metadata, value, $"{prefix}{name}.");
            }
            else if (value.Value.ValueKind != JsonValueKind.Null)
            {
                metadata.TryAdd(prefix + name, value.Value.ValueKind == JsonValueKind.String ? value.Text() : value.Value.GetRawText());
            }
        }
    }
}
