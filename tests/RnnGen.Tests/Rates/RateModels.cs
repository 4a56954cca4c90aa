using System.Collections.Generic;
using RnnGen.Tests.Cells;
using RnnGen.Tests.Networks;

namespace RnnGen.Tests.Rates;

/// <summary>Models of many shapes, with parameters, behind the interface without type parameters.</summary>
internal static class RateModels
{
    /// <summary>By name.</summary>
    public static IReadOnlyDictionary<string, IModel> All { get; } = Initialized(new()
    {
        ["lstm"] = new TestCells.Lstm1x40(),
        ["padded lstm"] = new TestCells.Lstm3x19(),
        ["gru"] = new TestCells.Gru3x19(),
        ["elman"] = new TestCells.Rnn3x19(),
        ["projected"] = new TestCells.Lstm5x40Projected(),
        ["one unit"] = new RateCells.Line1(),
        ["amplifier"] = new RateCells.Amplifier(),
        ["mixed"] = new RateCells.Mixed(),
        ["mean"] = new TestNetworks.MeanOfSteps(),
        ["final"] = new TestNetworks.FinalOfOne(),
        ["dense"] = new TestNetworks.OnlyDense(),
    });

    private static Dictionary<string, IModel> Initialized(Dictionary<string, IModel> models)
    {
        foreach (IModel model in models.Values)
        {
            model.Initialize(11);
        }

        return models;
    }
}
