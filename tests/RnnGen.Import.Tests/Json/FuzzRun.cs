using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Import.Tests.Json;

/// <summary>
/// Runs many mutants: each is read, or refused by a <see cref="ModelFormatException"/>, and nothing else: no other exception, no hang, and no memory beyond a multiple of
/// the file. <c>RNNGEN_FUZZ_SEED</c> and <c>RNNGEN_FUZZ_MUTANTS</c> choose other and more mutants.
/// </summary>
internal static class FuzzRun
{
    private const long FixedAllowance = 1L << 20;
    private const long AllowancePerByte = 64;

    /// <summary>The seed of the mutants.</summary>
    public static int Seed => TestSetting.Number("RNNGEN_FUZZ_SEED", 20_261_130);

    /// <summary>Runs them.</summary>
    /// <param name="output">Says what came of them.</param>
    /// <param name="mutator">Makes the mutants.</param>
    /// <param name="usual">How many, if the environment does not say.</param>
    /// <param name="read">Reads one.</param>
    /// <param name="said">Parts of messages; each is in that of one mutant at least.</param>
    public static void Run(ITestOutputHelper output, TextMutator mutator, int usual, Action<byte[]> read, params string[] said)
    {
        int mutants = TestSetting.Number("RNNGEN_FUZZ_MUTANTS", usual), good = 0;
        long worst = 0;
        var missing = new HashSet<string>(said, StringComparer.Ordinal);
        for (int number = 0; number < mutants; number++)
        {
            byte[] file = mutator.Mutate(number);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(file);
                good++;
            }
            catch (ModelFormatException refused)
            {
                Assert.True(!refused.Message.Any(char.IsControl), $"Seed {Seed}, mutant {number}: the message is not one line: {refused.Message}");
                missing.RemoveWhere(part => refused.Message.Contains(part, StringComparison.Ordinal));
            }
            catch (Exception exception)
            {
                Assert.Fail($"Seed {Seed}, mutant {number} ({Convert.ToBase64String(file)}): {exception}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            worst = Math.Max(worst, allocated);
            if (allocated > FixedAllowance + (AllowancePerByte * file.Length))
            {
                Assert.Fail($"Seed {Seed}, mutant {number} ({Convert.ToBase64String(file)}): allocated {allocated} bytes.");
            }
        }

        output.WriteLine($"Seed {Seed}: {good} of {mutants} read, at most {worst} bytes allocated.");

        // The mutants get everywhere: some are still good, most are not, and the checks refuse some.
        Assert.InRange(good, mutants / 100, mutants * 9 / 10);
        Assert.True(missing.Count == 0, $"No mutant of seed {Seed} was refused with {string.Join(" or ", missing)}.");
    }
}
