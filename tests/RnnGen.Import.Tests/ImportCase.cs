using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using RnnGen.Formats;

namespace RnnGen.Import.Tests;

/// <summary>A case of an <c>index.json</c>: a file, and what is to come of it.</summary>
/// <param name="Folder">Its folder in Cases.</param>
/// <param name="Json">Its entry.</param>
internal sealed record ImportCase(string Folder, JsonElement Json)
{
    /// <summary>Where the cases are.</summary>
    public static string Root { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Cases");

    /// <summary>The case's name.</summary>
    public string Name => Json.GetProperty("case").GetString()!;

    /// <summary>The file; of several the first.</summary>
    public string Path => PathOf(Json.GetProperty("file") is { ValueKind: JsonValueKind.Array } files ? files[0].GetString()! : Json.GetProperty("file").GetString()!);

    /// <summary><c>value</c>, <c>value-or-refuse</c> or <c>refuse</c>.</summary>
    public string Expect => Json.GetProperty("expect").GetString()!;

    /// <summary>The largest difference from the golden values.</summary>
    public float Tolerance => Json.TryGetProperty("tolerance", out JsonElement tolerance) ? tolerance.GetSingle() : 1e-5f;

    /// <summary>The cases of a folder.</summary>
    public static IEnumerable<ImportCase> Of(string folder)
    {
        using var index = JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(Root, folder, "index.json")));
        return [.. index.RootElement.EnumerateArray().Select(entry => new ImportCase(folder, entry.Clone()))];
    }

    /// <summary>The golden values.</summary>
    public SafetensorsFile OpenGolden() => SafetensorsFile.Open(PathOf(Json.GetProperty("golden").GetString()!));

    /// <inheritdoc/>
    public override string ToString() => $"{Folder}/{Name}";

    private string PathOf(string file) => System.IO.Path.Combine(Root, Folder, file);
}
