using System;
using System.Runtime.InteropServices;
using RnnGen.Benchmarks.Cases;

namespace RnnGen.Benchmarks.Peers.Native;

/// <summary>One build of a library of small recurrent networks, by the five functions of <c>native/recurrent_network.h</c>.</summary>
internal sealed unsafe class NativeNetworkLibrary
{
    // Found by name in each file, not declared as imports: builds of one library have the same names.
    private readonly delegate* unmanaged<int, int, int, float*, int, nint> _create;
    private readonly delegate* unmanaged<nint, float*, float*, int, void> _run;
    private readonly delegate* unmanaged<nint, float, int, void> _repeat;
    private readonly delegate* unmanaged<nint, void> _destroy;

    /// <summary>Loads it.</summary>
    /// <param name="path">The shared object.</param>
    public NativeNetworkLibrary(string path)
    {
        nint library = NativeLibrary.Load(path);
        _create = (delegate* unmanaged<int, int, int, float*, int, nint>)NativeLibrary.GetExport(library, "rnngen_network_create");
        _run = (delegate* unmanaged<nint, float*, float*, int, void>)NativeLibrary.GetExport(library, "rnngen_network_run");
        _repeat = (delegate* unmanaged<nint, float, int, void>)NativeLibrary.GetExport(library, "rnngen_network_repeat");
        _destroy = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "rnngen_network_destroy");
        var version = (delegate* unmanaged<byte*>)NativeLibrary.GetExport(library, "rnngen_network_version");
        Version = Marshal.PtrToStringUTF8((nint)version())!;
    }

    /// <summary>The revision of the sources.</summary>
    public string Version { get; }

    /// <summary>Creates a network.</summary>
    /// <param name="shape">Its sizes.</param>
    /// <param name="parameters">All parameters in PyTorch's order.</param>
    /// <returns>The network, or zero if the build has no code for its sizes.</returns>
    public nint Create(CaseShape shape, ReadOnlySpan<float> parameters)
    {
        fixed (float* values = parameters)
        {
            return _create(NativeCellKind.Of(shape.Cell), shape.Hidden, shape.Layers, values, parameters.Length);
        }
    }

    /// <summary>Computes steps from a zero state.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">One input a step.</param>
    /// <param name="outputs">One output a step.</param>
    public void Run(nint network, ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        fixed (float* from = inputs, to = outputs)
        {
            _run(network, from, to, inputs.Length);
        }
    }

    /// <summary>Computes steps of the same input, the state carried on.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">The input.</param>
    /// <param name="steps">How many.</param>
    public void Repeat(nint network, float input, int steps) => _repeat(network, input, steps);

    /// <summary>Frees a network.</summary>
    /// <param name="network">The network.</param>
    public void Destroy(nint network) => _destroy(network);
}
