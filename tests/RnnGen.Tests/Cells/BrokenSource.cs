using System;
using System.IO;
using RnnGen.Formats;

namespace RnnGen.Tests.Cells;

/// <summary>A source that gives ones, and fails in the middle of one tensor.</summary>
/// <param name="broken">The tensor's name.</param>
internal sealed class BrokenSource(string broken) : ITensorSource
{
    public string Name => "broken";

    public bool Contains(string name) => true;

    public void Read(string name, ReadOnlySpan<int> shape, Span<float> destination)
    {
        if (name == broken)
        {
            destination[..(destination.Length / 2)].Fill(2);
            throw new IOException("the disk is gone");
        }

        destination.Fill(1);
    }
}
