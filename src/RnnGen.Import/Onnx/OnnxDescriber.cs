using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using RnnGen.Formats;

namespace RnnGen.Import.Onnx;

/// <summary>Makes the description and the tensors of the chain of layers that a graph turned out to be.</summary>
/// <param name="interpreter">Has run the graph.</param>
internal sealed class OnnxDescriber(OnnxInterpreter interpreter)
{
    /// <summary>The most cells of a layer (<see cref="LstmLayerAttribute.Layers"/>).</summary>
    private const int MaxLayers = 64;

    private readonly Dictionary<RecurrentStage, (RecurrentModelLayer Layer, int Index)> _layers = [];

    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Describes the model.</summary>
    /// <param name="inputs">The graph's inputs, without those that initializers give.</param>
    /// <param name="outputs">The graph's outputs.</param>
    /// <param name="metadata">What else the file says of itself.</param>
    /// <param name="tensors">Takes the tensors.</param>
    public ModelDescription Describe(
        IReadOnlyList<GraphInput> inputs, IReadOnlyList<(string Name, DataValue Value)> outputs, ImmutableSortedDictionary<string, string> metadata, ImportedTensors tensors)
    {
        var given = new List<GivenOutput>();
        foreach ((string name, DataValue value) in outputs)
        {
            GivenOutput output = Classify(name, value);
            given.Add(output.IsState ? output : output with { Stage = interpreter.StageOf(value, AsNode(name)) });
        }

        // One row a sequence is what a network gives that pools its final state, unless it gives more than that.
        for (int index = 0; index < given.Count; index++)
        {
            if (given[index] is { Kind: ModelOutputKind.FinalHidden, Value: var value } && IsRow(value) && !given.Exists(other => other.Stage?.Depth >= value.Pieces[0].Stage.Depth))
            {
                Stage pool = interpreter.StageOf(value, AsNode(given[index].Name));
                given[index] = given[index] with { Kind = ModelOutputKind.Sequence, Stage = pool };
            }
        }

        Stage last = given.SelectMany(static output => output.Stages).MaxBy(static stage => stage.Depth)
            ?? throw new OnnxFault(null, "graph", "the graph has no outputs");
        var path = new List<Stage>();
        for (Stage? stage = last; stage is not null; stage = stage.Previous)
        {
            path.Insert(0, stage);
        }

        foreach (GivenOutput output in given)
        {
            if (output.Stages.FirstOrDefault(stage => !path.Contains(stage)) is { } aside)
            {
                throw new OnnxFault(output.Name, "output", $"comes from '{aside.Place}', which '{last.Place}' does not take; a network of ours is one chain of layers");
            }

            if (output.Stage is { } inner && inner != last)
            {
                throw new OnnxFault(
                    output.Name, "output", $"is what '{inner.Place}' gives, inside of the network; a network of ours gives what its last layer gives ('{last.Place}'), and final states");
            }
        }

        if (path.Count < 2)
        {
            throw new OnnxFault(null, "graph", "there is no layer: no LSTM, GRU or RNN, no embedding and no dense layer between the inputs and the outputs");
        }

        ImmutableArray<ModelLayer> layers = Layers([.. path.Skip(1)], inputs, given, tensors);
        return new ModelDescription
        {
            Layers = layers,
            Inputs = [.. inputs.Where(static input => input.Kind is not null).Select(Describe)],
            Outputs = [.. given.Select(Describe)],
            Metadata = metadata,
        };
    }

    private static OnnxNode AsNode(string output) => new(new Schema.NodeProto { OpType = "output", Name = output }, 22, null);

    private static GivenOutput Classify(string name, DataValue value)
    {
        if (value.Pieces.IsEmpty)
        {
            throw new OnnxFault(name, "output", "is an input of the model, moved at most; an output of a layer is needed");
        }

        if (value.Axes.SelectMany(static axis => axis).FirstOrDefault(static part => !part.IsWhole || part.IsFlipped) is { Axis: { } axis } part)
        {
            throw new OnnxFault(name, "output", part.IsFlipped ? "its steps run backwards; they must stand in the order of the inputs" : $"has only a part of axis {axis.Index} of '{axis.Input}'");
        }

        DataPieceKind kind = value.Pieces[0].Kind;
        if (kind is DataPieceKind.Hidden or DataPieceKind.Cell && value.Pieces.All(piece => piece.Kind == kind && piece.Stage is RecurrentStage))
        {
            return new(name, value, kind == DataPieceKind.Hidden ? ModelOutputKind.FinalHidden : ModelOutputKind.FinalCell, null);
        }

        return new(name, value, ModelOutputKind.Steps, null);
    }

    /// <summary>Whether a value is [batch, floats] of all directions of one layer.</summary>
    private static bool IsRow(DataValue value) => value.Axes.Length == 2 && value.Pieces.Length == value.Pieces[0].Stage.Pieces
        && value.Pieces.All(piece => piece.Stage == value.Pieces[0].Stage)
        && value.Axes[1].Any(static part => part.Kind == AxisPartKind.Features) && value.Essential(value.Axes[0]).All(static part => part.Kind == AxisPartKind.Input);

    private ImmutableArray<ModelLayer> Layers(List<Stage> path, IReadOnlyList<GraphInput> inputs, List<GivenOutput> outputs, ImportedTensors tensors)
    {
        ImmutableArray<ModelLayer>.Builder layers = ImmutableArray.CreateBuilder<ModelLayer>();
        for (int index = 0; index < path.Count; index++)
        {
            switch (path[index])
            {
                case EmbeddingStage embedding:
                    var table = new EmbeddingModelLayer(NameFor(embedding.Name, "embedding"), embedding.Vocabulary, embedding.PieceSize);
                    tensors.Add($"{table.Name}.weight", [table.Vocabulary, table.Size], embedding.Table);
                    layers.Add(table);
                    break;

                case DenseStage dense:
                    var linear = new DenseModelLayer(NameFor(dense.Name, "linear"), dense.Previous!.Size, dense.Outputs, dense.Activation);
                    tensors.Add($"{linear.Name}.weight", [linear.Outputs, linear.Inputs], dense.Weight);
                    tensors.Add($"{linear.Name}.bias", [linear.Outputs], dense.Bias ?? new float[linear.Outputs]);
                    layers.Add(linear);
                    break;

                case PoolingStage pooling:
                    layers.Add(new PoolingModelLayer(pooling.Pooling));
                    break;

                case RecurrentStage recurrent:
                    RecurrentStage[] stack = [.. StackFrom(path, index)];
                    if (!StatesAllow(stack, inputs, outputs))
                    {
                        stack = [recurrent];
                    }

                    layers.Add(Add(stack, tensors));
                    index += stack.Length - 1;
                    break;
            }
        }

        return layers.ToImmutable();
    }

    /// <summary>Nodes that are alike and connected directly: PyTorch's <c>num_layers</c>.</summary>
    private static IEnumerable<RecurrentStage> StackFrom(List<Stage> path, int index)
    {
        var first = (RecurrentStage)path[index];
        yield return first;
        for (int next = index + 1; next < path.Count && next < index + MaxLayers; next++)
        {
            if (first.Layer.Reverse || path[next] is not RecurrentStage above || above.Layer with { Input = first.Layer.Input } != first.Layer)
            {
                yield break;
            }

            yield return above;
        }
    }

    /// <summary>Whether states that go in or come out are those of all cells of a stack, in their order, or of none.</summary>
    private static bool StatesAllow(RecurrentStage[] stack, IReadOnlyList<GraphInput> inputs, List<GivenOutput> outputs)
    {
        if (stack.Length == 1)
        {
            return true;
        }

        StateCell[] all = [.. CellsOf(stack)];
        return inputs.Where(static input => input.Cells.Count > 0).All(input => Fits([.. input.Cells.Values]))
            && outputs.Where(static output => output.IsState).All(output => Fits([.. output.Cells]));

        bool Fits(StateCell[] cells) => cells.SequenceEqual(all) || !Array.Exists(cells, cell => stack.Contains(cell.Node));
    }

    private static IEnumerable<StateCell> CellsOf(IEnumerable<RecurrentStage> stack) =>
        stack.SelectMany(static node => Enumerable.Range(0, node.Pieces).Select(direction => new StateCell(node, direction)));

    private RecurrentModelLayer Add(RecurrentStage[] stack, ImportedTensors tensors)
    {
        string kind = stack[0].Layer.Kind.ToString().ToLowerInvariant();
        RecurrentModelLayer layer = stack[0].Layer with { Name = NameFor(stack[0].Name, kind), Layers = stack.Length };
        int gates = layer.Kind switch { RecurrentKind.Lstm => layer.CoupledGates ? 3 : 4, RecurrentKind.Gru => 3, _ => 1 };
        for (int index = 0; index < stack.Length; index++)
        {
            RecurrentStage node = stack[index];
            _layers.Add(node, (layer, index));
            for (int direction = 0; direction < node.Pieces; direction++)
            {
                string suffix = $"_l{index}{(direction == 1 || layer.Reverse ? "_reverse" : "")}";
                CellTensors cell = node.Cells[direction];
                Tensor("weight_ih", [gates * layer.Hidden, node.Layer.Input], cell.Input);
                Tensor("weight_hh", [gates * layer.Hidden, layer.Hidden], cell.Recurrent);
                Tensor("bias_ih", [gates * layer.Hidden], cell.InputBias);
                Tensor("bias_hh", [gates * layer.Hidden], cell.RecurrentBias);
                Tensor("weight_peephole", [cell.Peephole?.Length ?? 0], cell.Peephole);
                Tensor("initial_h", [layer.Hidden], cell.RestHidden);
                Tensor("initial_c", [layer.Hidden], cell.RestCell);

                void Tensor(string name, ReadOnlySpan<int> shape, float[]? values)
                {
                    if (values is not null)
                    {
                        tensors.Add($"{layer.Name}.{name}{suffix}", shape, values);
                    }
                }
            }
        }

        return layer;
    }

    private ModelInput Describe(GraphInput input)
    {
        string layer = "";
        if (input.Cells.Count > 0)
        {
            layer = LayerOf(input.Name, "input", [.. input.Cells.Values]);
            if (input.Cells.Keys.Select(static (place, index) => place == index).Any(static inOrder => !inOrder)
                || input.Axes.FirstOrDefault(static axis => axis.Role == AxisRole.Cells) is { Size: { IsKnown: true } size } && size.Factor != input.Cells.Count)
            {
                throw new OnnxFault(input.Name, "input", $"only some of its states are used, from {string.Join(", ", input.Cells.Keys.Take(4))} on; all of them are needed");
            }
        }

        return new ModelInput(input.Name, input.Kind!.Value, input.Size) { Shape = $"[{string.Join(", ", input.Axes.Select(AxisName))}]", Layer = layer };

        string AxisName(InputAxis axis) => axis.Role switch
        {
            AxisRole.Time => "time",
            AxisRole.Batch => "batch",
            AxisRole.Cells => CellsName([.. input.Cells.Values]),
            _ => axis.Size.IsKnown ? axis.Size.ToString() : axis.Index == 0 ? "batch" : "time",
        };
    }

    private ModelOutput Describe(GivenOutput output)
    {
        DataValue value = output.Value;
        string shape = $"[{string.Join(", ", value.Axes.Select(AxisName))}]";
        return output.IsState
            ? new ModelOutput(output.Name, output.Kind, value.PieceSize) { Shape = shape, Layer = LayerOf(output.Name, "output", [.. output.Cells]) }
            : new ModelOutput(output.Name, output.Stage!.IsPooled ? ModelOutputKind.Sequence : ModelOutputKind.Steps, output.Stage.Size) { Shape = shape };

        string AxisName(ImmutableArray<AxisPart> parts)
        {
            var words = new List<string>();
            for (int index = 0; index < parts.Length; index++)
            {
                AxisPart part = parts[index];
                if (part.Kind == AxisPartKind.Cells && index + 1 < parts.Length && parts[index + 1].Kind == AxisPartKind.Features)
                {
                    words.Add($"{value.Pieces.Length * value.PieceSize}");
                    index++;
                }
                else
                {
                    words.Add(part.Kind switch
                    {
                        AxisPartKind.Features => $"{value.PieceSize}",
                        AxisPartKind.Cells => CellsName([.. output.Cells]),
                        _ => part.Axis!.Role switch { AxisRole.Time => "time", AxisRole.Batch => "batch", _ => part.Axis.Index == 0 ? "batch" : "time" },
                    });
                }
            }

            return words.Count == 0 ? "1" : string.Join(" * ", words);
        }
    }

    private static string CellsName(StateCell[] cells) =>
        cells.Select(static cell => cell.Node).Distinct().Count() > 1 ? (Array.Exists(cells, static cell => cell.Node.Pieces > 1) ? "layers * directions" : "layers") : "directions";

    /// <summary>The layer whose cells these are, all of them in their order.</summary>
    private string LayerOf(string name, string field, StateCell[] cells)
    {
        if (!_layers.TryGetValue(cells[0].Node, out (RecurrentModelLayer Layer, int Index) first))
        {
            throw new OnnxFault(name, field, $"belongs to '{cells[0].Node.Place}', which no output needs; a network of ours is one chain of layers");
        }

        StateCell[] all = [.. CellsOf(_layers.Where(pair => pair.Value.Layer == first.Layer).OrderBy(static pair => pair.Value.Index).Select(static pair => pair.Key))];
        return cells.SequenceEqual(all) ? first.Layer.Name
            : throw new OnnxFault(name, field, $"holds the states of {cells.Length} cells; the states of '{first.Layer.Name}' are those of its {all.Length}, layer by layer, forward before reverse");
    }

    private string NameFor(string name, string otherwise)
    {
        string found = name.Length > 0 ? name : otherwise;
        for (int number = 2; !_names.Add(found); number++)
        {
            found = $"{(name.Length > 0 ? name : otherwise)}{number}";
        }

        return found;
    }

    /// <summary>An output of the graph.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Value">What it is.</param>
    /// <param name="Kind">What it is to us.</param>
    /// <param name="Stage">The layer whose rows it is, or null for states.</param>
    private sealed record GivenOutput(string Name, DataValue Value, ModelOutputKind Kind, Stage? Stage)
    {
        /// <summary>Whether it is a state.</summary>
        public bool IsState => Kind is ModelOutputKind.FinalHidden or ModelOutputKind.FinalCell;

        /// <summary>The cells whose states it is.</summary>
        public IEnumerable<StateCell> Cells => Value.Pieces.Where(static piece => piece.Stage is RecurrentStage).Select(static piece => new StateCell((RecurrentStage)piece.Stage, piece.Direction));

        /// <summary>The layers that it needs.</summary>
        public IEnumerable<Stage> Stages => Stage is not null ? [Stage] : Value.Pieces.Select(static piece => piece.Stage);
    }
}
