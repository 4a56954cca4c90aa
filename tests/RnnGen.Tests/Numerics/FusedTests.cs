using System;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using RnnGen.Numerics;
using Xunit;

namespace RnnGen.Tests.Numerics;

/// <summary>The multiply-add of the widths that WebAssembly has.</summary>
public sealed class FusedTests
{
    [Fact]
    public void Each_element_is_fused_where_the_hardware_can_and_else_rounded_twice()
    {
        bool isFused = Fma.IsSupported || AdvSimd.IsSupported;
        var random = new Random(1);
        for (int repetition = 0; repetition < 10_000; repetition++)
        {
            float[] left = Draw(random), right = Draw(random), addend = Draw(random);
            float[] expected = [.. left.Select((x, i) => isFused ? float.FusedMultiplyAdd(x, right[i], addend[i]) : (x * right[i]) + addend[i])];
            float[] narrow = new float[Vector128<float>.Count], native = new float[Vector<float>.Count];
            Fused.MultiplyAdd(Vector128.Create(left), Vector128.Create(right), Vector128.Create(addend)).CopyTo(narrow);
            Fused.MultiplyAdd(new Vector<float>(left), new Vector<float>(right), new Vector<float>(addend)).CopyTo(native);

            Assert.Equal(expected.Take(narrow.Length).Select(BitConverter.SingleToInt32Bits), narrow.Select(BitConverter.SingleToInt32Bits));
            Assert.Equal(expected.Take(native.Length).Select(BitConverter.SingleToInt32Bits), native.Select(BitConverter.SingleToInt32Bits));
        }
    }

    /// <summary>The interpreter of WebAssembly calls a method for each float of the runtime's own multiply-add: nothing in the library may use it at these widths.</summary>
    [Fact]
    public void Nothing_else_in_the_library_uses_the_runtimes_form_at_these_widths()
    {
        string library = Path.GetFullPath(Path.Combine(SourceDirectory(), "..", "..", "..", "src", "RnnGen"));
        string[] files = [.. Directory.EnumerateFiles(library, "*.cs", SearchOption.AllDirectories).Where(static path => !path.Contains("/obj/") && !path.Contains("\\obj\\"))];

        Assert.NotEmpty(files);
        Assert.Equal(
            ["F128.cs", "Fused.cs"],
            files.Where(static path => File.ReadAllText(path) is var text && (text.Contains("Vector128.MultiplyAddEstimate(") || text.Contains("Vector.MultiplyAddEstimate(")))
                .Select(Path.GetFileName).Order());
    }

    private static float[] Draw(Random random) => [.. Enumerable.Range(0, Vector<float>.Count).Select(_ => (random.NextSingle() * 2f) - 1f)];

    private static string SourceDirectory([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
