using System;
using System.Collections.Generic;
using RnnGen.Formats;
using RnnGen.Numerics;

namespace RnnGen.Networks;

/// <summary>Where each parameter of a dense layer lies in its flat span, and the way between that and PyTorch's tensors.</summary>
/// <remarks>
/// A layer of few outputs sums along its inputs: a row of weights an output, filled up with zeros to a multiple of 16, and the biases behind them. Any other
/// sums many outputs side by side, as the cells do: panels of <see cref="PanelProduct.Lanes"/> outputs (the last of <see cref="PanelProduct.TailLanes"/>
/// where no more are left), in each the biases, then a row an input.
/// </remarks>
internal readonly struct DenseLayout
{
    /// <summary>The most outputs that a layer sums along its inputs: side by side they would leave most lanes empty, and one long chain of additions.</summary>
    internal const int MaxDotOutputs = 4;

    /// <summary>Describes a layout.</summary>
    /// <param name="inputs">Floats it takes.</param>
    /// <param name="outputs">Floats it gives.</param>
    public DenseLayout(int inputs, int outputs)
    {
        Inputs = inputs;
        Outputs = outputs;
    }

    /// <summary>Floats it takes.</summary>
    public int Inputs { get; }

    /// <summary>Floats it gives.</summary>
    public int Outputs { get; }

    /// <summary>Floats of the flat span: a multiple of 16, so that the next layer's start on a cache line, too.</summary>
    public int Length => UsesDots ? (Outputs * PaddedInputs) + FoldedSum.Lanes : RoundUp((Inputs + 1) * PaddedOutputs, FoldedSum.Lanes);

    internal bool UsesDots => Outputs <= MaxDotOutputs;

    internal int PaddedInputs => RoundUp(Inputs, FoldedSum.Lanes);

    internal int PaddedOutputs => RoundUp(Outputs, PanelProduct.TailLanes);

    internal int FullPanels => PaddedOutputs / PanelProduct.Lanes;

    internal int TailLanes => PaddedOutputs % PanelProduct.Lanes;

    internal int PanelFloats => (Inputs + 1) * PanelProduct.Lanes;

    /// <summary>Where the bias of output 0 is.</summary>
    internal int BiasOffset => UsesDots ? Outputs * PaddedInputs : 0;

    /// <summary>Loads <c>weight</c> and <c>bias</c> into the flat span; without <c>bias</c> it is zeros.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="module">Where its tensors are.</param>
    /// <param name="parameters">The flat span, of zeros.</param>
    public void Load(ModelReader reader, TensorModule module, Span<float> parameters)
    {
        Weight(module).Load(reader, parameters);
        LoadBias(reader, module, parameters);
    }

    /// <summary>Loads <c>bias</c> into the flat span; without it it is zeros.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="module">Where it is.</param>
    /// <param name="parameters">The flat span, of zeros.</param>
    public void LoadBias(ModelReader reader, TensorModule module, Span<float> parameters)
    {
        TensorPlace bias = Bias(module);
        if (reader.Source.Contains(bias.Name))
        {
            bias.Load(reader, parameters);
        }
    }

    /// <summary>Saves <c>weight</c> [outputs, inputs] and <c>bias</c> [outputs]: parameters, or their gradients.</summary>
    /// <param name="sink">Where to.</param>
    /// <param name="prefix">What stands before the names, with its dot.</param>
    /// <param name="parameters">The flat span.</param>
    public void Save(ITensorSink sink, string prefix, ReadOnlySpan<float> parameters)
    {
        ArgumentNullException.ThrowIfNull(sink);
        var module = new TensorModule(prefix, "");
        Weight(module).Save(sink, parameters);
        Bias(module).Save(sink, parameters);
    }

    /// <summary>Where the weights of an output are: the first, and floats from one to the next.</summary>
    /// <param name="output">The output.</param>
    public (int First, int Stride) RowOf(int output) => (WeightOf(output, 0), UsesDots ? 1 : LanesOf(output / PanelProduct.Lanes));

    /// <summary>The weights in the flat span, with their padding, ascending.</summary>
    /// <param name="offset">Where the flat span starts.</param>
    public IEnumerable<GradientRange> WeightParts(int offset)
    {
        if (UsesDots)
        {
            yield return new GradientRange(offset, BiasOffset);
            yield break;
        }

        for (int panel = 0; panel * PanelProduct.Lanes < PaddedOutputs; panel++)
        {
            yield return new GradientRange(offset + (panel * PanelFloats) + LanesOf(panel), Inputs * LanesOf(panel));
        }
    }

    /// <summary>The biases in the flat span, with their padding, ascending.</summary>
    /// <param name="offset">Where the flat span starts.</param>
    public IEnumerable<GradientRange> BiasParts(int offset)
    {
        if (UsesDots)
        {
            yield return new GradientRange(offset + BiasOffset, Outputs);
            yield break;
        }

        for (int panel = 0; panel * PanelProduct.Lanes < PaddedOutputs; panel++)
        {
            yield return new GradientRange(offset + (panel * PanelFloats), LanesOf(panel));
        }
    }

    /// <summary>Draws every parameter uniformly from +-1/sqrt(inputs), PyTorch's default: the weights, row by row, then the biases.</summary>
    /// <param name="seed">The same seed gives the same parameters on every machine.</param>
    /// <param name="parameters">The flat span.</param>
    public void Initialize(int seed, Span<float> parameters)
    {
        var random = new SplitMix64((ulong)seed);
        float bound = 1f / MathF.Sqrt(Inputs);
        for (int weight = 0; weight < Outputs * Inputs; weight++)
        {
            parameters[WeightOf(weight / Inputs, weight % Inputs)] = random.NextUniform(bound);
        }

        DrawBias(ref random, parameters);
    }

    /// <summary>Draws the biases alone.</summary>
    /// <param name="random">Where from.</param>
    /// <param name="parameters">The flat span.</param>
    public void DrawBias(ref SplitMix64 random, Span<float> parameters)
    {
        float bound = 1f / MathF.Sqrt(Inputs);
        for (int output = 0; output < Outputs; output++)
        {
            parameters[BiasOf(output)] = random.NextUniform(bound);
        }
    }

    /// <summary><c>weight</c> [outputs, inputs]</summary>
    /// <param name="module">Where it is.</param>
    public TensorPlace Weight(TensorModule module)
    {
        DenseLayout layout = this;
        return new TensorPlace(
            module.Name("weight"), [Outputs, Inputs], Inputs,
            UsesDots
                ? RowGroup.Lines(Outputs, 0, PaddedInputs)
                : RowGroup.Panels(Outputs, panel => (layout.PlaceOf(panel * PanelProduct.Lanes, 1), layout.LanesOf(panel))));
    }

    /// <summary><c>bias</c> [outputs]</summary>
    /// <param name="module">Where it is.</param>
    public TensorPlace Bias(TensorModule module)
    {
        DenseLayout layout = this;
        return new TensorPlace(
            module.Name("bias"), [Outputs], 1,
            RowGroup.Panels(Outputs, panel => (layout.BiasOf(panel * PanelProduct.Lanes), PanelProduct.Lanes)));
    }

    private int BiasOf(int output) => UsesDots ? BiasOffset + output : PlaceOf(output, 0);

    private int WeightOf(int output, int input) => UsesDots ? (output * PaddedInputs) + input : PlaceOf(output, input + 1);

    private int PlaceOf(int output, int row)
    {
        (int panel, int lane) = Math.DivRem(output, PanelProduct.Lanes);
        return (panel * PanelFloats) + (row * LanesOf(panel)) + lane;
    }

    private int LanesOf(int panel) => panel < FullPanels ? PanelProduct.Lanes : TailLanes;

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
