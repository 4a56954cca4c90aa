using System;
using RnnGen.Formats;
using RnnGen.Training;

namespace RnnGen.Tests.Training;

/// <summary>What the sensor network computes with: three floats say which sensor it is, the fourth what it measured.</summary>
[Network(input: 4)]
[LstmLayer(hidden: 8)]
[DenseLayer(outputs: 1)]
internal sealed partial class SensorLayers;

/// <summary>
/// A network of two inputs a step, written by hand: what the generator will emit for several inputs (docs/decisions/0001-several-inputs.md). It uses the public
/// interfaces only, so it says whether several inputs are an addition to them.
/// </summary>
internal sealed class SensorNetwork :
    ICausalNetwork<SensorNetwork, SensorReading, SensorLayers.State, SensorLayers.Workspace>,
    ITrainableNetwork<SensorNetwork, SensorReading, SensorLayers.State, SensorLayers.Workspace, SensorLayers.Tape, SensorLayers.Gradients>,
    ITrainable<SensorReading>
{
    public SensorLayers Layers { get; } = new();

    public static int InputSize => 1;

    public static int OutputSize => SensorLayers.OutputSize;

    public static bool HasOutputPerStep => true;

    public static int ParameterCount => SensorLayers.ParameterCount;

    public SensorLayers.State RestState
    {
        get => Layers.RestState;
        set => Layers.RestState = value;
    }

    public Span<float> Parameters => Layers.Parameters;

    public bool HasNonFiniteParameters => Layers.HasNonFiniteParameters;

    public static SensorLayers.Workspace CreateWorkspace(int steps, int streams = 1, int threads = 1) => new(steps, streams, threads);

    public static SensorLayers.Tape CreateTape(int steps, int streams = 1, int threads = 1) => new(steps, streams, threads);

    public static SensorLayers.Gradients CreateGradients() => new();

    public TrainingShard<SensorReading> CreateShard(int steps, int streams) =>
        new NetworkShard<SensorNetwork, SensorReading, SensorLayers.State, SensorLayers.Workspace, SensorLayers.Tape, SensorLayers.Gradients>(this, steps, streams);

    public void Initialize(int seed) => Layers.Initialize(seed);

    public void Load(ITensorSource source, string prefix = "", LoadMode mode = LoadMode.Module) => Layers.Load(source, prefix, mode);

    public void Save(ITensorSink sink, string prefix = "") => Layers.Save(sink, prefix);

    public void Step(ReadOnlySpan<SensorReading> input, Span<float> output, ref SensorLayers.State state) => Layers.Step(Rows(input), output, ref state);

    public void Step(ReadOnlySpan<SensorReading> inputs, Span<float> outputs, Span<SensorLayers.State> states, SensorLayers.Workspace workspace) =>
        Layers.Step(Rows(inputs), outputs, states, workspace);

    public void Run(ReadOnlySpan<SensorReading> inputs, Span<float> outputs, ref SensorLayers.State state) => Layers.Run(Rows(inputs), outputs, ref state);

    public void Run(
        ReadOnlySpan<SensorReading> inputs, Span<float> outputs, Span<SensorLayers.State> states, SensorLayers.Workspace workspace, ReadOnlySpan<int> lengths = default,
        SequenceLayout layout = SequenceLayout.TimeFirst) => Layers.Run(Rows(inputs), outputs, states, workspace, lengths, layout);

    public void Forward(
        ReadOnlySpan<SensorReading> inputs, Span<float> outputs, Span<SensorLayers.State> states, SensorLayers.Tape tape, ReadOnlySpan<int> lengths = default,
        SequenceLayout layout = SequenceLayout.TimeFirst) => Layers.Forward(Rows(inputs), outputs, states, tape, lengths, layout);

    public void Backward(
        ReadOnlySpan<float> outputGradients, SensorLayers.Tape tape, SensorLayers.Gradients gradients, Span<float> inputGradients = default,
        Span<SensorLayers.State> stateGradients = default) => Layers.Backward(outputGradients, tape, gradients, inputGradients, stateGradients);

    /// <summary>The inputs as the layers take them.</summary>
    public static float[] Rows(ReadOnlySpan<SensorReading> inputs)
    {
        float[] rows = new float[inputs.Length * SensorLayers.InputSize];
        for (int step = 0; step < inputs.Length; step++)
        {
            rows[(step * SensorLayers.InputSize) + inputs[step].Sensor] = 1;
            rows[(step * SensorLayers.InputSize) + SensorLayers.InputSize - 1] = inputs[step].Value;
        }

        return rows;
    }
}
