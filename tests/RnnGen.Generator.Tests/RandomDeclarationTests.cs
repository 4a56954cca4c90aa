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
        from options in Gen.Int[0, int.MaxValue - 1]
        select WithOptions(new Declaration(input, hidden, accuracy, seed, kind) { Variant = variant }, new Random(options));

    /// <summary>Every other cell with options, of which each is as likely as not.</summary>
    private static Declaration WithOptions(Declaration declaration, Random random)
    {
        if (random.Next(2) == 0)
        {
            return declaration;
        }

        declaration = declaration with
        {
            Bias = Likely(0.7),
            Clip = Likely(0.3) ? (float)(0.05 + random.NextDouble()) : 0,
            Training = Likely(0.9),
            GateActivation = Activation(RnnActivation.Sigmoid),
            CandidateActivation = Activation(RnnActivation.Tanh),
        };
        if (declaration.Kind != DeclaredKind.Lstm)
        {
            return declaration;
        }

        bool layerNorm = declaration.Hidden > 1 && Likely(0.3);
        bool coupled = Likely(0.3);
        return declaration with
        {
            LayerNorm = layerNorm,
            Peephole = !layerNorm && Likely(0.4),
            CoupledGates = coupled,
            Projection = declaration.Hidden > 1 && Likely(0.4) ? random.Next(1, declaration.Hidden) : 0,
            ForgetBias = declaration.Bias && !coupled && Likely(0.3) ? 1.5f : 0,
            CellActivation = Activation(RnnActivation.Tanh),
        };

        bool Likely(double probability) => random.NextDouble() < probability;

        DeclaredActivation Activation(RnnActivation @default)
        {
            RnnActivation function = Likely(0.5) ? @default : (RnnActivation)random.Next(Enum.GetValues<RnnActivation>().Length);
            var activation = new DeclaredActivation(function, 0, 0);
            return activation with
            {
                Alpha = activation.TakesAlpha ? (float)(0.1 + (0.5 * random.NextDouble())) : 0,
                Beta = activation.TakesBeta ? (float)(0.1 + (0.5 * random.NextDouble())) : 0,
            };
        }
    }

    [Fact]
    public void RandomCellsEqualTheReference()
    {
        // RNNGEN_FRESH_DECLARATIONS=1 draws other ones; CsCheck_Seed (printed on failure) those of a run again.
        string? fresh = Environment.GetEnvironmentVariable("RNNGEN_FRESH_DECLARATIONS");
        int checkedCells = 0;
        int trainedCells = 0;
        Declarations.Array[CellsPerCompilation].Sample(
            declarations =>
            {
                System.Threading.Interlocked.Add(ref trainedCells, CheckAll(declarations, LoadAsIs));
                System.Threading.Interlocked.Add(ref checkedCells, declarations.Length);
            },
            seed: fresh == "1" ? null : "5oGsA8Ctwee1",
            iter: Compilations,
            threads: 1);
        log.WriteLine($"{checkedCells} declarations, gradients of {trainedCells} (the others are not trained, or came too near a kink)");
        Assert.True(trainedCells > checkedCells / 2);
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
            CandidateActivation = new DeclaredActivation(hidden % 2 == 0 ? RnnActivation.Tanh : RnnActivation.Relu, 0, 0),
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
                Assert.Contains("RnnNumerics::VectorWidth.Is512Used", text, StringComparison.Ordinal);
                return text.Replace("RnnNumerics::VectorWidth.Is512Used", "true", StringComparison.Ordinal);
            },
            source));

    /// <summary>All other tests compile with checked arithmetic; both are compared with the same reference, bit by bit.</summary>
    [Fact]
    public void UncheckedArithmeticEqualsTheReference() => CheckAll(
        [.. from hidden in new[] { 8, 24, 33, 64 }
            from kind in Enum.GetValues<DeclaredKind>()
            select new Declaration((hidden % 9) + 1, hidden, Accuracy.Standard, hidden, kind)],
        static source => GeneratorRun.Load(new ProjectSettings { CheckOverflow = false }, source));

    [Theory]
    [InlineData(4096, 1, DeclaredKind.Lstm)]
    [InlineData(1, 1024, DeclaredKind.Lstm)]
    [InlineData(1000, 513, DeclaredKind.Lstm)]
    [InlineData(300, 700, DeclaredKind.Gru)]
    [InlineData(300, 1030, DeclaredKind.Rnn)]
    public void LargeCellsEqualTheReference(int input, int hidden, DeclaredKind kind) =>
        CheckAll([new Declaration(input, hidden, Accuracy.Standard, 1, kind)], LoadAsIs);

    private static Assembly LoadAsIs(string source) => GeneratorRun.Load(source);

    /// <returns>How many had their gradients compared.</returns>
    private static int CheckAll(IReadOnlyList<Declaration> declarations, Func<string, Assembly> load)
    {
        IEnumerable<string> lines = declarations.Select(static (declaration, index) => string.Create(
            CultureInfo.InvariantCulture,
            $"[{declaration.Attribute}] sealed partial class Cell{index};"));
        Assembly assembly = load(string.Join('\n', lines));
        int trained = 0;
        for (int index = 0; index < declarations.Count; index++)
        {
            Type cell = assembly.GetType("Cell" + index.ToString(CultureInfo.InvariantCulture), throwOnError: true)!;
            MethodInfo check = typeof(CellAgainstReference).GetMethod(nameof(CellAgainstReference.Check))!
                .MakeGenericMethod(cell, cell.GetNestedType("State")!, cell.GetNestedType("Workspace")!);
            check.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [declarations[index]], CultureInfo.InvariantCulture);
            Assert.Equal(declarations[index].Training, cell.GetNestedType("Tape") is not null);
            if (cell.GetNestedType("Tape") is { } tape)
            {
                MethodInfo train = typeof(CellAgainstReference).GetMethod(nameof(CellAgainstReference.CheckTraining), BindingFlags.Public | BindingFlags.Static)!
                    .MakeGenericMethod(cell, cell.GetNestedType("State")!, cell.GetNestedType("Workspace")!, tape, cell.GetNestedType("Gradients")!);
                trained += (bool)train.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [declarations[index]], CultureInfo.InvariantCulture)! ? 1 : 0;
            }
        }

        return trained;
    }
}
