using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Benchmarks.Peers.Native;
using RnnGen.Benchmarks.Peers.Onnx;
using RnnGen.Benchmarks.Peers.Torch;

namespace RnnGen.Benchmarks.Peers;

/// <summary>Every peer there is, as far as it loads on this machine.</summary>
internal static class PeerLoader
{
    private static readonly (string Name, Func<IEnumerable<IPeer>> Load)[] Known =
    [
        ("onnxruntime", static () => [OnnxRuntimePeer.Load()]),
        ("torchsharp", static () => [TorchSharpPeer.Load()]),
        (OneDnnPeer.PeerName, static () => [OneDnnPeer.Load()]),
        (NativeNetworkPeer.RtNeural, static () => NativeNetworkPeer.LoadBuilds(NativeNetworkPeer.RtNeural)),
        (NativeNetworkPeer.FastRtNeural, static () => NativeNetworkPeer.LoadBuilds(NativeNetworkPeer.FastRtNeural)),
        (NativeNetworkPeer.NeuralAudio, static () => NativeNetworkPeer.LoadBuilds(NativeNetworkPeer.NeuralAudio)),
    ];

    /// <summary>Loads the peers; says in one line each what it is, or why it does not load.</summary>
    /// <param name="log">Where to say so.</param>
    public static IReadOnlyList<IPeer> Load(TextWriter log)
    {
        var loaded = new List<IPeer>();
        foreach ((string name, Func<IEnumerable<IPeer>> load) in Known)
        {
            try
            {
                IPeer[] builds = [.. load()];
                string of = builds.Length == 1 ? "" : $", the fastest of {builds.Length} builds: {string.Join(", ", builds.Select(static build => build.Build))}";
                log.WriteLine($"{name}: {builds[0].Version}{of}");
                loaded.AddRange(builds);
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
