using System;
using TorchSharp;

namespace RnnGen.Benchmarks.Peers.Torch;

/// <summary>Floats in and out of tensors.</summary>
internal static class TorchSharpTensors
{
    /// <summary>Replaces a tensor's elements.</summary>
    /// <param name="values">As many as it has.</param>
    /// <param name="tensor">The tensor.</param>
    public static void Write(ReadOnlySpan<float> values, torch.Tensor tensor)
    {
        using torch.Tensor source = torch.tensor(values.ToArray(), tensor.shape);
        tensor.copy_(source);
    }

    /// <summary>Copies a tensor's elements.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="values">As many as it has.</param>
    public static void Read(torch.Tensor tensor, Span<float> values)
    {
        using torch.Tensor contiguous = tensor.contiguous();
        contiguous.data<float>().ToArray().CopyTo(values);
    }
}
