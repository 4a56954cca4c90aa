using System;
using System.Diagnostics;
using System.IO;
using RnnGen.Benchmarks.Cells;
using RnnGen.Benchmarks.Machine;
using RnnGen.Formats;

namespace RnnGen.Benchmarks.Commands;

/// <summary><c>load</c>: how fast models of about 100 MB load from a file that the page cache holds.</summary>
internal static class LoadCommand
{
    private const int Repetitions = 15;

    /// <summary>Measures and prints.</summary>
    /// <returns>The exit code.</returns>
    public static int Run()
    {
        MachineDescription.Print(Console.Out);
        Console.WriteLine();
        Console.WriteLine($"{"minimum of " + Repetitions,-26} {"stored",-6} {"MB",6} {"new model",10} {"GB/s",6} {"loaded again",12} {"GB/s",6}");
        string path = Path.Combine(Path.GetTempPath(), $"rnngen-load-{Guid.NewGuid():N}.safetensors");
        try
        {
            foreach (ElementType type in new[] { ElementType.F32, ElementType.F16, ElementType.BF16, ElementType.F64 })
            {
                Measure("LSTM 1024->2048", type, path, static () => new Lstm1024x2048(), static (cell, source) => cell.Load(source), static (cell, sink) =>
                {
                    cell.Initialize(1);
                    cell.Save(sink);
                });
                Measure("embeddings, 2 LSTM, dense", type, path, static () => new LargeTagger(), static (network, source) => network.Load(source), static (network, sink) =>
                {
                    network.Initialize(1);
                    network.Save(sink);
                });
            }
        }
        finally
        {
            File.Delete(path);
        }

        return 0;
    }

    private static void Measure<TModel>(
        string name, ElementType type, string path, Func<TModel> create, Action<TModel, ITensorSource> load, Action<TModel, ITensorSink> save)
    {
        Write(create(), type, path, save);
        long fresh = long.MaxValue, again = long.MaxValue;
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            GC.Collect();
            TModel model = create();
            fresh = Math.Min(fresh, Time(path, model, load));
            again = Math.Min(again, Time(path, model, load));
        }

        double bytes = new FileInfo(path).Length;
        double freshSeconds = fresh / (double)Stopwatch.Frequency, againSeconds = again / (double)Stopwatch.Frequency;
        Console.WriteLine(
            $"{name,-26} {type,-6} {bytes / 1e6,6:F1} {freshSeconds * 1e3,7:F1} ms {bytes / freshSeconds / 1e9,6:F2} {againSeconds * 1e3,9:F1} ms {bytes / againSeconds / 1e9,6:F2}");
    }

    private static void Write<TModel>(TModel model, ElementType type, string path, Action<TModel, ITensorSink> save)
    {
        var writer = new SafetensorsWriter();
        save(model, new TypedSink(writer, type));
        writer.Save(path);
    }

    private static long Time<TModel>(string path, TModel model, Action<TModel, ITensorSource> load)
    {
        long start = Stopwatch.GetTimestamp();
        using (SafetensorsFile file = SafetensorsFile.Open(path))
        {
            load(model, file);
        }

        return Stopwatch.GetTimestamp() - start;
    }

    /// <summary>Saves as one element type.</summary>
    private sealed class TypedSink(SafetensorsWriter writer, ElementType type) : ITensorSink
    {
        public void Write(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values) => writer.Write(name, shape, values, type);
    }
}
