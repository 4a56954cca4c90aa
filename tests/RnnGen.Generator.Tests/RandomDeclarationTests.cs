using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using CsCheck;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Generator.Tests;

/// <summary>
/// Declarations drawn at random, emitted, compiled in memory, loaded, and compared with the reference: many in one compilation, hundreds a run.
/// </summary>
public class RandomDeclarationTests(ITestOutputHelper log)
{
    private const int Compilations = 6;
    private const int CellsPerCompilation = 64;

    // Most shapes lie near vector boundaries, where mistakes live; some are large.
    private static readonly int[] Boundaries = [1, 4, 5, 7, 8, 9, 15, 16, 17, 23, 24, 25, 31, 32, 33, 63, 64, 65];

    private static readonly Gen<int> Size = Gen.Frequency(
        (6, Gen.Int[1, 20]), (4, Gen.Int[1, 70]), (1, Gen.Int[71, 300]), (2, Gen.Int[0, Boundaries.Length - 1].Select(static index => Boundaries[index])));

    private static readonly Gen<Declaration> Declarations =
        from input in Size
        from hidden in Size
        from accuracy in Gen.Enum<Accuracy>()
        from seed in Gen.Int[0, int.MaxValue - 1]
        from kind in Gen.Enum<DeclaredKind>()
        from variant in Gen.Enum<GruVariant>()
        from activation in Gen.Enum<RnnActivation>()
        select new Declaration(input, hidden, accuracy, seed, kind) { Variant = variant, Activation = activation };

    [Fact]
    public void RandomCellsEqualTheReference()
    {
        // CSCHECK_SEED (printed on failure) draws the same declarations again.
        int checkedCells = 0;
        Declarations.Array[CellsPerCompilation].Sample(
            declarations =>
            {
                CheckAll(declarations, LoadAsIs);
                System.Threading.Interlocked.Add(ref checkedCells, declarations.Length);
            },
            iter: Compilations,
            threads: 1);
        log.WriteLine($"{checkedCells} declarations");
        Assert.True(checkedCells >= Compilations * CellsPerCompilation);
    }

    [Theory]
    [InlineData(DeclaredKind.Lstm)]
    [InlineData(DeclaredKind.Gru)]
    [InlineData(DeclaredKind.Rnn)]
    public void EveryHiddenSizeAroundTheVectorBoundaries(DeclaredKind kind) => CheckAll(
        [.. Enumerable.Range(1, 70).Select(hidden => new Declaration((hidden * 7 % 23) + 1, hidden, Accuracy.Standard, hidden, kind)
        {
            Variant = (GruVariant)(hidden % 3),
            Activation = (RnnActivation)(hidden % 2),
        })],
        LoadAsIs);

    [Fact]
    public void EveryInputSizeAroundTheVectorBoundaries() =>
        CheckAll([.. Enumerable.Range(1, 70).Select(static input => new Declaration(input, (input * 11 % 29) + 1, Accuracy.Standard, input))], LoadAsIs);

    /// <summary>
    /// The 512-bit path on any machine: where the hardware has no such vectors, the test on them is rewritten to true, and the runtime computes
    /// them in halves, to the same bits.
    /// </summary>
    [Fact]
    public void The512BitPathEqualsTheReference() => CheckAll(
        [.. from hidden in new[] { 32, 33, 40, 56, 64, 129, 256 }
            from kind in Enum.GetValues<DeclaredKind>()
            select new Declaration((hidden % 9) + 1, hidden, (Accuracy)(hidden % 3), hidden, kind) { Variant = (GruVariant)(hidden / 8 % 3) }],
        static source => GeneratorRun.LoadRewritten(
            static text =>
            {
                Assert.Contains("RnnSimd::Vector512.IsHardwareAccelerated", text, StringComparison.Ordinal);
                return text.Replace("RnnSimd::Vector512.IsHardwareAccelerated", "true", StringComparison.Ordinal);
            },
            source));

    [Theory]
    [InlineData(4096, 1, DeclaredKind.Lstm)]
    [InlineData(1, 1024, DeclaredKind.Lstm)]
    [InlineData(1000, 513, DeclaredKind.Lstm)]
    [InlineData(300, 700, DeclaredKind.Gru)]
    [InlineData(300, 1030, DeclaredKind.Rnn)]
    public void LargeCellsEqualTheReference(int input, int hidden, DeclaredKind kind) =>
        CheckAll([new Declaration(input, hidden, Accuracy.Standard, 1, kind)], LoadAsIs);

    private static Assembly LoadAsIs(string source) => GeneratorRun.Load(source);

    private static void CheckAll(IReadOnlyList<Declaration> declarations, Func<string, Assembly> load)
    {
        IEnumerable<string> lines = declarations.Select(static (declaration, index) => string.Create(
            CultureInfo.InvariantCulture,
            $"[{declaration.Attribute}] sealed partial class Cell{index};"));
        Assembly assembly = load(string.Join('\n', lines));
        for (int index = 0; index < declarations.Count; index++)
        {
            Type cell = assembly.GetType("Cell" + index.ToString(CultureInfo.InvariantCulture), throwOnError: true)!;
            MethodInfo check = typeof(CellAgainstReference).GetMethod(nameof(CellAgainstReference.Check))!
                .MakeGenericMethod(cell, cell.GetNestedType("State")!, cell.GetNestedType("Workspace")!);
            check.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [declarations[index]], CultureInfo.InvariantCulture);
        }
    }
}
