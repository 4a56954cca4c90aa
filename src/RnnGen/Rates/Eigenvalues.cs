using System;
using System.Numerics;

namespace RnnGen.Rates;

/// <summary>
/// The eigenvalues of a matrix that is not symmetric: it is made zero below its first subdiagonal by Householder's reflections, and then triangular by the QR
/// method with Wilkinson's shifts (Golub and Van Loan, Matrix Computations, chapter 7). Complex numbers throughout, which needs no pairs of shifts.
/// </summary>
internal static class Eigenvalues
{
    /// <summary>Iterations after which an eigenvalue that does not come out is given up; two or three are usual.</summary>
    private const int MaxIterations = 300;

    /// <summary>Iterations after which the shift is another one, since some matrices (a circular shift) are as they were after a usual step.</summary>
    private const int UsualIterations = 10;

    /// <summary>The smallest part of its neighbours on the diagonal that a number below it counts for.</summary>
    private const double Epsilon = 2.2204460492503131e-16;

    /// <summary>The eigenvalues of a real matrix, in no order.</summary>
    /// <param name="matrix">[n, n], of finite numbers; it is overwritten.</param>
    public static Complex[] Of(double[,] matrix)
    {
        int size = matrix.GetLength(0);
        ReduceToHessenberg(matrix, size);
        var hessenberg = new Complex[size, size];
        for (int row = 0; row < size; row++)
        {
            for (int column = Math.Max(0, row - 1); column < size; column++)
            {
                hessenberg[row, column] = matrix[row, column];
            }
        }

        return OfHessenberg(hessenberg);
    }

    /// <summary>The eigenvalues of a matrix that is zero below its first subdiagonal, in no order.</summary>
    /// <param name="matrix">[n, n], of finite numbers; it is overwritten.</param>
    public static Complex[] OfHessenberg(Complex[,] matrix)
    {
        var values = new Complex[matrix.GetLength(0)];
        int iterations = 0;
        for (int high = values.Length - 1; high >= 0;)
        {
            int low = StartOfBlock(matrix, high);
            if (low == high)
            {
                values[high] = matrix[high, high];
                high--;
                iterations = 0;
                continue;
            }

            if (++iterations > MaxIterations)
            {
                throw new InvalidOperationException("The eigenvalues of the linearised model do not come out.");
            }

            Rotate(matrix, low, high, iterations % UsualIterations == 0 ? matrix[high, high - 1].Magnitude + matrix[high, high] : Shift(matrix, high));
        }

        return values;
    }

    /// <summary>Where the numbers below the diagonal begin that end at a row: they are set to zero before it.</summary>
    private static int StartOfBlock(Complex[,] matrix, int high)
    {
        for (int row = high; row > 0; row--)
        {
            double neighbours = matrix[row - 1, row - 1].Magnitude + matrix[row, row].Magnitude;
            if (matrix[row, row - 1].Magnitude <= Epsilon * neighbours)
            {
                matrix[row, row - 1] = Complex.Zero;
                return row;
            }
        }

        return 0;
    }

    /// <summary>The eigenvalue of the last two rows and columns that is nearer to the last number.</summary>
    private static Complex Shift(Complex[,] matrix, int high)
    {
        Complex a = matrix[high - 1, high - 1], d = matrix[high, high];
        Complex half = (a - d) / 2;
        Complex root = Complex.Sqrt((half * half) + (matrix[high - 1, high] * matrix[high, high - 1]));
        return d + half + ((half.Real * root.Real) + (half.Imaginary * root.Imaginary) > 0 ? -root : root);
    }

    /// <summary>A step of the QR method on a block: A - shift = Q R by rotations, then R Q + shift.</summary>
    private static void Rotate(Complex[,] matrix, int low, int high, Complex shift)
    {
        for (int index = low; index <= high; index++)
        {
            matrix[index, index] -= shift;
        }

        var cosines = new Complex[high - low];
        var sines = new Complex[high - low];
        for (int row = low; row < high; row++)
        {
            Complex upper = matrix[row, row], lower = matrix[row + 1, row];
            double length = Math.Sqrt((upper.Magnitude * upper.Magnitude) + (lower.Magnitude * lower.Magnitude));
            Complex cosine = length == 0 ? Complex.One : upper / length, sine = length == 0 ? Complex.Zero : lower / length;
            for (int column = row; column <= high; column++)
            {
                Complex first = matrix[row, column], second = matrix[row + 1, column];
                matrix[row, column] = (Complex.Conjugate(cosine) * first) + (Complex.Conjugate(sine) * second);
                matrix[row + 1, column] = (cosine * second) - (sine * first);
            }

            (cosines[row - low], sines[row - low]) = (cosine, sine);
        }

        for (int column = low; column < high; column++)
        {
            Complex cosine = cosines[column - low], sine = sines[column - low];
            for (int row = low; row <= column + 1; row++)
            {
                Complex first = matrix[row, column], second = matrix[row, column + 1];
                matrix[row, column] = (first * cosine) + (second * sine);
                matrix[row, column + 1] = (second * Complex.Conjugate(cosine)) - (first * Complex.Conjugate(sine));
            }
        }

        for (int index = low; index <= high; index++)
        {
            matrix[index, index] += shift;
        }
    }

    private static void ReduceToHessenberg(double[,] matrix, int size)
    {
        double[] v = new double[size];
        for (int column = 0; column < size - 2; column++)
        {
            double sum = 0;
            for (int row = column + 1; row < size; row++)
            {
                v[row] = matrix[row, column];
                sum += v[row] * v[row];
            }

            double length = Math.Sqrt(sum);
            if (length == 0)
            {
                continue;
            }

            // v = x + sign(x_1) |x| e_1; the reflection 1 - 2 v v' / v'v maps x to a multiple of e_1.
            sum += Math.Abs(v[column + 1]) * length;
            v[column + 1] += v[column + 1] < 0 ? -length : length;
            for (int index = column; index < size; index++)
            {
                double product = 0;
                for (int row = column + 1; row < size; row++)
                {
                    product += v[row] * matrix[row, index];
                }

                for (int row = column + 1; row < size; row++)
                {
                    matrix[row, index] -= v[row] * product / sum;
                }
            }

            for (int index = 0; index < size; index++)
            {
                double product = 0;
                for (int row = column + 1; row < size; row++)
                {
                    product += v[row] * matrix[index, row];
                }

                for (int row = column + 1; row < size; row++)
                {
                    matrix[index, row] -= v[row] * product / sum;
                }
            }
        }
    }
}
