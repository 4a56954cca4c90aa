using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using RnnGen.Formats;

namespace RnnGen.Import.Tests.Onnx;

/// <summary>A tensor of a case.</summary>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Values">Its elements.</param>
internal sealed record CaseTensor(int[] Shape, double[] Values);

/// <summary>An ONNX file with what goes in and what comes out.</summary>
internal sealed record OnnxCase(string Name, string Path, bool MayRefuse, float Tolerance, IReadOnlyDictionary<string, CaseTensor> Inputs, IReadOnlyDictionary<string, CaseTensor> Outputs)
{
    /// <summary>All cases with expected outputs.</summary>
    public static IReadOnlyDictionary<string, OnnxCase> All { get; } =
        new[] { Exports(), Operators(), Indexed("onnx_new"), Indexed("real") }.SelectMany(static cases => cases).ToDictionary(static one => one.Name);

    private static string Folder => System.IO.Path.Combine(ImportCase.Root, "onnx");

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static IEnumerable<OnnxCase> Exports()
    {
        using var index = JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(Folder, "exports.json")));
        foreach (string name in index.RootElement.EnumerateArray().Select(static entry => entry.GetProperty("case").GetString()!).ToArray())
        {
            using var golden = SafetensorsFile.Open(System.IO.Path.Combine(Folder, name + ".golden.safetensors"));
            yield return new(name, System.IO.Path.Combine(Folder, name + ".onnx"), false, 1e-5f, Named(golden, "in."), Named(golden, "out."));
        }
    }

    private static IEnumerable<OnnxCase> Operators()
    {
        using var index = JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(Folder, "operators.json")));
        foreach (JsonElement entry in index.RootElement.EnumerateArray())
        {
            string name = entry.GetProperty("case").GetString()!;
            using var json = JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(Folder, name + ".json")));
            var initializers = json.RootElement.GetProperty("initializers").EnumerateArray().Select(static one => one.GetString()!).ToHashSet();
            yield return new(
                name, System.IO.Path.Combine(Folder, name + ".onnx"), name.Contains("differ"), 1e-5f,
                Tensors(json.RootElement.GetProperty("tensors"), one => !initializers.Contains(one)),
                Tensors(json.RootElement.GetProperty("expected"), static _ => true));
        }
    }

    private static IEnumerable<OnnxCase> Indexed(string folder)
    {
        foreach (ImportCase one in ImportCase.Of(folder).Where(static one => one.Json.GetProperty("format").GetString() == "ONNX"))
        {
            using SafetensorsFile golden = one.OpenGolden();
            if (!one.Json.TryGetProperty("inputs", out JsonElement inputs))
            {
                yield return new(one.Name, one.Path, false, one.Tolerance, Named(golden, "in."), Named(golden, "out."));
                continue;
            }

            var outputs = new Dictionary<string, CaseTensor> { [one.Json.GetProperty("output").GetString()!] = Read(golden, "y") };
            foreach (string state in golden.Names.Where(static name => name is "hn" or "cn"))
            {
                outputs.Add(state, Read(golden, state));
            }

            yield return new(
                one.Name, one.Path, one.Expect == "value-or-refuse", one.Tolerance,
                inputs.EnumerateObject().ToDictionary(static input => input.Name, input => Read(golden, input.Value.GetString()!)), outputs);
        }
    }

    private static Dictionary<string, CaseTensor> Named(SafetensorsFile golden, string prefix) =>
        golden.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && !name.StartsWith("out.f64.", StringComparison.Ordinal))
            .ToDictionary(name => name[prefix.Length..], name => Read(golden, name));

    private static Dictionary<string, CaseTensor> Tensors(JsonElement tensors, Func<string, bool> isWanted) =>
        tensors.EnumerateObject().Where(tensor => isWanted(tensor.Name)).ToDictionary(static tensor => tensor.Name, static tensor => new CaseTensor(
            [.. tensor.Value.GetProperty("shape").EnumerateArray().Select(static size => size.GetInt32())],
            [.. tensor.Value.GetProperty("data").EnumerateArray().Select(static value => value.GetDouble())]));

    private static CaseTensor Read(SafetensorsFile file, string name)
    {
        TensorInfo tensor = file.GetTensor(name);
        return new(
            [.. tensor.Shape.Select(static size => (int)size)],
            tensor.ElementType is ElementType.I64 or ElementType.I32 ? [.. file.ReadInt64s(name).Select(static value => (double)value)] : file.ReadDoubles(name));
    }
}
