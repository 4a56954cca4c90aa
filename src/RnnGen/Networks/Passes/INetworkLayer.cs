using System.ComponentModel;
using RnnGen.Cells;

namespace RnnGen.Networks;

/// <summary>
/// One layer of an emitted network as the library's passes see it: its sizes and places, constants to the JIT. Emitted code implements it on a type of its own for
/// each layer, so that every layer gets code compiled for its sizes.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface INetworkLayer
{
    /// <summary>How many layers are above it.</summary>
    static abstract int Index { get; }

    /// <summary>Whether it gives the network's outputs.</summary>
    static virtual bool IsLast => false;

    /// <summary>Whether it takes one row a sequence, and not one a step.</summary>
    static virtual bool TakesSequences => false;
}

/// <summary>A layer that has tensors.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITensorLayer : INetworkLayer
{
    /// <summary>Its name in a <c>state_dict</c>; empty for tensors without a prefix.</summary>
    static abstract string Name { get; }

    /// <summary>Where its parameters start in the network's.</summary>
    static abstract int Parameters { get; }
}

/// <summary>A table of tokens.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IEmbeddingLayer : ITensorLayer, IDroppingLayer
{
    /// <summary>Tokens.</summary>
    static abstract int Vocabulary { get; }

    /// <summary>Floats a token.</summary>
    static abstract int Outputs { get; }

    /// <summary>The token whose row is not trained, or -1.</summary>
    static virtual int PaddingIndex => -1;

    /// <summary>Whether its gradients are those of the rows that were added to.</summary>
    static virtual bool HasSparseRows => false;

    /// <summary>The name of the dense layer whose weight the table is, too, or null: it lies as that does, where the parameters of that start.</summary>
    static virtual string? TiedTo => null;
}

/// <summary>W x + b, and an activation of it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IDenseLayer : ITensorLayer
{
    /// <summary>Floats of a row that it takes.</summary>
    static abstract int Inputs { get; }

    /// <summary>Floats of a row that it gives.</summary>
    static abstract int Outputs { get; }

    /// <summary>What is applied to its sums.</summary>
    static virtual DenseActivation Activation => DenseActivation.None;
}

/// <summary>One cell, or one a direction. Its sizes are those of the cell.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IRecurrentLayer : ITensorLayer, IDroppingLayer
{
    /// <summary>Floats before its states in the network's.</summary>
    static abstract int State { get; }

    /// <summary>Cells of the network before its own.</summary>
    static abstract int Cell { get; }

    /// <summary>Its place among the stacked cells of its layer; 0 is the lowest.</summary>
    static abstract int Depth { get; }

    /// <summary>Where each parameter of its cell is.</summary>
    static abstract PanelLayout Layout { get; }

    /// <summary>Whether a second cell reads every sequence from its end.</summary>
    static virtual bool IsBidirectional => false;

    /// <summary>Whether its only cell reads every sequence from its end.</summary>
    static virtual bool IsReverse => false;

    /// <summary>Of two directions, where the parameters of the second start.</summary>
    static virtual int ReverseParameters => 0;

    /// <summary>Floats of a row that it takes where they are added to those that it gives; else 0.</summary>
    static virtual int Residual => 0;

    /// <summary>The share of its recurrent weights to drop in training.</summary>
    static virtual double RecurrentDropout => 0;
}

/// <summary>Pooling over time: one row a sequence.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPoolingLayer : INetworkLayer
{
    /// <summary>How.</summary>
    static abstract Pooling Pooling { get; }

    /// <summary>Floats of a row.</summary>
    static abstract int Width { get; }

    /// <summary>
    /// Floats before what it keeps in the network's state: the number of rows in 64 bits, and behind it what is kept of them. Of
    /// <see cref="Pooling.FinalState"/>, floats before the states of the layer above.
    /// </summary>
    static abstract int State { get; }

    /// <summary>Of <see cref="Pooling.FinalState"/>, cells of the network before those of the layer above.</summary>
    static virtual int Cell => 0;

    /// <summary>Of <see cref="Pooling.FinalState"/>, directions of the layer above.</summary>
    static virtual int Directions => 1;
}

/// <summary>A chain of labels behind the last layer that gives rows: a pass goes through it without doing anything, since it gives what it takes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ICrfLayer : ITensorLayer
{
    /// <summary>Labels: floats of a row.</summary>
    static abstract int Labels { get; }
}
