using System;
using System.Linq;
using RnnGen.Benchmarks.Peers.Torch;
using RnnGen.Formats;
using TorchSharp;
using TorchSharp.Modules;

namespace RnnGen.Benchmarks.Commands;

/// <summary>
/// <c>torch-tied FILE</c>: what PyTorch itself (libtorch, in float64) makes of a language model with residual connections and <c>decoder.weight = encoder.weight</c>. The
/// file has both names, as the <c>state_dict</c> of tied modules. The conformance tests have it.
/// </summary>
internal static class TorchTiedCommand
{
    private const int Vocabulary = 37;
    private const int Size = 9;
    private const int Steps = 6;
    private const int Streams = 3;

    /// <summary>Runs and differentiates the modules, and writes the file.</summary>
    /// <param name="path">The file.</param>
    public static int Run(string path)
    {
        TorchSharpPeer.Load(threads: 1);
        var random = new Random(1);
        var file = new SafetensorsWriter();
        long[] ids = [.. Enumerable.Range(0, Steps * Streams).Select(_ => (long)random.Next(Vocabulary))];
        using Embedding encoder = torch.nn.Embedding(Vocabulary, Size);
        LSTM[] layers = [torch.nn.LSTM(Size, Size), torch.nn.LSTM(Size, Size)];
        using Linear decoder = torch.nn.Linear(Size, Vocabulary);
        encoder.to(torch.ScalarType.Float64);
        decoder.to(torch.ScalarType.Float64);
        Fill(encoder.weight!, "words.weight");
        for (int depth = 0; depth < layers.Length; depth++)
        {
            layers[depth].to(torch.ScalarType.Float64);
            foreach ((string name, Parameter parameter) in layers[depth].named_parameters())
            {
                Fill(parameter, NameOf(name, depth));
            }
        }

        Fill(decoder.bias!, "linear.bias");
        decoder.weight = encoder.weight!;
        Write("linear.weight", decoder.weight!.detach());
        using torch.Tensor tokens = torch.tensor(ids, [Steps, Streams]);
        torch.Tensor rows = encoder.call(tokens);
        foreach (LSTM layer in layers)
        {
            rows += layer.call(rows).Item1;
        }

        using torch.Tensor output = decoder.call(rows);
        float[] outputGradients = Numbers((int)output.numel());
        using torch.Tensor g = torch.tensor(outputGradients, [Steps, Streams, Vocabulary]).to(torch.ScalarType.Float64);
        (output * g).sum().backward();
        file.WriteInt64s("tokens", [Steps, Streams], ids);
        file.Write("G", [Steps, Streams, Vocabulary], outputGradients);
        Write("output", output.detach());
        Write("grad.words.weight", encoder.weight!.grad!);
        Write("grad.linear.bias", decoder.bias!.grad!);
        for (int depth = 0; depth < layers.Length; depth++)
        {
            foreach ((string name, Parameter parameter) in layers[depth].named_parameters())
            {
                Write("grad." + NameOf(name, depth), parameter.grad!);
            }

            layers[depth].Dispose();
        }

        file.SetMetadata("torch", torch.__version__);
        file.Save(path);
        return 0;

        string NameOf(string name, int depth) => $"lstm.{name[..^1]}{depth}";

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];

        void Fill(torch.Tensor parameter, string name)
        {
            float[] numbers = Numbers((int)parameter.numel());
            using (torch.no_grad())
            {
                parameter.copy_(torch.tensor(numbers, parameter.shape));
            }

            file.Write(name, [.. parameter.shape.Select(static size => (int)size)], numbers);
        }

        void Write(string name, torch.Tensor tensor)
        {
            using torch.Tensor contiguous = tensor.contiguous();
            file.WriteDoubles(name, [.. contiguous.shape.Select(static size => (int)size)], contiguous.data<double>().ToArray());
        }
    }
}
