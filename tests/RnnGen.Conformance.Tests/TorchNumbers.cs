using System;
using System.Linq;
using RnnGen.Formats;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>The numbers that PyTorch wrote, and ours beside them.</summary>
internal static class TorchNumbers
{
    /// <summary>A tensor of integers: tokens, lengths, labels.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">The tensor's name.</param>
    public static int[] ReadInts(this SafetensorsFile file, string name) => Array.ConvertAll(file.ReadInt64s(name), static value => (int)value);

    /// <summary>That all of ours are near those of a tensor.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">The tensor's name.</param>
    /// <param name="actual">As many.</param>
    /// <param name="tolerance">How far each may be off.</param>
    public static void AssertClose(this SafetensorsFile file, string name, ReadOnlySpan<float> actual, double tolerance)
    {
        double[] values = file.ReadDoubles(name);
        Assert.Equal(values.Length, actual.Length);
        double largest = values.Zip(actual.ToArray(), static (value, other) => Math.Abs(value - other)).Largest();
        Assert.True(largest <= tolerance, $"{name}: {largest:G3} off, where {tolerance:G3} is allowed");
    }

    /// <summary>The same, relative to the largest of the tensor.</summary>
    /// <inheritdoc cref="AssertClose"/>
    public static void AssertRelative(this SafetensorsFile file, string name, ReadOnlySpan<float> actual, double tolerance) =>
        file.AssertClose(name, actual, tolerance * file.ReadDoubles(name).Select(Math.Abs).Largest());
}
