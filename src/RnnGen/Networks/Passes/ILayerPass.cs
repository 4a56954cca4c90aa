using System.ComponentModel;
using RnnGen.Cells;

namespace RnnGen.Networks;

/// <summary>What a pass does with each kind of layer.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILayerPass
{
    /// <summary>A table of tokens.</summary>
    /// <typeparam name="TLayer">The layer.</typeparam>
    /// <param name="pass">What is between the layers.</param>
    static abstract void Embedding<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IEmbeddingLayer;

    /// <summary>W x + b, and an activation of it.</summary>
    /// <inheritdoc cref="Embedding"/>
    static abstract void Dense<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IDenseLayer;

    /// <summary>Pooling takes the rows of steps.</summary>
    /// <inheritdoc cref="Embedding"/>
    static abstract void Pool<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IPoolingLayer;

    /// <summary>Pooling gives the rows of sequences.</summary>
    /// <inheritdoc cref="Embedding"/>
    static abstract void FinishPooling<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IPoolingLayer;

    /// <summary>Dropout: nothing but in training.</summary>
    /// <inheritdoc cref="Embedding"/>
    static virtual void Dropout<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IDropoutLayer
    {
    }

    /// <summary>A chain of labels: nothing, since it gives what it takes.</summary>
    /// <inheritdoc cref="Embedding"/>
    static virtual void Crf<TLayer>(ref NetworkPass pass)
        where TLayer : struct, ICrfLayer
    {
    }
}

/// <summary>A pass that needs no tape.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IRunPass : ILayerPass
{
    /// <summary>One cell, or one a direction.</summary>
    /// <typeparam name="TLayer">The layer.</typeparam>
    /// <typeparam name="TCell">Its cell.</typeparam>
    /// <param name="pass">What is between the layers.</param>
    static abstract void Recurrent<TLayer, TCell>(ref NetworkPass pass)
        where TLayer : struct, IRecurrentLayer
        where TCell : struct, ICellArithmetic;
}

/// <summary>A pass of a network that is trained.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITrainingPass : ILayerPass
{
    /// <inheritdoc cref="IRunPass.Recurrent"/>
    static abstract void Recurrent<TLayer, TCell>(ref NetworkPass pass)
        where TLayer : struct, IRecurrentLayer
        where TCell : struct, ICellTraining;
}
