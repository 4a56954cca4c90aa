using System;
using RnnGen.Formats;

namespace RnnGen.Conformance.Tests;

/// <summary>One layer and direction of a PyTorch module as a cell loads it: its tensors under the names of a first layer.</summary>
/// <param name="module">The tensors of all layers.</param>
/// <param name="suffix">What the layer's names end in: <c>_l1</c>, <c>_l0_reverse</c>, ...</param>
internal sealed class TorchLayer(ITensorSource module, string suffix) : ITensorSource
{
    private const string FirstLayer = "_l0";

    public string Name => module.Name;

    public bool Contains(string name) => name.EndsWith(FirstLayer, StringComparison.Ordinal) && module.Contains(InModule(name));

    public void Read(string name, ReadOnlySpan<int> shape, Span<float> destination) => module.Read(InModule(name), shape, destination);

    private string InModule(string name) => name[..^FirstLayer.Length] + suffix;
}
