using System.ComponentModel;

namespace RnnGen.Networks;

/// <summary>
/// One of several inputs of an emitted network as the library sees it: its sizes and places, constants to the JIT. What all inputs give of a step is joined to one row.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IInputLayer : IDroppingLayer
{
    /// <summary>Its place among the inputs.</summary>
    static abstract int Number { get; }

    /// <summary>The layer's name.</summary>
    static abstract string Name { get; }

    /// <summary>The name of its span in the network's members.</summary>
    static abstract string Argument { get; }

    /// <summary>Floats of the joined row before its own.</summary>
    static abstract int Column { get; }

    /// <summary>Floats that it gives.</summary>
    static abstract int Outputs { get; }
}

/// <summary>An input that looks up rows of a table.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITableInput : IInputLayer
{
    /// <summary>Tokens.</summary>
    static abstract int Vocabulary { get; }

    /// <summary>Where the table starts in the network's parameters.</summary>
    static abstract int Parameters { get; }

    /// <summary>The token whose row is not trained, or -1.</summary>
    static virtual int PaddingIndex => -1;

    /// <summary>Whether its gradients are those of the rows that were added to.</summary>
    static virtual bool HasSparseRows => false;
}

/// <summary>A token id a step.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITokenInput : ITableInput
{
    /// <summary>The name of the dense layer whose weight the table is, too, or null: it lies as that does, where the parameters of that start.</summary>
    static virtual string? TiedTo => null;
}

/// <summary>A bag of token ids a step.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IBagInput : ITableInput
{
    /// <summary>What becomes of the rows of a bag.</summary>
    static abstract BagMode Mode { get; }
}

/// <summary>A sequence of token ids a step, which another network reads.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface INestedInput : IInputLayer
{
    /// <summary>The class of the other network, as C# names it.</summary>
    static abstract string Network { get; }

    /// <summary>Tokens.</summary>
    static abstract int Vocabulary { get; }

    /// <summary>Where the parameters of the other network start in those of the network.</summary>
    static abstract int Parameters { get; }

    /// <summary>The most ids of a sequence that are read.</summary>
    static abstract int MaxSteps { get; }
}

/// <summary>Floats.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IFloatInput : IInputLayer
{
    /// <summary>Floats of a step that inputs of floats before it take.</summary>
    static abstract int FloatColumn { get; }
}
