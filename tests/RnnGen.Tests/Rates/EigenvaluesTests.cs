using System;
using System.Linq;
using System.Numerics;
using RnnGen.Rates;
using Xunit;

namespace RnnGen.Tests.Rates;

/// <summary>Eigenvalues of matrices that are not symmetric.</summary>
public sealed class EigenvaluesTests
{
    /// <summary>A matrix of known eigenvalues, seen from another basis.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(9, 4)]
    [InlineData(24, 5)]
    [InlineData(80, 6)]
    public void A_changed_basis_changes_nothing(int size, int seed)
    {
        var random = new Random(seed);
        Complex[] expected = new Complex[size];
        double[,] matrix = new double[size, size];
        for (int index = 0; index < size; index++)
        {
            // Above the blocks anything.
            for (int column = index + 1; column < size; column++)
            {
                matrix[index, column] = random.NextDouble() - 0.5;
            }

            if (index % 3 == 1)
            {
                // Half of a pair: the block [a -b; b a].
                double a = random.NextDouble(), b = random.NextDouble();
                (matrix[index - 1, index - 1], matrix[index - 1, index], matrix[index, index - 1], matrix[index, index]) = (a, -b, b, a);
                (expected[index - 1], expected[index]) = (new Complex(a, b), new Complex(a, -b));
            }
            else
            {
                expected[index] = matrix[index, index] = (2 * random.NextDouble()) - 1;
            }
        }

        // Reflections: A becomes H A H, H = 1 - 2 v v' / v'v.
        for (int reflection = 0; reflection < 3; reflection++)
        {
            double[] v = [.. Enumerable.Range(0, size).Select(_ => random.NextDouble() - 0.5)];
            double square = v.Sum(static x => x * x);
            for (int side = 0; side < 2; side++)
            {
                double[,] next = new double[size, size];
                for (int row = 0; row < size; row++)
                {
                    double product = Enumerable.Range(0, size).Sum(k => v[k] * (side == 0 ? matrix[k, row] : matrix[row, k]));
                    for (int k = 0; k < size; k++)
                    {
                        (int i, int j) = side == 0 ? (k, row) : (row, k);
                        next[i, j] = matrix[i, j] - (2 * v[k] * product / square);
                    }
                }

                matrix = next;
            }
        }

        AssertSame(expected, Eigenvalues.Of(matrix), 1e-8);
    }

    /// <summary>The roots of 1: a matrix that a QR step without a shift leaves as it is.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(18)]
    public void A_circular_shift(int size)
    {
        var matrix = new Complex[size, size];
        matrix[0, size - 1] = 1;
        for (int row = 1; row < size; row++)
        {
            matrix[row, row - 1] = 1;
        }

        AssertSame([.. Enumerable.Range(0, size).Select(k => Complex.FromPolarCoordinates(1, 2 * Math.PI * k / size))], Eigenvalues.OfHessenberg(matrix), 1e-12);
    }

    [Fact]
    public void Zeros_only()
    {
        Assert.All(Eigenvalues.Of(new double[5, 5]), static value => Assert.Equal(Complex.Zero, value));
        var shift = new Complex[6, 6];
        for (int row = 1; row < 6; row++)
        {
            shift[row, row - 1] = 1;
        }

        Assert.All(Eigenvalues.OfHessenberg(shift), static value => Assert.InRange(value.Magnitude, 0, 0.01));
        Assert.Empty(Eigenvalues.Of(new double[0, 0]));
    }

    private static void AssertSame(Complex[] expected, Complex[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        var left = actual.ToList();
        foreach (Complex value in expected)
        {
            Complex nearest = left.MinBy(other => Complex.Abs(other - value));
            Assert.InRange(Complex.Abs(nearest - value), 0, tolerance);
            left.Remove(nearest);
        }
    }
}
