using System.Collections.Immutable;
using System.Linq;

namespace RnnGen;

/// <summary>
/// A layer of a model as it is declared: of an emitted cell or network (<see cref="IModel.Layers"/>), or of a model file (<c>RnnGen.Import</c>). It says all
/// that changes an output, but for the accuracy of the functions; what only training knows (dropout, first biases, a padding index) is left out.
/// </summary>
/// <param name="Name">Its name: what stands before its tensors' names. Of a cell it is empty.</param>
public abstract record ModelLayer(string Name)
{
    /// <summary>The attribute that declares it.</summary>
    public abstract LayerDeclaration Declaration { get; }
}

/// <summary>A table of token ids: <see cref="EmbeddingLayerAttribute"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Vocabulary">Tokens.</param>
/// <param name="Size">Floats a token.</param>
public sealed record EmbeddingModelLayer(string Name, int Vocabulary, int Size) : ModelLayer(Name)
{
    /// <inheritdoc/>
    public override LayerDeclaration Declaration => new("EmbeddingLayer", [new("vocabulary", Vocabulary), new("size", Size)], [new("Name", Name)]);
}

/// <summary>A table of token ids of which a step has a bag: <see cref="EmbeddingBagLayerAttribute"/>. It stands beside the other inputs of its model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Vocabulary">Tokens.</param>
/// <param name="Size">Floats a token.</param>
/// <param name="Mode">What becomes of the rows of a bag.</param>
public sealed record EmbeddingBagModelLayer(string Name, int Vocabulary, int Size, BagMode Mode = BagMode.Mean) : ModelLayer(Name)
{
    /// <summary>The token that is not there, or -1: unlike that of a table of single tokens it changes an output.</summary>
    public int PaddingIndex { get; init; } = -1;

    /// <inheritdoc/>
    public override LayerDeclaration Declaration => new(
        "EmbeddingBagLayer", [new("vocabulary", Vocabulary), new("size", Size), new("mode", Mode)],
        [.. PaddingIndex < 0 ? (DeclaredArgument[])[] : [new("PaddingIndex", PaddingIndex)], new("Name", Name)]);
}

/// <summary>
/// A network that reads the sequence of token ids that a step has: <see cref="NetworkLayerAttribute"/>. It stands beside the other inputs of its model.
/// </summary>
/// <param name="Name">Its name, which stands before those of its layers.</param>
/// <param name="Network">The class of the other network, as C# names it.</param>
/// <param name="MaxSteps">The most ids of a sequence that are read.</param>
/// <param name="Layers">The layers of the other network, with names of their own.</param>
public sealed record NestedModelLayer(string Name, string Network, int MaxSteps, ImmutableArray<ModelLayer> Layers) : ModelLayer(Name)
{
    /// <inheritdoc/>
    public override LayerDeclaration Declaration => new(
        "NetworkLayer", [new("network", new DeclaredType(Network)), new("maxSteps", MaxSteps)], [new("Name", Name)]);
}

/// <summary>Floats beside other inputs: <see cref="InputLayerAttribute"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Size">Floats a step.</param>
public sealed record InputModelLayer(string Name, int Size) : ModelLayer(Name)
{
    /// <inheritdoc/>
    public override LayerDeclaration Declaration => new("InputLayer", [new("size", Size)], [new("Name", Name)]);
}

/// <summary>A dense layer: <see cref="DenseLayerAttribute"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Inputs">Floats it takes.</param>
/// <param name="Outputs">Floats it gives.</param>
/// <param name="Activation">What it applies to its sums.</param>
public sealed record DenseModelLayer(string Name, int Inputs, int Outputs, DenseActivation Activation = DenseActivation.None) : ModelLayer(Name)
{
    /// <summary>The name of the embedding whose table is its weight, too; null for a weight of its own.</summary>
    public string? TieTo { get; init; }

    /// <inheritdoc/>
    public override LayerDeclaration Declaration => new(
        "DenseLayer", [new("inputs", Inputs), new("outputs", Outputs)],
        [
            .. Activation == DenseActivation.None ? (DeclaredArgument[])[] : [new("Activation", Activation)],
            .. TieTo is null ? (DeclaredArgument[])[] : [new("TieTo", TieTo)],
            new("Name", Name),
        ]);
}

/// <summary>Pooling over time: <see cref="PoolingLayerAttribute"/>.</summary>
/// <param name="Pooling">How.</param>
public sealed record PoolingModelLayer(Pooling Pooling) : ModelLayer("")
{
    /// <inheritdoc/>
    public override LayerDeclaration Declaration => new("PoolingLayer", [new("pooling", Pooling)], []);
}

/// <summary>A chain of labels behind the last layer: <see cref="CrfLayerAttribute"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Labels">Labels.</param>
public sealed record CrfModelLayer(string Name, int Labels) : ModelLayer(Name)
{
    /// <inheritdoc/>
    public override LayerDeclaration Declaration => new("CrfLayer", [new("labels", Labels)], [new("Name", Name)]);
}

/// <summary>An LSTM, GRU or Elman layer: <see cref="LstmLayerAttribute"/>, <see cref="GruLayerAttribute"/>, <see cref="RnnLayerAttribute"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind of cell.</param>
/// <param name="Input">Floats a step takes.</param>
/// <param name="Hidden">Hidden units.</param>
public sealed record RecurrentModelLayer(string Name, RecurrentKind Kind, int Input, int Hidden) : ModelLayer(Name)
{
    /// <summary>Cells one on top of the other.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Whether a second cell reads each sequence from its end.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>Whether its only cell reads each sequence from its end.</summary>
    public bool Reverse { get; init; }

    /// <summary>Whether what each of its cells takes is added to what it gives.</summary>
    public bool Residual { get; init; }

    /// <summary>Whether it has biases.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Of a GRU, the variant.</summary>
    public GruVariant Variant { get; init; }

    /// <summary>Of an LSTM, whether the gates see c.</summary>
    public bool Peephole { get; init; }

    /// <summary>Of an LSTM, the size of a projected h; 0 for none.</summary>
    public int Projection { get; init; }

    /// <summary>Of an LSTM, whether f = 1 - i.</summary>
    public bool CoupledGates { get; init; }

    /// <summary>The bound of the activations' arguments; 0 for none.</summary>
    public float Clip { get; init; }

    /// <summary>Whether the gates' sums are normalised.</summary>
    public bool LayerNorm { get; init; }

    /// <summary>How the old h enters the gates' sums.</summary>
    public Recurrence Recurrence { get; init; }

    /// <summary>The activation of the gates (LSTM, GRU).</summary>
    public ModelActivation Gate { get; init; } = ModelActivation.Sigmoid;

    /// <summary>The activation of the candidate; of an Elman layer the only one.</summary>
    public ModelActivation Candidate { get; init; } = ModelActivation.Tanh;

    /// <summary>Of an LSTM, the activation of c' on its way to h'.</summary>
    public ModelActivation Cell { get; init; } = ModelActivation.Tanh;

    /// <summary>Floats of an output row.</summary>
    public int Output => (Projection > 0 ? Projection : Hidden) * (Bidirectional ? 2 : 1);

    /// <inheritdoc/>
    public override LayerDeclaration Declaration => new($"{Kind}Layer", [new("input", Input), new("hidden", Hidden)], [.. Options()]);

    private ImmutableArray<DeclaredArgument> Options()
    {
        ImmutableArray<DeclaredArgument>.Builder options = ImmutableArray.CreateBuilder<DeclaredArgument>();
        void Add(bool isSet, string name, object value)
        {
            if (isSet)
            {
                options.Add(new(name, value));
            }
        }

        void AddActivation(string prefix, ModelActivation activation, RnnActivation otherwise)
        {
            Add(activation.Function != otherwise, prefix + "Activation", activation.Function);
            Add(activation.Alpha is not null, prefix + "Alpha", activation.Alpha ?? 0);
            Add(activation.Beta is not null, prefix + "Beta", activation.Beta ?? 0);
        }

        Add(Layers != 1, nameof(Layers), Layers);
        Add(Bidirectional, nameof(Bidirectional), true);
        Add(Reverse, nameof(Reverse), true);
        Add(Residual, nameof(Residual), true);
        Add(!Bias, nameof(Bias), false);
        Add(Variant != default, nameof(Variant), Variant);
        Add(Peephole, nameof(Peephole), true);
        Add(Projection > 0, nameof(Projection), Projection);
        Add(CoupledGates, nameof(CoupledGates), true);
        Add(Clip > 0, nameof(Clip), Clip);
        Add(LayerNorm, nameof(LayerNorm), true);
        Add(Recurrence != default, nameof(Recurrence), Recurrence);
        if (Kind == RecurrentKind.Rnn)
        {
            AddActivation("", Candidate, RnnActivation.Tanh);
        }
        else
        {
            AddActivation("Gate", Gate, RnnActivation.Sigmoid);
            AddActivation("Candidate", Candidate, RnnActivation.Tanh);
        }

        if (Kind == RecurrentKind.Lstm)
        {
            AddActivation("Cell", Cell, RnnActivation.Tanh);
        }

        options.Add(new("Name", Name));
        return options.ToImmutable();
    }
}

/// <summary>The kinds of recurrent layers.</summary>
public enum RecurrentKind
{
    /// <summary><see cref="LstmLayerAttribute"/></summary>
    Lstm,

    /// <summary><see cref="GruLayerAttribute"/></summary>
    Gru,

    /// <summary><see cref="RnnLayerAttribute"/></summary>
    Rnn,
}

/// <summary>An activation of a recurrent layer.</summary>
/// <param name="Function">The function.</param>
/// <param name="Alpha">Its alpha, or null for the function's default.</param>
/// <param name="Beta">Its beta, or null for the function's default.</param>
public sealed record ModelActivation(RnnActivation Function, float? Alpha = null, float? Beta = null)
{
    /// <summary>1 / (1 + exp(-x)): what gates have by default.</summary>
    public static ModelActivation Sigmoid { get; } = new(RnnActivation.Sigmoid);

    /// <summary>tanh(x): what candidates and c have by default.</summary>
    public static ModelActivation Tanh { get; } = new(RnnActivation.Tanh);
}
