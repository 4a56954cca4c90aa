using System;
using System.Linq;
using RnnGen.Benchmarks.Cells;
using RnnGen.Benchmarks.Contestants;
using RnnGen.Benchmarks.Machine;
using RnnGen.Benchmarks.Measurement;
using RnnGen.Benchmarks.Peers.Torch;
using RnnGen.Training;
using TorchSharp;
using TorchSharp.Modules;

namespace RnnGen.Benchmarks.Commands;

/// <summary>
/// <c>language-model</c>: a whole update of a character model, ours on one thread and PyTorch's (TorchSharp): embedding, LSTM,
/// linear layer, cross-entropy, gradients, clipping, Adam.
/// </summary>
internal static class LanguageModelCommand
{
    private const int Streams = 32;
    private const int Window = 65;
    private const float LearningRate = 1e-3f;

    /// <summary>Measures and prints.</summary>
    /// <returns>The exit code.</returns>
    public static int Run()
    {
        MachineDescription.Print(Console.Out);
        TorchSharpPeer.Load(threads: 1);
        using var ours = new Ours();
        using var theirs = new Theirs();
        DuelResult result = Duel.Full.Run(ours, theirs);
        Console.WriteLine();
        Console.WriteLine($"{"ms an update",-14} {"min",8} {"median",8}");
        Console.WriteLine($"{"RnnGen",-14} {result.Ours.Minimum / 1e6,8:F2} {result.Ours.Median / 1e6,8:F2}");
        Console.WriteLine($"{"TorchSharp",-14} {result.Theirs.Minimum / 1e6,8:F2} {result.Theirs.Median / 1e6,8:F2}");
        Console.WriteLine($"ratio {result.Ours.Minimum / result.Theirs.Minimum:F3}");
        return 0;
    }

    private static int[] Tokens() => [.. SharedData.Inputs((Streams * Window) + 1).Select(static value => (int)((value + 1) / 2 * 95.99f))];

    private sealed class Ours : IContestant
    {
        private readonly Trainer<int, int> _trainer;
        private readonly int[] _tokens = Tokens();

        public Ours()
        {
            var model = new CharModel();
            model.Initialize(SharedData.WeightSeed);
            _trainer = new Trainer<int, int>(
                model, new RnnGen.Training.Adam(model.Parameters.Length, LearningRate), SequenceLoss.CrossEntropy(), new TrainerOptions { BatchSize = Streams, ClipNorm = 1 });
        }

        public void Compute(ReadOnlySpan<float> inputs, Span<float> outputs) => throw new NotSupportedException();

        public void Repeat(int calls)
        {
            for (int call = 0; call < calls; call++)
            {
                _trainer.TrainStream(_tokens[..^1], _tokens[1..], Window);
            }
        }

        public void Dispose() => _trainer.Dispose();
    }

    private sealed class Theirs : IContestant
    {
        private readonly Embedding _embedding = torch.nn.Embedding(96, 32);
        private readonly LSTM _lstm = torch.nn.LSTM(32, 128);
        private readonly Linear _linear = torch.nn.Linear(128, 96);
        private readonly torch.optim.Optimizer _optimizer;
        private readonly Parameter[] _parameters;
        private readonly torch.Tensor _inputs;
        private readonly torch.Tensor _targets;

        public Theirs()
        {
            _parameters = [.. _embedding.parameters(), .. _lstm.parameters(), .. _linear.parameters()];
            _optimizer = torch.optim.Adam(_parameters, LearningRate);
            long[] tokens = Array.ConvertAll(Tokens(), static token => (long)token);
            _inputs = torch.tensor(tokens[..^1], [Streams, Window]).transpose(0, 1).contiguous();
            _targets = torch.tensor(tokens[1..], [Streams, Window]).transpose(0, 1).contiguous().view(-1);
        }

        public void Compute(ReadOnlySpan<float> inputs, Span<float> outputs) => throw new NotSupportedException();

        public void Repeat(int calls)
        {
            for (int call = 0; call < calls; call++)
            {
                using var scope = torch.NewDisposeScope();
                _optimizer.zero_grad();
                (torch.Tensor output, _, _) = _lstm.forward(_embedding.forward(_inputs));
                torch.Tensor loss = torch.nn.functional.cross_entropy(_linear.forward(output).view(-1, 96), _targets);
                loss.backward();
                torch.nn.utils.clip_grad_norm_(_parameters, 1);
                _optimizer.step();
            }
        }

        public void Dispose() => _optimizer.Dispose();
    }
}
