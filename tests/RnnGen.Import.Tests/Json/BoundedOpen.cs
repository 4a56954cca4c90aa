using System;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace RnnGen.Import.Tests.Json;

/// <summary>Opens files that may be hostile, and checks what that costs.</summary>
internal static class BoundedOpen
{
    private const long Allowance = 64L << 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>Opens a file that is refused.</summary>
    /// <returns>The refusal.</returns>
    public static ModelFormatException Refused(string path)
    {
        ModelFormatException? refused = null;
        Open(path, () => refused = Assert.Throws<ModelFormatException>(() => ModelFile.Open(path)));
        Assert.Equal(path, refused!.File);
        Assert.DoesNotContain('\n', refused.Message);
        return refused;
    }

    /// <summary>Opens a file that holds a model.</summary>
    public static ModelFile Opened(string path)
    {
        ModelFile? file = null;
        Open(path, () => file = ModelFile.Open(path));
        return file!;
    }

    private static void Open(string path, Action open)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long started = Stopwatch.GetTimestamp();
        open();
        Assert.True(Stopwatch.GetElapsedTime(started) < Limit, $"{path} took {Stopwatch.GetElapsedTime(started)}.");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allowance + new FileInfo(path).Length);
    }
}
