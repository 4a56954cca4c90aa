using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Benchmarks.Peers.Torch;
using RnnGen.Formats;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn.utils.rnn;

namespace RnnGen.Benchmarks.Commands;

/// <summary>
/// <c>torch-nested FILE</c>: what PyTorch itself (libtorch, in float64) makes of a character model inside a word model. The characters of every word go through
/// <c>nn.Embedding</c> and <c>nn.LSTM</c> in both directions, packed (<c>pack_padded_sequence</c>); h_n of both directions stands beside <c>nn.Embedding</c> of the word, and
/// <c>nn.LSTM</c> in both directions with <c>nn.Linear</c> reads that, packed again. The conformance tests have the file: parameters, inputs, outputs, and the gradients of all
/// parameters for those of the outputs.
/// </summary>
internal static class TorchNestedCommand
{
    private const int Words = 11;
    private const int Characters = 17;
    private const int Steps = 6;
    private const int MaxSteps = 8;
    private const int Outputs = 4;

    private static readonly long[] Lengths = [6, 3, 1, 5];

    /// <summary>Runs and differentiates the modules, and writes the file.</summary>
    /// <param name="path">The file.</param>
    public static int Run(string path)
    {
        TorchSharpPeer.Load(threads: 1);
        var random = new Random(1);
        int places = Lengths.Length * Steps;
        long[] words = [.. Enumerable.Range(0, places).Select(_ => random.NextInt64(Words))];

        // Of the longer ones PyTorch gets the first characters; one is there twice.
        long[][] spelled = [.. Enumerable.Range(0, places).Select(_ => Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.NextInt64(Characters)).ToArray())];
        spelled[7] = spelled[2];
        long[][] read = [.. spelled.Select(static word => word[..Math.Min(MaxSteps, word.Length)])];
        using Embedding wordTable = torch.nn.Embedding(Words, 4), characterTable = torch.nn.Embedding(Characters, 5);
        using LSTM characterLstm = torch.nn.LSTM(5, 6, batchFirst: true, bidirectional: true), lstm = torch.nn.LSTM(16, 7, batchFirst: true, bidirectional: true);
        using Linear linear = torch.nn.Linear(14, Outputs);
        (string Name, torch.nn.Module Module)[] modules =
            [("words", wordTable), ("shape.embedding", characterTable), ("shape.lstm", characterLstm), ("lstm", lstm), ("linear", linear)];
        var file = new SafetensorsWriter();
        foreach ((string name, Parameter parameter) in ParametersOf(modules))
        {
            float[] values = [.. Enumerable.Range(0, (int)parameter.numel()).Select(_ => (float)((2 * random.NextDouble()) - 1))];
            file.Write(name, ShapeOf(parameter), values);
            using (torch.no_grad())
            {
                parameter.copy_(torch.tensor(values, parameter.shape));
            }
        }

        foreach ((string _, torch.nn.Module module) in modules)
        {
            module.to(torch.ScalarType.Float64);
        }

        torch.Tensor padded = torch.tensor([.. read.SelectMany(static word => (long[])[.. word, .. new long[MaxSteps - word.Length]])], [places, MaxSteps]);
        PackedSequence packed = pack_padded_sequence(
            characterTable.call(padded), torch.tensor([.. read.Select(static word => (long)word.Length)]), batch_first: true, enforce_sorted: false);
        (PackedSequence _, torch.Tensor hidden, torch.Tensor _) = characterLstm.call(packed);
        torch.Tensor shapes = torch.cat([hidden[0], hidden[1]], 1).reshape(Lengths.Length, Steps, 12);
        torch.Tensor x = torch.cat([wordTable.call(torch.tensor(words, [Lengths.Length, Steps])), shapes], -1);
        (PackedSequence rows, torch.Tensor _, torch.Tensor _) = lstm.call(pack_padded_sequence(x, torch.tensor(Lengths), batch_first: true, enforce_sorted: false));
        (torch.Tensor unpacked, torch.Tensor _) = pad_packed_sequence(rows, batch_first: true, total_length: Steps);

        // Padding has neither outputs nor gradients.
        double[] inside = [.. Lengths.SelectMany(static length => Enumerable.Range(0, Steps * Outputs).Select(index => index < length * Outputs ? 1.0 : 0))];
        torch.Tensor mask = torch.tensor(inside, [Lengths.Length, Steps, Outputs]);
        torch.Tensor output = linear.call(unpacked) * mask;
        float[] gradients = [.. inside.Select(here => (float)(here * ((2 * random.NextDouble()) - 1)))];
        (output * torch.tensor(gradients, [Lengths.Length, Steps, Outputs]).to(torch.ScalarType.Float64)).sum().backward();

        file.WriteInt64s("in.words", [places], words);
        file.WriteInt64s("in.characters", [spelled.Sum(static word => word.Length)], [.. spelled.SelectMany(static word => word)]);
        file.WriteInt64s("in.offsets", [places + 1], [0, .. spelled.Select((_, index) => (long)spelled.Take(index + 1).Sum(static word => word.Length))]);
        file.WriteInt64s("in.lengths", [Lengths.Length], Lengths);
        file.Write("G", [Lengths.Length, Steps, Outputs], gradients);
        Write("outputs", output.detach());
        foreach ((string name, Parameter parameter) in ParametersOf(modules))
        {
            Write("grad." + name, parameter.grad!);
        }

        file.SetMetadata("torch", torch.__version__);
        file.Save(path);
        return 0;

        void Write(string name, torch.Tensor tensor)
        {
            using torch.Tensor contiguous = tensor.contiguous();
            file.WriteDoubles(name, ShapeOf(contiguous), contiguous.data<double>().ToArray());
        }
    }

    private static IEnumerable<(string Name, Parameter Parameter)> ParametersOf((string Name, torch.nn.Module Module)[] modules) =>
        from module in modules
        from part in module.Module.named_parameters()
        select ($"{module.Name}.{part.name}", part.parameter);

    private static int[] ShapeOf(torch.Tensor tensor) => [.. tensor.shape.Select(static size => (int)size)];
}
