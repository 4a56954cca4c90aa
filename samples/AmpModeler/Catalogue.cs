using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen;
using RnnGen.Import;

namespace AmpModeler;

/// <summary>The networks that this program declares. The compiler fixes their shapes, so that a capture needs a network of its own shape.</summary>
internal static class Catalogue
{
    private static readonly Func<IModel>[] Networks =
    [
        static () => new Lstm8(), static () => new Lstm12(), static () => new Lstm16(), static () => new Lstm20(), static () => new Lstm24(),
        static () => new Lstm32(), static () => new Lstm40(), static () => new TwoLstm8(), static () => new TwoLstm12(), static () => new TwoLstm16(),
    ];

    /// <summary>The network that a file fills, with the file's weights.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="FormatException">No network here has the file's shape, or a weight is missing or not a finite number.</exception>
    public static IModel Load(ModelFile file)
    {
        ModelLayer[] wanted = ShapeOf(file.Description.Layers);
        foreach (Func<IModel> create in Networks)
        {
            IModel network = create();
            if (ShapeOf(network.Layers).SequenceEqual(wanted))
            {
                network.Load(file);
                return network.HasNonFiniteParameters ? throw new FormatException($"{file.Name}: a weight is NaN or infinite") : network;
            }
        }

        string declaration = file.Description.Declare("Capture").Replace("public sealed", "internal sealed", StringComparison.Ordinal);
        throw new FormatException(
            $"{file.Name}: no network of this program has its shape (they are an LSTM of 8, 12, 16, 20, 24, 32 or 40 units or two of 8, 12 or 16, then a dense "
            + $"layer of one output). Declare it in samples/AmpModeler/Networks.cs, and add it to Catalogue.cs:\n\n{declaration}");
    }

    /// <summary>The layers without their names, each cell of a stack for itself: files name and group them in many ways.</summary>
    private static ModelLayer[] ShapeOf(IEnumerable<ModelLayer> layers) => [.. layers.SelectMany(static layer => layer is RecurrentModelLayer stack
        ? Enumerable.Range(0, stack.Layers).Select(depth => stack with { Name = "", Layers = 1, Input = depth == 0 ? stack.Input : stack.Output })
        : (IEnumerable<ModelLayer>)[layer with { Name = "" }])];
}
