using System;
using System.Linq;
using System.Reflection;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>Declarations of every shape where a mistake may live, emitted, compiled in memory, loaded, and compared with the reference.</summary>
public class DeclarationShapeTests
{
    [Theory]
    [InlineData(DeclaredKind.Lstm)]
    [InlineData(DeclaredKind.Gru)]
    [InlineData(DeclaredKind.Rnn)]
    public void EveryHiddenSizeAroundTheVectorBoundaries(DeclaredKind kind) => DeclarationChecks.CheckAll(
        [.. Enumerable.Range(1, 70).Select(hidden => new Declaration((hidden * 7 % 23) + 1, hidden, Accuracy.Standard, hidden, kind)
        {
            Variant = (GruVariant)(hidden % 3),
            CandidateActivation = new DeclaredActivation(hidden % 2 == 0 ? RnnActivation.Tanh : RnnActivation.Relu, 0, 0),
        })],
        LoadAsIs);

    [Fact]
    public void EveryInputSizeAroundTheVectorBoundaries() =>
        DeclarationChecks.CheckAll([.. Enumerable.Range(1, 70).Select(static input => new Declaration(input, (input * 11 % 29) + 1, Accuracy.Standard, input))], LoadAsIs);

    /// <summary>
    /// The 512-bit path on any machine: where the hardware has no such vectors, the test on them is rewritten to something always true (not to a constant, of which the
    /// compiler would warn), and the runtime computes them in halves, to the same bits.
    /// </summary>
    [Fact]
    public void The512BitPathEqualsTheReference() => DeclarationChecks.CheckAll(
        [.. from hidden in new[] { 32, 33, 40, 56, 64, 129, 256 }
            from kind in Enum.GetValues<DeclaredKind>()
            select new Declaration((hidden % 9) + 1, hidden, (Accuracy)(hidden % 3), hidden, kind) { Variant = (GruVariant)(hidden / 8 % 3) }],
        static source => GeneratorRun.LoadRewritten(
            static text =>
            {
                Assert.Contains("RnnNumerics::VectorWidth.Is512Used", text, StringComparison.Ordinal);
                return text.Replace("RnnNumerics::VectorWidth.Is512Used", "global::System.Environment.ProcessorCount > 0", StringComparison.Ordinal);
            },
            source));

    /// <summary>All other tests compile with checked arithmetic; both are compared with the same reference, bit by bit.</summary>
    [Fact]
    public void UncheckedArithmeticEqualsTheReference() => DeclarationChecks.CheckAll(
        [.. from hidden in new[] { 8, 24, 33, 64 }
            from kind in Enum.GetValues<DeclaredKind>()
            select new Declaration((hidden % 9) + 1, hidden, Accuracy.Standard, hidden, kind)],
        static source => GeneratorRun.Load(new ProjectSettings { CheckOverflow = false }, source));

    /// <summary>Weights that are walked to and fro, rows of sums that leave the stack room for few of them, and passes of many calls: as small as shows each.</summary>
    [Theory]
    [InlineData(4096, 1, DeclaredKind.Lstm)]
    [InlineData(1, 400, DeclaredKind.Lstm)]
    [InlineData(300, 193, DeclaredKind.Lstm)]
    [InlineData(150, 264, DeclaredKind.Gru)]
    [InlineData(150, 400, DeclaredKind.Rnn)]
    public void LargeCellsEqualTheReference(int input, int hidden, DeclaredKind kind) =>
        DeclarationChecks.CheckAll([new Declaration(input, hidden, Accuracy.Standard, 1, kind)], LoadAsIs);

    private static Assembly LoadAsIs(string source) => GeneratorRun.Load(source);
}
