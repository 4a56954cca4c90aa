using System;
using System.Threading;
using RnnGen.Formats;

namespace RnnGen.Tests;

/// <summary>A process for tests to kill: <c>dotnet exec RnnGen.Tests.dll write PATH</c> begins to write a file, says so, and waits.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is not ["write", var path])
        {
            Console.Error.WriteLine("usage: write PATH");
            return 2;
        }

        AtomicFile.Write(path, static stream =>
        {
            stream.Write("half of it"u8);
            stream.Flush();
            Console.WriteLine("writing");
            Thread.Sleep(Timeout.Infinite);
        });
        return 0;
    }
}
