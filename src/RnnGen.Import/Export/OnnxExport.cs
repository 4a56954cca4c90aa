using System;
using System.IO;
using Google.Protobuf;
using RnnGen.Formats;
using RnnGen.Import.Export;

namespace RnnGen.Import;

/// <summary>
/// Writes cells and networks as ONNX models (operator set 17, IR version 8), for ONNX Runtime and whatever else reads ONNX. The outputs are equal up to the
/// rounding of float sums.
/// </summary>
/// <remarks>
/// The graph takes <c>input</c>: floats [time, batch, size], or token ids (64-bit) [time, batch]; of several inputs one each, named as its layer (there is nothing for bags of ids). It gives <c>output</c>: floats [time, batch, size], or
/// [batch, size] where time is pooled. Time and batch are free. All sequences of a batch are as long as the longest: there are no lengths. Sequences start at
/// the model's rest state (zeros, where it has none). Cells that an operator of ONNX computes are that operator (<c>LSTM</c>, <c>GRU</c>, <c>RNN</c>); others
/// (a projection, layer normalisation, a diagonal recurrence, <see cref="GruVariant.ComplementReset"/> with gates that are not sigmoids) are a <c>Scan</c> over
/// primitive operators. Not written are dropout and first biases, which change no output, <see cref="Accuracy"/> (who runs the graph has functions of its own), and a <see cref="CrfLayerAttribute"/>: the graph gives
/// the scores, as the network's <c>Run</c> does, and its parameters are not in it.
/// </remarks>
public static class OnnxExport
{
    /// <inheritdoc cref="Write(IModel, string, OnnxExportOptions)"/>
    public static void Write(IModel model, string path) => Write(model, path, new());

    /// <summary>Writes a model to a file. Whatever happens, the path holds the old file or the whole new one.</summary>
    /// <param name="model">An emitted cell or network.</param>
    /// <param name="path">The file to make or to replace.</param>
    /// <param name="options">What else the graph takes and gives.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="NotSupportedException">
    /// ONNX cannot say what a layer does, or the model takes more than the 2 GB of an ONNX file. The message names the layer and the option.
    /// </exception>
    /// <exception cref="IOException">The directory is not there, the disk is full, ...; the old file, if any, is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written, or <paramref name="path"/> is a directory.</exception>
    public static void Write(IModel model, string path, OnnxExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        var file = ModelGraph.Create(model, options);
        AtomicFile.Write(path, stream => file.WriteTo(stream));
    }

    /// <inheritdoc cref="Write(IModel, Stream, OnnxExportOptions)"/>
    public static void Write(IModel model, Stream stream) => Write(model, stream, new());

    /// <summary>Writes a model to a stream, from its position on.</summary>
    /// <param name="model">An emitted cell or network.</param>
    /// <param name="stream">Takes the bytes. It stays open.</param>
    /// <param name="options">What else the graph takes and gives.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="NotSupportedException">
    /// ONNX cannot say what a layer does, or the model takes more than the 2 GB of an ONNX file. The message names the layer and the option.
    /// </exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void Write(IModel model, Stream stream, OnnxExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        ModelGraph.Create(model, options).WriteTo(stream);
    }
}
