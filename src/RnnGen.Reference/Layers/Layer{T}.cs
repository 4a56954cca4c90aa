using System;
using System.Collections.Generic;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// From the gradients of some loss by a layer's outputs and final state to those by its inputs and initial state. Adds to the gradients of the parameters,
/// which must be those of the forward pass.
/// </summary>
/// <param name="outputGradients">[rows, output]</param>
/// <param name="stateGradients">[state], read and replaced.</param>
/// <returns>[rows, input]</returns>
/// <typeparam name="T">The arithmetic.</typeparam>
public delegate T[] LayerPullback<T>(T[] outputGradients, T[] stateGradients);

/// <summary>A layer of a network, of any size, one sequence at a time, in plain loops written like the equations.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
public abstract class Layer<T>
    where T : IFloatingPointIeee754<T>
{
    private protected Layer()
    {
    }

    /// <summary>Numbers a row that it takes.</summary>
    public abstract int InputSize { get; }

    /// <summary>Numbers a row that it gives.</summary>
    public abstract int OutputSize { get; }

    /// <summary>Numbers that it carries from one piece of a sequence to the next.</summary>
    public virtual int StateSize => 0;

    /// <summary>Where in the state the hidden states are: one of each direction, and none of a layer that is not recurrent.</summary>
    internal virtual IReadOnlyList<Range> Hidden => [];

    /// <summary>Where in the state recurrent layers have h and c: all but what pooling keeps.</summary>
    internal virtual IReadOnlyList<Range> Recurrent => Hidden.Count > 0 ? [0..StateSize] : [];

    /// <summary>Whether no output depends on a later row.</summary>
    internal virtual bool IsCausal => true;

    /// <summary>Whether it gives one row of all.</summary>
    internal virtual bool IsPooled => false;

    /// <summary>What is trained.</summary>
    public virtual IReadOnlyList<Parameter<T>> Parameters => [];

    /// <summary>Computes the outputs of a sequence, or of a piece of one.</summary>
    /// <param name="inputs">[rows, input]</param>
    /// <param name="state">[state], read and replaced.</param>
    /// <returns>[rows, output] (of a layer that pools one row), and the way back.</returns>
    public abstract (T[] Outputs, LayerPullback<T> Pullback) Forward(T[] inputs, T[] state);

    private protected int CheckRows(T[] inputs, T[] state)
    {
        ArgumentSize.Check(state.Length, StateSize, "state", nameof(state));
        return ArgumentSize.CheckSteps(inputs.Length, InputSize, nameof(inputs));
    }

    /// <summary>The rows from the last to the first.</summary>
    private protected static T[] Turned(T[] rows, int width)
    {
        T[] turned = new T[rows.Length];
        for (int i = 0; i < rows.Length; i += width)
        {
            rows.AsSpan(i, width).CopyTo(turned.AsSpan(rows.Length - width - i));
        }

        return turned;
    }
}
