using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using RnnGen.Import.Tests.Json;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Import.Tests.PyTorch;

/// <summary>
/// Damaged PyTorch files open, or are refused by a <see cref="ModelFormatException"/>, and nothing else: no other exception, no hang, little memory. Bytes of
/// whole files are changed, and opcodes of pickles in archives that are whole. <c>RNNGEN_FUZZ_SEED</c> and <c>RNNGEN_FUZZ_MUTANTS</c> choose other and more
/// mutants.
/// </summary>
public sealed class PyTorchFuzzTests(ITestOutputHelper output)
{
    private const long Allowance = 64L << 20;
    private const int AllowancePerByte = 32;
    private const int LongestSeed = 8192;

    // All that a pickle may have, and some that it may not.
    private static readonly byte[] Opcodes = [.. "(.012NJKMGXUTCBcRbQ)tl]ae}dsuqrhjiop"u8, 0x80, 0x81, .. Enumerable.Range(0x82, 0x17).Select(static code => (byte)code)];

    private readonly int _seed = FuzzRun.Seed;
    private readonly int _mutants = TestSetting.Number("RNNGEN_FUZZ_MUTANTS", 20_000);

    [Fact]
    public void Mutants_open_or_are_refused_and_cost_little_memory()
    {
        var random = new Random(_seed);
        string[] paths = [.. ImportCase.Of("torch").Select(static entry => entry.Path).Where(static path => new FileInfo(path).Length <= LongestSeed)];
        byte[][] files = Array.ConvertAll(paths, File.ReadAllBytes);
        (string Name, byte[] Bytes)[][] archives = [.. files.Select(Unzip).Where(static entries => entries.Length > 0)];
        int opened = 0;
        for (int number = 0; number < _mutants; number++)
        {
            byte[] mutant = number % 2 == 0 ? Mutate(files[random.Next(files.Length)], random) : MutatePickle(archives[random.Next(archives.Length)], random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var stream = new MemoryStream(mutant);
                ModelFile file = ModelFile.Open(stream, "mutant");
                Assert.NotEmpty(file.Description.Declare("Model"));
                opened++;
            }
            catch (ModelFormatException fault)
            {
                Assert.DoesNotContain('\n', fault.Message);
            }
            catch (Exception fault)
            {
                Assert.Fail($"Seed {_seed}, mutant {number} ({Convert.ToBase64String(mutant)}): {fault}");
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allowance + ((long)AllowancePerByte * mutant.Length));
        }

        output.WriteLine($"Seed {_seed}: {opened} of {_mutants} opened.");
        Assert.InRange(opened, _mutants / 100, _mutants - (_mutants / 100));
        Assert.False(File.Exists("/tmp/RNNGEN_PICKLE_RAN"));
    }

    private static (string Name, byte[] Bytes)[] Unzip(byte[] file)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(file));
            return [.. archive.Entries.Where(static entry => entry.Length <= LongestSeed).Select(static entry =>
            {
                using Stream stream = entry.Open();
                byte[] bytes = new byte[entry.Length];
                stream.ReadExactly(bytes);
                return (entry.FullName, bytes);
            })];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    private static byte[] MutatePickle((string Name, byte[] Bytes)[] entries, Random random) => PickleWriter.Zip(entries.Select(entry =>
        entry.Name.EndsWith("/data.pkl", StringComparison.Ordinal) || random.Next(16) == 0 ? (entry.Name, Mutate(entry.Bytes, random)) : entry));

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        var mutant = new List<byte>(bytes);
        for (int change = random.Next(1, 5); change > 0 && mutant.Count > 0; change--)
        {
            int at = random.Next(mutant.Count);
            switch (random.Next(8))
            {
                case 0:
                    mutant[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutant[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    mutant[at] = Opcodes[random.Next(Opcodes.Length)];
                    break;
                case 3:
                    mutant.Insert(at, Opcodes[random.Next(Opcodes.Length)]);
                    break;
                case 4:
                    mutant.RemoveRange(at, Math.Min(random.Next(1, 16), mutant.Count - at));
                    break;
                case 5:
                    mutant.InsertRange(random.Next(mutant.Count), mutant.GetRange(at, Math.Min(random.Next(1, 64), mutant.Count - at)));
                    break;
                case 6:
                    // Lengths and counts of the largest kind.
                    for (int place = at; place < Math.Min(at + random.Next(1, 9), mutant.Count); place++)
                    {
                        mutant[place] = (byte)(random.Next(2) * 0xFF);
                    }

                    break;
                default:
                    if (random.Next(4) == 0)
                    {
                        mutant.RemoveRange(at, mutant.Count - at);
                    }

                    break;
            }
        }

        return [.. mutant];
    }
}
