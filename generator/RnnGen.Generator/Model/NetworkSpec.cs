namespace RnnGen.Generator.Model;

/// <summary>A valid network declaration: the cache key of the pipeline, as <see cref="CellSpec"/> is.</summary>
/// <param name="Type">The user's type.</param>
/// <param name="Layers">Its layers, from top to bottom; stacked cells one by one.</param>
/// <param name="Training">Whether the backward pass is wanted.</param>
internal sealed record NetworkSpec(TypeSpec Type, EquatableArray<LayerSpec> Layers, bool Training) : DeclarationSpec(Type);

/// <summary>A layer.</summary>
/// <param name="Member">Its name in emitted text, which comes from its kind and never from <paramref name="Name"/>.</param>
/// <param name="Name">Its name in a <c>state_dict</c>; empty for tensors without a prefix.</param>
/// <param name="Input">Floats a row that it takes; 0 where it takes token ids.</param>
/// <param name="Output">Floats a row that it gives.</param>
internal abstract record LayerSpec(string Member, string Name, int Input, int Output);

/// <summary>A table of tokens.</summary>
internal sealed record EmbeddingSpec(string Member, string Name, int Vocabulary, int Output) : LayerSpec(Member, Name, 0, Output);

/// <summary>One cell, or one a direction.</summary>
/// <param name="StateMember">The member of the network's state that users see; of the other direction with <see cref="Reverse"/> behind it.</param>
/// <param name="Cell">The cell: a type that is nested in the network.</param>
/// <param name="Index">How many cells of its layer are below it.</param>
/// <param name="Bidirectional">Whether a second one reads from the end.</param>
/// <param name="Dropout">The share of its outputs to drop in training.</param>
internal sealed record RecurrentSpec(string Member, string StateMember, string Name, CellSpec Cell, int Index, bool Bidirectional, double Dropout)
    : LayerSpec(Member, Name, Cell.Input, Bidirectional ? 2 * Cell.OutputSize : Cell.OutputSize)
{
    /// <summary>What stands behind the names of what reads from the end.</summary>
    public const string Reverse = nameof(Reverse);
}

/// <summary>A dense layer.</summary>
/// <param name="Activation">What is applied to its sums.</param>
internal sealed record DenseSpec(string Member, string Name, int Input, int Output, DenseActivationKind Activation) : LayerSpec(Member, Name, Input, Output);

/// <summary>Pooling over time.</summary>
/// <param name="Pooling">How.</param>
internal sealed record PoolingSpec(string Member, int Input, PoolingKind Pooling) : LayerSpec(Member, "", Input, Input);
