using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Import;
using RnnGen.Import.Tests;

namespace RnnGen.Tool.Tests;

/// <summary>Model files of every format, from the import tests.</summary>
internal static class ModelCases
{
    /// <summary>A capture: one LSTM of 8 units, and one output.</summary>
    public static string Capture => Of("nam", "nam_lstm_1x8").Path;

    /// <summary>A <c>state_dict</c>.</summary>
    public static string StateDict => Of("torch", "pt_sd_lstm").Path;

    /// <summary>A <c>state_dict</c> of an embedding, an LSTM and a dense layer.</summary>
    public static string CharacterModel => Of("torch", "pt_sd_charlm").Path;

    /// <summary>A file that is refused.</summary>
    public static string Refused => Of("nam", "nam_bad_wavenet").Path;

    /// <summary>The cases.</summary>
    public static IEnumerable<ImportCase> All => ((string[])["nam", "rtneural", "torch", "keras", "onnx", "onnx_new", "real", "hostile"])
        .Where(static folder => System.IO.File.Exists(System.IO.Path.Combine(ImportCase.Root, folder, "index.json"))).SelectMany(ImportCase.Of);

    /// <summary>The files that are to be opened, by their paths. One that is refused all the same is found by the tests of <c>inspect</c>, and is not here.</summary>
    public static IReadOnlyDictionary<string, ModelFile> Opened { get; } = All.Where(static one => one.Expect == "value").Select(static one => one.Path).Distinct()
        .Select(static path => (Path: path, File: Open(path))).Where(static one => one.File is not null).ToDictionary(static one => one.Path, static one => one.File!);

    private static ModelFile? Open(string path)
    {
        try
        {
            return ModelFile.Open(path);
        }
        catch (ModelFormatException)
        {
            return null;
        }
    }

    private static ImportCase Of(string folder, string name) => ImportCase.Of(folder).Single(one => one.Name == name);
}
