using System;

namespace RnnGen;

/// <summary>
/// An input of a <see cref="NetworkAttribute">network</see> that takes floats, beside others: PyTorch's <c>torch.cat((a, b, ...), -1)</c> of what they give. It has no
/// parameters.
/// </summary>
/// <remarks>
/// <para>
/// <c>Step</c>, <c>Run</c> and <c>Forward</c> take a span of it, named as the layer: of <c>Name = "shape"</c> <c>shape</c> [steps, streams, size]; <c>Backward</c> takes
/// <c>shapeGradients</c>. The only input of a network is <c>[Network(input: size)]</c> in other words, and its spans have the names that they have there.
/// </para>
/// <para>Input layers stand side by side at the beginning of a network, in any number; what they give is joined in the order in which they are declared.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class InputLayerAttribute : Attribute
{
    /// <summary>Declares an input.</summary>
    /// <param name="size">Floats a step: 1 to 4096.</param>
    public InputLayerAttribute(int size) => Size = size;

    /// <summary>Floats a step.</summary>
    public int Size { get; }

    /// <summary>The name of its spans; <c>input</c> where it is null.</summary>
    public string? Name { get; set; }

    /// <summary>The share of the floats that training sets to zero, 0 to below 1; the others are divided by what is left (<c>nn.Dropout</c>). Only <c>Forward</c> drops
    /// anything; the tape has the seed.</summary>
    public double Dropout { get; set; }

    /// <summary>Whether <see cref="Dropout"/> drops the same floats at all steps of a sequence. See <see cref="DropoutLayerAttribute.Variational"/>.</summary>
    public bool VariationalDropout { get; set; }
}
