using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using RnnGen.Formats;

namespace RnnGen.Conformance.Tests;

internal sealed class SafetensorsFile : ITensorSource
{
    private readonly byte[] _bytes;
    private readonly JsonElement _header;
    private readonly int _start;

    private SafetensorsFile(string path)
    {
        Name = path;
        _bytes = File.ReadAllBytes(path);
        int length = (int)BitConverter.ToInt64(_bytes);
        _header = JsonDocument.Parse(_bytes.AsMemory(8, length)).RootElement;
        _start = 8 + length;
    }

    public string Name { get; }

    public static SafetensorsFile Open(string path) => new(path);

    public bool Contains(string name) => _header.TryGetProperty(name, out _);

    public void Read(string name, ReadOnlySpan<int> shape, Span<float> destination)
    {
        JsonElement tensor = _header.GetProperty(name);
        if (tensor.GetProperty("dtype").GetString() != "F32"
            || !tensor.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32()).SequenceEqual(shape.ToArray()))
        {
            throw new TensorFormatException(Name, name, "shape", "not as wanted");
        }

        int begin = tensor.GetProperty("data_offsets")[0].GetInt32();
        MemoryMarshal.Cast<byte, float>(_bytes.AsSpan(_start + begin, destination.Length * sizeof(float))).CopyTo(destination);
    }
}
