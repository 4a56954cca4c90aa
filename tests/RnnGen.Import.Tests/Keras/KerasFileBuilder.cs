using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using PureHDF;

namespace RnnGen.Import.Tests.Keras;

/// <summary>Writes <c>.keras</c> files for tests.</summary>
internal static class KerasFileBuilder
{
    /// <summary>An input of three floats a step.</summary>
    public const string Input = """{"module":"keras.layers","class_name":"InputLayer","config":{"batch_shape":[null,null,3],"name":"input_layer"},"registered_name":null}""";

    /// <summary>A layer of a configuration.</summary>
    /// <param name="className">Its class.</param>
    /// <param name="options">Its options as JSON, without braces.</param>
    /// <param name="inbound">What it takes, as JSON; empty in a Sequential.</param>
    public static string Layer(string className, string options, string inbound = "") =>
        $$"""{"module":"keras.layers","class_name":"{{className}}","config":{ {{options}} },"registered_name":null{{(inbound.Length == 0 ? "" : $", \"inbound_nodes\": {inbound}")}} }""";

    /// <summary>An LSTM of four units.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="more">Options besides, as JSON; they may change earlier ones.</param>
    /// <param name="inbound">What it takes.</param>
    public static string Lstm(string name, string more = "", string inbound = "") => Layer("LSTM",
        $"\"name\":\"{name}\",\"units\":4,\"activation\":\"tanh\",\"recurrent_activation\":\"sigmoid\",\"use_bias\":true,\"return_sequences\":true{(more.Length == 0 ? "" : "," + more)}", inbound);

    /// <summary>A Sequential.</summary>
    /// <param name="layers">Its layers.</param>
    public static string Sequential(params string[] layers) =>
        $$"""{"module":"keras","class_name":"Sequential","config":{"name":"sequential","layers":[{{string.Join(',', layers)}}]},"registered_name":null}""";

    /// <summary>The weights of an LSTM of four units.</summary>
    /// <param name="inputs">Floats it takes.</param>
    public static int[][] LstmWeights(int inputs) => [[inputs, 16], [4, 16], [16]];

    /// <summary>Writes a file.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="weights">By place, as <c>layers/lstm/cell</c>, the shapes of its weights.</param>
    /// <param name="version">The version of Keras; null to leave it out.</param>
    public static MemoryStream Write(string configuration, IReadOnlyDictionary<string, int[][]> weights, string? version = "3.8.0")
    {
        var hdf5 = new H5File();
        var random = new Random(1);
        foreach ((string place, int[][] shapes) in weights)
        {
            IDictionary<string, object> at = hdf5;
            foreach (string part in (place + "/vars").Split('/'))
            {
                at = (H5Group)(at.TryGetValue(part, out object? group) ? group : at[part] = new H5Group());
            }

            for (int i = 0; i < shapes.Length; i++)
            {
                float[] values = [.. Enumerable.Range(0, shapes[i].Aggregate(1, static (product, size) => product * size)).Select(_ => random.NextSingle() - 0.5f)];
                at[i.ToString(System.Globalization.CultureInfo.InvariantCulture)] = new H5Dataset(values, fileDims: [.. shapes[i].Select(static size => (ulong)size)]);
            }
        }

        using var written = new MemoryStream();
        hdf5.Write(written);
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in ((string, byte[])[])[
                ("metadata.json", Encoding.UTF8.GetBytes(version is null ? "{}" : $"{{\"keras_version\":\"{version}\"}}")),
                ("config.json", Encoding.UTF8.GetBytes(configuration)), ("model.weights.h5", written.ToArray())])
            {
                using Stream entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }

        bytes.Position = 0;
        return bytes;
    }
}
