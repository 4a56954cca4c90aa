using System;
using System.Linq;
using RnnGen.Benchmarks.Peers.Torch;
using RnnGen.Formats;
using TorchSharp;
using TorchSharp.Modules;

namespace RnnGen.Benchmarks.Commands;

/// <summary>
/// <c>torch-bag FILE</c>: what PyTorch itself (libtorch, in float64) makes of <c>nn.EmbeddingBag(include_last_offset=True)</c>, sums and means, with and without a token of
/// padding. The conformance tests have the file.
/// </summary>
internal static class TorchBagCommand
{
    private const int Vocabulary = 9;
    private const int Size = 3;
    private const int Padding = 2;

    // Empty bags at the start, in the middle and at the end; ids twice in a bag; a bag of padding alone.
    private static readonly long[] Ids = [4, 4, 1, 7, 2, 2, 2, 8, 0, 2, 5, 5, 5, 3];
    private static readonly long[] Offsets = [0, 0, 3, 4, 6, 6, 10, 14, 14];

    /// <summary>Runs and differentiates the modules, and writes the file.</summary>
    /// <param name="path">The file.</param>
    public static int Run(string path)
    {
        TorchSharpPeer.Load(threads: 1);
        var random = new Random(1);
        int bags = Offsets.Length - 1;
        float[] weight = Numbers(Vocabulary * Size), outputGradients = Numbers(bags * Size);
        var file = new SafetensorsWriter();
        file.WriteInt64s("ids", [Ids.Length], Ids);
        file.WriteInt64s("offsets", [Offsets.Length], Offsets);
        file.Write("weight", [Vocabulary, Size], weight);
        file.Write("G", [bags, Size], outputGradients);
        using torch.Tensor ids = torch.tensor(Ids), offsets = torch.tensor(Offsets);
        using torch.Tensor g = torch.tensor(outputGradients, [bags, Size]).to(torch.ScalarType.Float64);
        foreach (EmbeddingBagMode mode in (EmbeddingBagMode[])[EmbeddingBagMode.Sum, EmbeddingBagMode.Mean])
        {
            foreach (int padding in (int[])[-1, Padding])
            {
                using EmbeddingBag module = padding < 0
                    ? torch.nn.EmbeddingBag(Vocabulary, Size, mode: mode, include_last_offset: true)
                    : torch.nn.EmbeddingBag(Vocabulary, Size, mode: mode, include_last_offset: true, padding_index: padding);
                module.to(torch.ScalarType.Float64);
                using (torch.no_grad())
                {
                    module.weight!.copy_(torch.tensor(weight, [Vocabulary, Size]));
                }

                using torch.Tensor output = module.call(ids, offsets);
                (output * g).sum().backward();
                string name = $"{mode.ToString().ToLowerInvariant()}{(padding < 0 ? "" : "_padded")}";
                Write(name + ".output", output.detach());
                Write(name + ".grad", module.weight!.grad!);
            }
        }

        file.SetMetadata("torch", torch.__version__);
        file.Save(path);
        return 0;

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];

        void Write(string name, torch.Tensor tensor)
        {
            using torch.Tensor contiguous = tensor.contiguous();
            file.WriteDoubles(name, [.. contiguous.shape.Select(static size => (int)size)], contiguous.data<double>().ToArray());
        }
    }
}
