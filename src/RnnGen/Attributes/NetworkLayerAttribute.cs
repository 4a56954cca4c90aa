using System;

namespace RnnGen;

/// <summary>
/// An input of a <see cref="NetworkAttribute">network</see> that takes a sequence of token ids a step, such as the characters of a word: another network reads it, and gives
/// one row of it. It equals a PyTorch submodule that is called with the sequences of all steps, packed (<c>pack_padded_sequence</c>).
/// </summary>
/// <remarks>
/// <para>
/// The other network is a class with <c>[Network]</c> in the same project. It takes token ids and pools (<see cref="PoolingLayerAttribute"/>): a row a sequence. Its layers are
/// part of the network that this stands on, with parameters of their own under this layer's name: <c>nested.embedding.weight</c>. They are trained with all others. A network
/// of the other class has nothing to do with them.
/// </para>
/// <code>
/// [Network, EmbeddingLayer(vocabulary: 100, size: 25), LstmLayer(hidden: 25, Bidirectional = true), PoolingLayer(Pooling.FinalState)]
/// public sealed partial class WordShape;
///
/// [Network, EmbeddingLayer(vocabulary: 20_000, size: 50, Name = "words"), NetworkLayer(typeof(WordShape), maxSteps: 32, Name = "shape"), ...]
/// public sealed partial class Tagger;
/// </code>
/// <para>
/// <c>Step</c>, <c>Run</c> and <c>Forward</c> take two spans of it, named as the layer: of <c>Name = "shape"</c> <c>shape</c>, the ids of all sequences one after the other,
/// and <c>shapeOffsets</c> [steps * streams + 1], where in them each sequence starts, and behind the last one their number. Of a longer sequence the first
/// <see cref="MaxSteps"/> ids are read; an empty one gives what the layers behind pooling make of a row of zeros. Every sequence is read from a state of zeros.
/// </para>
/// <para>Input layers stand side by side at the beginning of a network, in any number; what they give is joined in the order in which they are declared.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class NetworkLayerAttribute : Attribute
{
    /// <summary>Declares an input.</summary>
    /// <param name="network">The class of the network that reads the sequences.</param>
    /// <param name="maxSteps">The most ids of a sequence that are read: 1 to 1024.</param>
    public NetworkLayerAttribute(Type network, int maxSteps)
    {
        Network = network;
        MaxSteps = maxSteps;
    }

    /// <summary>The class of the network that reads the sequences.</summary>
    public Type Network { get; }

    /// <summary>The most ids of a sequence that are read.</summary>
    public int MaxSteps { get; }

    /// <summary>The layer's name: what stands before those of the other network's layers in a <c>state_dict</c>, and the name of its spans; <c>nested</c> where it is null.</summary>
    public string? Name { get; set; }
}
