using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using RnnGen.Formats;

namespace RnnGen.Import.Keras;

/// <summary>Turns a Keras model, a chain of layers, into layers of ours, one after the other.</summary>
internal sealed class KerasModelReader
{
    private const int MostUnits = 4096;
    private const int MostOutputs = 65_536;
    private const int MostTokens = 1_048_576;

    private readonly ModelSource _source;
    private readonly KerasWeights _weights;
    private readonly KerasTensors _tensors;
    private readonly int _version;
    private readonly List<ModelLayer> _layers = [];
    private readonly List<string> _stateful = [];

    // Floats that a step has so far; 0 as long as nothing has said.
    private int _width;
    private string _inputName = "";
    private string _inputShape = "";
    private bool? _isTokens;
    private bool _isPooled;
    private bool _hasRecurrent;

    // The dense layer into which an activation of its own can go: nothing but dropout came after it.
    private KerasLayer? _openDense;
    private string _lastName = "";

    private KerasModelReader(ModelSource source, Hdf5File file, KerasWeights weights, int version)
    {
        _source = source;
        _weights = weights;
        _tensors = new KerasTensors(source, file);
        _version = version;
    }

    /// <summary>Reads a model.</summary>
    /// <param name="source">Names the file in messages.</param>
    /// <param name="file">Has the weights.</param>
    /// <param name="weights">Finds them.</param>
    /// <param name="configuration">The layers.</param>
    /// <param name="metadata">What the file says of itself.</param>
    /// <exception cref="ModelFormatException">It holds what RnnGen cannot run, or weights that do not fit it.</exception>
    public static ImportedModel Read(ModelSource source, Hdf5File file, KerasWeights weights, KerasConfiguration configuration, ImmutableSortedDictionary<string, string> metadata)
    {
        var reader = new KerasModelReader(source, file, weights, VersionOf(metadata.GetValueOrDefault("keras_version")));
        foreach (KerasLayer layer in configuration.Layers)
        {
            reader.Add(layer, layer.ClassName);
            reader._lastName = layer.Name;
        }

        weights.NeedAllRead();
        if (!reader._hasRecurrent)
        {
            throw source.Fault(null, "layers", "the model has no LSTM, GRU or SimpleRNN layer; RnnGen runs recurrent networks");
        }

        if (configuration.Name is { Length: > 0 } name)
        {
            metadata = metadata.SetItem("model", MessageText.Printable(name));
        }

        if (reader._stateful.Count > 0)
        {
            // Between two calls Keras keeps such a layer's state; a network of ours has it in the State that the caller passes on.
            metadata = metadata.SetItem("stateful", MessageText.Printable(string.Join(", ", reader._stateful)));
        }

        return new ImportedModel(ModelFormat.Keras, reader.Describe(metadata), reader._tensors.Tensors);
    }

    private static int VersionOf(string? version) =>
        version is not null && int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major) ? major : 0;

    private ModelDescription Describe(ImmutableSortedDictionary<string, string> metadata)
    {
        ModelInput input = _layers[0] is EmbeddingModelLayer embedding
            ? new(_inputName, ModelInputKind.TokenIds, embedding.Vocabulary) { Shape = _inputShape }
            : new(_inputName, ModelInputKind.Floats, _layers[0] is DenseModelLayer dense ? dense.Inputs : ((RecurrentModelLayer)_layers[0]).Input) { Shape = _inputShape };
        var output = _isPooled
            ? new ModelOutput(_lastName, ModelOutputKind.Sequence, _width) { Shape = $"[batch, {_width}]" }
            : new ModelOutput(_lastName, ModelOutputKind.Steps, _width) { Shape = $"[batch, time, {_width}]" };
        return new ModelDescription { Layers = [.. _layers], Inputs = [input], Outputs = [output], Metadata = metadata };
    }

    private void Add(KerasLayer layer, string className)
    {
        if (className != "InputLayer" && _inputShape.Length == 0)
        {
            ReadInputShape(layer);
        }

        switch (className)
        {
            case "InputLayer":
                AddInput(layer);
                break;
            case "Embedding":
                AddEmbedding(layer);
                break;
            case "LSTM" or "GRU" or "SimpleRNN":
                AddRecurrent(layer);
                break;
            case "Bidirectional":
                AddBidirectional(layer);
                break;
            case "Dense":
                AddDense(layer, layer, "");
                break;
            case "TimeDistributed":
                AddTimeDistributed(layer);
                break;
            case "Dropout" or "SpatialDropout1D" or "GaussianNoise" or "GaussianDropout" or "AlphaDropout" or "ActivityRegularization" or "Identity":
                // They do nothing but in training.
                break;
            case "Activation":
                AddActivation(layer, KerasActivations.NameOf(layer, "activation"));
                break;
            case "Softmax":
                if (layer.TryOption("axis", out JsonElement axis) && !(axis.ValueKind == JsonValueKind.Number && axis.TryGetInt32(out int number) && number == -1))
                {
                    throw layer.Fault("axis", $"found {KerasLayer.Show(axis)}; only -1 is supported");
                }

                AddActivation(layer, "softmax");
                break;
            case "ReLU":
                layer.NeedUnset("max_value", "a bound");
                layer.NeedNumber("negative_slope", 0);
                layer.NeedNumber("threshold", 0);
                AddActivation(layer, "relu");
                break;
            case "GlobalAveragePooling1D" or "GlobalMaxPooling1D":
                if (layer.Text("data_format") is { } format && format != "channels_last")
                {
                    throw layer.Fault("data_format", $"found {MessageText.Printable(format)}; channels_last is supported");
                }

                layer.NeedUnset("keepdims", "the pooled axis stays");
                AddPooling(layer, className == "GlobalMaxPooling1D" ? Pooling.Max : Pooling.Mean);
                break;
            case "Masking":
                throw layer.Fault("class_name", "Masking skips steps of a certain value, which is not supported: pass the lengths of sequences instead, and save the model without it");
            case "Lambda":
                throw layer.Fault("class_name", "Lambda holds Python code, which is never run");
            case "CuDNNLSTM" or "CuDNNGRU":
                throw layer.Fault("class_name", $"{className} is not supported: load the model into LSTM or GRU layers in Keras and save it again");
            default:
                throw layer.Fault("class_name",
                    $"found {MessageText.Printable(className)}; Embedding, LSTM, GRU, SimpleRNN, Bidirectional, Dense, TimeDistributed(Dense), Dropout, Activation and GlobalPooling1D layers are supported");
        }
    }

    private void AddInput(KerasLayer layer)
    {
        if (_inputShape.Length > 0 || _layers.Count > 0)
        {
            // Inside of a flattened model, or behind a shape that the first layer had.
            return;
        }

        _inputName = layer.Name;
        layer.NeedUnset("sparse", "sparse inputs");
        layer.NeedUnset("ragged", "ragged inputs");
        ReadInputShape(layer);
    }

    private void ReadInputShape(KerasLayer layer)
    {
        JsonElement shape = default;
        if (!(layer.TryOption("batch_shape", out shape) || layer.TryOption("batch_input_shape", out shape)) || shape.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        string[] words = ["batch", "time", "size"];
        JsonElement[] dimensions = [.. shape.EnumerateArray()];
        if (dimensions.Length is not (2 or 3))
        {
            throw layer.Fault("batch_shape", $"found {KerasLayer.Show(shape)}; sequences of vectors or of token ids are needed: [batch, time, size] or [batch, time]");
        }

        if (dimensions.Length == 3)
        {
            _width = dimensions[2].ValueKind == JsonValueKind.Null ? 0
                : dimensions[2].ValueKind == JsonValueKind.Number && dimensions[2].TryGetInt32(out int size) && size is >= 1 and <= MostUnits ? size
                    : throw layer.Fault("batch_shape", $"found {KerasLayer.Show(shape)}; a step needs 1 to {MostUnits} floats");
        }

        _isTokens = dimensions.Length == 2;
        _inputShape = $"[{string.Join(", ", dimensions.Select((dimension, index) =>
            dimension.ValueKind == JsonValueKind.Number && dimension.TryGetInt32(out int size) ? size.ToString(CultureInfo.InvariantCulture) : words[index]))}]";
    }

    private void AddEmbedding(KerasLayer layer)
    {
        if (_layers.Count > 0)
        {
            throw layer.Fault("class_name", "an Embedding must be the first layer");
        }

        if (_isTokens == false)
        {
            throw layer.Fault("class_name", $"an Embedding of inputs {_inputShape}; token ids of [batch, time] are needed");
        }

        if (layer.Flag("mask_zero", false))
        {
            throw layer.Fault("mask_zero", "found true: steps of token 0 are skipped, which is not supported: pass the lengths of sequences instead, and save the model with mask_zero=False");
        }

        layer.NeedUnset("lora_rank", "a low-rank addition to its weights");
        var embedding = new EmbeddingModelLayer(layer.Name, layer.Size("input_dim", MostTokens), layer.Size("output_dim", MostUnits));
        _layers.Add(embedding);
        _tensors.AddEmbedding(embedding, _weights.Take(layer, "", ["embeddings"])[0]);
        _width = embedding.Size;
        _openDense = null;
    }

    private void NeedSteps(KerasLayer layer)
    {
        if (_isPooled)
        {
            throw layer.Fault("class_name", $"a {layer.ClassName} layer takes steps, but the layer before it gives one row a sequence (return_sequences is false, or it pools)");
        }

        if (_isTokens == true && _layers.Count == 0)
        {
            throw layer.Fault("class_name", $"a {layer.ClassName} layer of inputs {_inputShape}; [batch, time, size] is needed");
        }
    }

    private void AddRecurrent(KerasLayer layer)
    {
        RecurrentModelLayer recurrent = ReadRecurrent(layer, layer.Name, layer.ClassName, "cell", out IReadOnlyList<Hdf5Object> weights);
        bool isBackwards = layer.Flag("go_backwards", false);
        bool givesSteps = layer.Flag("return_sequences", false);
        if (isBackwards && givesSteps)
        {
            throw layer.Fault("go_backwards", "found true with return_sequences: its outputs come in reversed order, which is not supported; with return_sequences=False, or in Bidirectional, it is");
        }

        if (layer.Flag("stateful", false))
        {
            if (isBackwards)
            {
                throw layer.Fault("stateful", "found true with go_backwards, which is not supported");
            }

            _stateful.Add(layer.Name);
            _weights.IgnoreState(layer);
        }

        recurrent = recurrent with { Reverse = isBackwards };
        _layers.Add(recurrent);
        _tensors.AddRecurrent(recurrent, isBackwards ? "_l0_reverse" : "_l0", weights);
        Finish(layer, recurrent, givesSteps);
    }

    private void AddBidirectional(KerasLayer layer)
    {
        string merge = layer.Text("merge_mode") ?? "null";
        if (merge != "concat")
        {
            throw layer.Fault("merge_mode", $"found {MessageText.Printable(merge)}; concat is supported");
        }

        KerasLayer forward = layer.Inner("layer");
        if (forward.ClassName is not ("LSTM" or "GRU" or "SimpleRNN"))
        {
            throw layer.Fault("layer", $"found {MessageText.Printable(forward.ClassName)}; LSTM, GRU and SimpleRNN are supported");
        }

        RecurrentModelLayer recurrent = ReadRecurrent(forward, layer.Name, forward.ClassName, "forward_layer/cell", out IReadOnlyList<Hdf5Object> weights) with { Bidirectional = true };
        bool givesSteps = forward.Flag("return_sequences", false);
        if (forward.Flag("go_backwards", false))
        {
            throw layer.Fault("go_backwards", "found true in the layer that reads forwards, which is not supported");
        }

        KerasLayer backward = layer.TryOption("backward_layer", out _) ? layer.Inner("backward_layer") : forward;
        if (backward.ClassName != forward.ClassName || (backward != forward && !backward.Flag("go_backwards", false)))
        {
            throw layer.Fault("backward_layer", $"found {MessageText.Printable(backward.ClassName)}; {forward.ClassName} with go_backwards is needed");
        }

        RecurrentModelLayer other = ReadRecurrent(backward, layer.Name, backward.ClassName, "backward_layer/cell", out IReadOnlyList<Hdf5Object> reversed) with { Bidirectional = true };
        if (other != recurrent || backward.Flag("return_sequences", false) != givesSteps)
        {
            throw layer.Fault("backward_layer", "it differs from the layer that reads forwards; both directions need the same size and options");
        }

        if (forward.Flag("stateful", false) || layer.Flag("stateful", false))
        {
            _stateful.Add(layer.Name);
            _weights.IgnoreState(layer);
        }

        _layers.Add(recurrent);
        _tensors.AddRecurrent(recurrent, "_l0", weights);
        _tensors.AddRecurrent(recurrent, "_l0_reverse", reversed);
        Finish(layer, recurrent, givesSteps);
    }

    private RecurrentModelLayer ReadRecurrent(KerasLayer layer, string name, string className, string part, out IReadOnlyList<Hdf5Object> weights)
    {
        NeedSteps(layer);
        layer.NeedUnset("time_major", "inputs [time, batch, size]");
        RecurrentKind kind = className switch
        {
            "LSTM" => RecurrentKind.Lstm,
            "GRU" => RecurrentKind.Gru,
            _ => RecurrentKind.Rnn,
        };
        bool hasBias = layer.Flag("use_bias", true);
        int units = layer.Size("units", MostUnits);
        ModelActivation candidate = KerasActivations.OfCell(layer, "activation", new(RnnActivation.Tanh), _version);

        // What the gates have where the configuration does not say: hard_sigmoid until Keras 2.2, sigmoid since. All versions say.
        ModelActivation gate = kind == RecurrentKind.Rnn ? new(RnnActivation.Sigmoid)
            : layer.TryOption("recurrent_activation", out _) ? KerasActivations.OfCell(layer, "recurrent_activation", new(RnnActivation.Sigmoid), _version)
            : throw layer.Fault("recurrent_activation", "missing");
        weights = _weights.Take(layer, part, hasBias ? ["kernel", "recurrent_kernel", "bias"] : ["kernel", "recurrent_kernel"]);
        return new RecurrentModelLayer(name, kind, WidthFor(layer, weights[0], MostUnits), units)
        {
            Bias = hasBias,
            Gate = gate,
            Candidate = candidate,
            Cell = kind == RecurrentKind.Lstm ? candidate : new(RnnActivation.Tanh),
            Variant = kind == RecurrentKind.Gru && !layer.Flag("reset_after", false) ? GruVariant.ResetBefore : GruVariant.ResetAfter,
        };
    }

    private void Finish(KerasLayer layer, RecurrentModelLayer recurrent, bool givesSteps)
    {
        _hasRecurrent = true;
        _openDense = null;
        _width = recurrent.Output;
        if (!givesSteps)
        {
            AddPooling(layer, Pooling.FinalState);
        }
    }

    private void AddPooling(KerasLayer layer, Pooling pooling)
    {
        NeedSteps(layer);
        _layers.Add(new PoolingModelLayer(pooling));
        _isPooled = true;
        _openDense = null;
    }

    private void AddTimeDistributed(KerasLayer layer)
    {
        KerasLayer inner = layer.Inner("layer");
        NeedSteps(layer);
        switch (inner.ClassName)
        {
            case "Dense":
                AddDense(layer, inner, "layer");
                break;
            case "Activation" or "Dropout" or "Softmax" or "ReLU":
                Add(inner, inner.ClassName);
                break;
            default:
                throw layer.Fault("layer", $"found TimeDistributed({MessageText.Printable(inner.ClassName)}); TimeDistributed(Dense) is supported");
        }
    }

    private void AddDense(KerasLayer layer, KerasLayer dense, string part)
    {
        if (_isTokens == true && _layers.Count == 0)
        {
            throw layer.Fault("class_name", $"a Dense layer of inputs {_inputShape}; [batch, time, size] is needed");
        }

        dense.NeedUnset("lora_rank", "a low-rank addition to its weights");
        int units = dense.Size("units", MostOutputs);
        DenseActivation activation = KerasActivations.OfDense(dense, "activation", KerasActivations.NameOf(dense, "activation"));
        IReadOnlyList<Hdf5Object> weights = _weights.Take(layer, part, dense.Flag("use_bias", true) ? ["kernel", "bias"] : ["kernel"]);
        var described = new DenseModelLayer(layer.Name, WidthFor(layer, weights[0], MostOutputs), units, activation);
        _layers.Add(described);
        _tensors.AddDense(described, weights);
        _width = units;
        _openDense = layer;
    }

    private void AddActivation(KerasLayer layer, string? name)
    {
        if (name is null)
        {
            return;
        }

        if (_openDense is null || _layers[^1] is not DenseModelLayer { Activation: DenseActivation.None } dense)
        {
            throw layer.Fault("class_name", $"{MessageText.Printable(name)} as a layer of its own is supported behind a Dense layer without an activation");
        }

        _layers[^1] = dense with { Activation = KerasActivations.OfDense(layer, "activation", name) };
    }

    /// <summary>Floats that a layer takes: what comes before it says, or else its kernel.</summary>
    private int WidthFor(KerasLayer layer, Hdf5Object kernel, int most)
    {
        if (_width > 0)
        {
            return _width <= most ? _width : throw layer.Fault("inputs", $"it takes {_width} floats; at most {most} are supported");
        }

        return kernel.Array?.Shape is [var inputs, _] && inputs >= 1 && inputs <= most ? (int)inputs
            : throw _source.Fault(layer.Name, "kernel", $"it is no matrix of 1 to {most} rows");
    }
}
