using System;
using System.Runtime.InteropServices;

namespace RnnGen.PluginHost;

/// <summary>The plug-in's functions (<c>amp.h</c>) and those of <c>block_timer.h</c>, found at run time.</summary>
internal sealed unsafe class PluginLibrary
{
    private readonly delegate* unmanaged[Cdecl]<double, nint*, int> _create;
    private readonly delegate* unmanaged[Cdecl]<nint, void> _destroy;
    private readonly delegate* unmanaged[Cdecl]<nint, float*, int, int> _process;
    private readonly delegate* unmanaged[Cdecl]<long> _allocatedBytes;
    private readonly delegate* unmanaged[Cdecl]<int> _raisePriority;
    private readonly delegate* unmanaged[Cdecl]<nint, int, long*, int, long> _timeBlocksOnNewThread;

    /// <summary>Loads both libraries.</summary>
    /// <param name="plugin">The plug-in.</param>
    /// <param name="timer"><c>block_timer.c</c>, compiled.</param>
    /// <exception cref="DllNotFoundException">One of them cannot be loaded.</exception>
    /// <exception cref="EntryPointNotFoundException">One of them lacks a function.</exception>
    public PluginLibrary(string plugin, string timer)
    {
        nint amp = NativeLibrary.Load(plugin);
        nint blocks = NativeLibrary.Load(timer);
        _create = (delegate* unmanaged[Cdecl]<double, nint*, int>)NativeLibrary.GetExport(amp, "amp_create");
        _destroy = (delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(amp, "amp_destroy");
        _process = (delegate* unmanaged[Cdecl]<nint, float*, int, int>)NativeLibrary.GetExport(amp, "amp_process");
        _allocatedBytes = (delegate* unmanaged[Cdecl]<long>)NativeLibrary.GetExport(amp, "amp_allocated_bytes");
        _raisePriority = (delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(blocks, "raise_priority");
        _timeBlocksOnNewThread = (delegate* unmanaged[Cdecl]<nint, int, long*, int, long>)NativeLibrary.GetExport(blocks, "time_blocks_on_new_thread");
    }

    /// <summary>The bytes that this thread has allocated in the plug-in.</summary>
    public long AllocatedBytes => _allocatedBytes();

    /// <summary>Creates an instance.</summary>
    /// <param name="sampleRate">Samples a second.</param>
    public nint Create(double sampleRate)
    {
        nint instance;
        Check(_create(sampleRate, &instance));
        return instance;
    }

    /// <summary>Ends an instance.</summary>
    /// <param name="instance">The instance.</param>
    public void Destroy(nint instance) => _destroy(instance);

    /// <summary>Computes samples in place, on this thread.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="samples">The samples.</param>
    public void Process(nint instance, Span<float> samples)
    {
        fixed (float* first = samples)
        {
            Check(_process(instance, first, samples.Length));
        }
    }

    /// <summary>Puts this thread before others, as an audio driver does with its own.</summary>
    /// <returns>Whether it could: not everybody may.</returns>
    public bool RaisePriority() => _raisePriority() != 0;

    /// <summary>Times blocks on a thread of C, before others.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="block">Samples of a block.</param>
    /// <param name="nanoseconds">For the time of each.</param>
    /// <returns>The bytes that the plug-in allocated for them.</returns>
    public long TimeBlocksOnNewThread(nint instance, int block, Span<long> nanoseconds)
    {
        fixed (long* first = nanoseconds)
        {
            long allocated = _timeBlocksOnNewThread(instance, block, first, nanoseconds.Length);
            return allocated >= 0 ? allocated : throw Problem(allocated);
        }
    }

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw Problem(result);
        }
    }

    private static InvalidOperationException Problem(long result) => new($"The plug-in gave {result} (amp.h says what that is).");
}
