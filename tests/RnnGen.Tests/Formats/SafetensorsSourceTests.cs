using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Tests.Cells;
using RnnGen.Tests.Networks;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Tests.Formats;

/// <summary>Files from anywhere (disk, streams of all kinds, memory) are the same file; and one that ends while it is read is an exception.</summary>
public sealed class SafetensorsSourceTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public static TheoryData<string> Sources => ["seekable", "forward", "trickle", "offset", "memory", "array"];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Sources))]
    public void Every_source_gives_the_same_tensors(string source)
    {
        foreach (byte[] bytes in new[] { SafetensorsBytes.FromPyTorch(), SafetensorsBytes.OfEveryType(), LongerThanASegment() })
        {
            using SafetensorsFile expected = SafetensorsFile.Open(_directory.Write("file.safetensors", bytes));
            using SafetensorsFile file = Open(source, bytes);

            Assert.Equal(expected.Tensors.Select(static tensor => tensor.ToString()), file.Tensors.Select(static tensor => tensor.ToString()));
            Assert.Equal(expected.Metadata, file.Metadata);
            Assert.Equal(expected.Names, file.Names);
            foreach (TensorInfo tensor in expected.Tensors.Where(static tensor => ElementDecoder.IsFloatingPoint(tensor.ElementType)))
            {
                Bits.AssertEqual(expected.Read(tensor.Name), file.Read(tensor.Name), tensor.Name);
                Assert.Equal(expected.ReadDoubles(tensor.Name), file.ReadDoubles(tensor.Name));
            }

            foreach (TensorInfo tensor in expected.Tensors.Where(static tensor => ElementDecoder.IsInteger(tensor.ElementType)))
            {
                Assert.Equal(expected.ReadInt64s(tensor.Name), file.ReadInt64s(tensor.Name));
            }
        }
    }

    /// <summary>Every malformed file of the table says the same about itself, wherever it comes from, up to how much too long it is.</summary>
    [Theory]
    [MemberData(nameof(Sources))]
    public void Every_source_refuses_what_the_file_system_refuses(string source)
    {
        byte[] whole = SafetensorsBytes.FromPyTorch();
        byte[][] broken =
        [
            [], whole[..5], whole[..8], whole[..100], whole[..^1], whole[..^1000], [.. whole, 0], SafetensorsBytes.Length(ulong.MaxValue), SafetensorsBytes.Length(0),
            "PK\u0003\u0004 and so on, a zip archive"u8.ToArray(), SafetensorsBytes.FromHeader("{]"),
            SafetensorsBytes.FromHeader("""{"a":{"dtype":"U8","shape":[9223372036854775807],"data_offsets":[0,9223372036854775807]}}"""),
        ];
        foreach (byte[] bytes in broken)
        {
            string path = _directory.Write("file", bytes);
            TensorFormatException expected = Assert.Throws<TensorFormatException>(() => SafetensorsFile.Open(path));
            TensorFormatException refused = Assert.Throws<TensorFormatException>(() => Open(source, bytes, path));
            Assert.Equal(expected.Message, refused.Message);
            Assert.Equal((expected.Tensor, expected.Field), (refused.Tensor, refused.Field));
        }
    }

    [Fact]
    public void A_stream_without_end_is_not_read_to_its_end()
    {
        // A valid file, and then more, for ever; and a claim of more than any memory holds, of a stream that ends.
        var endless = new TestStream(SafetensorsBytes.FromPyTorch(), 1 << 16, isEndless: true);
        Assert.Contains("belong to no tensor", Assert.Throws<TensorFormatException>(() => SafetensorsFile.Open(endless)).Message, StringComparison.Ordinal);
        var zeros = new TestStream([], 1 << 16, isEndless: true);
        Assert.Throws<TensorFormatException>(() => SafetensorsFile.Open(zeros));

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<TensorFormatException>(() => SafetensorsFile.Open(new MemoryStream(SafetensorsBytes.FromHeader(
            """{"a":{"dtype":"U8","shape":[8000000000000],"data_offsets":[0,8000000000000]}}"""))));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Fact]
    public void Names_and_arguments_of_every_way_to_open()
    {
        byte[] bytes = SafetensorsBytes.FromPyTorch();
        var stream = new MemoryStream(bytes);
        using (SafetensorsFile file = SafetensorsFile.Open(stream))
        {
            Assert.Equal("stream", file.Name);
            Assert.Equal(bytes.Length, stream.Position);
            Assert.True(stream.CanRead);
        }

        using (FileStream disk = File.OpenRead(SafetensorsBytes.PyTorchPath))
        using (SafetensorsFile file = SafetensorsFile.Open(disk))
        {
            Assert.Equal(SafetensorsBytes.PyTorchPath, file.Name);
        }

        using (SafetensorsFile file = SafetensorsFile.Open(bytes, "model.bin"))
        {
            Assert.Contains("model.bin: tensor 'a': missing", Assert.Throws<TensorFormatException>(() => file.GetTensor("a")).Message, StringComparison.Ordinal);
        }

        Assert.Equal("memory", SafetensorsFile.Open(bytes.AsMemory()).Name);
        Assert.Equal("stream", Assert.Throws<ArgumentNullException>(() => SafetensorsFile.Open((Stream)null!)).ParamName);
        Assert.Equal("name", Assert.Throws<ArgumentNullException>(() => SafetensorsFile.Open(new MemoryStream(bytes), null!)).ParamName);
        Assert.Equal("name", Assert.Throws<ArgumentNullException>(() => SafetensorsFile.Open(bytes.AsMemory(), null!)).ParamName);
        stream.Dispose();
        Assert.Equal("stream", Assert.Throws<ArgumentException>(() => SafetensorsFile.Open(stream)).ParamName);
        SafetensorsFile closed = SafetensorsFile.Open(bytes);
        closed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => closed.Read("loss"));
        Assert.Throws<ObjectDisposedException>(() => closed.Names);
    }

    [Fact]
    public void Memory_is_read_where_it_is()
    {
        float[] values = new float[1 << 20];
        var writer = new SafetensorsWriter();
        writer.Write("x", [values.Length], values);
        byte[] bytes = Bytes(writer);
        long before = GC.GetAllocatedBytesForCurrentThread();
        using SafetensorsFile file = SafetensorsFile.Open(bytes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);

        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(bytes.Length - sizeof(float)), 5);
        file.Read("x", [values.Length], values);
        Assert.Equal(5, values[^1]);
    }

    /// <summary>With a memory map this ended the process: bus error.</summary>
    [Theory]
    [InlineData(ElementType.F32)]
    [InlineData(ElementType.F16)]
    [InlineData(ElementType.F64)]
    public void A_file_that_is_cut_short_while_it_is_open_loads_nothing(ElementType type)
    {
        var source = new TestNetworks.Tokens();
        source.Initialize(3);
        var store = new TensorStore();
        source.Save(store);
        var writer = new SafetensorsWriter();
        foreach (string name in store.Names)
        {
            writer.Write(name, store.Shape(name), store.Values(name), type);
        }

        foreach (double part in new[] { 0, 0.3, 0.7, 0.99 })
        {
            foreach (bool isNew in new[] { true, false })
            {
                string path = _directory[$"{part}.{isNew}"];
                writer.Save(path);
                using SafetensorsFile file = SafetensorsFile.Open(path);
                using (var other = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
                {
                    other.SetLength((long)(part * other.Length));
                }

                var network = new TestNetworks.Tokens();
                if (!isNew)
                {
                    network.Initialize(4);
                }

                float[] before = network.Parameters.ToArray();
                TensorFormatException exception = Assert.Throws<TensorFormatException>(() => network.Load(file));
                Assert.NotNull(exception.Tensor);
                Assert.Contains("cut short", exception.Message, StringComparison.Ordinal);
                Bits.AssertEqual(before, network.Parameters, path);
            }
        }
    }

    private static SafetensorsFile Open(string source, byte[] bytes, string name = "name") => source switch
    {
        "seekable" => SafetensorsFile.Open(new MemoryStream(bytes), name),
        "forward" => SafetensorsFile.Open(new TestStream(bytes, int.MaxValue), name),
        "trickle" => SafetensorsFile.Open(new TestStream(bytes, 977), name),
        "offset" => SafetensorsFile.Open(new MemoryStream([1, 2, 3, .. bytes]) { Position = 3 }, name),
        "memory" => SafetensorsFile.Open(new byte[] { 9 }.Concat(bytes).Append((byte)9).ToArray().AsMemory(1, bytes.Length), name),
        _ => SafetensorsFile.Open(bytes, name),
    };

    private static byte[] LongerThanASegment()
    {
        var writer = new SafetensorsWriter();
        writer.Write("a", [300_001], Noise.Create(1, 300_001));
        writer.Write("b", [300_003], Noise.Create(2, 300_003), ElementType.F64);
        writer.Write("c", [300_007], Noise.Create(3, 300_007), ElementType.F16);
        return Bytes(writer);
    }

    private static byte[] Bytes(SafetensorsWriter writer)
    {
        using var stream = new MemoryStream();
        writer.WriteTo(stream);
        return stream.ToArray();
    }

    /// <summary>A stream that cannot seek, has no length, and gives some bytes at a time.</summary>
    private sealed class TestStream(byte[] bytes, int mostAtOnce, bool isEndless = false) : Stream
    {
        private int _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = Math.Min(Math.Min(count, mostAtOnce), bytes.Length - _position);
            bytes.AsSpan(_position, read).CopyTo(buffer.AsSpan(offset));
            _position += read;
            if (read == 0 && isEndless)
            {
                buffer.AsSpan(offset, count).Clear();
                return count;
            }

            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
