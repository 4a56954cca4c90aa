using System;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using RnnGen.Benchmarks.Contestants;
using RnnGen.Numerics;

namespace RnnGen.Benchmarks.Suites;

/// <summary>The activations of the gates over an array, by vectors of 256 bits as emitted code has them, beside those of TensorPrimitives.</summary>
public class ActivationBenchmarks
{
    private float[] _x = [];
    private float[] _y = [];

    /// <summary>How many values: a multiple of eight.</summary>
    [Params(32, 256, 1024)]
    public int Length { get; set; }

    /// <summary>Draws the values.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _x = SharedData.Inputs(Length);
        _y = new float[Length];
    }

    /// <summary>Sigmoid of <c>Accuracy.Standard</c>.</summary>
    [Benchmark]
    public void Sigmoid() => OverArray<SigmoidOf>();

    /// <summary>Sigmoid of <c>Accuracy.Precise</c>.</summary>
    [Benchmark]
    public void SigmoidPrecise() => OverArray<SigmoidPreciseOf>();

    /// <summary>Sigmoid of <c>Accuracy.Fast</c>.</summary>
    [Benchmark]
    public void SigmoidFast() => OverArray<SigmoidFastOf>();

    /// <summary>Sigmoid of System.Numerics.Tensors.</summary>
    [Benchmark]
    public void SigmoidOfTensorPrimitives() => TensorPrimitives.Sigmoid(_x, _y);

    /// <summary>Tanh of <c>Accuracy.Standard</c>.</summary>
    [Benchmark]
    public void Tanh() => OverArray<TanhOf>();

    /// <summary>Tanh of <c>Accuracy.Precise</c>.</summary>
    [Benchmark]
    public void TanhPrecise() => OverArray<TanhPreciseOf>();

    /// <summary>Tanh of <c>Accuracy.Fast</c>.</summary>
    [Benchmark]
    public void TanhFast() => OverArray<TanhFastOf>();

    /// <summary>Tanh of System.Numerics.Tensors.</summary>
    [Benchmark]
    public void TanhOfTensorPrimitives() => TensorPrimitives.Tanh(_x, _y);

    private void OverArray<TActivation>()
        where TActivation : IActivation
    {
        Span<float> y = _y;
        ReadOnlySpan<float> x = _x;
        for (int i = 0; i <= x.Length - F256.Count; i += F256.Count)
        {
            TActivation.Of(new(Vector256.Create(x[i..]))).Value.CopyTo(y[i..]);
        }
    }

    private interface IActivation
    {
        static abstract F256 Of(F256 x);
    }

    private readonly struct SigmoidOf : IActivation
    {
        public static F256 Of(F256 x) => Activation.Sigmoid(x);
    }

    private readonly struct SigmoidPreciseOf : IActivation
    {
        public static F256 Of(F256 x) => Activation.SigmoidPrecise(x);
    }

    private readonly struct SigmoidFastOf : IActivation
    {
        public static F256 Of(F256 x) => Activation.SigmoidFast(x);
    }

    private readonly struct TanhOf : IActivation
    {
        public static F256 Of(F256 x) => Activation.Tanh(x);
    }

    private readonly struct TanhPreciseOf : IActivation
    {
        public static F256 Of(F256 x) => Activation.TanhPrecise(x);
    }

    private readonly struct TanhFastOf : IActivation
    {
        public static F256 Of(F256 x) => Activation.TanhFast(x);
    }
}
