using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;

namespace RnnGen.Import.Tests.Keras;

/// <summary>A case, and what came of opening its file.</summary>
internal sealed class KerasCase
{
    /// <summary>The case.</summary>
    public required ImportCase Case { get; init; }

    /// <summary>The case that has its layers and outputs: itself, or that of which it is a changed copy.</summary>
    public required ImportCase Truth { get; init; }

    /// <summary>The file, if it opened.</summary>
    public ModelFile? File { get; private set; }

    /// <summary>What was thrown, if anything.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>How long it took.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>What it allocated.</summary>
    public long Allocated { get; private set; }

    /// <summary>Opens a case's file.</summary>
    public static KerasCase Open(ImportCase item, IReadOnlyDictionary<string, ImportCase> all)
    {
        ImportCase truth = item.Json.TryGetProperty("same_as", out var other) ? all[other.GetString()!] : item;
        var opened = new KerasCase { Case = item, Truth = truth };
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        try
        {
            opened.File = ModelFile.Open(item.Path);
        }
        catch (Exception fault)
        {
            opened.Fault = fault;
        }

        opened.Time = Stopwatch.GetElapsedTime(start);
        opened.Allocated = GC.GetAllocatedBytesForCurrentThread() - before - new FileInfo(item.Path).Length;
        return opened;
    }
}
