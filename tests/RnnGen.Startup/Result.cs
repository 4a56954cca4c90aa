using System;
using System.Text;

namespace RnnGen.Startup;

/// <summary>What a program says to the one that measures its start.</summary>
internal static class Result
{
    /// <summary>
    /// Prints the result, which is the first output; then waits until stdin ends, so that the memory in use can be read; then prints how much managed
    /// memory this thread had allocated up to the result.
    /// </summary>
    /// <param name="values">The result.</param>
    public static void Print(ReadOnlySpan<float> values)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        var line = new StringBuilder();
        foreach (float value in values)
        {
            line.Append(value).Append(' ');
        }

        Console.WriteLine(line);
        using (var input = Console.OpenStandardInput())
        {
            while (input.ReadByte() >= 0)
            {
            }
        }

        Console.WriteLine(allocated);
    }
}
