using System;
using CsCheck;
using RnnGen.Generator.Tests.Infrastructure;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Generator.Tests;

/// <summary>
/// Declarations drawn at random, emitted, compiled in memory, loaded, and compared with the reference: many in one compilation. <c>.ci/run --all</c> draws
/// thousands.
/// </summary>
public class RandomDeclarationTests(ITestOutputHelper log)
{
    private const int CellsPerCompilation = 64;

    private const string UsualSeed = "5oGsA8Ctwee1";

    // RNNGEN_RANDOM_COMPILATIONS=n draws more, and other ones each time; CsCheck_Seed (printed on failure) those of a run again.
    private static readonly int? Fresh = TestSetting.Number("RNNGEN_RANDOM_COMPILATIONS");

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
            LayerNorm = declaration.Hidden > 1 && Likely(0.3),
            Recurrence = Likely(0.4) ? Recurrence.Diagonal : Recurrence.Full,
            Clip = Likely(0.3) ? (float)(0.05 + random.NextDouble()) : 0,
            Training = Likely(0.9),
            GateActivation = Activation(RnnActivation.Sigmoid),
            CandidateActivation = Activation(RnnActivation.Tanh),
        };
        if (declaration.Kind != DeclaredKind.Lstm)
        {
            return declaration;
        }

        bool coupled = Likely(0.3);
        return declaration with
        {
            Peephole = !declaration.LayerNorm && Likely(0.4),
            CoupledGates = coupled,
            Projection = declaration.Recurrence == Recurrence.Full && declaration.Hidden > 1 && Likely(0.6) ? random.Next(1, declaration.Hidden) : 0,
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
        int checkedCells = 0;
        int trainedCells = 0;
        int compilations = Fresh ?? 1;

        // A seed is that of the first draw only: the next ones are other ones each time.
        Declarations.Array[CellsPerCompilation].Sample(
            declarations =>
            {
                System.Threading.Interlocked.Add(ref trainedCells, DeclarationChecks.CheckAll(declarations, static source => GeneratorRun.Load(source)));
                System.Threading.Interlocked.Add(ref checkedCells, declarations.Length);
            },
            seed: Fresh is null ? UsualSeed : null,
            iter: compilations,
            threads: 1);

        log.WriteLine($"{checkedCells} declarations, gradients of {trainedCells} (the others are not trained, or came too near a kink)");
        Assert.True(trainedCells > checkedCells / 2);
        Assert.True(checkedCells >= compilations * CellsPerCompilation);
    }
}
