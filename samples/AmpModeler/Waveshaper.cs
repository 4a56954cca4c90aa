using System;
using System.Linq;

namespace AmpModeler;

/// <summary>
/// The baseline: the best function of a sample alone, without any memory. It is a table of points with lines between them, fitted by least squares, and so fine
/// that no other function could be much better.
/// </summary>
internal sealed class Waveshaper
{
    private const int Points = 513;

    private readonly double _largest;
    private readonly double[] _values;

    /// <summary>Fits the table.</summary>
    /// <param name="inputs">Samples.</param>
    /// <param name="targets">What is wanted of each.</param>
    public Waveshaper(float[] inputs, float[] targets)
    {
        _largest = Math.Max(1e-6, inputs.Max(Math.Abs));

        // The normal equations of the table's points: each meets its neighbours only. A little is added to the diagonal, since no sample may lie near a point.
        double[] diagonal = new double[Points], next = new double[Points], right = new double[Points];
        Array.Fill(diagonal, 1e-9);
        for (int index = 0; index < inputs.Length; index++)
        {
            (int point, double weight) = Place(inputs[index]);
            diagonal[point] += (1 - weight) * (1 - weight);
            diagonal[point + 1] += weight * weight;
            next[point] += weight * (1 - weight);
            right[point] += (1 - weight) * targets[index];
            right[point + 1] += weight * targets[index];
        }

        for (int point = 1; point < Points; point++)
        {
            double factor = next[point - 1] / diagonal[point - 1];
            diagonal[point] -= factor * next[point - 1];
            right[point] -= factor * right[point - 1];
        }

        _values = new double[Points];
        for (int point = Points - 1; point >= 0; point--)
        {
            _values[point] = (right[point] - (point + 1 < Points ? next[point] * _values[point + 1] : 0)) / diagonal[point];
        }
    }

    /// <summary>Shapes samples.</summary>
    /// <param name="inputs">The samples.</param>
    public float[] Run(float[] inputs) => Array.ConvertAll(inputs, input =>
    {
        (int point, double weight) = Place(input);
        return (float)(((1 - weight) * _values[point]) + (weight * _values[point + 1]));
    });

    private (int Point, double Weight) Place(float input)
    {
        double place = (Math.Clamp(input / _largest, -1, 1) + 1) / 2 * (Points - 1);
        int point = Math.Min((int)place, Points - 2);
        return (point, place - point);
    }
}
