using System;
using System.Linq;
using RnnGen.Formats;

namespace Quickstart;

/// <summary>How far the model is from what PyTorch computed in double precision from the same weights and characters.</summary>
/// <param name="Steps">Characters compared.</param>
/// <param name="LogitDifference">The largest difference of a logit, at any step.</param>
/// <param name="HiddenDifference">The largest difference of the final hidden state.</param>
/// <param name="CellDifference">
/// The largest difference of the final cell state, as a share of its largest float: unlike the hidden state it is a running sum and has no
/// bound (here it reaches 125).
/// </param>
internal readonly record struct GoldenCheck(int Steps, double LogitDifference, double HiddenDifference, double CellDifference)
{
    /// <summary>Differences must be below this. Logits of this model reach 20; a float has 24 bits.</summary>
    public const double Limit = 2e-5;

    /// <summary>Whether the model computes what PyTorch does. (Not where a difference is NaN.)</summary>
    public bool Passed => LogitDifference < Limit && HiddenDifference < Limit && CellDifference < Limit;

    /// <summary>Runs the model over <c>input_ids</c> and compares with <c>logits.f64</c>, <c>hn</c> and <c>cn</c>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="golden">PyTorch's results.</param>
    /// <exception cref="TensorFormatException">A tensor is missing or not what it should be.</exception>
    public static GoldenCheck Run(CharacterModel model, SafetensorsFile golden)
    {
        long[] ids = golden.ReadInt64s("input_ids");
        double[] expectedLogits = new double[ids.Length * CharacterModel.VocabularySize];
        golden.ReadDoubles("logits.f64", [ids.Length, CharacterModel.VocabularySize], expectedLogits);
        var state = default(CharacterModel.State);
        float[] expectedHidden = new float[state.LstmL0.Hidden.Length];
        float[] expectedCell = new float[state.LstmL0.Cell.Length];
        golden.Read("hn", [1, expectedHidden.Length], expectedHidden);
        golden.Read("cn", [1, expectedCell.Length], expectedCell);

        float[] logits = new float[CharacterModel.VocabularySize];
        double logitDifference = 0;
        for (int step = 0; step < ids.Length; step++)
        {
            model.Step((int)ids[step], logits, ref state);
            for (int i = 0; i < logits.Length; i++)
            {
                double expected = expectedLogits[(step * CharacterModel.VocabularySize) + i];
                logitDifference = Math.Max(logitDifference, Math.Abs(logits[i] - expected));
            }
        }

        return new GoldenCheck(
            ids.Length,
            logitDifference,
            LargestDifference(state.LstmL0.Hidden, expectedHidden),
            LargestDifference(state.LstmL0.Cell, expectedCell) / expectedCell.Max(Math.Abs));
    }

    private static double LargestDifference(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        double largest = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs((double)actual[i] - expected[i]));
        }

        return largest;
    }
}
