using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Google.Protobuf;
using RnnGen.Import.Onnx.Schema;
using Xunit;
using DataLocation = RnnGen.Import.Onnx.Schema.TensorProto.Types.DataLocation;

namespace RnnGen.Import.Tests.Onnx;

/// <summary>Graphs made for one thing each: what is read, and what is refused with which words.</summary>
public sealed class OnnxGraphTests
{
    private const int Hidden = 3;
    private const int Size = 2;

    [Fact]
    public void Functions_are_read_inside()
    {
        OnnxGraph graph = Lstm(out string y);
        var function = new FunctionProto { Name = "Head", Domain = "local" };
        function.Input.AddRange(["v", "w"]);
        function.Output.Add("r");
        function.Attribute.Add("way");
        function.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
        function.Node.Add(Node("MatMul", ["v", "w"], ["p"]));
        NodeProto softmax = Node("Softmax", ["p"], ["r"]);
        softmax.Attribute.Add(new AttributeProto { Name = "axis", RefAttrName = "way", Type = AttributeProto.Types.AttributeType.Int });
        function.Node.Add(softmax);
        graph.Model.Functions.Add(function);
        string rows = graph.Squeeze(y, 1);
        string head = graph.Add("Head", [rows, graph.Floats(Values(Hidden * 4), Hidden, 4)], OnnxGraph.Attribute("way", -1));
        graph.Model.Graph.Node[^1].Domain = "local";
        graph.Output(head);
        ModelDescription description = Open(graph).Description;
        DenseModelLayer dense = Assert.IsType<DenseModelLayer>(description.Layers[1]);
        Assert.Equal((Hidden, 4, DenseActivation.Softmax), (dense.Inputs, dense.Outputs, dense.Activation));
        Assert.Equal("[time, batch, 4]", description.Outputs.Single().Shape);
    }

    [Fact]
    public void A_function_that_calls_itself_is_refused()
    {
        OnnxGraph graph = Lstm(out string y);
        var function = new FunctionProto { Name = "F", Domain = "local" };
        function.Input.Add("v");
        function.Output.Add("r");
        NodeProto inside = Node("F", ["v"], ["a"]);
        NodeProto again = Node("F", ["v"], ["r"]);
        inside.Domain = again.Domain = "local";
        function.Node.AddRange([inside, again]);
        graph.Model.Functions.Add(function);
        string call = graph.Add("F", [y]);
        graph.Model.Graph.Node[^1].Domain = "local";
        graph.Output(call);
        var time = Stopwatch.StartNew();
        Refused(graph, "deep");
        Assert.InRange(time.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public void Names_of_layers_come_from_the_file_and_compile()
    {
        var graph = new OnnxGraph(17);
        string x = graph.Input("x", typeof(float), ("time", 0), ("batch", 0), ("", Size));
        string y = Recurrent(graph, x, Size, out _);
        graph.Model.Graph.Node[^1].Name = "/Parameters/LSTM";
        string z = Recurrent(graph, graph.Add("Relu", [graph.Squeeze(y, 1)]), Hidden, out _);
        graph.Model.Graph.Node[^1].Name = "/State/LSTM";
        string rows = graph.Add("MatMul", [graph.Squeeze(z, 1), graph.Floats(Values(Hidden * 4), Hidden, 4)]);
        graph.Model.Graph.Initializer[^1].Name = "a\"];x//.weight";
        graph.Model.Graph.Node[^1].Input[1] = "a\"];x//.weight";
        graph.Output(rows);
        ModelFile file = Open(graph);
        Assert.Equal(["Parameters", "linear", "State", "linear2"], file.Description.Layers.Select(static layer => layer.Name));
        Assert.NotNull(DeclaredModels.Load(new Dictionary<string, ModelFile> { ["one"] = file })["one"]);
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(10, true)]
    [InlineData(16, false)]
    [InlineData(16, true)]
    [InlineData(11, false)]
    [InlineData(11, true)]
    [InlineData(1, false)]
    public void Weights_of_every_float_type_are_read(int type, bool isRaw)
    {
        OnnxGraph graph = Lstm(out string y);
        TensorProto weight = graph.Model.Graph.Initializer[0];
        float[] expected = new float[weight.RawData.Length / 4];
        Buffer.BlockCopy(weight.RawData.ToByteArray(), 0, expected, 0, 4 * expected.Length);
        weight.ClearRawData();
        weight.DataType = type;
        byte[] Bytes(Func<float, byte[]> encode) => [.. expected.SelectMany(encode)];
        static ushort Upper(float value) => (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16);
        switch (type)
        {
            case 10:
                expected = [.. expected.Select(static value => (float)(Half)value)];
                weight.RawData = ByteString.CopyFrom(Bytes(static value => BitConverter.GetBytes((Half)value)));
                weight.Int32Data.AddRange(expected.Select(static value => (int)BitConverter.HalfToUInt16Bits((Half)value)));
                break;
            case 16:
                weight.RawData = ByteString.CopyFrom(Bytes(static value => BitConverter.GetBytes(Upper(value))));
                weight.Int32Data.AddRange(expected.Select(static value => (int)Upper(value)));
                expected = [.. expected.Select(static value => BitConverter.UInt32BitsToSingle((uint)Upper(value) << 16))];
                break;
            case 11:
                weight.RawData = ByteString.CopyFrom(Bytes(static value => BitConverter.GetBytes((double)value)));
                weight.DoubleData.AddRange(expected.Select(static value => (double)value));
                break;
            default:
                weight.FloatData.AddRange(expected);
                break;
        }

        if (isRaw)
        {
            weight.Int32Data.Clear();
            weight.DoubleData.Clear();
        }
        else
        {
            weight.ClearRawData();
        }

        graph.Output(y);
        float[] read = new float[4 * Hidden * Size];
        Open(graph).Read("lstm.weight_ih_l0", [4 * Hidden, Size], read);

        // ONNX's gates are i, o, f, c, ours i, f, g, o.
        int gate = Hidden * Size;
        Assert.Equal([.. expected[..gate], .. expected[(2 * gate)..], .. expected[gate..(2 * gate)]], read);
    }

    [Fact]
    public void A_double_that_no_float_holds_is_refused()
    {
        OnnxGraph graph = Lstm(out string y);
        TensorProto weight = graph.Model.Graph.Initializer[0];
        weight.ClearRawData();
        weight.DataType = 11;
        weight.DoubleData.AddRange(Enumerable.Repeat(1e300, 4 * Hidden * Size));
        graph.Output(y);
        Refused(graph, "too large");
    }

    [Theory]
    [InlineData("../weights.bin")]
    [InlineData("/etc/passwd")]
    [InlineData("sub/weights.bin")]
    [InlineData("..\\weights.bin")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("weights.bin\0.x")]
    [InlineData("missing.bin")]
    [InlineData("link.bin")]
    [InlineData("short.bin")]
    public void External_data_is_read_from_plain_files_beside_the_model_only(string location)
    {
        string directory = Directory.CreateTempSubdirectory("rnngen-onnx").FullName;
        try
        {
            OnnxGraph graph = Lstm(out string y);
            graph.Output(y);
            TensorProto weight = graph.Model.Graph.Initializer[0];
            byte[] bytes = weight.RawData.ToByteArray();
            weight.ClearRawData();
            weight.DataLocation = DataLocation.External;
            weight.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "weights.bin" });
            weight.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = "16" });
            File.WriteAllBytes(Path.Combine(directory, "weights.bin"), [.. new byte[16], .. bytes]);
            File.WriteAllBytes(Path.Combine(directory, "short.bin"), bytes);
            File.CreateSymbolicLink(Path.Combine(directory, "link.bin"), Path.Combine(directory, "weights.bin"));
            string path = Path.Combine(directory, "model.onnx");
            File.WriteAllBytes(path, graph.ToBytes());
            Assert.True(ModelFile.Open(path).Contains("lstm.weight_ih_l0"));
            Assert.Contains("no directory", Assert.Throws<ModelFormatException>(() => Open(graph)).Message);

            weight.ExternalData[0].Value = location;
            File.WriteAllBytes(path, graph.ToBytes());
            var refusal = Assert.Throws<ModelFormatException>(() => ModelFile.Open(path));
            Assert.StartsWith("external_data", refusal.Field);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void An_activation_that_no_dense_layer_precedes_is_one_of_its_own()
    {
        OnnxGraph graph = Lstm(out string y);
        graph.Output(graph.Add("Tanh", [graph.Squeeze(y, 1)]));
        Assert.Equal(
            new DenseModelLayer("linear", Hidden, Hidden, DenseActivation.Tanh), Open(graph).Description.Layers[1]);
    }

    [Fact]
    public void Both_directions_where_they_end_are_the_final_state()
    {
        var graph = new OnnxGraph(17);
        string x = graph.Input("x", typeof(float), ("batch", 0), ("time", 0), ("", Size));
        string y = Recurrent(graph, graph.Transpose(x, 1, 0, 2), Size, out _, 2, OnnxGraph.Attribute("direction", "bidirectional"));
        string rows = graph.Add("Reshape", [graph.Transpose(y, 2, 0, 1, 3), graph.Ints(0, 0, -1)]);
        string forward = graph.Slice(graph.Add("Gather", [rows, graph.Int(-1)], OnnxGraph.Attribute("axis", 1)), 1, 0, Hidden);
        string reverse = graph.Slice(graph.Add("Gather", [rows, graph.Int(0)], OnnxGraph.Attribute("axis", 1)), 1, Hidden, 2 * Hidden);
        graph.Output(graph.Add("Concat", [forward, reverse], OnnxGraph.Attribute("axis", 1)));
        ModelDescription description = Open(graph).Description;
        Assert.Equal(Pooling.FinalState, Assert.IsType<PoolingModelLayer>(description.Layers[1]).Pooling);
        Assert.Equal(new ModelOutput(description.Outputs[0].Name, ModelOutputKind.Sequence, 2 * Hidden) { Shape = $"[batch, {2 * Hidden}]" }, description.Outputs[0]);
    }

    [Fact]
    public void What_a_chain_cannot_give_is_refused_by_name()
    {
        Check("half of the directions", "only some directions", static (graph, x) =>
            graph.Slice(Recurrent(graph, x, Size, out _, 2, OnnxGraph.Attribute("direction", "bidirectional")), 1, 0, 1));
        Check("a residual", "chain", static (graph, x) => graph.Add("Add", [graph.Squeeze(Recurrent(graph, x, Size, out _), 1), x]));
        Check("one layer's state for another", "another layer gives", static (graph, x) =>
        {
            string y = Recurrent(graph, x, Size, out string[] all);
            return graph.Add("LSTM", [graph.Squeeze(y, 1), graph.Floats(Values(4 * Hidden * Hidden), 1, 4 * Hidden, Hidden), graph.Floats(Values(4 * Hidden * Hidden), 1, 4 * Hidden, Hidden), "", "", all[1]]);
        });
        Check("part of time", "can be taken", static (graph, x) => graph.Slice(Recurrent(graph, x, Size, out _), 0, 1, 2));
        Check("softmax over time", "axis", static (graph, x) => graph.Add("Softmax", [graph.Squeeze(Recurrent(graph, x, Size, out _), 1)], OnnxGraph.Attribute("axis", 0)));
        Check("an unknown attribute", "output_sequence", static (graph, x) => Recurrent(graph, x, Size, out _, 1, OnnxGraph.Attribute("output_sequence", 1)));
        Check("an unknown function", "Swish", static (graph, x) => Recurrent(graph, x, Size, out _, 1, OnnxGraph.Attribute("activations", ["Swish", "Tanh", "Tanh"])));
        Check("too many alphas", "activation_alpha", static (graph, x) => Recurrent(graph, x, Size, out _, 1, OnnxGraph.Attribute("activation_alpha", [1f])));
        Check("a negative clip", "clip", static (graph, x) => Recurrent(graph, x, Size, out _, 1, OnnxGraph.Attribute("clip", -1f)));
        Check("an integer for a text", "direction", static (graph, x) => Recurrent(graph, x, Size, out _, 1, OnnxGraph.Attribute("direction", 1)));
        Check("another domain", "com.microsoft", static (graph, x) =>
        {
            string y = Recurrent(graph, x, Size, out _);
            graph.Model.Graph.Node[^1].Domain = "com.microsoft";
            return y;
        });
        Check("an unknown operator", "Erf is not supported", static (graph, x) => graph.Add("Erf", [Recurrent(graph, x, Size, out _)]));
        Check("weights that are an input", "initializers", static (graph, x) =>
        {
            string y = Recurrent(graph, x, Size, out _);
            graph.Model.Graph.Node[^1].Input[1] = graph.Input("W", typeof(float), ("", 1), ("", 4 * Hidden), ("", Size));
            return y;
        });
        Check("sums of axes", "chain", static (graph, x) =>
            graph.Add("Concat", [graph.Squeeze(Recurrent(graph, x, Size, out _), 1), graph.Squeeze(Recurrent(graph, x, Size, out _), 1)], OnnxGraph.Attribute("axis", 2)));
        Check("a value and the one after it", "inside of the network", static (graph, x) =>
        {
            string y = Recurrent(graph, x, Size, out _);
            graph.Output(y);
            return graph.Add("MatMul", [graph.Squeeze(y, 1), graph.Floats(Values(Hidden), Hidden, 1)]);
        });

        static void Check(string what, string message, Func<OnnxGraph, string, string> build)
        {
            var graph = new OnnxGraph(17);
            graph.Output(build(graph, graph.Input("x", typeof(float), ("time", 0), ("batch", 0), ("", Size))));
            Exception? refusal = Record.Exception(() => Open(graph));
            Assert.True(refusal is ModelFormatException && refusal.Message.Contains(message, StringComparison.Ordinal), $"{what}: {refusal?.Message ?? "opens"}");
        }
    }

    [Fact]
    public void Files_that_grow_in_memory_are_refused()
    {
        // Two bytes each: as objects they would be some hundred times as large.
        byte[] messages = [8, 8, .. Field(7, [.. Enumerable.Repeat((byte[])[0x0A, 0], 2_000_000).SelectMany(static field => field)]), .. Field(8, [0x10, 17])];
        Cheap(messages, "too many small messages");

        // Every sum is twice as long as the one before.
        OnnxGraph graph = Lstm(out string y);
        string grown = graph.Floats(Values(1024), 1024);
        for (int time = 0; time < 40; time++)
        {
            grown = graph.Add("Concat", [grown, grown], OnnxGraph.Attribute("axis", 0));
        }

        graph.Output(graph.Add("Add", [y, grown]));
        Cheap(graph.ToBytes(), "elements would be made");

        graph = Lstm(out y);
        for (int time = 0; time < 40; time++)
        {
            y = graph.Add("Concat", [y, y], OnnxGraph.Attribute("axis", 1));
        }

        graph.Output(y);
        Cheap(graph.ToBytes(), "side by side");

        // A weight of one element, repeated to the largest layer.
        graph = new OnnxGraph(17);
        string x = graph.Input("x", typeof(float), ("time", 0), ("batch", 0), ("", 4096));
        string one = graph.Floats([1], 1);
        graph.Output(graph.Add("LSTM", [x, graph.Add("Expand", [one, graph.Ints(1, 4 * 4096, 4096)]), graph.Add("Expand", [one, graph.Ints(1, 4 * 4096, 4096)])]));
        Cheap(graph.ToBytes(), "elements would be made");

        // A long chain of layers.
        graph = Lstm(out y);
        y = graph.Squeeze(y, 1);
        for (int time = 0; time < 20_000; time++)
        {
            y = graph.Add("Tanh", [y]);
        }

        graph.Output(y);
        Cheap(graph.ToBytes(), "layers");

        static byte[] Field(int number, byte[] content)
        {
            using var stream = new MemoryStream();
            using (var coded = new CodedOutputStream(stream, leaveOpen: true))
            {
                coded.WriteTag(number, WireFormat.WireType.LengthDelimited);
                coded.WriteBytes(ByteString.CopyFrom(content));
            }

            return stream.ToArray();
        }

        static void Cheap(byte[] bytes, string message)
        {
            var stream = new MemoryStream(bytes);
            long before = GC.GetAllocatedBytesForCurrentThread();
            var refusal = Assert.Throws<ModelFormatException>(() => ModelFile.Open(stream, "hostile"));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (64 << 20) + (4 * bytes.Length));
            Assert.Contains(message, refusal.Message);
        }
    }

    private static ModelFile Open(OnnxGraph graph) => ModelFile.Open(new MemoryStream(graph.ToBytes()), "graph");

    private static void Refused(OnnxGraph graph, string message) => Assert.Contains(message, Assert.Throws<ModelFormatException>(() => Open(graph)).Message);

    private static OnnxGraph Lstm(out string y)
    {
        var graph = new OnnxGraph(17);
        y = Recurrent(graph, graph.Input("x", typeof(float), ("time", 0), ("batch", 0), ("", Size)), Size, out _);
        return graph;
    }

    private static string Recurrent(OnnxGraph graph, string x, int size, out string[] all, int directions = 1, params AttributeProto[] attributes)
    {
        string weight = graph.Floats(Values(directions * 4 * Hidden * size), directions, 4 * Hidden, size);
        string recurrent = graph.Floats(Values(directions * 4 * Hidden * Hidden), directions, 4 * Hidden, Hidden);
        all = graph.Add("LSTM", [x, weight, recurrent], 3, [OnnxGraph.Attribute("hidden_size", Hidden), .. attributes]);
        return all[0];
    }

    private static NodeProto Node(string op, string[] inputs, string[] outputs)
    {
        var node = new NodeProto { OpType = op };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        return node;
    }

    private static float[] Values(int count) => [.. Enumerable.Range(0, count).Select(static index => (float)Math.Sin(index + 1) / 3)];
}
