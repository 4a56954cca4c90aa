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
    private static readonly (string Name, Func<int, IEnumerable<IPeer>> Load)[] Known =
    [
        ("onnxruntime", static threads => [OnnxRuntimePeer.Load(threads)]),
        ("torchsharp", static threads => [TorchSharpPeer.Load(threads)]),
        (OneDnnPeer.PeerName, static threads => [OneDnnPeer.Load(threads)]),
        (NativeNetworkPeer.RtNeural, static threads => NativeNetworkPeer.LoadBuilds(NativeNetworkPeer.RtNeural, threads)),
        (NativeNetworkPeer.FastRtNeural, static threads => NativeNetworkPeer.LoadBuilds(NativeNetworkPeer.FastRtNeural, threads)),
        (NativeNetworkPeer.NeuralAudio, static threads => NativeNetworkPeer.LoadBuilds(NativeNetworkPeer.NeuralAudio, threads)),
    ];

    /// <summary>Loads the peers; says in one line each what it is, or why it does not load.</summary>
    /// <param name="log">Where to say so.</param>
    /// <param name="threads">Threads of each.</param>
    public static IReadOnlyList<IPeer> Load(TextWriter log, int threads)
    {
        var loaded = new List<IPeer>();
        foreach ((string name, Func<int, IEnumerable<IPeer>> load) in Known)
        {
            try
            {
                IPeer[] builds = [.. load(threads)];
                string of = builds.Length == 1 ? "" : $", the fastest of {builds.Length} builds: {string.Join(", ", builds.Select(static build => build.Build))}";
                log.WriteLine($"{name}: {builds[0].Version}{of}");
                loaded.AddRange(builds);
            }
            catch (NotSupportedException error) when (threads > 1)
            {
                log.WriteLine($"{name}: left out with {threads} threads: {error.Message}");
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
