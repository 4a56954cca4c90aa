using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;

namespace RnnGen.Benchmarks.Measurement;

/// <summary>What ours computes in a case, for others to be compared with before they are timed.</summary>
internal sealed class Agreement
{
    // The peers' own errors are some 4e-7 a step; anything near this is another network, not another rounding.
    private const float Tolerance = 1e-4f;

    // Steps computed before single steps are timed: enough for any mistake in carrying the state to show.
    private const int ComparedSteps = 100;

    private readonly IReadOnlyList<int> _tensors;
    private readonly bool _relative;
    private readonly float[] _inputs;
    private readonly float[] _expected;

    /// <summary>Computes it.</summary>
    /// <param name="shape">What is computed.</param>
    /// <param name="ours">By this.</param>
    public Agreement(CaseShape shape, IContestant ours)
    {
        int steps = int.Max(shape.Steps, ComparedSteps);
        _tensors = shape.ResultLengths(steps);
        _relative = shape.Training;
        _inputs = SharedData.Inputs(steps * shape.Batch * shape.Input);
        _expected = new float[_tensors.Sum()];
        ours.Compute(_inputs, _expected);
    }

    /// <summary>Whether a difference is one of rounding, or of activations that are approximated on purpose.</summary>
    /// <param name="difference">The difference.</param>
    /// <param name="approximation">How far results may be from exact ones besides rounding, ours and the other's together.</param>
    /// <remarks>One that is not a number is none: hence not "not larger than".</remarks>
    public static bool IsAgreement(float difference, float approximation = 0) => difference <= Tolerance + approximation;

    /// <summary>The largest difference of another's results from ours.</summary>
    /// <param name="theirs">The other.</param>
    public float DifferenceOf(IContestant theirs)
    {
        var outputs = new float[_expected.Length];
        theirs.Compute(_inputs, outputs);
        return LargestDifference(_expected, outputs, _tensors, _relative);
    }

    // Outputs lie between -1 and 1, but a gradient has any size: relative to the largest element of its tensor. A tensor of zeros has no such
    // difference (0 / 0), and rightly agrees with nothing.
    private static float LargestDifference(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, IReadOnlyList<int> tensors, bool relative)
    {
        float largest = 0;
        foreach (int length in tensors)
        {
            var differences = new float[length];
            TensorPrimitives.Subtract(expected[..length], actual[..length], differences);
            float scale = relative ? LargestMagnitude(expected[..length]) : 1;
            largest = float.Max(largest, LargestMagnitude(differences) / scale);
            expected = expected[length..];
            actual = actual[length..];
        }

        return largest;
    }

    private static float LargestMagnitude(ReadOnlySpan<float> values) => float.Abs(TensorPrimitives.MaxMagnitude(values));
}
