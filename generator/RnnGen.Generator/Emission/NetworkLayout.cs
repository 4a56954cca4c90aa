using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using static RnnGen.Generator.Emission.VectorSyntax;

namespace RnnGen.Generator.Emission;

/// <summary>One cell of a network: each direction of each stacked cell is one.</summary>
/// <param name="Member">Its name in emitted text.</param>
/// <param name="StateMember">Its name in the network's state, which users see.</param>
/// <param name="Type">Its nested type.</param>
/// <param name="Spec">Its declaration.</param>
/// <param name="Offset">Where its parameters start.</param>
/// <param name="Floats">Floats of its parameters.</param>
/// <param name="Name">The layer's name in a <c>state_dict</c>.</param>
/// <param name="Suffix">Which cell of the layer it is: <c>_l0</c>, <c>_l1_reverse</c>.</param>
internal sealed record CellInstance(string Member, string StateMember, string Type, CellSpec Spec, int Offset, int Floats, string Name, string Suffix)
{
    public bool HasCellState => CellCatalogue.Of(Spec).HasCellState;

    /// <summary>The field that holds its state.</summary>
    public string StateField => NetworkEmitter.StateField(Member);

    public string Description => $"<c>{UserText.Documentation(Name)}</c>, cell <c>{Suffix.Substring(1)}</c>";
}

/// <summary>The tensors of one cell or layer: how they are drawn, loaded and saved.</summary>
/// <param name="Name">The layer's name in a <c>state_dict</c>.</param>
/// <param name="FirstTensor">The name of one of them, without prefix.</param>
/// <param name="Offset">Where they start in the parameters.</param>
/// <param name="Floats">Floats of them, with padding.</param>
/// <param name="Target">What loads and saves them.</param>
/// <param name="Sizes">Arguments behind the prefix.</param>
/// <param name="IsCell">Whether gradients are saved by another method.</param>
internal sealed record TensorGroup(string Name, string FirstTensor, int Offset, int Floats, string Target, string Sizes, bool IsCell)
{
    public string Example => UserText.Documentation(Name.Length == 0 ? FirstTensor : $"{Name}.{FirstTensor}");

    public string NameLiteral => UserText.Literal(Name);

    public string Load(string module, string span) => $"{Target}.Load(reader, {module}{Sizes}, {span});";

    public string Save(string prefix, string span, bool gradients) =>
        $"{Target}.{(gradients && IsCell ? "SaveGradients" : "Save")}(sink, {prefix}{Sizes}, {span});";

    public string Initialize(string seed, string span) => $"{Target}.Initialize({seed}{(Sizes.Length == 0 ? "" : $", {Number(Floats)}")}, {span});";
}

/// <summary>A network as its emission sees it.</summary>
internal sealed class NetworkLayout
{
    public NetworkLayout(NetworkSpec spec, NetworkPlan plan)
    {
        Spec = spec;
        Plan = plan;
        Pooling = plan.Layers.FirstOrDefault(static layer => layer.Spec is PoolingSpec);
        int pooling = Pooling is null ? plan.Layers.Count : plan.Layers.ToList().IndexOf(Pooling);
        PerStep = [.. plan.Layers.Take(pooling)];
        PerSequence = [.. plan.Layers.Skip(pooling + 1)];
        Cells = [.. plan.Layers.SelectMany(CellsOf)];
        Tensors = [.. plan.Layers.SelectMany(TensorsOf)];
        PoolingCalls = Pooling is null ? null : new PoolingCalls((PoolingSpec)Pooling.Spec, CellsOf(plan.Layers[Math.Max(0, pooling - 1)]).ToList());
    }

    public NetworkSpec Spec { get; }

    public NetworkPlan Plan { get; }

    /// <summary>The layers that give a row a step.</summary>
    public IReadOnlyList<LayerPlan> PerStep { get; }

    /// <summary>Pooling, or null.</summary>
    public LayerPlan? Pooling { get; }

    /// <summary>What emitted code does to pool, or null.</summary>
    public PoolingCalls? PoolingCalls { get; }

    /// <summary>The layers behind pooling.</summary>
    public IReadOnlyList<LayerPlan> PerSequence { get; }

    public IReadOnlyList<CellInstance> Cells { get; }

    public IReadOnlyList<TensorGroup> Tensors { get; }

    public bool IsPooled => Pooling is not null;

    /// <summary>Whether no output depends on a later input.</summary>
    public bool IsCausal => !Spec.Layers.Any(static layer => layer is RecurrentSpec { Bidirectional: true });

    /// <summary>Tokens, or 0 where it takes floats.</summary>
    public int Vocabulary => Spec.Layers[0] is EmbeddingSpec embedding ? embedding.Vocabulary : 0;

    public string InputType => Vocabulary > 0 ? "int" : "float";

    public int InputSize => Vocabulary > 0 ? 1 : Spec.Layers[0].Input;

    public int OutputSize => Spec.Layers[Spec.Layers.Count - 1].Output;

    /// <summary>The last layer, where it may write to the caller's outputs.</summary>
    public LayerPlan? LastPerStepWithoutBuffer => IsPooled ? null : PerStep[PerStep.Count - 1];

    /// <summary>The recurrent layers, as a state has them: one of each declared layer, whatever number of cells it has.</summary>
    public IReadOnlyList<StateRow> StateRows =>
    [
        .. from layer in Plan.Layers
           let recurrent = layer.Spec as RecurrentSpec
           where recurrent is { Index: 0 }
           let cell = CellPlanner.Plan(recurrent.Cell)
           let stacked = Plan.Layers.Count(other => other.Spec is RecurrentSpec spec && spec.Name == recurrent.Name)
           let c = CellCatalogue.Of(recurrent.Cell).HasCellState ? recurrent.Cell.Hidden : 0
           select new StateRow(
               recurrent.Name, stacked, recurrent.Bidirectional ? 2 : 1, recurrent.Cell.OutputSize, c, cell.PaddedOutput, CellPlanner.StateFloatsOf(recurrent.Cell)),
    ];

    /// <summary>The span of a layer's parameters.</summary>
    public static string Parameters(LayerPlan layer, string buffer = "_layers.Parameters") => $"{buffer}.Span.Slice({Number(layer.Offset)}, {Number(layer.Floats)})";

    /// <summary>A line a layer: what it is and gives.</summary>
    public IEnumerable<string> Describe()
    {
        yield return Vocabulary > 0 ? "token ids" : $"x: [{InputSize}]";
        foreach (LayerSpec layer in Spec.Layers)
        {
            string what = layer switch
            {
                EmbeddingSpec embedding => $"a row of [{embedding.Vocabulary}, {embedding.Output}]",
                RecurrentSpec recurrent => $"{recurrent.Cell.Kind} of {recurrent.Cell.Hidden} units{(recurrent.Bidirectional ? " in both directions" : "")}"
                    + (recurrent.Dropout > 0 ? $", then dropout of {recurrent.Dropout.ToString("R", CultureInfo.InvariantCulture)} in training" : ""),
                DenseSpec dense => $"{(dense.Activation == DenseActivationKind.None ? "" : dense.Activation.ToString().ToLowerInvariant() + " of ")}W x + b",
                PoolingSpec pooling => pooling.Pooling switch { PoolingKind.Mean => "the mean over time", PoolingKind.Max => "the largest over time", PoolingKind.FinalState => "the final state", _ => "the last step" },
                _ => "",
            };
            yield return $"{(layer.Name.Length == 0 ? "" : UserText.Documentation(layer.Name) + ": ")}{what}: [{layer.Output}]";
        }
    }

    /// <summary>The rows between layers.</summary>
    public IEnumerable<(string Name, string Type, string Value)> WorkspaceBuffers()
    {
        const string buffer = "global::RnnGen.Memory.AlignedBuffer";
        yield return Vocabulary > 0 ? ("Tokens", "int[]", "new int[rows]") : ("InputRows", buffer, $"new(rows * {Number(InputSize)})");
        foreach (LayerPlan layer in PerStep)
        {
            yield return (layer.Spec.Member + "Rows", buffer, $"new(rows * {Number(layer.Spec.Output)})");
            if (layer.Spec is RecurrentSpec { Bidirectional: true } recurrent)
            {
                yield return (recurrent.Member + "Half", buffer, $"new(rows * {Number(recurrent.Cell.OutputSize)})");
                yield return (recurrent.Member + "Turned", buffer, $"new(rows * {Number(recurrent.Input)})");
            }
        }

        if (Pooling is { } pooling)
        {
            if (PerSequence.Count > 0)
            {
                yield return (pooling.Spec.Member + "Rows", buffer, $"new(streams * {Number(pooling.Spec.Output)})");
                foreach (LayerPlan layer in PerSequence.Take(PerSequence.Count - 1))
                {
                    yield return (layer.Spec.Member + "Rows", buffer, $"new(streams * {Number(layer.Spec.Output)})");
                }
            }

            yield return ("OutputRows", buffer, $"new(streams * {Number(OutputSize)})");
        }
    }

    private static IEnumerable<CellInstance> CellsOf(LayerPlan layer)
    {
        if (layer.Spec is RecurrentSpec recurrent)
        {
            string type = recurrent.Cell.Type.Declaration.Name;
            string suffix = "_l" + Number(recurrent.Index);
            yield return new CellInstance(recurrent.Member, recurrent.StateMember, type, recurrent.Cell, layer.Offset, layer.Floats, recurrent.Name, suffix);
            if (recurrent.Bidirectional)
            {
                yield return new CellInstance(
                    recurrent.Member + RecurrentSpec.Reverse, recurrent.StateMember + RecurrentSpec.Reverse, type, recurrent.Cell, layer.ReverseOffset, layer.Floats, recurrent.Name, suffix + "_reverse");
            }
        }
    }

    private static IEnumerable<TensorGroup> TensorsOf(LayerPlan layer)
    {
        switch (layer.Spec)
        {
            case EmbeddingSpec embedding:
                yield return new TensorGroup(
                    embedding.Name, "weight", layer.Offset, layer.Floats, "RnnNetworks::EmbeddingRows", $", VocabularySize, {Number(embedding.Output)}", IsCell: false);
                break;
            case DenseSpec dense:
                yield return new TensorGroup(dense.Name, "weight", layer.Offset, layer.Floats, "Layers." + dense.Member, "", IsCell: false);
                break;
            case RecurrentSpec:
                foreach (CellInstance cell in CellsOf(layer))
                {
                    yield return new TensorGroup(
                        cell.Name, "weight_ih" + cell.Suffix, cell.Offset, cell.Floats, $"({cell.Type}.Layout with {{ Suffix = \"{cell.Suffix}\" }})", "", IsCell: true);
                }

                break;
        }
    }
}
