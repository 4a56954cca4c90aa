using System;
using RnnGen.Benchmarks.Cells;
using RnnGen.Benchmarks.Contestants;
using RnnGen.Benchmarks.Peers.Torch;
using RnnGen.Formats;
using TorchSharp;
using TorchSharp.Modules;

namespace RnnGen.Benchmarks.Commands;

/// <summary>
/// <c>torch-case FILE</c>: what PyTorch itself (libtorch, in float64) makes of <c>nn.LSTM(100, 256, num_layers=2)</c> with the parameters of
/// <c>Initialize(1)</c>. The conformance tests have the file, which holds no parameters: 12 steps of 3 streams from zero states.
/// </summary>
internal static class TorchCaseCommand
{
    private const int Steps = 12;
    private const int Streams = 3;

    /// <summary>Runs and differentiates the module, and writes the file.</summary>
    /// <param name="path">The file.</param>
    public static int Run(string path)
    {
        var network = new Lstm100x256x2();
        network.Initialize(SharedData.WeightSeed);
        var weights = new CellWeights();
        network.Save(weights);
        TorchSharpPeer.Load(threads: 1);
        using LSTM module = torch.nn.LSTM(Lstm100x256x2.InputSize, Lstm100x256x2.OutputSize, numLayers: 2);
        TorchSharpPeer.LoadWeights(module, weights);
        module.to(torch.ScalarType.Float64);

        float[] inputs = SharedData.Inputs(Steps * Streams * Lstm100x256x2.InputSize);
        float[] outputGradients = SharedData.OutputGradients(Steps * Streams * Lstm100x256x2.OutputSize);
        using torch.Tensor x = torch.tensor(inputs, [Steps, Streams, Lstm100x256x2.InputSize]).to(torch.ScalarType.Float64);
        x.requires_grad = true;
        using torch.Tensor g = torch.tensor(outputGradients, [Steps, Streams, Lstm100x256x2.OutputSize]).to(torch.ScalarType.Float64);
        (torch.Tensor output, torch.Tensor hidden, torch.Tensor cell) = module.forward(x);
        (output * g).sum().backward();

        var file = new SafetensorsWriter();
        file.Write("input", [Steps, Streams, Lstm100x256x2.InputSize], inputs);
        file.Write("G", [Steps, Streams, Lstm100x256x2.OutputSize], outputGradients);
        Write("output", output.detach());
        Write("hn", hidden.detach());
        Write("cn", cell.detach());
        Write("grad.input", x.grad!);
        foreach ((string name, Parameter parameter) in module.named_parameters())
        {
            if (name.StartsWith("bias", StringComparison.Ordinal))
            {
                Write("grad." + name, parameter.grad!);
            }
        }

        file.SetMetadata("torch", torch.__version__);
        file.Save(path);
        return 0;

        void Write(string name, torch.Tensor tensor)
        {
            using torch.Tensor values = tensor.to(torch.ScalarType.Float32).contiguous();
            file.Write(name, Array.ConvertAll(values.shape, static size => (int)size), values.data<float>().ToArray());
        }
    }
}
