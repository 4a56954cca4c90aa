using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using RnnGen.Formats;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Tests.Formats;

public sealed class AtomicFileTests(ITestOutputHelper log) : IDisposable
{
    private readonly TemporaryFolder _directory = new();

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

    [Theory]
    [InlineData(0x180)] // 0600
    [InlineData(0x1A0)] // 0640
    [InlineData(0x1FF)] // 0777
    [InlineData(0x100)] // 0400
    [InlineData(0x1A4)] // 0644
    public void Mode_of_the_replaced_file_stays(int bits)
    {
        if (OperatingSystem.IsWindows())
        {
            log.WriteLine("Not run: Windows has no file modes.");
            return;
        }

        var mode = (UnixFileMode)bits;
        string path = _directory.Write("file", "old"u8);
        File.SetUnixFileMode(path, mode);

        UnixFileMode privateMode = default;
        AtomicFile.Write(path, stream =>
        {
            // What may be secret is nobody else's at any time.
            string temporary = Assert.Single(_directory.Entries, static name => name != "file");
            privateMode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(_directory[temporary]);
            stream.Write("new"u8);
        });

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, privateMode);
        Assert.Equal(mode, File.GetUnixFileMode(path));
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void A_new_file_has_the_mode_that_any_new_file_has()
    {
        if (OperatingSystem.IsWindows())
        {
            log.WriteLine("Not run: Windows has no file modes.");
            return;
        }

        string path = _directory["file"];
        AtomicFile.Write(path, static stream => stream.Write("new"u8));
        Assert.Equal(File.GetUnixFileMode(_directory.Write("plain", "x"u8)), File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_link_is_followed_and_what_it_points_to_is_replaced()
    {
        if (OperatingSystem.IsWindows())
        {
            log.WriteLine("Not run: Windows needs a right to make links.");
            return;
        }

        Directory.CreateDirectory(_directory["elsewhere"]);
        string target = _directory.Write("elsewhere/file", "old"u8);
        File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(_directory["link"], "elsewhere/file");
        File.CreateSymbolicLink(_directory["link to link"], "link");

        AtomicFile.Write(_directory["link to link"], static stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(target));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(target));
        Assert.Equal("elsewhere/file", new FileInfo(_directory["link"]).LinkTarget);
        Assert.Equal("link", new FileInfo(_directory["link to link"]).LinkTarget);
        Assert.Equal(["elsewhere", "link", "link to link"], _directory.Entries.Order());
        Assert.Single(Directory.GetFiles(_directory["elsewhere"]));

        // A link to nothing yet: what it points to is made.
        File.CreateSymbolicLink(_directory["dangling"], "elsewhere/other");
        AtomicFile.Write(_directory["dangling"], static stream => stream.Write("made"u8));
        Assert.Equal("made", File.ReadAllText(_directory["elsewhere/other"]));
    }

    [Fact]
    public void What_a_killed_writer_left_is_removed_by_the_next_save_to_its_target_only()
    {
        string path = _directory["file"];
        string remains = KillAWriter(path);
        string others = KillAWriter(_directory["other"]);

        AtomicFile.Write(_directory["third"], static stream => stream.Write("new"u8));
        Assert.True(File.Exists(remains));

        AtomicFile.Write(path, stream =>
        {
            Assert.False(File.Exists(remains));
            stream.Write("new"u8);
        });

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(new[] { Path.GetFileName(others), "file", "third" }.Order(StringComparer.Ordinal), _directory.Entries.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_live_writers_file_is_never_removed()
    {
        string path = _directory.Write("file", "old"u8);
        using Process other = StartWriter(path);
        try
        {
            string living = Assert.Single(_directory.Entries, static name => name != "file");

            // While one in another process writes, two in this one do, one inside the other.
            AtomicFile.Write(path, outer =>
            {
                outer.Write("outer"u8);
                AtomicFile.Write(path, static inner => inner.Write("inner"u8));
                Assert.Equal("inner", File.ReadAllText(path));
                Assert.Contains(living, _directory.Entries);
            });

            Assert.Equal("outer", File.ReadAllText(path));
            Assert.Equal(new[] { living, "file" }.Order(StringComparer.Ordinal), _directory.Entries.Order(StringComparer.Ordinal));
        }
        finally
        {
            other.Kill();
            other.WaitForExit();
        }

        AtomicFile.Write(path, static stream => stream.Write("last"u8));
        Assert.Equal(["file"], _directory.Entries);
    }

    [Fact]
    public void Many_writers_at_once_all_succeed_and_leave_one_whole_file()
    {
        string path = _directory["file"];
        byte[][] contents = [.. Enumerable.Range(0, 4).Select(static writer => Enumerable.Repeat((byte)writer, 100_000).ToArray())];
        Parallel.For(0, 4, writer =>
        {
            for (int round = 0; round < 25; round++)
            {
                AtomicFile.Write(path, stream => stream.Write(contents[writer]));
                byte[] found = File.ReadAllBytes(path);
                Assert.Contains(contents, content => content.AsSpan().SequenceEqual(found));
            }
        });

        Assert.Equal(["file"], _directory.Entries);
    }

    [Fact]
    public void A_directory_that_may_not_be_written_keeps_the_old_file()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName == "root")
        {
            log.WriteLine("Not run: nothing is read-only to this user.");
            return;
        }

        Directory.CreateDirectory(_directory["sealed"]);
        string path = _directory.Write("sealed/file", "old"u8);
        File.SetUnixFileMode(_directory["sealed"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.Throws<UnauthorizedAccessException>(() => AtomicFile.Write(path, static stream => stream.Write("new"u8)));
            Assert.Equal("old", File.ReadAllText(path));
        }
        finally
        {
            File.SetUnixFileMode(_directory["sealed"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>It does what it can, and never fails a save that is done.</summary>
    [Fact]
    public void Flush_of_a_directory_takes_any_path()
    {
        UnixFiles.FlushDirectory(_directory["."]);
        UnixFiles.FlushDirectory(_directory["not there"]);
        UnixFiles.FlushDirectory(_directory.Write("a file", "x"u8));
    }

    /// <summary>Kills a writer in the middle, and gives what it left.</summary>
    private string KillAWriter(string path)
    {
        string[] before = _directory.Entries;
        using Process writer = StartWriter(path);
        writer.Kill();
        writer.WaitForExit();
        string remains = _directory[Assert.Single(_directory.Entries.Except(before))];
        Assert.Equal("half of it", File.ReadAllText(remains));
        Assert.False(File.Exists(path));
        return remains;
    }

    /// <summary>Starts a process that is in the middle of writing.</summary>
    private static Process StartWriter(string path)
    {
        Process process = ChildProcess.StartAssembly(Path.Combine(AppContext.BaseDirectory, "RnnGen.Tests.dll"), "write", path);
        Assert.Equal("writing", process.StandardOutput.ReadLine());
        return process;
    }
}
