using System;
using System.IO;
using RnnGen.Benchmarks.Commands;
using Shared;

namespace RnnGen.Benchmarks;

/// <summary>Picks the command; each has a file of its own under Commands/.</summary>
internal static class Program
{
    private const string Usage = """
        usage: dotnet run -c Release --project tests/RnnGen.Benchmarks -- <command>

          compare [step|network|sequence|batch|training|startup] [--threads N] [--quick] [--json FILE]
                     ours and every peer that loads, side by side; without a table name, all tables
                     --threads N  gives ours and each peer N threads instead of one; tables sequence, batch and training only
                     --quick      five short repetitions: shows that everything works, measures nothing
                     --json FILE  also writes the rows to FILE
          latency [--steps N] [--quick] [--json FILE]
                     the time of every single one of a million (N) steps, ours and the peers', also while another thread keeps the collector busy
          suites [ARGUMENTS]
                     BenchmarkDotNet's suites, with its own arguments: --list flat, --filter '*Step*', --job dry, --help
          limits     what this core can do at most: multiply-adds, and reads from each cache level and memory
          load       how fast models of 100 MB load from the page cache, of every floating-point type
          stack      what a dense output costs on top of a bare cell's step, in nanoseconds
          denormals  what a step costs where the input or the state is too small for a normal float
          language-model
                     a whole training update of a character model, ours and TorchSharp's
          tagger     a whole training update of a tagger of names (words, their parts, features, LSTM from both ends, chain of labels), ours and TorchSharp's
          generator  the generator's time for 100 cells and after a keystroke, the size of what it emits, and the JIT's time for a first step
          threads    a whole training update of an LSTM 100 -> 256, 32 streams, on one thread and on two; not to be pinned
          simulate-threads [--seed N] [--barrier central|tree] [--flag-ns N]
                     what 1 to 16 cores could bring, by a model of caches, memory and barriers: nothing of it is measured
          torch-case FILE
                     what PyTorch makes of nn.LSTM(100, 256, num_layers=2), as the conformance tests have it
          torch-bag FILE
                     what PyTorch makes of nn.EmbeddingBag, as the conformance tests have it
          torch-tied FILE
                     what PyTorch makes of a language model of tied weights and residual connections, as the conformance tests have it
          torch-nested FILE
                     what PyTorch makes of a character model inside a word model, as the conformance tests have it
          torch-training FILE
                     traces of the optimisers of PyTorch, and its losses, as the tests of training have them

        Pin it to one core: taskset -c 1 dotnet run ... ; with --threads N to N. Exit code 1: a peer gave another result, 2: bad arguments.
        """;

    private static int Main(string[] arguments)
    {
        if (arguments is ["--help" or "-h" or "help", ..] or [not "suites", .., "--help" or "-h"])
        {
            Console.WriteLine(Usage);
            return ExitCode.Success;
        }

        try
        {
            return arguments switch
            {
                ["compare", .. var rest] => CompareCommand.Run(CompareOptions.Parse(rest)),
                ["latency", .. var rest] => LatencyCommand.Run(LatencyOptions.Parse(rest)),
                ["suites", .. var rest] => SuitesCommand.Run(rest),
                ["limits"] => LimitsCommand.Run(),
                ["load"] => LoadCommand.Run(),
                ["stack"] => StackCommand.Run(),
                ["denormals"] => DenormalsCommand.Run(),
                ["language-model"] => LanguageModelCommand.Run(),
                ["tagger"] => TaggerCommand.Run(),
                ["generator", .. var rest] => GeneratorCommand.Run(rest),
                ["threads"] => ThreadsCommand.Run(),
                ["simulate-threads", .. var rest] => SimulateThreadsCommand.Run(SimulateThreadsOptions.Parse(rest)),
                ["torch-case", var path] => TorchCaseCommand.Run(OutputFile(path)),
                ["torch-bag", var path] => TorchBagCommand.Run(OutputFile(path)),
                ["torch-tied", var path] => TorchTiedCommand.Run(OutputFile(path)),
                ["torch-nested", var path] => TorchNestedCommand.Run(OutputFile(path)),
                ["torch-training", var path] => TorchTrainingCommand.Run(OutputFile(path)),
                [] => throw new UsageException("which command?"),
                ["limits", var extra, ..] => throw new UsageException($"limits takes no arguments: '{extra}'"),
                [var unknown, ..] => throw new UsageException($"unknown command '{unknown}'"),
            };
        }
        catch (UsageException error)
        {
            Console.Error.WriteLine(error.Message);
            Console.Error.WriteLine();
            Console.Error.WriteLine(Usage);
            return ExitCode.BadArguments;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"error: {error.Message}");
            return ExitCode.Failure;
        }
    }

    private static string OutputFile(string path) =>
        PathProblem.OfOutput(path) is { } problem ? throw new UsageException($"{path}: {problem}") : path;
}
