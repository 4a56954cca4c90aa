using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.ML.OnnxRuntime;

namespace RnnGen.Import.Tests.Export;

/// <summary>An exported model in ONNX Runtime.</summary>
internal sealed class OnnxRun : IDisposable
{
    private readonly InferenceSession _session;
    private readonly IModel _model;

    /// <summary>Exports a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How.</param>
    public OnnxRun(IModel model, OnnxExportOptions? options = null)
    {
        _model = model;
        using var file = new MemoryStream();
        OnnxExport.Write(model, file, options ?? new());
        Bytes = file.ToArray();
        using var session = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(Bytes, session);
    }

    /// <summary>The file.</summary>
    public byte[] Bytes { get; }

    /// <summary>The names of the graph's inputs.</summary>
    public IReadOnlyList<string> Inputs => _session.InputNames;

    /// <summary>The names of the graph's outputs.</summary>
    public IReadOnlyList<string> Outputs => _session.OutputNames;

    /// <summary>Runs it.</summary>
    /// <param name="inputs">[step, stream, size], or ids.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="streams">Streams.</param>
    /// <param name="states">Initial states by name, [cells, stream, size].</param>
    /// <returns>The outputs by name.</returns>
    public Dictionary<string, float[]> Run(double[] inputs, int steps, int streams, IReadOnlyDictionary<string, float[]>? states = null)
    {
        var values = new Dictionary<string, OrtValue>
        {
            ["input"] = _model.VocabularySize > 0
                ? OrtValue.CreateTensorValueFromMemory(inputs.Select(static id => (long)id).ToArray(), [steps, streams])
                : OrtValue.CreateTensorValueFromMemory(inputs.Select(static value => (float)value).ToArray(), [steps, streams, _model.InputSize]),
        };
        try
        {
            foreach ((string name, float[] state) in states ?? new Dictionary<string, float[]>())
            {
                int[] shape = _session.InputMetadata[name].Dimensions;
                values[name] = OrtValue.CreateTensorValueFromMemory(state, [shape[0], streams, shape[2]]);
            }

            using var options = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(options, values, _session.OutputNames);
            return _session.OutputNames.Zip(results)
                .ToDictionary(static result => result.First, static result => result.Second.GetTensorDataAsSpan<float>().ToArray());
        }
        finally
        {
            foreach (OrtValue value in values.Values)
            {
                value.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
