using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Layers;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>Every number and name that the emission of a network needs; it decides nothing itself.</summary>
/// <param name="Type">The user's type.</param>
internal sealed record NetworkPlan(TypeSpec Type) : DeclarationPlan(Type)
{
    /// <summary>The weights that the assembly has for it, or null.</summary>
    public required EmbeddedSpec? Embedded { get; init; }

    /// <summary>Whether the backward pass is wanted.</summary>
    public required bool Training { get; init; }

    /// <summary>The inputs, where there are several or one takes bags.</summary>
    public required EquatableArray<InputPlan> Inputs { get; init; }

    /// <summary>Floats of the row to which what the inputs give of a step is joined, or 0.</summary>
    public required int JoinedSize { get; init; }

    /// <summary>Whether inputs are joined.</summary>
    public bool IsJoined => JoinedSize > 0;

    /// <summary>Floats of a step that inputs take, of joined ones.</summary>
    public int FloatsOfStep => Inputs.Where(static input => input.TakesFloats).Sum(static input => input.Output);

    /// <summary>The layers, from top to bottom.</summary>
    public required EquatableArray<LayerPlan> Layers { get; init; }

    /// <summary>The cells that are nested types; layers of equal declarations share one.</summary>
    public required EquatableArray<CellDeclarationPlan> CellTypes { get; init; }

    /// <summary>The other cells of networks inside this one: of them there is the arithmetic alone.</summary>
    public required EquatableArray<CellDeclarationPlan> NestedCellTypes { get; init; }

    /// <summary>The cells, of all layers.</summary>
    public required EquatableArray<CellInstance> Cells { get; init; }

    /// <summary>The recurrent layers as a state has them: one of each declared layer, whatever number of cells it has.</summary>
    public required EquatableArray<StateRow> StateRows { get; init; }

    /// <summary>What pooling keeps in a state, or null.</summary>
    public required PooledRow? Pooled { get; init; }

    /// <summary>Says of which declaration a state is.</summary>
    public required uint Fingerprint { get; init; }

    /// <summary>Floats of all parameters, with padding.</summary>
    public required int ParameterFloats { get; init; }

    /// <summary>Trained numbers, padding not counted.</summary>
    public required int ParameterCount { get; init; }

    /// <summary>Tokens, or 0 where it takes floats.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Of tokens whose table is the weight of a dense layer, too, where it starts in the parameters; else null.</summary>
    public required int? TiedTable { get; init; }

    /// <summary>Elements that a step takes.</summary>
    public required int InputSize { get; init; }

    /// <summary>Steps of one stream that go through all layers before the next: their rows are on the stack.</summary>
    public required int StackSteps { get; init; }

    /// <summary>Floats of these rows.</summary>
    public required int StackFloats { get; init; }

    /// <summary>Whether no output depends on a later input.</summary>
    public required bool IsCausal { get; init; }

    /// <summary>Whether anything is dropped in training.</summary>
    public required bool Drops { get; init; }

    /// <summary>Pooling, or null.</summary>
    public PoolingLayer? Pooling => Layers.OfType<PoolingLayer>().FirstOrDefault();

    /// <summary>The layers that give a row a step.</summary>
    public IEnumerable<LayerPlan> PerStep => Layers.Where(static layer => !layer.GivesSequences);

    /// <summary>The layers that give a row a sequence: pooling and those behind it.</summary>
    public IEnumerable<LayerPlan> PerSequence => Layers.Where(static layer => layer.GivesSequences);

    /// <summary>Whether a sequence has one row of outputs.</summary>
    public bool IsPooled => Last is { GivesSequences: true };

    /// <summary>The last layer that gives rows, the network's outputs; null where there are inputs alone.</summary>
    public LayerPlan? Last => Layers.LastOrDefault(static layer => layer.GivesRows);

    /// <summary>The chain of labels behind it, or null.</summary>
    public CrfLayer? Crf => Layers.OfType<CrfLayer>().FirstOrDefault();

    /// <summary>Floats of a row of outputs.</summary>
    public int OutputSize => Last?.Output ?? JoinedSize;

    /// <summary>The type of what a step takes.</summary>
    public string InputType => IsJoined ? $"{Type.Declaration.Self}.StepInput" : Vocabulary > 0 ? "int" : "float";

    /// <summary>Whether outputs may lie exactly on inputs.</summary>
    public bool WorksInPlace => IsCausal && !IsJoined && Vocabulary == 0 && InputSize == OutputSize && !IsPooled;
}
