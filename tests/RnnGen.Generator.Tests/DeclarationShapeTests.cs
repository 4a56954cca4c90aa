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

    /// <summary>The shapes of the 512-bit path: blocks in twos, one that is left, and a tail. Hardware without such vectors runs them on narrower ones.</summary>
    [Fact]
    public void The512BitPathEqualsTheReference() => DeclarationChecks.CheckAll(
        [.. from hidden in new[] { 16, 24, 32, 33, 40, 48, 56, 64, 129, 256 }
            from kind in Enum.GetValues<DeclaredKind>()
            select new Declaration((hidden % 9) + 1, hidden, (Accuracy)(hidden % 3), hidden, kind) { Variant = (GruVariant)(hidden / 8 % 3) }],
        LoadAsIs);

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
