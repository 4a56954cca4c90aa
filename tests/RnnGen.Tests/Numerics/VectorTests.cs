using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using RnnGen.Numerics;
using Xunit;

namespace RnnGen.Tests.Numerics;

/// <summary>The vectors that all arithmetic is written over: every width does the same.</summary>
public sealed class VectorTests
{
    private delegate void ElementForm(ref float x, ref float y, ref float z, ref float result);

    [Fact]
    public void Each_element_is_fused_where_the_hardware_can_and_else_rounded_twice()
    {
        AssertElements(MultiplyAdd<F1024>, F1024.Count, FusedMultiplyAdd.Of);
        AssertElements(MultiplyAdd<F512>, F512.Count, FusedMultiplyAdd.Of);
        AssertElements(MultiplyAdd<F256>, F256.Count, FusedMultiplyAdd.Of);
        AssertElements(MultiplyAdd<F128>, F128.Count, FusedMultiplyAdd.Of);
        AssertElements(MultiplyAdd<F32>, F32.Count, FusedMultiplyAdd.Of);

        static void MultiplyAdd<V>(ref float x, ref float y, ref float z, ref float result)
            where V : struct, IVector<V> => V.Store(V.MultiplyAdd(V.Load(ref x), V.Load(ref y), V.Load(ref z)), ref result);
    }

    [Fact]
    public void A_mask_keeps_or_clears_whole_floats_at_every_width()
    {
        AssertElements(Masked<F1024>, F1024.Count, Expected);
        AssertElements(Masked<F512>, F512.Count, Expected);
        AssertElements(Masked<F256>, F256.Count, Expected);
        AssertElements(Masked<F128>, F128.Count, Expected);
        AssertElements(Masked<F32>, F32.Count, Expected);

        static float Expected(float x, float y, float z) => x >= y ? 0f : z;
        static void Masked<V>(ref float x, ref float y, ref float z, ref float result)
            where V : struct, IVector<V> => V.Store(V.AndNot(V.Load(ref z), V.GreaterThanOrEqual(V.Load(ref x), V.Load(ref y))), ref result);
    }

    [Fact]
    public void A_flush_makes_zeros_of_denormal_numbers_at_every_width()
    {
        AssertFlush<F1024>();
        AssertFlush<F512>();
        AssertFlush<F256>();
        AssertFlush<F128>();
        AssertFlush<F32>();

        static void AssertFlush<V>()
            where V : struct, IVector<V>
        {
            float[] stored = new float[1 + F1024.Count];
            for (int first = 0; first + V.Count <= WidthForms.Sample.Length; first += V.Count)
            {
                V.Store(V.Flush(V.Load(ref WidthForms.Sample[first])), ref stored[1]);
                for (int lane = 0; lane < V.Count; lane++)
                {
                    float value = WidthForms.Sample[first + lane];
                    Assert.Equal(BitConverter.SingleToInt32Bits(float.IsSubnormal(value) ? MathF.CopySign(0, value) : value), BitConverter.SingleToInt32Bits(stored[1 + lane]));
                }
            }

            Assert.Equal(0f, stored[0]);
            Assert.All(stored.Skip(1 + V.Count), static value => Assert.Equal(0f, value));
        }
    }

    [Fact]
    public void A_fold_adds_the_upper_half_to_the_lower_down_to_one()
    {
        var random = new Random(2);
        for (int repetition = 0; repetition < 1000; repetition++)
        {
            float[] x = Draw(random, F512.Count);
            AssertBits(Folded(x), F512.Fold(F512.Load(ref x[0])));
            AssertBits(Folded(x[..8]), F256.Fold(F256.Load(ref x[0])));
            AssertBits(Folded(x[..4]), F128.Fold(F128.Load(ref x[0])));
            AssertBits(x[0], F32.Fold(F32.Load(ref x[0])));
            AssertBits(Folded(x), FoldedSum.Fold(ref x[0]));
        }

        static float Folded(float[] x)
        {
            int half = x.Length / 2;
            return half == 0 ? x[0] : Folded([.. x.Take(half).Select((low, i) => low + x[half + i])]);
        }

        static void AssertBits(float expected, float actual) => Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(actual));
    }

    /// <summary>The interpreter of WebAssembly calls a method for each float of the runtime's own multiply-add: nothing else may use it at this width.</summary>
    [Fact]
    public void Nothing_else_in_the_library_uses_the_runtimes_multiply_add_at_128_bits()
    {
        string library = Path.GetFullPath(Path.Combine(SourceDirectory(), "..", "..", "..", "src", "RnnGen"));
        string[] files = [.. Directory.EnumerateFiles(library, "*.cs", SearchOption.AllDirectories).Where(static path => !path.Contains("/obj/") && !path.Contains("\\obj\\"))];

        Assert.NotEmpty(files);
        Assert.Equal(
            ["F128.cs"],
            files.Where(static path => File.ReadAllText(path) is var text && (text.Contains("Vector128.MultiplyAddEstimate(") || text.Contains("Vector.MultiplyAddEstimate(")))
                .Select(Path.GetFileName));
    }

    private static void AssertElements(ElementForm form, int count, Func<float, float, float, float> expected)
    {
        var random = new Random(1);
        for (int repetition = 0; repetition < 10_000; repetition++)
        {
            float[] x = Draw(random, F1024.Count), y = Draw(random, F1024.Count), z = Draw(random, F1024.Count), result = new float[F1024.Count];
            form(ref x[0], ref y[0], ref z[0], ref result[0]);
            for (int i = 0; i < count; i++)
            {
                Assert.Equal(BitConverter.SingleToInt32Bits(expected(x[i], y[i], z[i])), BitConverter.SingleToInt32Bits(result[i]));
            }

            Assert.All(result.Skip(count), static value => Assert.Equal(0f, value));
        }
    }

    private static float[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2f) - 1f)];

    private static string SourceDirectory([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
