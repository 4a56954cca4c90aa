using System;
using System.IO;
using System.Linq;
using RnnGen.AccuracyWalk;
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

    private const int EdgeSteps = 2000;
    private const int EdgeStride = 100;
    private const int EdgeRows = 41;

    private readonly SafetensorsFile _torch = SafetensorsFile.Open(Path.Combine(AppContext.BaseDirectory, "Training", "torch.safetensors"));

    private static readonly string[] TraceNames =
        ["sgd", "sgd.momentum", "sgd.nesterov.decay", "adam", "adam.decay", "adamw", "rmsprop", "rmsprop.momentum.decay", "rmsprop.centered"];

    private static readonly string[] EdgeTraceNames =
    [
        "edge.sgd", "edge.sgd.momentum", "edge.sgd.dampening.decay", "edge.sgd.nesterov.decay", "edge.adam", "edge.adam.short", "edge.adam.amsgrad", "edge.adamw",
        "edge.adamw.amsgrad", "edge.rmsprop", "edge.rmsprop.momentum", "edge.rmsprop.centered", "edge.rmsprop.centered.short",
    ];

    public static TheoryData<string> Traces => [.. TraceNames];

    public static TheoryData<string> EdgeTraces => [.. EdgeTraceNames];

    public static TheoryData<string> All => [.. TraceNames, .. EdgeTraceNames];

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
                AssertClose(trace[(step * Length) + i], parameters[i], $"{name}, step {step}, parameter {i}");
            }
        }

        Assert.Equal(Steps, optimizer.Steps);
    }

    /// <summary>Gradients from 1e-38 to 1e20: the squares of some are infinite, those of others zero.</summary>
    [Theory]
    [MemberData(nameof(EdgeTraces))]
    public void Every_step_is_PyTorchs_at_the_edge_of_float(string name)
    {
        float[] parameters = _torch.Read("parameters"), trace = _torch.Read(name);
        float[] magnitudes = _torch.Read("edge.magnitudes"), signs = _torch.Read("edge.signs"), gradients = new float[Length];
        Optimizer optimizer = Create(name, Length);
        for (int step = 0; step < EdgeSteps; step++)
        {
            for (int i = 0; i < Length; i++)
            {
                gradients[i] = signs[(step % EdgeRows * Length) + i] * magnitudes[i % 3 == 0 ? (i + (step / 7)) % Length : i];
            }

            optimizer.Step(parameters, gradients);
            for (int i = 0; i < Length && (step + 1) % EdgeStride == 0; i++)
            {
                AssertClose(trace[(step / EdgeStride * Length) + i], parameters[i], $"{name}, step {step}, parameter {i}");
            }
        }
    }

    /// <summary>(g * g) * (1 - beta2) is infinite from 1.85e19 on, and what was infinite once stays so; (g * (1 - beta2)) * g is not.</summary>
    [Fact]
    public void A_square_that_no_float_holds_does_not_stop_a_parameter()
    {
        var adam = new Adam(1, 1e-3f, beta2: 0.99);
        float[] parameter = [1f];
        for (int step = 0; step < 3000; step++)
        {
            adam.Step(parameter, [step == 0 ? 1.9e19f : 1f]);
        }

        Assert.Equal(0.99388f, parameter[0], 1e-5f);
        var centered = new RmsProp(3, alpha: 0.3, centered: true);
        float[] parameters = [1f, 1f, 1f];
        for (int step = 0; step < 100; step++)
        {
            float gradient = step % 3 == 1 ? -3e19f : 3e19f;
            centered.Step(parameters, [gradient, -gradient, gradient]);
            Assert.All(parameters, static value => Assert.True(float.IsFinite(value)));
        }
    }

    [Fact]
    public void Dampening_is_not_of_the_first_gradient()
    {
        var sgd = new Sgd(1, 1f, momentum: 0.5f, dampening: 0.75);
        float[] parameter = [0f];
        sgd.Step(parameter, [1f]);
        Assert.Equal(-1f, parameter[0]);
        sgd.Step(parameter, [1f]);
        Assert.Equal(-1f - (0.5f + 0.25f), parameter[0]);
    }

    /// <summary>A moment more or less than the options ask for is another optimiser's.</summary>
    [Fact]
    public void A_state_of_other_options_is_refused_by_name()
    {
        var plain = new TensorStore();
        new Adam(3).Save(plain, "optimizer.");
        var amsgrad = new TensorStore();
        new AdamW(3, amsgrad: true).Save(amsgrad, "optimizer.");
        Assert.Equal("optimizer.largest_squares", Assert.Throws<TensorFormatException>(() => new Adam(3, amsgrad: true).Load(plain, "optimizer.")).Tensor);
        Assert.Equal("optimizer.largest_squares", Assert.Throws<TensorFormatException>(() => new AdamW(3).Load(amsgrad, "optimizer.")).Tensor);

        // Written before there was amsgrad.
        var older = new TensorStore();
        foreach (string name in plain.Names.Where(static name => name != "optimizer.largest_squares"))
        {
            older.Write(name, plain.Shape(name), plain.Values(name));
        }

        new Adam(3).Load(older, "optimizer.");
        Assert.Throws<TensorFormatException>(() => new Adam(3, amsgrad: true).Load(older, "optimizer."));
    }

    [Theory]
    [MemberData(nameof(All))]
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
    [MemberData(nameof(All))]
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
    [MemberData(nameof(All))]
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
        Assert.Equal("dampening", Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(1, 1f, 0.5f, dampening: double.NaN)).ParamName);
        Assert.Equal("nesterov", Assert.Throws<ArgumentException>(() => new Sgd(1, 1f, 0.5f, nesterov: true, dampening: 0.5)).ParamName);
        var adam = new Adam(3);
        foreach (float rate in (float[])[float.NaN, -1f, float.PositiveInfinity])
        {
            Assert.Equal("LearningRate", Assert.Throws<ArgumentOutOfRangeException>(() => adam.LearningRate = rate).ParamName);
            Assert.Equal("learningRate", Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW(1, rate)).ParamName);
        }

        Assert.Equal(1e-3f, adam.LearningRate);
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

    // The same operations in the same order: what is left is PyTorch's square root, which MKL rounds to a neighbour now and then. Without fused multiply-add there are
    // other roundings.
    private static double Tolerance => Claims.HasFusedMultiplyAdd ? 5e-7 : 5e-6;

    private static void AssertClose(float expected, float actual, string where)
    {
        double error = Math.Abs((double)expected - actual) / Math.Max(1, Math.Abs((double)expected));
        Assert.True(float.IsNaN(expected) ? float.IsNaN(actual) : error <= Tolerance, $"{where}: {actual:R}, not {expected:R}");
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
        "edge.sgd" => new Sgd(length, 0.125f),
        "edge.sgd.momentum" => new Sgd(length, 0.125f, 0.75f),
        "edge.sgd.dampening.decay" => new Sgd(length, 0.125f, 0.75f, weightDecay: 0.0625f, dampening: 0.3),
        "edge.sgd.nesterov.decay" => new Sgd(length, 0.125f, 0.75f, nesterov: true, weightDecay: 0.0625f),
        "edge.adam" => new Adam(length, 1e-3f),
        "edge.adam.short" => new Adam(length, 1e-3f, 0.3, 0.5, 1e-6f),
        "edge.adam.amsgrad" => new Adam(length, 1e-3f, 0.9, 0.99, amsgrad: true),
        "edge.adamw" => new AdamW(length, 1e-3f, 0.9, 0.99, weightDecay: 0.1f),
        "edge.adamw.amsgrad" => new AdamW(length, 1e-3f, 0.9, 0.99, weightDecay: 0.1f, amsgrad: true),
        "edge.rmsprop" => new RmsProp(length, 1e-3f),
        "edge.rmsprop.momentum" => new RmsProp(length, 1e-3f, 0.9, 1e-7f, momentum: 0.75f),
        "edge.rmsprop.centered" => new RmsProp(length, 1e-3f, 0.95, 1e-6f, centered: true),
        "edge.rmsprop.centered.short" => new RmsProp(length, 1e-3f, 0.3, momentum: 0.5f, centered: true),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
