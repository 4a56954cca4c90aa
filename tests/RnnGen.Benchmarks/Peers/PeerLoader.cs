using System;
using System.Collections.Generic;
using System.IO;
using RnnGen.Benchmarks.Peers.Onnx;
using RnnGen.Benchmarks.Peers.Torch;

namespace RnnGen.Benchmarks.Peers;

/// <summary>Every peer there is, as far as it loads on this machine.</summary>
internal static class PeerLoader
{
    private static readonly (string Name, Func<IPeer> Load)[] Known =
    [
        ("onnxruntime", OnnxRuntimePeer.Load),
        ("torchsharp", TorchSharpPeer.Load),
    ];

    /// <summary>Loads the peers; says in one line each what it is, or why it does not load.</summary>
    /// <param name="log">Where to say so.</param>
    public static IReadOnlyList<IPeer> Load(TextWriter log)
    {
        var loaded = new List<IPeer>();
        foreach ((string name, Func<IPeer> load) in Known)
        {
            try
            {
                IPeer peer = load();
                log.WriteLine($"{name}: {peer.Version}");
                loaded.Add(peer);
            }
            catch (Exception error)
            {
                // Whatever a native library throws at us while it loads, the others are still worth measuring.
                log.WriteLine($"{name}: not loaded: {OneLine(error.GetBaseException())}");
            }
        }

        return loaded;
    }

    // A loader's message has its reason on a later line, and each place that it tried after that.
    private static string OneLine(Exception error)
    {
        const int longest = 400;
        const StringSplitOptions trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        string message = string.Join(' ', error.Message.Split(['\r', '\n'], trimmed));
        return $"{error.GetType().Name}: {(message.Length <= longest ? message : message[..longest] + "...")}";
    }
}
