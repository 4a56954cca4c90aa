using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using RnnGen.Formats;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Tests.Formats;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void File_of_PyTorch_is_read()
    {
        using var file = SafetensorsFile.Open(SafetensorsBytes.PyTorchPath);

        Assert.Equal(SafetensorsBytes.PyTorchPath, file.Name);
        Assert.Equal(21, file.Tensors.Count);
        Assert.Equal("lstm", file.Metadata["kind"]);
        Assert.Equal("torch 1.13.0a0", file.Metadata["generator"]);
        TensorInfo info = file.GetTensor("weight_ih_l0");
        Assert.Equal(ElementType.F32, info.ElementType);
        Assert.Equal<long>([20, 3], info.Shape);
        Assert.Equal(60, info.ElementCount);
        Assert.Equal(240, info.ByteLength);
        Assert.Equal("weight_ih_l0: F32 [20, 3]", info.ToString());

        // The figures are what Python's json and struct modules find in the file.
        float[] weights = new float[60];
        file.Read("weight_ih_l0", [20, 3], weights);
        Assert.Equal(0.02448265254497528f, weights[0]);
        Assert.Equal(-0.07225267589092255f, weights[1]);
        Assert.Equal(0.40903326869010925f, weights[^1]);
        float[] loss = new float[1];
        file.Read("loss", [], loss);
        Assert.Equal(0.8636595606803894f, loss[0]);
        Assert.Equal(0.8636595606803894f, Assert.Single(file.ReadDoubles("loss")));
        Assert.Equal(-0.000582168810069561f, file.Read("hn")[^1]);
    }

    [Fact]
    public void Contains_looks_for_the_full_name()
    {
        using var file = SafetensorsFile.Open(SafetensorsBytes.PyTorchPath);

        Assert.True(file.Contains("bias_ih_l0"));
        Assert.False(file.Contains("bias_ih_l1"));
        Assert.False(file.Contains("Bias_ih_l0"));
        Assert.False(file.Contains(""));
        Assert.False(file.Contains("__metadata__"));
        Assert.Throws<ArgumentNullException>(() => file.Contains(null!));
    }

    [Fact]
    public void Missing_tensor_is_reported_with_the_most_similar_names()
    {
        using var file = SafetensorsFile.Open(SafetensorsBytes.PyTorchPath);

        var exception = Assert.Throws<TensorFormatException>(() => file.Read("lstm.weight_ih_l0", [20, 3], new float[60]));

        Assert.Equal(SafetensorsBytes.PyTorchPath, exception.File);
        Assert.Equal("lstm.weight_ih_l0", exception.Tensor);
        Assert.Null(exception.Field);
        Assert.Contains("missing; the file has 'grad.weight_ih_l0', 'weight_ih_l0', ", exception.Message);
        Assert.EndsWith(", and 17 more", exception.Message);
    }

    [Fact]
    public void Missing_tensor_of_an_empty_file_is_reported()
    {
        using SafetensorsFile file = Open(SafetensorsBytes.FromHeader("{}"));

        var exception = Assert.Throws<TensorFormatException>(() => file.GetTensor("a"));

        Assert.EndsWith("tensor 'a': missing; the file has no tensors", exception.Message);
        Assert.Empty(file.Tensors);
        Assert.Empty(file.Metadata);
    }

    public static TheoryData<int[]> WrongShapes => new([20], [3, 20], [20, 3, 1], [60], [], [1, 20, 3], [20, 0]);

    [Theory]
    [MemberData(nameof(WrongShapes))]
    public void Wrong_shape_is_reported_and_nothing_is_read(int[] shape)
    {
        using var file = SafetensorsFile.Open(SafetensorsBytes.PyTorchPath);
        float[] destination = new float[shape.Aggregate(1, (count, dimension) => count * dimension)];
        Array.Fill(destination, 42);

        var exception = Assert.Throws<TensorFormatException>(() => file.Read("weight_ih_l0", shape, destination));

        Assert.Equal("weight_ih_l0", exception.Tensor);
        Assert.Equal("shape", exception.Field);
        Assert.EndsWith($"found [20, 3], wanted [{string.Join(", ", shape)}]", exception.Message);
        Assert.All(destination, value => Assert.Equal(42, value));
    }

    [Fact]
    public void Destination_of_another_size_than_the_shape_is_the_callers_error()
    {
        using var file = SafetensorsFile.Open(SafetensorsBytes.PyTorchPath);

        foreach (int length in (int[])[0, 59, 61])
        {
            var exception = Assert.Throws<ArgumentException>(() => file.Read("weight_ih_l0", [20, 3], new float[length]));
            Assert.Equal("destination", exception.ParamName);
            Assert.Contains($"has {length} elements, the shape [20, 3] needs 60", exception.Message);
        }

        Assert.Throws<ArgumentException>(() => file.Read("weight_ih_l0", [int.MaxValue, int.MaxValue, int.MaxValue], new float[60]));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Read("weight_ih_l0", [-20, -3], new float[60]));
        Assert.Throws<ArgumentNullException>(() => file.Read(null!, [20, 3], new float[60]));
    }

    [Fact]
    public void Every_element_type_is_listed_and_read_where_it_can_be()
    {
        using SafetensorsFile file = Open(SafetensorsBytes.OfEveryType());
        ElementType[] floats = [ElementType.F64, ElementType.F32, ElementType.F16, ElementType.BF16];
        ElementType[] integers =
        [
            ElementType.I64, ElementType.I32, ElementType.I16, ElementType.I8,
            ElementType.U32, ElementType.U16, ElementType.U8, ElementType.Bool,
        ];

        foreach (ElementType type in Enum.GetValues<ElementType>())
        {
            string name = $"layer.{type}";
            Assert.Equal(type, file.GetTensor(name).ElementType);
            AssertReadable(floats.Contains(type), name, type, "Single", () => file.Read(name, [2, 4], new float[8]));
            AssertReadable(floats.Contains(type), name, type, "Single", () => file.Read(name));
            AssertReadable(floats.Contains(type), name, type, "Double", () => file.ReadDoubles(name, [2, 4], new double[8]));
            AssertReadable(floats.Contains(type), name, type, "Double", () => file.ReadDoubles(name));
            AssertReadable(integers.Contains(type), name, type, "Int64", () => file.ReadInt64s(name, [2, 4], new long[8]));
            AssertReadable(integers.Contains(type), name, type, "Int64", () => file.ReadInt64s(name));
        }

        Assert.Equal("\u65E5\u672C \"quoted\" \U0001F600", file.Metadata["caf\u00E9"]);
        Assert.Equal(1.5f, Assert.Single(file.Read("scalar")));
        Assert.Empty(file.Read("empty"));
        file.Read("empty", [3, 0], []);
    }

    [Fact]
    public void Integers_keep_their_sign_and_width()
    {
        byte[] data = [0x80, 0xFF, 0x80, 0xFF, 0x80, 0xFF, 0x80, 0xFF];

        Assert.Equal([-35747867511423104], ReadAs("I64", 1));
        Assert.Equal([-8323200, -8323200], ReadAs("I32", 2));
        Assert.Equal([4286644096, 4286644096], ReadAs("U32", 2));
        Assert.Equal([-128, -128, -128, -128], ReadAs("I16", 4));
        Assert.Equal([65408, 65408, 65408, 65408], ReadAs("U16", 4));
        Assert.Equal([-128, -1, -128, -1, -128, -1, -128, -1], ReadAs("I8", 8));
        Assert.Equal([128, 255, 128, 255, 128, 255, 128, 255], ReadAs("U8", 8));

        long[] ReadAs(string code, int count)
        {
            using SafetensorsFile file = Open(SafetensorsBytes.FromHeader(
                $$$"""{"x":{"dtype":"{{{code}}}","shape":[{{{count}}}],"data_offsets":[0,8]}}""", data));
            return file.ReadInt64s("x");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Data_may_start_at_any_address(int padding)
    {
        // A byte between, and a header whose length is no multiple of anything: neither type is where a processor would like it.
        byte[] data = new byte[13];
        BinaryPrimitives.WriteDoubleLittleEndian(data.AsSpan(1), 1e-300);
        BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(9), 1e-30f);
        string header = """
            {"f64":{"dtype":"F64","shape":[1],"data_offsets":[1,9]},
             "f32":{"dtype":"F32","shape":[1],"data_offsets":[9,13]},
             "u8":{"dtype":"U8","shape":[],"data_offsets":[0,1],"a_field_of_the_future":{"nested":[1,2,{}]}}}
            """ + new string(' ', padding);
        using SafetensorsFile file = Open(SafetensorsBytes.FromHeader(header, data));

        Assert.Equal([1e-300], file.ReadDoubles("f64"));
        Assert.Equal([0f], file.Read("f64"));
        Assert.Equal([1e-30f], file.Read("f32"));
        Assert.Equal(["u8", "f64", "f32"], file.Tensors.Select(tensor => tensor.Name));
    }

    [Fact]
    public void Empty_tensors_may_lie_at_any_seam()
    {
        string Entry(string name, int count, int begin, int end) =>
            $$""" "{{name}}":{"dtype":"U8","shape":[{{count}}],"data_offsets":[{{begin}},{{end}}]} """;
        string[] entries = [Entry("b", 2, 0, 2), Entry("e3", 0, 3, 3), Entry("e0", 0, 0, 0), Entry("e2", 0, 2, 2), Entry("c", 1, 2, 3)];
        using SafetensorsFile file = Open(SafetensorsBytes.FromHeader($"{{{string.Join(',', entries)}}}", 1, 2, 3));

        Assert.Equal(["e0", "b", "e2", "c", "e3"], file.Tensors.Select(tensor => tensor.Name));
    }

    [Fact]
    public void Header_is_read_with_escapes_white_space_and_in_any_order_of_fields()
    {
        using SafetensorsFile file = Open(SafetensorsBytes.FromHeader("""
            {
              "\u0061\n" : { "data_offsets" : [ 0 , 4 ], "sh\u0061pe" : [ 4 ], "dtype" : "U\u0038" },
              "" : { "data_offsets" : [ 4 , 4 ], "shape" : [ 9223372036854775807 , 0 ], "dtype" : "U8" }
            }
            """ + "  \n", 1, 2, 3, 4));

        Assert.Equal([1, 2, 3, 4], file.ReadInt64s("a\n"));
        Assert.Empty(file.ReadInt64s(""));
        Assert.Equal<long>([long.MaxValue, 0], file.GetTensor("").Shape);
    }

    [Fact]
    public void Header_of_very_many_entries_takes_memory_in_proportion()
    {
        const int Count = 20_000;
        var text = new StringBuilder("{\"__metadata__\":{").AppendJoin(',', Enumerable.Range(0, Count).Select(i => $"\"{i:x}\":\"\""));
        text.Append('}');
        foreach (int i in Enumerable.Range(0, Count))
        {
            text.Append($$""","{{i:x}}":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}""");
        }

        byte[] bytes = SafetensorsBytes.FromHeader(text.Append('}').ToString());
        long before = GC.GetAllocatedBytesForCurrentThread();
        var header = SafetensorsHeader.Parse(bytes, bytes.Length, "many");
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(Count, header.Tensors.Length);
        Assert.Equal(Count, header.Metadata.Count);
        // A dictionary's slot and two short strings for each 10 bytes of metadata are the worst that there is.
        Assert.InRange(allocated, 0, 24L * bytes.Length);
    }

    [Fact]
    public void Tensor_behind_more_data_than_a_span_reaches_is_read()
    {
        // A sparse file: it takes next to no room on the disk.
        const long Before = 3_000_000_000;
        byte[] header = Encoding.UTF8.GetBytes($$$"""
            {"before":{"dtype":"U8","shape":[{{{Before}}}],"data_offsets":[0,{{{Before}}}]},
             "behind":{"dtype":"F32","shape":[2],"data_offsets":[{{{Before}}},{{{Before + 8}}}]}}
            """);
        byte[] behind = new byte[8];
        BinaryPrimitives.WriteSingleLittleEndian(behind, 1.25f);
        BinaryPrimitives.WriteSingleLittleEndian(behind.AsSpan(4), -3);
        string path = _directory["large.safetensors"];
        using (FileStream stream = File.Create(path))
        {
            stream.Write(SafetensorsBytes.Length((ulong)header.Length));
            stream.Write(header);
            stream.Position += Before;
            stream.Write(behind);
        }

        using var file = SafetensorsFile.Open(path);

        Assert.Equal([1.25f, -3], file.Read("behind"));
        var exception = Assert.Throws<TensorFormatException>(() => file.ReadInt64s("before"));
        Assert.Equal("shape", exception.Field);
    }

    [Fact]
    public void Tensor_longer_than_a_chunk_is_read_whole()
    {
        float[] values = new float[(1 << 20) + 3];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = i;
        }

        var writer = new SafetensorsWriter();
        writer.Write("f32", [values.Length], values);
        writer.Write("f64", [values.Length], values, ElementType.F64);
        string path = _directory["chunks.safetensors"];
        writer.Save(path);

        using var file = SafetensorsFile.Open(path);
        Assert.Equal(values, file.Read("f32"));
        Assert.Equal(values, file.Read("f64"));
    }

    [Fact]
    public void Closed_file_says_so()
    {
        var file = SafetensorsFile.Open(SafetensorsBytes.PyTorchPath);
        float[] before = file.Read("loss");
        file.Dispose();
        file.Dispose();

        Assert.Equal(0.8636595606803894f, before[0]);
        Assert.Equal(SafetensorsBytes.PyTorchPath, file.Name);
        Assert.Throws<ObjectDisposedException>(() => file.Read("loss", [], new float[1]));
        Assert.Throws<ObjectDisposedException>(() => file.Read("loss"));
        Assert.Throws<ObjectDisposedException>(() => file.ReadDoubles("loss"));
        Assert.Throws<ObjectDisposedException>(() => file.ReadInt64s("loss"));
        Assert.Throws<ObjectDisposedException>(() => file.Contains("loss"));
        Assert.Throws<ObjectDisposedException>(() => file.GetTensor("loss"));
        Assert.Throws<ObjectDisposedException>(() => file.Tensors);
        Assert.Throws<ObjectDisposedException>(() => file.Metadata);
    }

    [Fact]
    public void Closing_while_others_read_is_safe()
    {
        float[] expected;
        using (var file = SafetensorsFile.Open(SafetensorsBytes.PyTorchPath))
        {
            expected = file.Read("output");
        }

        for (int round = 0; round < 20; round++)
        {
            var file = SafetensorsFile.Open(SafetensorsBytes.PyTorchPath);
            using var started = new ManualResetEventSlim();
            Exception? failure = null;
            var reader = new Thread(() =>
            {
                try
                {
                    while (true)
                    {
                        Assert.Equal(expected, file.Read("output"));
                        started.Set();
                    }
                }
                catch (Exception exception)
                {
                    failure = exception;
                    started.Set();
                }
            });
            reader.Start();
            started.Wait();
            file.Dispose();
            reader.Join();

            Assert.IsType<ObjectDisposedException>(failure);
        }
    }

    [Fact]
    public void What_is_no_file_is_an_ordinary_exception()
    {
        Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Open(_directory["missing.safetensors"]));
        Assert.Throws<DirectoryNotFoundException>(() => SafetensorsFile.Open(_directory["missing/missing.safetensors"]));
        Assert.Throws<UnauthorizedAccessException>(() => SafetensorsFile.Open(_directory["."]));
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Open(""));
        Assert.Throws<ArgumentNullException>(() => SafetensorsFile.Open(null!));
    }

    private static void AssertReadable(bool readable, string name, ElementType type, string wanted, Action read)
    {
        if (readable)
        {
            read();
            return;
        }

        var exception = Assert.Throws<TensorFormatException>(read);
        Assert.Equal(name, exception.Tensor);
        Assert.Equal("dtype", exception.Field);
        Assert.EndsWith($"{type.Code()} cannot be read as {wanted}", exception.Message);
    }

    private SafetensorsFile Open(byte[] bytes) => SafetensorsFile.Open(_directory.Write($"{Guid.NewGuid():N}.safetensors", bytes));
}
