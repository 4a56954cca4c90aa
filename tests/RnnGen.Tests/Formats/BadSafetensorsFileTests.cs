using System;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Tests.Formats;

/// <summary>Every malformed file is one <see cref="TensorFormatException"/> that names file, tensor and field.</summary>
public sealed class BadSafetensorsFileTests
{
    public static TheoryData<string> Files => new(BadSafetensorsFile.All.Keys.ToArray());

    [Theory]
    [MemberData(nameof(Files))]
    public void Bad_file_is_refused_with_its_tensor_and_field(string what)
    {
        BadSafetensorsFile bad = BadSafetensorsFile.All[what];
        using var directory = new TemporaryFolder();
        string path = directory.Write("bad.safetensors", bad.Bytes);

        var exception = Assert.Throws<TensorFormatException>(() => SafetensorsFile.Open(path));

        Assert.Equal(path, exception.File);
        Assert.Equal(bad.Tensor, exception.Tensor);
        Assert.Equal(bad.Field, exception.Field);
        Assert.StartsWith($"{path}: ", exception.Message);
        Assert.Contains(bad.Message, exception.Message);
        Assert.InRange(exception.Message.Length, 0, path.Length + 500);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void Every_cut_of_a_file_is_refused()
    {
        byte[] whole = SafetensorsBytes.OfEveryType();
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Throws<TensorFormatException>(() => SafetensorsHeader.Parse(whole.AsSpan(0, length), length, "cut"));
        }
    }

    [Fact]
    public void Bad_file_is_closed_again()
    {
        using var directory = new TemporaryFolder();
        string path = directory.Write("bad.safetensors", [1, 2, 3]);
        Assert.Throws<TensorFormatException>(() => SafetensorsFile.Open(path));

        // Fails while somebody has the file open.
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.Equal(3, stream.Length);
    }

    [Fact]
    public void Names_from_the_file_are_shortened_and_printable_in_messages()
    {
        string name = $"a\n{new string('x', 1000)}\u0007b";
        byte[] bytes = SafetensorsBytes.FromHeader($"{{\"{name.Replace("\n", "\\n").Replace("\u0007", "\\u0007")}\":1}}");

        var exception = Assert.Throws<TensorFormatException>(() => SafetensorsHeader.Parse(bytes, bytes.Length, "file"));

        Assert.Equal(name, exception.Tensor);
        Assert.InRange(exception.Message.Length, 0, 300);
        Assert.DoesNotContain(exception.Message, char.IsControl);
    }
}
