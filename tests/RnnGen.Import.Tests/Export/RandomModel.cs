using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace RnnGen.Import.Tests.Export;

/// <summary>Networks and cells that a seed draws, with all options.</summary>
internal static class RandomModel
{
    private static readonly RnnActivation[] Activations = Enum.GetValues<RnnActivation>();

    /// <summary>Whether layers can read from the end alone.</summary>
    private static bool HasReverse { get; } = typeof(LstmLayerAttribute).GetProperty("Reverse") is not null;

    /// <summary>The layers of a network.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="forOperators">Whether only what ONNX has an operator for is drawn.</param>
    public static ImmutableArray<ModelLayer> Network(int seed, bool forOperators = false)
    {
        var random = new Random(seed);
        var layers = ImmutableArray.CreateBuilder<ModelLayer>();
        int size = random.Next(1, 10);
        if (random.Next(3) == 0)
        {
            layers.Add(new EmbeddingModelLayer("words", random.Next(2, 20), size));
        }

        int perStep = random.Next(1, 4);
        for (int index = 0; index < perStep; index++)
        {
            if (random.Next(4) == 0)
            {
                AddDense();
            }
            else
            {
                RecurrentModelLayer layer = Recurrent(random, $"block.{index}", size, forOperators) with
                {
                    Layers = random.Next(3) == 0 ? random.Next(2, 4) : 1,
                    Bidirectional = random.Next(3) == 0,
                };
                layers.Add(layer with { Reverse = HasReverse && !layer.Bidirectional && random.Next(3) == 0 });
                size = layer.Output;
            }
        }

        if (random.Next(2) == 0)
        {
            layers.Add(new PoolingModelLayer((Pooling)random.Next(layers[^1] is RecurrentModelLayer ? 4 : 3)));
        }

        for (int count = random.Next(3); count > 0; count--)
        {
            AddDense();
        }

        return layers.ToImmutable();

        void AddDense()
        {
            var layer = new DenseModelLayer($"dense{layers.Count}", size, random.Next(1, 10), Draw(random, Enum.GetValues<DenseActivation>()));
            layers.Add(layer);
            size = layer.Outputs;
        }
    }

    /// <summary>One cell, without a name.</summary>
    /// <param name="seed">The seed.</param>
    public static RecurrentModelLayer Cell(int seed)
    {
        var random = new Random(seed);
        return Recurrent(random, "", random.Next(1, 10), forOperators: false);
    }

    /// <summary>The declaration of a class <c>Model</c> that is a cell.</summary>
    public static string Declare(RecurrentModelLayer cell)
    {
        LayerDeclaration layer = cell.Declaration;
        var attribute = new LayerDeclaration($"{cell.Kind}Cell", layer.Arguments, [.. layer.Options.Where(static option => option.Name != "Name")]);
        return $"{attribute}\npublic sealed partial class Model;\n";
    }

    /// <summary>The declaration of a class <c>Model</c> that is a network.</summary>
    public static string Declare(ImmutableArray<ModelLayer> layers) => new ModelDescription { Layers = layers }.Declare("Model", "Training = false");

    /// <summary>A layer with the constants of its activations, also where they are the default: as emitted types have it.</summary>
    public static ModelLayer Resolved(ModelLayer layer) => layer is not RecurrentModelLayer recurrent ? layer : recurrent with
    {
        Gate = Resolved(recurrent.Gate),
        Candidate = Resolved(recurrent.Candidate),
        Cell = Resolved(recurrent.Cell),
    };

    /// <summary>Inputs of so many steps and streams.</summary>
    public static double[] Inputs(IModel model, int steps, int streams, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, steps * streams * model.InputSize).Select(_ =>
            model.VocabularySize > 0 ? random.Next(model.VocabularySize) : (double)((4 * random.NextSingle()) - 2))];
    }

    private static ModelActivation Resolved(ModelActivation activation) => activation.Function switch
    {
        RnnActivation.HardSigmoid => activation with { Alpha = activation.Alpha ?? 0.2f, Beta = activation.Beta ?? 0.5f },
        RnnActivation.LeakyRelu => activation with { Alpha = activation.Alpha ?? 0.01f },
        RnnActivation.ThresholdedRelu or RnnActivation.Elu => activation with { Alpha = activation.Alpha ?? 1 },
        RnnActivation.Affine => activation with { Alpha = activation.Alpha ?? 1, Beta = activation.Beta ?? 0 },
        RnnActivation.ScaledTanh => activation with { Alpha = activation.Alpha ?? 1, Beta = activation.Beta ?? 1 },
        _ => activation,
    };

    private static RecurrentModelLayer Recurrent(Random random, string name, int input, bool forOperators)
    {
        var kind = (RecurrentKind)random.Next(3);
        int hidden = random.Next(3, 20);
        bool isLstm = kind == RecurrentKind.Lstm;
        bool isSpecial = !forOperators && random.Next(2) == 0;
        bool isDiagonal = isSpecial && random.Next(3) == 0;
        bool isNormalized = isSpecial && random.Next(3) == 0;
        return new RecurrentModelLayer(name, kind, input, hidden)
        {
            Bias = random.Next(4) > 0,
            Clip = random.Next(4) == 0 ? 0.5f : 0,
            LayerNorm = isNormalized,
            Recurrence = isDiagonal ? Recurrence.Diagonal : Recurrence.Full,
            Peephole = isLstm && !isNormalized && random.Next(3) == 0,
            CoupledGates = isLstm && random.Next(4) == 0,
            Projection = isLstm && isSpecial && !isDiagonal && random.Next(2) == 0 ? random.Next(1, hidden) : 0,
            // Only with a sigmoid have complements an operator.
            Variant = kind != RecurrentKind.Gru ? default : (GruVariant)random.Next(forOperators ? 2 : 3),
            Gate = kind == RecurrentKind.Rnn || random.Next(4) > 0 ? ModelActivation.Sigmoid : Activation(random),
            Candidate = random.Next(4) > 0 ? ModelActivation.Tanh : Activation(random),
            Cell = !isLstm || random.Next(4) > 0 ? ModelActivation.Tanh : Activation(random),
        };
    }

    private static ModelActivation Activation(Random random)
    {
        RnnActivation function = Draw(random, Activations);
        bool isDefault = random.Next(2) == 0;
        return function switch
        {
            _ when isDefault => new(function),
            RnnActivation.HardSigmoid => new(function, 0.3f, 0.4f),
            RnnActivation.LeakyRelu => new(function, 0.2f),
            RnnActivation.ThresholdedRelu => new(function, 0.125f),
            RnnActivation.Affine => new(function, 0.5f, 0.1f),
            RnnActivation.ScaledTanh => new(function, 1.2f, 0.7f),
            RnnActivation.Elu => new(function, 0.6f),
            _ => new(function),
        };
    }

    private static T Draw<T>(Random random, IReadOnlyList<T> values) => values[random.Next(values.Count)];
}
