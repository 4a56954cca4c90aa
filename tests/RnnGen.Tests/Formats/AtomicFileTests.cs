using System;
using System.IO;
using RnnGen.Formats;
using Xunit;

namespace RnnGen.Tests.Formats;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Failure_in_the_middle_keeps_the_old_file_and_removes_the_new_one()
    {
        string path = _directory.Write("file", "old"u8);
        var failure = new InvalidOperationException("in the middle");

        Exception? thrown = Record.Exception(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[1 << 20]);
            Assert.Equal(2, _directory.Entries.Length);
            throw failure;
        }));

        Assert.Same(failure, thrown);
        Assert.Equal(["file"], _directory.Entries);
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void Old_file_stays_until_the_new_one_is_whole()
    {
        string path = _directory.Write("file", "old"u8);

        AtomicFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(path));
        });

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(["file"], _directory.Entries);
    }

    [Fact]
    public void Relative_path_is_below_the_current_directory()
    {
        string name = $"rnngen-{Guid.NewGuid():N}";
        try
        {
            AtomicFile.Write(name, stream => stream.Write("new"u8));
            Assert.Equal("new", File.ReadAllText(Path.Combine(Environment.CurrentDirectory, name)));
        }
        finally
        {
            File.Delete(name);
        }
    }

    [Fact]
    public void Name_may_be_as_long_as_names_can_be()
    {
        string path = _directory[new string('n', 200) + ".safetensors"];
        AtomicFile.Write(path, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(path));
    }
}
