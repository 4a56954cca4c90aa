namespace RnnGen.Tool.Reports;

/// <summary>The formats in words.</summary>
internal static class FormatNames
{
    /// <summary>A format in words.</summary>
    /// <param name="format">As <see cref="RnnGen.Import.ModelFormat"/> names it.</param>
    public static string Describe(string format) => format switch
    {
        "Safetensors" => "safetensors (tensors only)",
        "PyTorch" => "PyTorch state_dict or checkpoint (tensors only)",
        "Onnx" => "ONNX graph",
        "Keras" => "Keras model",
        "KerasWeights" => "Keras weights (tensors only)",
        "RTNeural" => "RTNeural JSON",
        "RTNeuralTorch" => "PyTorch state_dict as JSON (tensors only)",
        "NeuralAmpModeler" => "Neural Amp Modeler capture",
        _ => format,
    };
}
