using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using RnnGen.Import.Tests.Json;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Import.Tests.Keras;

/// <summary>
/// Damaged Keras files are opened, or refused by a <see cref="ModelFormatException"/>, and nothing else: no other exception, no hang, and no memory beyond a small multiple of
/// the file. <c>RNNGEN_FUZZ_SEED</c> and <c>RNNGEN_FUZZ_MUTANTS</c> choose other and more mutants.
/// </summary>
public sealed class KerasFuzzTests
{
    /// <summary>What one mutant may allocate in all, beyond its own size ...</summary>
    private const long FixedAllowance = 40 * 1024 * 1024;

    /// <summary>... and for each byte of it: copies of it and of its parts.</summary>
    private const long AllowancePerByte = 32;

    /// <summary>What one mutant may take, on a machine on which other tests run, too.</summary>
    private const double Seconds = 10;

    private readonly ITestOutputHelper _output;
    private readonly int _seed = FuzzRun.Seed;
    private readonly int _mutants = TestSetting.Number("RNNGEN_FUZZ_MUTANTS", 8_000);

    public KerasFuzzTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public void Mutants_are_opened_or_refused_and_cost_little_time_and_memory()
    {
        var mutator = new KerasMutator(_seed, ImportCase.Of("keras").Where(static item => item.Expect != "refuse" && new FileInfo(item.Path).Length < 40_000).Select(static item => item.Path));
        int opened = 0;
        long worst = 0;
        double slowest = 0;
        for (int number = 0; number < _mutants; number++)
        {
            byte[] file = mutator.Mutate(number);
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            try
            {
                ModelFile.Open(new MemoryStream(file), "mutant");
                opened++;
            }
            catch (ModelFormatException fault) when (fault.File == "mutant" && !fault.Message.Contains('\n', StringComparison.Ordinal))
            {
                // As it should be.
            }
            catch (Exception fault)
            {
                Assert.Fail($"{Keep(number, file)}: {fault}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            worst = Math.Max(worst, allocated);
            slowest = Math.Max(slowest, seconds);
            if (allocated > FixedAllowance + (AllowancePerByte * file.Length) || seconds > Seconds)
            {
                Assert.Fail($"{Keep(number, file)}: allocated {allocated} bytes in {seconds} s.");
            }
        }

        _output.WriteLine($"Seed {_seed}: {opened} of {_mutants} opened, at most {worst} bytes allocated, the slowest took {slowest} s.");

        // The mutants get everywhere: some are still good.
        Assert.InRange(opened, _mutants / 100, _mutants - (_mutants / 100));
    }

    /// <summary>A mutant is too long for a message: it is kept beside the tests.</summary>
    private string Keep(int number, byte[] file)
    {
        string path = Path.Combine(AppContext.BaseDirectory, $"keras-mutant-{_seed}-{number}");
        File.WriteAllBytes(path, file);
        return $"Seed {_seed}, mutant {number} ({path})";
    }
}
