using System;

namespace RnnGen;

/// <summary>
/// A dense layer of a <see cref="NetworkAttribute">network</see>, as PyTorch's <c>nn.Linear</c>: <c>y = activation(W x + b)</c>. Its parameters are
/// <c>linear.weight [outputs, inputs]</c> and <c>linear.bias [outputs]</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DenseLayerAttribute : Attribute
{
    /// <summary>Declares a layer that takes what the layer before gives.</summary>
    /// <param name="outputs">Floats it gives: 1 to 65536.</param>
    public DenseLayerAttribute(int outputs) => Outputs = outputs;

    /// <summary>Declares a layer and what it takes.</summary>
    /// <param name="inputs">Floats it takes: what the layer before gives, if there is one.</param>
    /// <param name="outputs">Floats it gives: 1 to 65536.</param>
    public DenseLayerAttribute(int inputs, int outputs)
    {
        Inputs = inputs;
        Outputs = outputs;
    }

    /// <summary>Floats it takes, or 0 where it was not declared.</summary>
    public int Inputs { get; }

    /// <summary>Floats it gives.</summary>
    public int Outputs { get; }

    /// <summary>What is applied to W x + b.</summary>
    public DenseActivation Activation { get; set; }

    /// <summary>Whether every step has outputs, or the last step of a sequence only.</summary>
    public DenseSteps Steps { get; set; }

    /// <summary>
    /// The name of an <see cref="EmbeddingLayerAttribute"/> of the network whose table is this layer's weight, [vocabulary, size], too (<c>decoder.weight = encoder.weight</c>
    /// in PyTorch; Press and Wolf 2017); null for a weight of its own. The layer then has as many outputs as the embedding has tokens, and as many inputs as that gives
    /// (RNN0034). The two weights are one: drawn, counted, saved and trained once, under the embedding's name; the bias is the layer's own. A file may have the weight under
    /// both names, if they do not differ, or under either.
    /// </summary>
    public string? TieTo { get; set; }

    /// <summary>The layer's name in a <c>state_dict</c>; <c>linear</c> where it is null.</summary>
    public string? Name { get; set; }
}
