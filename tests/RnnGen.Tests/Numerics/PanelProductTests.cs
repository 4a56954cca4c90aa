using System;
using RnnGen.Numerics;
using Xunit;

namespace RnnGen.Tests.Numerics;

/// <summary>The register-blocked product against plain loops, bit by bit: every number of rows that a tile may leave over, panels in pairs and not, walked to and fro.</summary>
public sealed class PanelProductTests
{
    // With 1,100 rows a panel, 16 panels are weights that are walked backwards every other time.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 2)]
    [InlineData(24, 3)]
    [InlineData(33, 9)]
    [InlineData(1100, 16)]
    [InlineData(1100, 19)]
    public void Sums_add_their_terms_in_ascending_order(int inner, int panels)
    {
        for (int rows = 1; rows <= (inner > 1000 ? 6 : 41); rows++)
        {
            Compare(rows, inner, panels, PanelProduct.Lanes);
            Compare(rows, inner, panels, PanelProduct.TailLanes);
        }
    }

    [Theory]
    [InlineData(12)]
    [InlineData(20)]
    [InlineData(32)]
    public void Tall_products_walk_large_weights_to_and_fro(int rows)
    {
        Compare(rows, 1100, 17, PanelProduct.Lanes);
        Compare(rows, 1100, 18, PanelProduct.Lanes);
    }

    private static void Compare(int rows, int inner, int panels, int lanes)
    {
        int rowStride = inner + 3, panelStride = (1 + inner) * lanes, sumStride = (panels * lanes) + 5;
        var random = new Random((rows * 1000) + inner + panels);
        float[] x = Draw(random, rows * rowStride), weights = Draw(random, panels * panelStride), start = Draw(random, rows * sumStride);

        // Twice: every other pass over large weights goes backwards.
        for (int pass = 0; pass < 2; pass++)
        {
            float[] sums = [.. start];
            PanelProduct.InputSums(ref x[0], rowStride, rows, inner, ref weights[0], panelStride, panels, lanes, ref sums[0], sumStride);
            AssertBits(sums, fromBias: true, replaces: true, splits: 1);
            sums = [.. start];
            PanelProduct.Sums(ref x[0], rowStride, rows, inner, ref weights[lanes], panelStride, panels, lanes, ref sums[0], sumStride);
            AssertBits(sums, fromBias: false, replaces: true, splits: 1);
            sums = [.. start];
            PanelProduct.AddRecurrentSums(ref x[0], rowStride, rows, inner, ref weights[lanes], panelStride, panels, lanes, ref sums[0], sumStride);
            AssertBits(sums, fromBias: false, replaces: false, splits: lanes == PanelProduct.TailLanes ? 2 : 1);
        }

        void AssertBits(float[] sums, bool fromBias, bool replaces, int splits)
        {
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < sumStride; column++)
                {
                    float expected = start[(row * sumStride) + column];
                    if (column < panels * lanes)
                    {
                        (int panel, int lane) = Math.DivRem(column, lanes);
                        float sum = Sum(row, panel, lane, fromBias ? weights[(panel * panelStride) + lane] : 0f, splits);
                        expected = replaces ? sum : expected + sum;
                    }

                    float actual = sums[(row * sumStride) + column];
                    Assert.True(
                        BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(actual),
                        $"{rows} x {inner} x {panels} panels of {lanes}, row {row}, column {column}: {actual:R}, and {expected:R} by plain loops");
                }
            }
        }

        float Sum(int row, int panel, int lane, float first, int splits)
        {
            Span<float> parts = [first, 0f];
            for (int k = 0; k < inner; k++)
            {
                ref float part = ref parts[k % splits];
                part = FusedMultiplyAdd.Of(x[(row * rowStride) + k], weights[(panel * panelStride) + ((1 + k) * lanes) + lane], part);
            }

            return splits == 1 ? parts[0] : parts[0] + parts[1];
        }
    }

    private static float[] Draw(Random random, int count)
    {
        float[] values = new float[count];
        foreach (ref float value in values.AsSpan())
        {
            value = random.NextSingle() - 0.5f;
        }

        return values;
    }
}
