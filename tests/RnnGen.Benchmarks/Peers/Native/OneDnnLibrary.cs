using System;
using System.Runtime.InteropServices;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;

namespace RnnGen.Benchmarks.Peers.Native;

/// <summary>oneDNN, by the functions of <c>native/onednn.cpp</c>.</summary>
internal sealed unsafe class OneDnnLibrary
{
    private readonly delegate* unmanaged<int, int, int, int, int, int, float*, float*, nint> _create;
    private readonly delegate* unmanaged<nint, float*, int, float*, void> _compute;
    private readonly delegate* unmanaged<nint, int, void> _repeat;
    private readonly delegate* unmanaged<nint, void> _destroy;
    private readonly delegate* unmanaged<byte*> _error;

    /// <summary>Loads it.</summary>
    /// <param name="path">The shared object of the wrapper.</param>
    /// <param name="threads">Its threads.</param>
    /// <exception cref="NotSupportedException">It cannot have that many.</exception>
    public OneDnnLibrary(string path, int threads)
    {
        nint library = NativeLibrary.Load(path);
        if (threads > 1)
        {
            SetThreads(library, threads);
        }

        _create = (delegate* unmanaged<int, int, int, int, int, int, float*, float*, nint>)NativeLibrary.GetExport(library, "rnngen_onednn_create");
        _compute = (delegate* unmanaged<nint, float*, int, float*, void>)NativeLibrary.GetExport(library, "rnngen_onednn_compute");
        _repeat = (delegate* unmanaged<nint, int, void>)NativeLibrary.GetExport(library, "rnngen_onednn_repeat");
        _destroy = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "rnngen_onednn_destroy");
        _error = (delegate* unmanaged<byte*>)NativeLibrary.GetExport(library, "rnngen_onednn_error");
        var version = (delegate* unmanaged<byte*>)NativeLibrary.GetExport(library, "rnngen_onednn_version");
        Version = Marshal.PtrToStringUTF8((nint)version())!;
    }

    /// <summary>Its version.</summary>
    public string Version { get; }

    /// <summary>Creates a cell with its primitives.</summary>
    /// <param name="shape">What is computed.</param>
    /// <param name="weights">With which weights.</param>
    /// <exception cref="NotSupportedException">It has none of the kind.</exception>
    public nint Create(CaseShape shape, CellWeights weights)
    {
        float[] outputGradients = shape.Training ? SharedData.OutputGradients(shape.Steps * shape.Batch * shape.Hidden) : [];
        fixed (float* values = weights.AllValues(), gradients = outputGradients)
        {
            nint cell = _create(
                NativeCellKind.Of(shape.Cell), shape.Input, shape.Hidden, shape.Steps, shape.Batch, shape.Training ? 1 : 0, values, gradients);
            return cell != 0 ? cell : throw new NotSupportedException(Marshal.PtrToStringUTF8((nint)_error())!);
        }
    }

    /// <summary>Computes steps from a zero state, and in training the gradients.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="inputs">[step, stream, input]</param>
    /// <param name="steps">How many: those of the cell, or any number of single ones.</param>
    /// <param name="results">Outputs, and in training the gradients.</param>
    public void Compute(nint cell, ReadOnlySpan<float> inputs, int steps, Span<float> results)
    {
        fixed (float* from = inputs, to = results)
        {
            _compute(cell, from, steps, to);
        }
    }

    /// <summary>Makes calls: single steps that carry the state on, or whole sequences.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="calls">How many.</param>
    public void Repeat(nint cell, int calls) => _repeat(cell, calls);

    /// <summary>Frees a cell.</summary>
    /// <param name="cell">The cell.</param>
    public void Destroy(nint cell) => _destroy(cell);

    // A wrapper that was built before it could be told has one thread, and is of use with one.
    private static void SetThreads(nint library, int threads)
    {
        if (!NativeLibrary.TryGetExport(library, "rnngen_onednn_set_threads", out nint function))
        {
            throw new NotSupportedException("its wrapper has one; tests/RnnGen.Benchmarks/native/build.sh --onednn builds one that has more");
        }

        if (((delegate* unmanaged<int, int>)function)(threads) == 0)
        {
            throw new NotSupportedException("it was built without OpenMP, and has one");
        }
    }
}
