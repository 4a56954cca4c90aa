using System;
using System.Linq;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Training;

/// <summary>A network of several inputs a step fits the interfaces, examples and the trainer as they are (docs/decisions/0001-several-inputs.md).</summary>
public sealed class SeveralInputsTests
{
    private const int Steps = 9;

    [Fact]
    public void Trains_to_the_bits_of_the_same_network_of_one_input()
    {
        var network = new SensorNetwork();
        network.Initialize(1);
        var layers = new SensorLayers();
        layers.Initialize(1);
        Example<SensorReading, float>[] data = [.. Enumerable.Range(0, 12).Select(Draw)];
        Example<float, float>[] rows = [.. data.Select(static example => new Example<float, float>(SensorNetwork.Rows(example.Inputs), example.Targets))];
        double before, after;
        using (Trainer<SensorReading, float> trainer = TrainerOf(network))
        using (Trainer<float, float> other = TrainerOf(layers))
        {
            before = trainer.Evaluate(data);
            trainer.Fit(data, null, epochs: 20);
            trainer.FitStream(data[0].Inputs, data[0].Targets, window: 3, null, epochs: 22);
            after = trainer.Evaluate(data);
            other.Fit(rows, null, epochs: 20);
            other.FitStream(rows[0].Inputs, rows[0].Targets, window: 3, null, epochs: 22);
        }

        Assert.True(after < before / 2, $"{before} became {after}");
        Assert.Equal(layers.Parameters, network.Parameters);
    }

    [Fact]
    public void A_stream_of_a_model_says_what_the_model_takes()
    {
        IModelStream stream = ((IModel)new SensorNetwork()).CreateStream();
        string message = Assert.Throws<InvalidOperationException>(() => stream.Step([1f], new float[1])).Message;
        Assert.Equal("'SensorNetwork' takes SensorReading and was given floats.", message);
    }

    private static Trainer<TInput, float> TrainerOf<TInput>(ITrainable<TInput> network)
        where TInput : unmanaged =>
        new(network, new Adam(network.Parameters.Length, 1e-2f), SequenceLoss.SquaredError, new TrainerOptions { BatchSize = 3 });

    /// <summary>The running sum of what sensor 1 measured.</summary>
    private static Example<SensorReading, float> Draw(int seed)
    {
        var random = new Random(seed);
        var inputs = new SensorReading[Steps];
        float[] targets = new float[Steps];
        float sum = 0;
        for (int step = 0; step < Steps; step++)
        {
            inputs[step] = new SensorReading(random.Next(3), random.NextSingle() - 0.5f);
            sum += inputs[step].Sensor == 1 ? inputs[step].Value : 0;
            targets[step] = sum;
        }

        return new Example<SensorReading, float>(inputs, targets);
    }
}
