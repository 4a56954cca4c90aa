namespace RnnGen.Import;

/// <summary>The formats of model files that <see cref="ModelFile"/> opens.</summary>
public enum ModelFormat
{
    /// <summary>safetensors: named tensors, no architecture; one file, or several behind a <c>model.safetensors.index.json</c>.</summary>
    Safetensors,

    /// <summary>A PyTorch <c>state_dict</c>, or a checkpoint that holds one (<c>.pt</c>, <c>.pth</c>, <c>.bin</c>): named tensors, no architecture.</summary>
    PyTorch,

    /// <summary>An ONNX graph (<c>.onnx</c>).</summary>
    Onnx,

    /// <summary>A Keras model with its configuration (<c>.keras</c>, <c>.h5</c>).</summary>
    Keras,

    /// <summary>The weights of a Keras model without its configuration (<c>.weights.h5</c>).</summary>
    KerasWeights,

    /// <summary>RTNeural's JSON, as its exporters for Keras write it.</summary>
    RTNeural,

    /// <summary>A PyTorch <c>state_dict</c> as JSON, as RTNeural's examples write it: named tensors, no architecture.</summary>
    RTNeuralTorch,

    /// <summary>A capture of Neural Amp Modeler (<c>.nam</c>) of architecture LSTM.</summary>
    NeuralAmpModeler,
}
