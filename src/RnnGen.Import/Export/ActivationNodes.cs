using System;

namespace RnnGen.Import.Export;

/// <summary>The activations of cells in ONNX: by name in its recurrent operators, and as nodes.</summary>
internal static class ActivationNodes
{
    /// <summary>The alpha, or null where the function takes none.</summary>
    public static float? AlphaOf(ModelActivation activation) => activation.Function switch
    {
        RnnActivation.HardSigmoid => activation.Alpha ?? 0.2f,
        RnnActivation.LeakyRelu => activation.Alpha ?? 0.01f,
        RnnActivation.ThresholdedRelu or RnnActivation.Elu or RnnActivation.Affine or RnnActivation.ScaledTanh => activation.Alpha ?? 1f,
        _ => null,
    };

    /// <summary>The beta, or null where the function takes none.</summary>
    public static float? BetaOf(ModelActivation activation) => activation.Function switch
    {
        RnnActivation.HardSigmoid => activation.Beta ?? 0.5f,
        RnnActivation.Affine => activation.Beta ?? 0f,
        RnnActivation.ScaledTanh => activation.Beta ?? 1f,
        _ => null,
    };

    /// <summary>Adds the nodes of one.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">The name of what comes out.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="x">What goes in.</param>
    /// <returns>What comes out.</returns>
    public static string Add(GraphWriter graph, string name, ModelActivation activation, string x)
    {
        float alpha = AlphaOf(activation) ?? 0;
        float beta = BetaOf(activation) ?? 0;
        return activation.Function switch
        {
            RnnActivation.Tanh or RnnActivation.Relu or RnnActivation.Sigmoid or RnnActivation.Softsign or RnnActivation.Softplus =>
                graph.Add(activation.Function.ToString(), name, [x]),
            RnnActivation.HardSigmoid => graph.Add("HardSigmoid", name, [x], Attributes.Of("alpha", alpha), Attributes.Of("beta", beta)),
            RnnActivation.LeakyRelu or RnnActivation.ThresholdedRelu or RnnActivation.Elu =>
                graph.Add(activation.Function.ToString(), name, [x], Attributes.Of("alpha", alpha)),
            RnnActivation.Affine => graph.Add("Add", name, [Scaled(x, alpha), graph.AddFloat("beta", beta)]),
            RnnActivation.ScaledTanh => graph.Add("Mul", name, [graph.Add("Tanh", name + "_tanh", [Scaled(x, beta)]), graph.AddFloat("alpha", alpha)]),
            _ => throw new ArgumentOutOfRangeException(nameof(activation), activation.Function, "is no activation."),
        };

        string Scaled(string value, float factor) => graph.Add("Mul", name + "_scaled", [value, graph.AddFloat("factor", factor)]);
    }
}
