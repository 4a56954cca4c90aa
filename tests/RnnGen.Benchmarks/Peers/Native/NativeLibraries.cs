using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Benchmarks.Machine;

namespace RnnGen.Benchmarks.Peers.Native;

/// <summary>The shared objects that <c>native/build.sh</c> makes: a folder for each peer, a file for each of its builds.</summary>
internal static class NativeLibraries
{
    /// <summary>The environment variable that names another folder than the script's own.</summary>
    public const string FolderVariable = "RNNGEN_NATIVE_PEERS";

    /// <summary>The builds of a peer, in the order of their names.</summary>
    /// <param name="peer">The peer.</param>
    /// <exception cref="FileNotFoundException">There are none.</exception>
    public static IReadOnlyList<string> Of(string peer)
    {
        string? folder = Environment.GetEnvironmentVariable(FolderVariable)
            ?? (SourceTree.Root is { } root ? Path.Combine(root, "artifacts", "native-peers") : null);
        string path = Path.Combine(folder ?? "artifacts/native-peers", peer);
        string[] libraries = Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, "*.so").Order(StringComparer.Ordinal)] : [];
        return libraries.Length > 0 ? libraries
            : throw new FileNotFoundException($"there is no .so in {path}; tests/RnnGen.Benchmarks/native/build.sh builds it");
    }
}
