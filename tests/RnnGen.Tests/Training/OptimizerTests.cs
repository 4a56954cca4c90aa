using System;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Tests.Cells;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Training;

/// <summary>Every optimiser against PyTorch's, step by step.</summary>
public sealed class OptimizerTests : IDisposable
{
    private const int Steps = 12;
    private const int Length = 37;

    private readonly SafetensorsFile _torch = SafetensorsFile.Open(Path.Combine(AppContext.BaseDirectory, "Training", "torch.safetensors"));

    public static TheoryData<string> Traces =>
        ["sgd", "sgd.momentum", "sgd.nesterov.decay", "adam", "adam.decay", "adamw", "rmsprop", "rmsprop.momentum.decay", "rmsprop.centered"];

    public void Dispose() => _torch.Dispose();

    [Theory]
    [MemberData(nameof(Traces))]
    public void Every_step_is_PyTorchs(string name)
    {
        float[] parameters = _torch.Read("parameters"), gradients = _torch.Read("gradients"), trace = _torch.Read(name);
        Optimizer optimizer = Create(name, Length);
        for (int step = 0; step < Steps; step++)
        {
            optimizer.Step(parameters, gradients.AsSpan(step * Length, Length));
            for (int i = 0; i < Length; i++)
            {
                // Both compute in float; the order of a few operations differs.
                Assert.Equal(trace[(step * Length) + i], parameters[i], 5e-7f);
            }
        }

        Assert.Equal(Steps, optimizer.Steps);
    }

    [Theory]
    [MemberData(nameof(Traces))]
    public void What_was_saved_goes_on_with_the_same_bits(string name)
    {
        float[] parameters = _torch.Read("parameters"), gradients = _torch.Read("gradients");
        Optimizer optimizer = Create(name, Length);
        for (int step = 0; step < 5; step++)
        {
            optimizer.Step(parameters, gradients.AsSpan(step * Length, Length));
        }

        float[] others = [.. parameters];
        var tensors = new TensorStore();
        optimizer.Save(tensors, "optimizer.");
        Optimizer restored = Create(name, Length);
        restored.Load(tensors, "optimizer.");
        for (int step = 5; step < Steps; step++)
        {
            optimizer.Step(parameters, gradients.AsSpan(step * Length, Length));
            restored.Step(others, gradients.AsSpan(step * Length, Length));
        }

        Bits.AssertEqual(parameters, others, name);
    }

    /// <summary>Where a vector ends must not show: any part of a long span is as that part alone.</summary>
    [Theory]
    [MemberData(nameof(Traces))]
    public void Vectors_and_single_floats_have_the_same_bits(string name)
    {
        float[] parameters = Noise.Create(seed: 1, 67), gradients = Noise.Create(seed: 2, 67);
        float[] alone = [.. parameters];
        Optimizer whole = Create(name, 67);
        Optimizer[] singles = [.. Enumerable.Range(0, 67).Select(_ => Create(name, 1))];
        for (int step = 0; step < 4; step++)
        {
            whole.Step(parameters, gradients);
            for (int i = 0; i < 67; i++)
            {
                singles[i].Step(alone.AsSpan(i, 1), gradients.AsSpan(i, 1));
            }
        }

        Bits.AssertEqual(alone, parameters, name);
    }

    [Theory]
    [MemberData(nameof(Traces))]
    public void A_step_allocates_nothing(string name)
    {
        Optimizer optimizer = Create(name, 1000);
        float[] parameters = new float[1000], gradients = Noise.Create(seed: 2, 1000);
        Assert.Equal(0, Allocation.Of(100, () => optimizer.Step(parameters, gradients)));
        Assert.Equal(0, Allocation.Of(100, () => GradientClipping.ByNorm(gradients, 1)));
    }

    [Fact]
    public void Wrong_numbers_and_sizes_are_named()
    {
        Assert.Equal("learningRate", Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(1, -1f)).ParamName);
        Assert.Equal("momentum", Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(1, 1f, momentum: 1f)).ParamName);
        Assert.Equal("nesterov", Assert.Throws<ArgumentException>(() => new Sgd(1, 1f, nesterov: true)).ParamName);
        Assert.Equal("beta2", Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(1, beta2: 1)).ParamName);
        Assert.Equal("epsilon", Assert.Throws<ArgumentOutOfRangeException>(() => new RmsProp(1, epsilon: float.NaN)).ParamName);
        var adam = new Adam(3);
        Assert.Equal("parameters", Assert.Throws<ArgumentException>(() => adam.Step(new float[2], new float[3])).ParamName);
        Assert.Equal("gradients", Assert.Throws<ArgumentException>(() => adam.Step(new float[3], new float[4])).ParamName);
        Assert.Equal(0, adam.Steps);
        Assert.Throws<TensorFormatException>(() => adam.Load(new TensorStore()));
        var noSteps = new TensorStore();
        adam.Save(noSteps);
        noSteps.Values("steps")[1] = float.NaN;
        noSteps.Values("means")[0] = 3;
        Assert.Equal("steps", Assert.Throws<TensorFormatException>(() => adam.Load(noSteps)).Tensor);
        Assert.Equal(0, adam.Steps);
    }

    [Fact]
    public void Clipping_is_PyTorchs()
    {
        float[] gradients = [3f, -4f, 12f];
        Assert.Equal(13, GradientClipping.ByNorm(gradients, 26));
        Assert.Equal([3f, -4f, 12f], gradients);
        Assert.Equal(13, GradientClipping.ByNorm(gradients, 6.5));
        Assert.Equal(6.5, GradientClipping.Norm(gradients), 1e-5);
        GradientClipping.ByValue(gradients, 1.75f);
        Assert.Equal([3f * (float)(6.5 / (13 + 1e-6)), -1.75f, 1.75f], gradients);
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ByNorm(gradients, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ByValue(gradients, -1));
    }

    /// <summary>At every length, so that vectors and what is left of them are the same rule; NaN must not vanish.</summary>
    [Fact]
    public void Clipping_is_the_same_rule_at_every_length()
    {
        for (int length = 0; length < 40; length++)
        {
            float[] gradients = Noise.Create(seed: length, length);
            double norm = Math.Sqrt(gradients.Sum(static value => (double)value * value));
            Assert.Equal(norm, GradientClipping.Norm(gradients), 1e-12);
            float[] byNorm = [.. gradients], byValue = [.. gradients];
            Assert.Equal(norm, GradientClipping.ByNorm(byNorm, norm / 3), 1e-12);
            float factor = (float)(GradientClipping.Norm(gradients) / 3 / (GradientClipping.Norm(gradients) + 1e-6));
            GradientClipping.ByValue(byValue, 0.25f);
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(gradients[i] * factor, byNorm[i], 1e-6f);
                Assert.Equal(Math.Clamp(gradients[i], -0.25f, 0.25f), byValue[i]);
                byValue[i] = float.NaN;
                GradientClipping.ByValue(byValue, 0.25f);
                Assert.True(float.IsNaN(byValue[i]));
            }
        }
    }

    private static Optimizer Create(string name, int length) => name switch
    {
        "sgd" => new Sgd(length, 0.1f),
        "sgd.momentum" => new Sgd(length, 0.1f, momentum: 0.9f),
        "sgd.nesterov.decay" => new Sgd(length, 0.1f, momentum: 0.8f, nesterov: true, weightDecay: 0.05f),
        "adam" => new Adam(length, 0.01f),
        "adam.decay" => new Adam(length, 0.02f, 0.8, 0.95, 1e-6f, 0.1f),
        "adamw" => new AdamW(length, 0.01f, 0.9, 0.999, 1e-8f, 0.1f),
        "rmsprop" => new RmsProp(length, 0.01f),
        "rmsprop.momentum.decay" => new RmsProp(length, 0.01f, 0.9, 1e-7f, weightDecay: 0.05f, momentum: 0.7f),
        "rmsprop.centered" => new RmsProp(length, 0.01f, 0.95, 1e-6f, momentum: 0.5f, centered: true),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
