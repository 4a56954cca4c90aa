using System;

namespace RnnGen;

/// <summary>
/// Turns a partial class into a network: the layers whose attributes stand on the class, from top to bottom, as one fixed-size, allocation-free
/// object.
/// </summary>
/// <remarks>
/// <code>
/// [Network]
/// [EmbeddingLayer(vocabulary: 96, size: 32)]
/// [LstmLayer(hidden: 128, Layers = 2, Dropout = 0.2)]
/// [DenseLayer(outputs: 96)]
/// public sealed partial class CharModel;
/// </code>
/// <code>
/// [Network(Model = "amp.nam")]
/// public sealed partial class Amp;
///
/// Amp amp = Amp.Create();
/// </code>
/// Sizes flow from top to bottom. The first layer is an <see cref="EmbeddingLayerAttribute"/>, or says what it takes, or <see cref="Input"/> does.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class NetworkAttribute : Attribute
{
    /// <summary>Declares a network whose first layer says what it takes.</summary>
    public NetworkAttribute()
    {
    }

    /// <summary>Declares a network that takes floats.</summary>
    /// <param name="input">Floats a step: 1 to 4096.</param>
    public NetworkAttribute(int input) => Input = input;

    /// <summary>Floats a step, or 0 where the first layer says it.</summary>
    public int Input { get; }

    /// <summary>Whether the backward pass is emitted, too; false leaves a network for inference only.</summary>
    public bool Training { get; set; } = true;

    /// <summary>
    /// A model file of the project that gives the layers and the weights: its name, or the end of its path in the project. It is an <c>RnnModel</c> item of the project
    /// file, which the package RnnGen.Build converts. The weights are in the assembly, and <c>Create()</c> gives a network that has them.
    /// </summary>
    public string? Model { get; set; }

    /// <summary>
    /// A model file of the project, as <see cref="Model"/>, that gives the weights of the declared layers: the compiler checks that they fit, and <c>Create()</c> gives
    /// a network that has them.
    /// </summary>
    public string? WeightsFile { get; set; }
}
