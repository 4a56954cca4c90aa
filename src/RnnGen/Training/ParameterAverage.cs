using System;
using System.Linq;
using System.Runtime.CompilerServices;
using RnnGen.Cells;
using RnnGen.Networks;
using RnnGen.Numerics;

namespace RnnGen.Training;

/// <summary>
/// The exponential moving average of parameters over the updates: after the first update the parameters, then <c>average + (1 - decay) (parameters - average)</c>, as
/// PyTorch's <c>AveragedModel</c> with <c>get_ema_multi_avg_fn(decay)</c>. Of tables with sparse gradients an update looks only at the rows that it changed: what the
/// updates between did to the average of a row, which had then always the same numbers, is made up for when it is looked at again.
/// </summary>
internal sealed class ParameterAverage
{
    private readonly double _decay;
    private readonly float[] _values;

    // The tables with sparse gradients, and of each the updates after which each row's average was computed last.
    private readonly TouchedRows[] _tables;
    private readonly long[][] _computed;

    /// <summary>Creates an average of nothing.</summary>
    /// <param name="decay">What is kept of it in an update: above 0 and below 1.</param>
    /// <param name="gradients">Of the network.</param>
    public ParameterAverage(double decay, ICellGradients gradients)
    {
        _decay = decay;
        _values = new float[gradients.Values.Length];
        _tables = gradients.Ranges.Tables.ToArray();
        _computed = [.. _tables.Select(static table => new long[table.Vocabulary])];
    }

    /// <summary>Updates that it is of; before the first there is none.</summary>
    public long Updates { get; private set; }

    /// <summary>What it is of rows that were looked at last in an earlier update is that of then.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Of the rows of all sparse tables, the updates after which they were computed last.</summary>
    public long[] Computed => [.. _computed.SelectMany(static rows => rows)];

    /// <summary>Forgets all updates.</summary>
    public void Clear() => Updates = 0;

    /// <summary>Takes what a checkpoint has of it.</summary>
    /// <param name="updates">Updates that it is of.</param>
    /// <param name="values">As many as parameters.</param>
    /// <param name="computed">One of each row of all sparse tables.</param>
    public void Set(long updates, ReadOnlySpan<float> values, ReadOnlySpan<long> computed)
    {
        Updates = updates;
        values.CopyTo(_values);
        foreach (long[] rows in _computed)
        {
            computed[..rows.Length].CopyTo(rows);
            computed = computed[rows.Length..];
        }
    }

    /// <summary>Takes an update.</summary>
    /// <param name="before">The parameters before it, where it changed them.</param>
    /// <param name="parameters">The parameters after it.</param>
    /// <param name="gradients">What says where it changed them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<float> before, ReadOnlySpan<float> parameters, ICellGradients gradients)
    {
        Updates++;
        if (Updates == 1)
        {
            parameters.CopyTo(_values);
            foreach (long[] rows in _computed)
            {
                rows.AsSpan().Fill(Updates);
            }

            return;
        }

        ReadOnlySpan<TouchedRows> tables = gradients.Ranges.Tables;
        for (int table = 0; table < tables.Length; table++)
        {
            long[] computed = _computed[table];
            foreach (int row in tables[table].Rows)
            {
                int first = tables[table].Offset + (row * tables[table].Size);
                Go(Updates - 1 - computed[row], before.Slice(first, tables[table].Size), _values.AsSpan(first));
                computed[row] = Updates;
            }
        }

        UpdateLoop.Run(new Rule { Share = (float)(1 - _decay) }, _values, parameters, gradients.Ranges, [], [], []);
    }

    /// <summary>Writes the average as it is after the last update.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="destination">As many.</param>
    public void CopyTo(ReadOnlySpan<float> parameters, Span<float> destination)
    {
        _values.CopyTo(destination);
        for (int table = 0; table < _tables.Length; table++)
        {
            int size = _tables[table].Size;
            for (int row = 0; row < _tables[table].Vocabulary; row++)
            {
                int first = _tables[table].Offset + (row * size);
                Go(Updates - _computed[table][row], parameters.Slice(first, size), destination[first..]);
            }
        }
    }

    /// <summary>Some updates in all of which a row had the same numbers.</summary>
    private void Go(long updates, ReadOnlySpan<float> row, Span<float> average)
    {
        if (updates > 0)
        {
            float kept = (float)Power(_decay, updates);
            for (int index = 0; index < row.Length; index++)
            {
                average[index] = row[index] + (kept * (average[index] - row[index]));
            }
        }
    }

    /// <summary>By products, which have the same bits on every machine.</summary>
    private static double Power(double value, long exponent)
    {
        double power = 1;
        for (; exponent > 0; exponent >>= 1, value *= value)
        {
            power *= (exponent & 1) == 0 ? 1 : value;
        }

        return power;
    }

    private readonly struct Rule : IUpdateRule
    {
        public required float Share { get; init; }

        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public void Apply<V>(ref V parameter, V gradient, ref V first, ref V second, ref V third)
            where V : struct, IVector<V> => parameter = V.MultiplyAdd(gradient - parameter, V.Create(Share), parameter);
    }
}
