using System;
using System.IO;
using RnnGen;
using RnnGen.Import;

namespace AmpModeler;

/// <summary>An amplifier as a network, with what a player does around it.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Model">The network: one sample in, one sample out.</param>
internal sealed record Capture(string Name, IModel Model)
{
    /// <summary>Samples a second that the network was trained for, or null where nobody says.</summary>
    public double? Rate { get; init; }

    /// <summary>What the input is multiplied with.</summary>
    public float InputGain { get; init; } = 1;

    /// <summary>Whether the input is added to what the network gives.</summary>
    public bool AddsInput { get; init; }

    /// <summary>What the sum is multiplied with.</summary>
    public float OutputGain { get; init; } = 1;

    /// <summary>Opens a model file of any format that RnnGen knows.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FormatException">It is no model file, or none that this program can run.</exception>
    public static Capture Open(string path)
    {
        ModelFile file = ModelFile.Open(path);
        ModelDescription description = file.Description;
        return new Capture(Path.GetFileName(path), Catalogue.Load(file))
        {
            Rate = description.SampleRate,
            InputGain = FactorOf(description.InputGain),
            AddsInput = description.AddedInputs > 0,
            OutputGain = FactorOf(description.OutputGain),
        };
    }

    private static float FactorOf(double decibels) => (float)Math.Pow(10, decibels / 20);
}
