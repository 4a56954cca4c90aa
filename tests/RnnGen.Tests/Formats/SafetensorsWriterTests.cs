using System;
using System.IO;
using System.Linq;
using System.Text;
using RnnGen.Formats;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Tests.Formats;

public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();
    private readonly ITestOutputHelper _output;

    public SafetensorsWriterTests(ITestOutputHelper output) => _output = output;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Bytes_are_those_of_the_format()
    {
        var writer = new SafetensorsWriter();
        writer.Write("half", [], [0.5f], ElementType.F16);
        writer.Write("b.weight", [1, 2], [1f, -2f]);
        writer.SetMetadata("format", "pt");
        string path = _directory["small.safetensors"];

        writer.Save(path);

        // Written out by hand: JSON in one line, and spaces up to a multiple of 8.
        string header = """
            {"__metadata__":{"format":"pt"},
            "b.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},
            "half":{"dtype":"F16","shape":[],"data_offsets":[8,10]}}
            """.ReplaceLineEndings("") + "  ";
        byte[] expected =
        [
            152, 0, 0, 0, 0, 0, 0, 0,
            .. Encoding.ASCII.GetBytes(header),
            0x00, 0x00, 0x80, 0x3F, 0x00, 0x00, 0x00, 0xC0,
            0x00, 0x38,
        ];
        Assert.Equal(expected, File.ReadAllBytes(path));
    }

    [Fact]
    public void Empty_file_is_valid()
    {
        string path = _directory["empty.safetensors"];
        new SafetensorsWriter().Save(path);

        Assert.Equal([8, 0, 0, 0, 0, 0, 0, 0, .. "{}      "u8], File.ReadAllBytes(path));
        using var file = SafetensorsFile.Open(path);
        Assert.Empty(file.Tensors);
    }

    [Fact]
    public void Order_of_writing_does_not_matter()
    {
        byte[] Save(params string[] names)
        {
            var writer = new SafetensorsWriter();
            foreach (string name in names)
            {
                writer.Write(name, [1], [name.Length]);
                writer.SetMetadata(name, name);
            }

            using var stream = new MemoryStream();
            writer.WriteTo(stream);
            return stream.ToArray();
        }

        Assert.Equal(Save("a", "bb", "B", "\u00E9"), Save("\u00E9", "B", "a", "bb"));
    }

    [Fact]
    public void Tensors_are_aligned_to_their_elements()
    {
        byte[] bytes = SafetensorsBytes.OfEveryType();
        var header = SafetensorsHeader.Parse(bytes, bytes.Length, "file");

        Assert.Equal(0, header.DataOffset % 8);
        Assert.All(
            header.Tensors.Where(tensor => tensor.ElementType.BitCount() >= 8),
            tensor => Assert.Equal(0, tensor.Offset * 8 % tensor.ElementType.BitCount()));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        float[] values =
        [
            0, -0f, 1, -1.5f, float.MaxValue, float.MinValue, float.Epsilon, -float.Epsilon, 1.17549421e-38f,
            float.PositiveInfinity, float.NegativeInfinity, float.NaN, BitConverter.UInt32BitsToSingle(0x7FA12345),
        ];
        var writer = new SafetensorsWriter();
        writer.Write("f32", [values.Length], values);
        writer.Write("f64", [values.Length, 1], values, ElementType.F64);
        writer.WriteDoubles("doubles", [2], [Math.PI, double.Epsilon]);
        writer.WriteInt64s("ids", [3], [long.MinValue, 0, long.MaxValue]);
        writer.Write("scalar \u00E9\u65E5\U0001F600 \"\\/\n", [], [7]);
        writer.Write("empty", [0, 5], []);
        writer.SetMetadata("a", "old");
        writer.SetMetadata("a", "new \"\\ \u00E9\0");
        string path = _directory["all.safetensors"];
        writer.Save(path);

        using var file = SafetensorsFile.Open(path);

        Assert.Equal(6, file.Tensors.Count);
        Assert.Equal(values.Select(BitConverter.SingleToUInt32Bits), file.Read("f32").Select(BitConverter.SingleToUInt32Bits));
        Assert.Equal(values.Select(value => (double)value), file.ReadDoubles("f64"));
        Assert.Equal(values, file.Read("f64"));
        Assert.Equal([Math.PI, double.Epsilon], file.ReadDoubles("doubles"));
        Assert.Equal([long.MinValue, 0, long.MaxValue], file.ReadInt64s("ids"));
        Assert.Equal([7], file.Read("scalar \u00E9\u65E5\U0001F600 \"\\/\n"));
        Assert.Equal<long>([0, 5], file.GetTensor("empty").Shape);
        Assert.Equal("new \"\\ \u00E9\0", Assert.Single(file.Metadata).Value);
    }

    [Fact]
    public void Files_of_PyTorch_survive_being_rewritten()
    {
        using var original = SafetensorsFile.Open(SafetensorsBytes.PyTorchPath);
        var writer = new SafetensorsWriter();
        foreach (TensorInfo tensor in original.Tensors)
        {
            writer.Write(tensor.Name, [.. tensor.Shape.Select(dimension => (int)dimension)], original.Read(tensor.Name));
        }

        string path = _directory["copy.safetensors"];
        writer.Save(path);

        using var copy = SafetensorsFile.Open(path);
        Assert.Equal(original.Tensors.Select(tensor => tensor.ToString()), copy.Tensors.Select(tensor => tensor.ToString()));
        Assert.All(original.Tensors, tensor => Assert.Equal(original.Read(tensor.Name), copy.Read(tensor.Name)));
    }

    [Fact]
    public void Values_are_copied_at_once()
    {
        float[] values = [1, 2];
        var writer = new SafetensorsWriter();
        writer.Write("a", [2], values);
        values[0] = 3;
        string path = _directory["a.safetensors"];
        writer.Save(path);

        using var file = SafetensorsFile.Open(path);
        Assert.Equal([1, 2], file.Read("a"));
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        var writer = new SafetensorsWriter();
        writer.Write("a", [1], [1]);

        AssertNamed<ArgumentException>("name", () => writer.Write("a", [1], [2]));
        AssertNamed<ArgumentException>("name", () => writer.WriteInt64s("a", [1], [2]));
        AssertNamed<ArgumentException>("name", () => writer.Write("__metadata__", [1], [2]));
        AssertNamed<ArgumentException>("name", () => writer.Write("\uD800", [1], [2]));
        AssertNamed<ArgumentNullException>("name", () => writer.Write(null!, [1], [2]));
        AssertNamed<ArgumentException>("shape", () => writer.Write("b", [2], [1]));
        AssertNamed<ArgumentException>("shape", () => writer.Write("b", [], [1, 2]));
        AssertNamed<ArgumentException>("shape", () => writer.WriteDoubles("b", [65536, 65536], [1]));
        AssertNamed<ArgumentException>("shape", () => writer.Write("b", Enumerable.Repeat(1, 65).ToArray(), [1]));
        AssertNamed<ArgumentOutOfRangeException>("shape", () => writer.Write("b", [-1, -1], [1]));
        AssertNamed<ArgumentOutOfRangeException>("elementType", () => writer.Write("b", [1], [1], ElementType.I32));
        AssertNamed<ArgumentNullException>("key", () => writer.SetMetadata(null!, ""));
        AssertNamed<ArgumentNullException>("value", () => writer.SetMetadata("", null!));
        AssertNamed<ArgumentException>("value", () => writer.SetMetadata("", "\uDC00"));

        // What failed left nothing behind.
        string path = _directory["a.safetensors"];
        writer.Save(path);
        using var file = SafetensorsFile.Open(path);
        Assert.Equal("a", Assert.Single(file.Tensors).Name);
        Assert.Equal([1], file.Read("a"));
        Assert.Empty(file.Metadata);
    }

    [Fact]
    public void Saving_over_an_open_file_leaves_its_reader_with_the_old_tensors()
    {
        if (OperatingSystem.IsWindows())
        {
            _output.WriteLine("Not tested: Windows refuses to replace a mapped file, as Save documents.");
            return;
        }

        string path = _directory["a.safetensors"];
        var writer = new SafetensorsWriter();
        writer.Write("a", [1], [1]);
        writer.Save(path);
        using var before = SafetensorsFile.Open(path);
        writer.Write("b", [1], [2]);
        writer.Save(path);
        using var after = SafetensorsFile.Open(path);

        Assert.Equal([1], before.Read("a"));
        Assert.False(before.Contains("b"));
        Assert.Equal([2], after.Read("b"));
        Assert.Equal(["a.safetensors"], _directory.Entries);
    }

    [Fact]
    public void Failed_save_leaves_no_trace()
    {
        var writer = new SafetensorsWriter();
        writer.Write("a", [1], [1]);
        string target = _directory["directory"];
        Directory.CreateDirectory(target);
        string notADirectory = _directory.Write("file", "content"u8);

        Exception? onDirectory = Record.Exception(() => writer.Save(target));
        Exception? belowFile = Record.Exception(() => writer.Save(Path.Combine(notADirectory, "a.safetensors")));
        Exception? inMissing = Record.Exception(() => writer.Save(_directory["missing/a.safetensors"]));

        Assert.True(onDirectory is IOException or UnauthorizedAccessException, $"{onDirectory}");
        Assert.True(belowFile is IOException, $"{belowFile}");
        Assert.IsType<DirectoryNotFoundException>(inMissing);
        Assert.Equal(["directory", "file"], _directory.Entries.Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(target));
        Assert.Equal("content", File.ReadAllText(notADirectory, Encoding.UTF8));
    }

    private static void AssertNamed<T>(string argument, Action action)
        where T : ArgumentException =>
        Assert.Equal(argument, Assert.Throws<T>(action).ParamName);
}
