using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Google.Protobuf;
using RnnGen.Formats;
using RnnGen.Import.Onnx.Schema;

namespace RnnGen.Import.Onnx;

/// <summary>Reads ONNX graphs.</summary>
internal sealed class OnnxReader : IModelReader
{
    /// <summary>Messages within messages: graphs do not need more, and a stack does not bear many more.</summary>
    private const int MaxDepth = 64;

    /// <summary>Bytes that may be made of a file's constants, whatever its size.</summary>
    private const long LeastBudget = 12 << 20;

    /// <summary>The most inputs or outputs.</summary>
    private const int MaxNames = 1024;

    /// <inheritdoc/>
    public static bool Recognises(ReadOnlySpan<byte> start, ModelSource source) => OnnxWire.LooksLikeModel(start, source.Length);

    /// <inheritdoc/>
    public static ImportedModel Read(ModelSource source)
    {
        try
        {
            return Read(source, Parse(source));
        }
        catch (OnnxFault fault)
        {
            throw source.Fault(fault.Place, fault.Field, fault.Message);
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw source.Fault(null, null, $"the file is damaged: {MessageText.Printable(fault.Message)}", fault);
        }
    }

    private static ModelProto Parse(ModelSource source)
    {
        OnnxWire.Check(source);
        source.Stream.Position = 0;
        using var input = CodedInputStream.CreateWithLimits(new Unclosed(source.Stream), int.MaxValue, MaxDepth);
        return ModelProto.Parser.WithDiscardUnknownFields(true).ParseFrom(input);
    }

    private static ImportedModel Read(ModelSource source, ModelProto model)
    {
        GraphProto graph = model.Graph ?? throw new OnnxFault(null, "graph", "missing");
        int opset = OnnxInterpreter.OpsetOf(model.OpsetImport, null);
        if (graph.SparseInitializer.Count > 0)
        {
            throw new OnnxFault(graph.SparseInitializer[0].Values?.Name, "sparse_initializer", "sparse tensors are not supported; dense ones are needed");
        }

        if (Math.Max(graph.Input.Count - graph.Initializer.Count, graph.Output.Count) > MaxNames)
        {
            throw new OnnxFault(null, "graph", $"{graph.Input.Count} inputs and {graph.Output.Count} outputs; at most {MaxNames} are read");
        }

        var budget = new FoldBudget(LeastBudget + (8 * source.Length));
        var tensors = new TensorReader(source, budget);
        var values = new Dictionary<string, OnnxValue>(StringComparer.Ordinal);
        var initializers = new Dictionary<string, TensorProto>(StringComparer.Ordinal);
        foreach (TensorProto tensor in graph.Initializer)
        {
            TensorReader.Check(tensor, tensor.Name);
            if (!initializers.TryAdd(tensor.Name, tensor))
            {
                throw new OnnxFault(tensor.Name, "initializer", "two initializers have this name");
            }
        }

        var interpreter = new OnnxInterpreter(tensors, budget, model.Functions);
        interpreter.AddInitializers(initializers, values);
        List<GraphInput> inputs = Inputs(graph, initializers, values);
        interpreter.Run(graph.Node, values, opset);

        var outputs = new List<(string, DataValue)>();
        foreach (ValueInfoProto output in graph.Output)
        {
            OnnxValue value = OnnxInterpreter.Find(values, output.Name, output.Name);
            outputs.Add((output.Name, value as DataValue ?? throw new OnnxFault(output.Name, "output", "is a constant; an output of a layer is needed")));
        }

        var imported = new ImportedTensors();
        ModelDescription description = new OnnxDescriber(interpreter).Describe(inputs, outputs, Metadata(model, opset), imported);
        return new ImportedModel(ModelFormat.Onnx, description, imported);
    }

    private static List<GraphInput> Inputs(GraphProto graph, Dictionary<string, TensorProto> initializers, Dictionary<string, OnnxValue> values)
    {
        var inputs = new List<GraphInput>();
        var symbols = new Dictionary<string, SizeSymbol>(StringComparer.Ordinal);
        int count = 0;
        foreach (ValueInfoProto info in graph.Input)
        {
            // Before IR version 4 initializers were inputs, too.
            if (initializers.ContainsKey(info.Name))
            {
                continue;
            }

            if (info.Type?.TensorType is not { } type)
            {
                throw new OnnxFault(info.Name, "input", "a tensor is needed");
            }

            bool isFloat = TensorReader.IsFloat(type.ElemType);
            if (!isFloat && !TensorReader.IsInteger(type.ElemType))
            {
                throw new OnnxFault(info.Name, "elem_type", $"{TensorReader.NameOf(type.ElemType)}; floats or integers are needed");
            }

            if (type.Shape is null || type.Shape.Dim.Count > 8)
            {
                throw new OnnxFault(info.Name, "shape", type.Shape is null ? "missing; how many dimensions the input has must be said" : $"{type.Shape.Dim.Count} dimensions; at most 8 are read");
            }

            ImmutableArray<InputAxis>.Builder axes = ImmutableArray.CreateBuilder<InputAxis>();
            foreach (TensorShapeProto.Types.Dimension dimension in type.Shape.Dim)
            {
                int index = axes.Count;
                axes.Add(new InputAxis(info.Name, index, SizeOf(dimension, info.Name, index)));
            }

            var input = new GraphInput(info.Name, isFloat, axes.ToImmutable());
            inputs.Add(input);
            if (!values.TryAdd(info.Name, new DataValue { Input = input, Axes = [.. input.Axes.Select(static axis => (ImmutableArray<AxisPart>)[AxisPart.Of(axis)])] }))
            {
                throw new OnnxFault(info.Name, "input", "two inputs have this name");
            }
        }

        return inputs;

        Dimension SizeOf(TensorShapeProto.Types.Dimension dimension, string name, int axis)
        {
            if (dimension.HasDimValue && dimension.DimValue > 0)
            {
                return dimension.DimValue;
            }

            // Some exporters write 0 or -1 for a size that is left open.
            if (dimension.HasDimValue && dimension.DimValue < -1)
            {
                throw new OnnxFault(name, "shape", $"the dimension {dimension.DimValue}");
            }

            string key = dimension.DimParam.Length > 0 ? $"'{dimension.DimParam}" : $"{name} {axis}";
            if (!symbols.TryGetValue(key, out SizeSymbol? symbol))
            {
                symbols.Add(key, symbol = new SizeSymbol(dimension.DimParam.Length > 0 ? MessageText.Printable(dimension.DimParam) : $"size {axis} of {MessageText.Printable(name)}", count++));
            }

            return Dimension.Of(symbol);
        }
    }

    private static ImmutableSortedDictionary<string, string> Metadata(ModelProto model, int opset)
    {
        ImmutableSortedDictionary<string, string>.Builder metadata = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (StringStringEntryProto entry in model.MetadataProps)
        {
            metadata[entry.Key] = entry.Value;
        }

        if (model.ProducerName.Trim().Length > 0)
        {
            metadata["producer"] = $"{model.ProducerName} {model.ProducerVersion}".Trim();
        }

        metadata["opset"] = opset.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return metadata.ToImmutable();
    }

    /// <summary>A stream that its reader may close.</summary>
    private sealed class Unclosed(Stream stream) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => stream.Length;

        public override long Position
        {
            get => stream.Position;
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => stream.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
