using System;
using RnnGen.Benchmarks.Commands;

namespace RnnGen.Benchmarks;

/// <summary>Picks the command; each has a file of its own under Commands/.</summary>
internal static class Program
{
    private const int BadArguments = 2;

    private const string Usage = """
        usage: dotnet run -c Release --project tests/RnnGen.Benchmarks -- <command>

          compare [step|sequence|batch|training] [--quick] [--json FILE]
                     ours and every peer that loads, side by side; without a table name, all tables
                     --quick      three short repetitions: shows that everything works, measures nothing
                     --json FILE  also writes the rows to FILE
          limits     what this core can do at most: multiply-adds, and reads from each cache level and memory
          stack      what a dense output costs on top of a bare cell's step, in nanoseconds
          language-model
                     a whole training update of a character model, ours and TorchSharp's
          threads    a whole training update of an LSTM 100 -> 256, 32 streams, on one thread and on two; not to be pinned
          torch-case FILE
                     what PyTorch makes of nn.LSTM(100, 256, num_layers=2), as the conformance tests have it
          torch-training FILE
                     traces of the optimisers of PyTorch, and its losses, as the tests of training have them

        Pin it to one core: taskset -c 1 dotnet run ... ; exit code 1: a peer gave another result, 2: bad arguments.
        """;

    private static int Main(string[] arguments)
    {
        if (arguments is ["--help" or "-h" or "help"])
        {
            Console.WriteLine(Usage);
            return 0;
        }

        try
        {
            return arguments switch
            {
                ["compare", .. var rest] => CompareCommand.Run(CompareOptions.Parse(rest)),
                ["limits"] => LimitsCommand.Run(),
                ["stack"] => StackCommand.Run(),
                ["language-model"] => LanguageModelCommand.Run(),
                ["threads"] => ThreadsCommand.Run(),
                ["torch-case", var path] => TorchCaseCommand.Run(path),
                ["torch-training", var path] => TorchTrainingCommand.Run(path),
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
            return BadArguments;
        }
    }
}
