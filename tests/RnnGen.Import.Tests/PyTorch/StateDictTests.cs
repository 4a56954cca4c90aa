using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using RnnGen.Formats;
using Xunit;

namespace RnnGen.Import.Tests.PyTorch;

/// <summary>What is found in a checkpoint, and how its tensors are named and read.</summary>
public sealed class StateDictTests
{
    private static readonly (string Name, long[] Shape)[] Lstm =
        [("rnn.weight_ih_l0", [8, 3]), ("rnn.weight_hh_l0", [8, 2]), ("rnn.bias_ih_l0", [8]), ("rnn.bias_hh_l0", [8])];

    private static readonly Dictionary<string, byte[]> HostilePickles = new()
    {
        ["eval"] = new PickleWriter().Global("builtins", "eval").Text("1").Bytes(0x85).Op('R').ToArray(),
        ["instance"] = new PickleWriter().Op('(').Bytes("ios\nsystem\n"u8).ToArray(),
        ["extension"] = new PickleWriter().Bytes(0x82, 1).ToArray(),
        ["negative of a view"] = Metadata("neg"),
        ["expanded to gigabytes"] = new PickleWriter().Op('}').Text("w").Tensor("0", 16, 0, [30_000, 30_000], [0, 0]).Op('s').ToArray(),
        ["rank"] = new PickleWriter().Op('}').Text("w").Tensor("0", 16, 0, [.. Enumerable.Repeat(1L, 200)], [.. Enumerable.Repeat(1L, 200)]).Op('s').ToArray(),
        ["overflow"] = new PickleWriter().Op('}').Text("w").Tensor("0", 16, 0, [int.MaxValue, int.MaxValue, 4], [long.MaxValue, long.MaxValue, 1]).Op('s').ToArray(),
        ["offset"] = new PickleWriter().Op('}').Text("w").Tensor("0", 16, long.MaxValue, [4], [1]).Op('s').ToArray(),
        ["negative offset"] = new PickleWriter().Op('}').Text("w").Tensor("0", 16, -1, [4], [1]).Op('s').ToArray(),
        ["no storage"] = new PickleWriter().Op('}').Text("w").Tensor("7", 16, 0, [4], [1]).Op('s').ToArray(),
        ["another type"] = new PickleWriter().Op('}').Text("w").Tensor("0", 16, 0, [4], [1]).Op('s').Text("v").Tensor("0", 16, 0, [4], [1], "IntStorage").Op('s').ToArray(),
        ["millions of dictionaries"] = new PickleWriter().Bytes([.. Enumerable.Repeat((byte)'}', 3_000_000)]).ToArray(),
        ["millions of marks"] = new PickleWriter().Bytes([.. Enumerable.Repeat((byte)'(', 6_000_000)]).ToArray(),
        ["a dictionary in itself"] = new PickleWriter().Op('}').Bytes((byte)'q', 0).Text("model").Bytes((byte)'h', 0).Op('s').ToArray(),
        ["a memo of 2^32"] = new PickleWriter().Op('}').Bytes((byte)'r', 0xFF, 0xFF, 0xFF, 0xFF).ToArray(),
        ["a list"] = new PickleWriter().Op(']').Tensor("0", 16, 0, [4], [1]).Op('a').ToArray(),
        ["a tensor"] = new PickleWriter().Tensor("0", 16, 0, [4], [1]).ToArray(),
        ["no floats"] = new PickleWriter().Op('}').Text("w").Tensor("0", 16, 0, [4], [1], "IntStorage").Op('s').ToArray(),
    };

    public static TheoryData<string> HostilePickleNames => [.. HostilePickles.Keys];

    [Fact]
    public void Wrappers_before_all_names_are_dropped_and_names_of_the_file_answer_all_the_same()
    {
        ModelFile file = Open(Lstm, static name => "module._orig_mod." + name);
        Assert.Equal(Lstm.Select(static tensor => tensor.Name), file.Names);
        Assert.True(file.Contains("module._orig_mod.rnn.bias_ih_l0"));
        Assert.Equal("rnn.bias_ih_l0", file.NameOf("module._orig_mod.rnn.bias_ih_l0"));
        Assert.Equal<ModelLayer>([new RecurrentModelLayer("rnn", RecurrentKind.Lstm, 3, 2)], file.Description.Layers);
    }

    [Fact]
    public void A_cell_is_a_layer()
    {
        ModelFile file = Open(Lstm, static name => name.Replace("_l0", "", StringComparison.Ordinal).Replace("rnn", "cell", StringComparison.Ordinal));
        Assert.Contains("cell.weight_hh_l0", file.Names);
        Assert.True(file.Contains("cell.weight_hh"));
        Assert.Equal<ModelLayer>([new RecurrentModelLayer("cell", RecurrentKind.Lstm, 3, 2)], file.Description.Layers);
    }

    [Theory]
    [InlineData("rnn", LoadMode.WholeFile)]
    [InlineData("model.rnn", LoadMode.WholeFile)]
    [InlineData("model.rnn", LoadMode.Module)]
    public void A_checkpoint_loads_by_both_names_and_nothing_of_it_stays_unread(string name, LoadMode mode)
    {
        (string Name, long[] Shape)[] two = [.. Lstm, ("rnn.weight_ih_l1", [8, 2]), ("rnn.weight_hh_l1", [8, 2]), ("rnn.bias_ih_l1", [8]), ("rnn.bias_hh_l1", [8])];
        ModelFile file = Checkpoint(("model", two));
        IReadOnlyDictionary<string, IModel> models = DeclaredModels.Create(new Dictionary<string, string>
        {
            ["two"] = $"[Network(Training = false)] [LstmLayer(input: 3, hidden: 2, Layers = 2, Name = \"{name}\")] public sealed partial class Model;",
            ["one"] = $"[Network(Training = false)] [LstmLayer(input: 3, hidden: 2, Name = \"{name}\")] public sealed partial class Model;",
        });
        models["two"].Load(file, mode: mode);
        TensorFormatException fault = Assert.Throws<TensorFormatException>(() => models["one"].Load(file, mode: mode));
        Assert.Contains("rnn.weight_ih_l1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_candidates_are_refused_by_name_and_a_usual_key_is_taken()
    {
        string message = Assert.Throws<ModelFormatException>(() => Checkpoint(("encoder", Lstm), ("decoder", Lstm))).Message;
        Assert.Contains("'encoder', 'decoder'", message, StringComparison.Ordinal);
        Assert.Throws<ModelFormatException>(() => Checkpoint(("model", Lstm), ("state_dict", Lstm)));
        ModelFile file = Checkpoint(("ema", Lstm), ("model", Lstm), ("optimizer", Lstm));
        Assert.Contains(file.Description.Unsaid, static line => line.Contains("'ema'", StringComparison.Ordinal));
        Assert.True(file.Contains("model.rnn.weight_ih_l0"));
        Assert.False(file.Contains("ema.rnn.weight_ih_l0"));
    }

    [Fact]
    public void A_dense_layer_without_a_bias_gets_zeros_and_an_embedding_is_told_by_its_name()
    {
        ModelFile file = Checkpoint(("net", [("embedding.weight", [7, 3]), .. Lstm, ("fc.weight", [4, 2])]));
        Assert.Equal<ModelLayer>([new EmbeddingModelLayer("embedding", 7, 3), new RecurrentModelLayer("rnn", RecurrentKind.Lstm, 3, 2)], file.Description.Layers);
        Assert.Contains(file.Description.Unsaid, static line => line.Contains("DenseLayer(inputs: 2, outputs: 4, Name = \"fc\")", StringComparison.Ordinal));
        Assert.DoesNotContain("fc.bias", file.Names);
        float[] bias = [1, 1, 1, 1];
        file.Read("net.fc.bias", [4], bias);
        Assert.Equal([0, 0, 0, 0], bias);
        Assert.False(file.Contains("embedding.bias"));
    }

    [Theory]
    [InlineData(12, 1, RecurrentKind.Lstm)]
    [InlineData(9, 0, RecurrentKind.Gru)]
    [InlineData(3, 0, RecurrentKind.Rnn)]
    public void The_kind_is_told_by_rows_for_each_unit(int rows, int projection, RecurrentKind kind)
    {
        int output = projection > 0 ? projection : 3;
        (string, long[])[] weightHr = projection > 0 ? [("weight_hr_l0", [projection, 3])] : [];
        (string, long[])[] tensors = [("weight_ih_l0", [rows, 5]), ("weight_hh_l0", [rows, output]), .. weightHr];
        Assert.Equal<ModelLayer>([new RecurrentModelLayer("", kind, 5, 3) { Bias = false, Projection = projection }], Open(tensors).Description.Layers);
    }

    [Fact]
    public void Other_modules_are_named_as_what_nothing_reads_and_names_cannot_leave_a_comment()
    {
        ModelFile file = Open([.. Lstm, ("norm.weight", [2]), ("conv\u2028x.weight", [2, 2, 3])]);
        string declaration = file.Description.Declare("Model");
        Assert.Contains("norm.weight", declaration, StringComparison.Ordinal);
        Assert.DoesNotContain('\u2028', declaration);
        Assert.Contains("norm.weight", file.Names);
    }

    [Fact]
    public void Big_endian_numbers_are_read()
    {
        var pickle = new PickleWriter();
        Dictionary<string, byte[]> storages = pickle.StateDict(("w", [2, 3]));
        foreach (byte[] storage in storages.Values)
        {
            for (int at = 0; at < storage.Length; at += 4)
            {
                Array.Reverse(storage, at, 4);
            }
        }

        ModelFile file = Open(PickleWriter.Zip(pickle.ToArray(), storages, ("archive/byteorder", "big"u8.ToArray())));
        float[] values = new float[6];
        file.Read("w", [2, 3], values);
        Assert.Equal([0, 1, 2, 3, 4, 5], values);
        Assert.Throws<ModelFormatException>(() => Open(PickleWriter.Zip(pickle.ToArray(), storages, ("archive/byteorder", "middle"u8.ToArray()))));
    }

    [Fact]
    public void Views_with_any_strides_are_read()
    {
        byte[] pickle = new PickleWriter().Op('}').Op('(')
            .Text("t").Tensor("0", 6, 0, [3, 2], [1, 3])
            .Text("o").Tensor("0", 6, 4, [2], [1])
            .Text("r").Tensor("0", 6, 5, [2, 2], [0, 0])
            .Op('u').ToArray();
        var storages = new Dictionary<string, byte[]> { ["0"] = [.. Enumerable.Range(0, 6).SelectMany(static value => BitConverter.GetBytes((float)value))] };
        ModelFile file = Open(PickleWriter.Zip(pickle, storages));
        Assert.Equal([0, 3, 1, 4, 2, 5], Values(file, "t", 3, 2));
        Assert.Equal([4, 5], Values(file, "o", 2));
        Assert.Equal([5, 5, 5, 5], Values(file, "r", 2, 2));
    }

    [Fact]
    public void A_double_beyond_floats_is_refused_by_tensor_and_element()
    {
        byte[] pickle = new PickleWriter().Op('}').Op('(').Text("w").Tensor("0", 4, 0, [2, 2], [2, 1], "DoubleStorage").Op('u').ToArray();
        byte[] storage = [.. ((double[])[1, 2, 1e300, 4]).SelectMany(BitConverter.GetBytes)];
        ModelFormatException fault = Assert.Throws<ModelFormatException>(() => Open(PickleWriter.Zip(pickle, new Dictionary<string, byte[]> { ["0"] = storage })));
        Assert.Equal("w", fault.Place);
        Assert.Contains("element [1, 0] is 1E+300", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(HostilePickleNames))]
    public void A_hostile_pickle_is_refused_in_little_memory(string what)
    {
        byte[] file = PickleWriter.Zip(HostilePickles[what], new Dictionary<string, byte[]> { ["0"] = new byte[64] });
        using var stream = new MemoryStream(file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ModelFormatException fault = Assert.Throws<ModelFormatException>(() => ModelFile.Open(stream, what));
        // The copy of the stream, which grows by doubling, counts besides.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (64L << 20) + (8L * file.Length));
        Assert.StartsWith(what + ": ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_pickle_is_refused_with_the_way_out()
    {
        string message = Assert.Throws<ModelFormatException>(() => Open(new PickleWriter().Op('}').ToArray())).Message;
        Assert.Contains("torch.save(model.state_dict()", message, StringComparison.Ordinal);
    }

    private static byte[] Metadata(string key)
    {
        PickleWriter writer = new PickleWriter().Op('}').Text("w").Global("torch._utils", "_rebuild_tensor_v2").Op('(')
            .Op('(').Text("storage").Global("torch", "FloatStorage").Text("0").Text("cpu").Number(16).Op('t').Op('Q')
            .Number(0).Tuple([4]).Tuple([1]).Bytes(0x89).Op('}').Op('}').Text(key).Bytes(0x88).Op('s').Op('t').Op('R');
        return writer.Op('s').ToArray();
    }

    private static float[] Values(ModelFile file, string name, params int[] shape)
    {
        float[] values = new float[shape.Aggregate(1, static (product, size) => product * size)];
        file.Read(name, shape, values);
        return values;
    }

    private static ModelFile Checkpoint(params (string Key, (string Name, long[] Shape)[] Tensors)[] parts)
    {
        var pickle = new PickleWriter();
        var storages = new List<KeyValuePair<string, byte[]>>();
        pickle.Op('}').Text("epoch").Number(3).Op('s');
        foreach ((string key, (string Name, long[] Shape)[] tensors) in parts)
        {
            storages.AddRange(pickle.Text(key).StateDict(key, tensors));
            pickle.Op('s');
        }

        return Open(PickleWriter.Zip(pickle.ToArray(), storages));
    }

    private static ModelFile Open((string Name, long[] Shape)[] tensors, Func<string, string>? rename = null)
    {
        var pickle = new PickleWriter();
        Dictionary<string, byte[]> storages = pickle.StateDict([.. tensors.Select(tensor => (rename?.Invoke(tensor.Name) ?? tensor.Name, tensor.Shape))]);
        return Open(PickleWriter.Zip(pickle.ToArray(), storages));
    }

    private static ModelFile Open(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return ModelFile.Open(stream, "test");
    }
}
