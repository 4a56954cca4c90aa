using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Tests.Formats;

/// <summary>
/// Damaged files are read, or refused by a <see cref="TensorFormatException"/>, and nothing else: no other exception, no hang, and no
/// memory beyond a small multiple of the file. <c>RNNGEN_FUZZ_SEED</c> and <c>RNNGEN_FUZZ_MUTANTS</c> choose other and more mutants.
/// </summary>
public sealed class SafetensorsFuzzTests
{
    /// <summary>What one mutant may allocate: exceptions, messages and pools' first rents ...</summary>
    private const long FixedAllowance = 64 * 1024;

    /// <summary>... and for each byte of the file. A tensor of the shortest entry takes some 5 bytes of memory for each of text.</summary>
    private const long AllowancePerByte = 16;

    private readonly ITestOutputHelper _output;
    private readonly int _seed = TestSetting.Number("RNNGEN_FUZZ_SEED", 20_240_613);
    private readonly int _mutants = TestSetting.Number("RNNGEN_FUZZ_MUTANTS", 120_000);

    public SafetensorsFuzzTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public void Mutants_are_read_or_refused_and_cost_little_memory()
    {
        SafetensorsMutator mutator = NewMutator();
        var refusedFields = new SortedDictionary<string, int>(StringComparer.Ordinal);
        int read = 0;
        long worst = 0;
        for (int number = 0; number < _mutants; number++)
        {
            byte[] file = mutator.Mutate(number);
            long before = GC.GetAllocatedBytesForCurrentThread();
            string? field = null;
            try
            {
                ReadAll(file);
                read++;
            }
            catch (TensorFormatException exception)
            {
                field = exception.Field ?? "(none)";
            }
            catch (Exception exception)
            {
                Assert.Fail($"{Describe(number, file)}: {exception}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            worst = Math.Max(worst, allocated);
            if (allocated > FixedAllowance + (AllowancePerByte * file.Length))
            {
                Assert.Fail($"{Describe(number, file)}: allocated {allocated} bytes.");
            }

            if (field is not null)
            {
                refusedFields[field] = refusedFields.GetValueOrDefault(field) + 1;
            }
        }

        _output.WriteLine($"Seed {_seed}: {read} of {_mutants} read, at most {worst} bytes allocated; refused by field:");
        foreach ((string field, int count) in refusedFields.Where(pair => pair.Value > 10))
        {
            _output.WriteLine($"  {field}: {count}");
        }

        // The mutants get everywhere: some are still good, and every check of the reader refuses some.
        Assert.InRange(read, _mutants / 100, _mutants);
        foreach (string field in (string[])["header", "dtype", "shape", "data_offsets", "name", "__metadata__"])
        {
            Assert.True(refusedFields.ContainsKey(field), $"No mutant of seed {_seed} was refused for its {field}.");
        }
    }

    [Fact]
    public void Mutants_on_the_disk_are_read_or_refused()
    {
        SafetensorsMutator mutator = NewMutator();
        using var directory = new TemporaryFolder();
        int read = 0;
        int count = _mutants / 40;
        for (int number = 0; number < count; number++)
        {
            byte[] bytes = mutator.Mutate(number);
            string path = directory.Write("mutant.safetensors", bytes);
            bool valid = IsValid(bytes);
            try
            {
                using var file = SafetensorsFile.Open(path);
                Assert.True(valid);
                ReadAll(file);
                read++;
            }
            catch (TensorFormatException exception)
            {
                Assert.False(valid);
                Assert.Equal(path, exception.File);
            }
            catch (Exception exception)
            {
                Assert.Fail($"{Describe(number, bytes)}: {exception}");
            }
        }

        _output.WriteLine($"Seed {_seed}: {read} of {count} read.");
        Assert.NotEqual(0, read);
    }

    private static void ReadAll(byte[] file)
    {
        var header = SafetensorsHeader.Parse(file, file.Length, "mutant");
        long covered = 0;
        foreach (TensorInfo tensor in header.Tensors)
        {
            Assert.Same(tensor, header.Find(tensor.Name));
            Assert.Equal(covered, tensor.Offset);
            covered += tensor.ByteLength;
            ReadOnlySpan<byte> data = file.AsSpan((int)(header.DataOffset + tensor.Offset), (int)tensor.ByteLength);
            if (ElementDecoder.IsFloatingPoint(tensor.ElementType))
            {
                ElementDecoder.ToSingles(data, tensor.ElementType, new float[tensor.ElementCount]);
                ElementDecoder.ToDoubles(data, tensor.ElementType, new double[tensor.ElementCount]);
            }
            else if (ElementDecoder.IsInteger(tensor.ElementType))
            {
                ElementDecoder.ToInt64s(data, tensor.ElementType, new long[tensor.ElementCount]);
            }
        }

        Assert.Equal(file.Length, header.DataOffset + covered);
    }

    private static void ReadAll(SafetensorsFile file)
    {
        foreach (TensorInfo tensor in file.Tensors)
        {
            if (ElementDecoder.IsFloatingPoint(tensor.ElementType))
            {
                double[] doubles = file.ReadDoubles(tensor.Name);
                Assert.Equal(tensor.ElementCount, doubles.Length);
                if (Array.Exists(doubles, static value => double.IsFinite(value) && float.IsInfinity((float)value)))
                {
                    Assert.Throws<TensorFormatException>(() => file.Read(tensor.Name));
                }
                else
                {
                    Assert.Equal(tensor.ElementCount, file.Read(tensor.Name).Length);
                }
            }
            else if (ElementDecoder.IsInteger(tensor.ElementType))
            {
                Assert.Equal(tensor.ElementCount, file.ReadInt64s(tensor.Name).Length);
            }
            else
            {
                Assert.Throws<TensorFormatException>(() => file.Read(tensor.Name));
            }
        }
    }

    private static bool IsValid(byte[] file)
    {
        try
        {
            SafetensorsHeader.Parse(file, file.Length, "mutant");
            return true;
        }
        catch (TensorFormatException)
        {
            return false;
        }
    }

    private SafetensorsMutator NewMutator() => new(
        _seed,
        SafetensorsBytes.FromPyTorch(),
        SafetensorsBytes.OfEveryType(),
        SafetensorsBytes.FromHeader(
            """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[1],"data_offsets":[8,9]}}""", new byte[9]),
        SafetensorsBytes.FromHeader("{}"));

    private string Describe(int number, byte[] file) => $"Seed {_seed}, mutant {number} ({Convert.ToBase64String(file)})";
}
