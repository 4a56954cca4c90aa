using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Google.Protobuf;
using RnnGen.Import.Onnx.Schema;
using RnnGen.Import.Tests.Json;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Import.Tests.Onnx;

/// <summary>
/// Damaged files open, or are refused by a <see cref="ModelFormatException"/>, and nothing else: no other exception, no hang, and little memory.
/// <c>RNNGEN_FUZZ_SEED</c> and <c>RNNGEN_FUZZ_MUTANTS</c> choose other and more mutants.
/// </summary>
public sealed class OnnxFuzzTests(ITestOutputHelper output)
{
    /// <summary>What one mutant may allocate beside what its bytes explain.</summary>
    private const long Allowance = 64 << 20;

    private static readonly long[] Numbers =
        [0, 1, 2, 3, -1, -2, 7, 16, 255, 4096, 4097, 65536, int.MaxValue, int.MinValue, (long)int.MaxValue + 1, 1L << 40, long.MaxValue, long.MinValue];

    private readonly int _seed = FuzzRun.Seed;
    private readonly int _mutants = TestSetting.Number("RNNGEN_FUZZ_MUTANTS", 12_000);

    [Fact]
    public void Mutants_open_or_are_refused_and_cost_little()
    {
        byte[][] files = [.. Files().Select(File.ReadAllBytes)];
        ModelProto[] models = [.. files.Select(ModelProto.Parser.ParseFrom)];
        var places = new Dictionary<string, int>();
        int opened = 0;
        long worst = 0;
        var longest = TimeSpan.Zero;
        for (int number = 0; number < _mutants; number++)
        {
            var random = new Random(HashCode.Combine(_seed, number));
            int file = random.Next(files.Length);
            byte[] mutant = random.Next(2) == 0 ? MutateBytes(files[file], random) : MutateModel(models[file], models, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            try
            {
                ModelFile.Open(new MemoryStream(mutant), "mutant");
                opened++;
            }
            catch (ModelFormatException exception)
            {
                string field = exception.Field ?? "(none)";
                places[field] = places.GetValueOrDefault(field) + 1;
                Assert.DoesNotContain('\n', exception.Message);
            }
            catch (Exception exception)
            {
                Assert.Fail($"Seed {_seed}, mutant {number} ({Convert.ToBase64String(mutant)}): {exception}");
            }

            TimeSpan time = Stopwatch.GetElapsedTime(start);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            worst = Math.Max(worst, allocated);
            longest = time > longest ? time : longest;
            Assert.True(allocated < Allowance + (8 * mutant.Length), $"Seed {_seed}, mutant {number}: allocated {allocated} bytes.");
        }

        output.WriteLine($"Seed {_seed}: {opened} of {_mutants} open; at most {worst} bytes and {longest.TotalMilliseconds} ms; refused by field:");
        foreach ((string field, int count) in places.OrderByDescending(static pair => pair.Value).Take(40))
        {
            output.WriteLine($"  {field}: {count}");
        }

        // The mutants get everywhere: some are still good, and many checks refuse some.
        Assert.InRange(opened, _mutants / 100, _mutants);
        Assert.True(longest.TotalSeconds < 5, $"{longest}");
        Assert.True(places.Count > 12, string.Join(", ", places.Keys));
    }

    private static IEnumerable<string> Files() => new[] { "onnx", "onnx_new", "real" }
        .SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(ImportCase.Root, folder), "*.onnx"))
        .Where(static path => new FileInfo(path).Length < 8192).Order(StringComparer.Ordinal);

    private static byte[] MutateBytes(byte[] file, Random random)
    {
        List<byte> bytes = [.. file];
        for (int change = random.Next(1, 4); change > 0 && bytes.Count > 0; change--)
        {
            // Most of a file is weights, in which nothing can go wrong: more often near its start or end.
            int at = random.Next(3) switch { 0 => random.Next(bytes.Count), 1 => random.Next(Math.Min(bytes.Count, 800)), _ => bytes.Count - 1 - random.Next(Math.Min(bytes.Count, 500)) };
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 9)));
                    break;
                case 3:
                    bytes.InsertRange(at, [0xFF, 0xFF, 0xFF, 0xFF, (byte)random.Next(16)]);
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    int from = random.Next(bytes.Count);
                    bytes.InsertRange(at, bytes.GetRange(from, Math.Min(bytes.Count - from, random.Next(1, 40))));
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] MutateModel(ModelProto source, ModelProto[] others, Random random)
    {
        ModelProto model = source.Clone();
        GraphProto graph = model.Graph;
        long Number() => Numbers[random.Next(Numbers.Length)];
        T Any<T>(IList<T> list) => list[random.Next(list.Count)];
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            NodeProto node = Any(graph.Node);
            switch (random.Next(15))
            {
                case 0 when node.Attribute.Count > 0:
                    AttributeProto attribute = Any(node.Attribute);
                    if (attribute.Ints.Count > 0)
                    {
                        attribute.Ints[random.Next(attribute.Ints.Count)] = Number();
                    }
                    else
                    {
                        attribute.I = Number();
                    }

                    break;
                case 1 when node.Attribute.Count > 0:
                    Any(node.Attribute).Name = Any((string[])["axis", "axes", "layout", "clip", "direction", "perm", "activations", "hidden_size", "x"]);
                    break;
                case 2 when graph.Initializer.Count > 0:
                    TensorProto tensor = Any(graph.Initializer);
                    if (tensor.Dims.Count > 0)
                    {
                        tensor.Dims[random.Next(tensor.Dims.Count)] = Number();
                    }

                    break;
                case 3 when graph.Initializer.Count > 0:
                    Any(graph.Initializer).DataType = random.Next(-1, 25);
                    break;
                case 4 when node.Input.Count > 0:
                    node.Input[random.Next(node.Input.Count)] = Any(Any(graph.Node).Output);
                    break;
                case 5:
                    node.OpType = Any(Any(others).Graph.Node).OpType;
                    break;
                case 6:
                    model.OpsetImport[0].Version = random.Next(0, 25);
                    break;
                case 7:
                    graph.Node.Insert(random.Next(graph.Node.Count + 1), Any(Any(others).Graph.Node).Clone());
                    break;
                case 8:
                    graph.Node.RemoveAt(random.Next(graph.Node.Count));
                    if (graph.Node.Count == 0)
                    {
                        return model.ToByteArray();
                    }

                    break;
                case 9 when graph.Input.Count > 0 && Any(graph.Input).Type?.TensorType?.Shape is { Dim.Count: > 0 } shape:
                    Any(shape.Dim).DimValue = Number();
                    break;
                case 10 when node.Input.Count > 1:
                    (node.Input[0], node.Input[^1]) = (node.Input[^1], node.Input[0]);
                    break;
                case 11 when graph.Initializer.Count > 0:
                    // Numbers of shapes, slices and axes.
                    TensorProto small = Any(graph.Initializer);
                    if (small.DataType == 7 && small.RawData.Length >= 8)
                    {
                        byte[] raw = small.RawData.ToByteArray();
                        BitConverter.TryWriteBytes(raw.AsSpan(8 * random.Next(raw.Length / 8)), Number());
                        small.RawData = ByteString.CopyFrom(raw);
                    }

                    break;
                case 12 when node.Attribute.Any(static one => one.T is { DataType: 7, RawData.Length: >= 8 }):
                    TensorProto constant = node.Attribute.First(static one => one.T is not null).T;
                    byte[] numbers = constant.RawData.ToByteArray();
                    BitConverter.TryWriteBytes(numbers, Number());
                    constant.RawData = ByteString.CopyFrom(numbers);
                    break;
                case 13:
                    graph.Output.Add(new ValueInfoProto { Name = Any(Any(graph.Node).Output) });
                    break;
                default:
                    graph.Initializer.Add(Any(Any(others).Graph.Initializer is { Count: > 0 } list ? list : source.Graph.Initializer.Count > 0 ? source.Graph.Initializer : [new TensorProto()]).Clone());
                    break;
            }
        }

        return model.ToByteArray();
    }
}
