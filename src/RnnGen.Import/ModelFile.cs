using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Import.Keras;
using RnnGen.Import.NeuralAmpModeler;
using RnnGen.Import.Onnx;
using RnnGen.Import.PyTorch;
using RnnGen.Import.RTNeural;
using RnnGen.Import.Safetensors;

namespace RnnGen.Import;

/// <summary>
/// A model file of any format that RnnGen knows: what it holds, and its weights under our names. It fills every declared cell or network that fits:
/// <c>network.Load(file)</c>.
/// </summary>
/// <remarks>
/// The format is told by the file's content, not by its name. Nothing in a file is run, and no other file is opened but the parts that the format has beside it, in
/// the same directory. The whole file is read by <see cref="Open(string)"/>; nothing stays open.
/// </remarks>
public sealed class ModelFile : ITensorSource
{
    /// <summary>Bytes at the start of a file that readers see when they are asked whether it is theirs.</summary>
    internal const int StartLength = 4096;

    // The order matters where contents look alike: what has a signature comes first, JSON before ONNX, which has none.
    private static readonly (ReaderTest Recognises, Func<ModelSource, ImportedModel> Read)[] Readers =
    [
        (SafetensorsReader.Recognises, SafetensorsReader.Read),
        (PyTorchReader.Recognises, PyTorchReader.Read),
        (KerasReader.Recognises, KerasReader.Read),
        (NamReader.Recognises, NamReader.Read),
        (RTNeuralReader.Recognises, RTNeuralReader.Read),
        (OnnxReader.Recognises, OnnxReader.Read),
    ];

    private readonly ImportedTensors _tensors;

    private ModelFile(string name, ImportedModel model)
    {
        Name = name;
        Format = model.Format;
        Description = model.Description;
        _tensors = model.Tensors;
    }

    private delegate bool ReaderTest(ReadOnlySpan<byte> start, ModelSource source);

    /// <summary>The path, or what the caller called the bytes.</summary>
    public string Name { get; }

    /// <summary>The file's format.</summary>
    public ModelFormat Format { get; }

    /// <summary>What the file holds.</summary>
    public ModelDescription Description { get; }

    /// <summary>The names of all tensors.</summary>
    public IReadOnlyCollection<string> Names => _tensors.Names;

    /// <summary>The cells and layers with tensors in the order in which data goes through them; null where the file does not say.</summary>
    public IReadOnlyList<TensorModule>? Modules => Description.IsOrdered ? [.. Description.Layers.SelectMany(ModulesOf)] : null;

    /// <summary>The tensors.</summary>
    internal IReadOnlyCollection<ImportedTensor> Tensors => _tensors.All;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="ModelFormatException">The file is of no known format, damaged, or holds what RnnGen cannot run.</exception>
    /// <exception cref="IOException">The file is not there, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    public static ModelFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return Open(new ModelSource(path, stream, Path.GetDirectoryName(Path.GetFullPath(path))));
    }

    /// <summary>Opens what a stream holds, from its position to its end.</summary>
    /// <param name="stream">The bytes. It stays open.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ModelFormatException">The bytes are of no known format, damaged, or hold what RnnGen cannot run.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static ModelFile Open(Stream stream, string name = "stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Open(new ModelSource(name, bytes, directory: null));
    }

    /// <inheritdoc/>
    public bool Contains(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _tensors.Find(name) is not null;
    }

    /// <inheritdoc/>
    public string NameOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _tensors.Find(name)?.Name ?? name;
    }

    /// <inheritdoc/>
    public void Read(string name, ReadOnlySpan<int> shape, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(name);
        ImportedTensor tensor = _tensors.Find(name)
            ?? throw new TensorFormatException(Name, name, null, $"missing; {SimilarNames.Describe(name, "the file", _tensors.Names)}");
        if (!shape.SequenceEqual(tensor.Shape))
        {
            throw new TensorFormatException(Name, name, "shape", $"found {TensorShape.Describe(tensor.Shape)}, wanted {TensorShape.Describe(shape)}");
        }

        if (destination.Length != tensor.Values.Length)
        {
            throw new ArgumentException($"'{nameof(destination)}' has size {destination.Length}; it needs {tensor.Values.Length}.", nameof(destination));
        }

        tensor.Values.CopyTo(destination);
    }

    /// <summary>Writes all tensors, as a safetensors file of ours has them.</summary>
    /// <param name="sink">Takes them.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> is null.</exception>
    public void CopyTo(ITensorSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        foreach (ImportedTensor tensor in _tensors.All)
        {
            sink.Write(tensor.Name, tensor.Shape, tensor.Values);
        }
    }

    private static IEnumerable<TensorModule> ModulesOf(ModelLayer layer)
    {
        string prefix = layer.Name.Length == 0 ? "" : layer.Name + ".";
        if (layer is not RecurrentModelLayer recurrent)
        {
            return layer is PoolingModelLayer ? [] : [new(prefix, "")];
        }

        string[] directions = recurrent.Bidirectional ? ["", "_reverse"] : recurrent.Reverse ? ["_reverse"] : [""];
        return from depth in Enumerable.Range(0, recurrent.Layers) from direction in directions select new TensorModule(prefix, $"_l{depth}{direction}");
    }

    private static ModelFile Open(ModelSource source)
    {
        try
        {
            byte[] start = source.Start(StartLength);
            foreach ((ReaderTest recognises, Func<ModelSource, ImportedModel> read) in Readers)
            {
                if (recognises(start, source))
                {
                    return new ModelFile(source.Name, read(source));
                }
            }
        }
        catch (Exception fault) when (fault is not (ModelFormatException or IOException or UnauthorizedAccessException) || fault is EndOfStreamException or InvalidDataException)
        {
            // The libraries that read containers have exceptions of many kinds for damaged files.
            throw source.Fault(null, null, $"the file is damaged: {MessageText.Printable(fault.Message)}", fault);
        }

        throw source.Fault(null, null, "no model file that RnnGen knows: not ONNX, Keras, PyTorch, safetensors, RTNeural JSON or a Neural Amp Modeler capture");
    }
}
