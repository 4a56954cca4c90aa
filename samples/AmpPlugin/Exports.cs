using System;
using System.Runtime.InteropServices;
using AmpPlayer;
using RnnGen;
using RnnGen.Formats;

namespace AmpPlugin;

/// <summary>The functions of <c>amp.h</c>. No exception may leave one: a host has nothing that could catch it.</summary>
internal static unsafe class Exports
{
    // AMP_VERSION of amp.h.
    private const int Version = 1;

    /// <summary>All instances have the parameters of this one: an instance is a state only.</summary>
    private static readonly Amp Amplifier = Amp.Create();

    [UnmanagedCallersOnly(EntryPoint = "amp_version")]
    public static int GetVersion() => Version;

    [UnmanagedCallersOnly(EntryPoint = "amp_create")]
    public static AmpResult Create(double sampleRate, nint* instance)
    {
        if (instance is null)
        {
            return AmpResult.Null;
        }

        *instance = 0;
        if (!(sampleRate is >= Amp.LowestRate and <= Amp.HighestRate))
        {
            return AmpResult.Rate;
        }

        try
        {
            var correction = new RateCorrection(Amp.SampleRate, sampleRate);
            bool isStable = correction.Ratio == 1 || correction.Examine(Amplifier).IsStable;
            *instance = GCHandle<AmpStream>.ToIntPtr(new GCHandle<AmpStream>(new AmpStream(Amplifier, correction)));
            return isStable ? AmpResult.Ok : AmpResult.Unstable;
        }
        catch (Exception problem)
        {
            return ResultOf(problem);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "amp_destroy")]
    public static void Destroy(nint instance)
    {
        if (instance != 0)
        {
            GCHandle<AmpStream>.FromIntPtr(instance).Dispose();
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "amp_process")]
    public static AmpResult Process(nint instance, float* samples, int count)
    {
        if (instance == 0 || samples is null || count < 0)
        {
            return AmpResult.Null;
        }

        try
        {
            var block = new Span<float>(samples, count);
            foreach (float sample in block)
            {
                // One of them in the state would stay there for ever.
                if (!float.IsFinite(sample))
                {
                    return AmpResult.NotFinite;
                }
            }

            Stream(instance).Process(block);
            return AmpResult.Ok;
        }
        catch (Exception problem)
        {
            return ResultOf(problem);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "amp_reset")]
    public static AmpResult Reset(nint instance)
    {
        if (instance == 0)
        {
            return AmpResult.Null;
        }

        try
        {
            Stream(instance).Reset();
            return AmpResult.Ok;
        }
        catch (Exception problem)
        {
            return ResultOf(problem);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "amp_state_size")]
    public static int GetStateSize() => AmpStream.StateBytes;

    [UnmanagedCallersOnly(EntryPoint = "amp_save_state")]
    public static AmpResult SaveState(nint instance, byte* buffer, int size)
    {
        if (instance == 0 || buffer is null || size < 0)
        {
            return AmpResult.Null;
        }

        try
        {
            if (size < AmpStream.StateBytes)
            {
                return AmpResult.State;
            }

            Stream(instance).Save(new Span<byte>(buffer, size));
            return AmpResult.Ok;
        }
        catch (Exception problem)
        {
            return ResultOf(problem);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "amp_load_state")]
    public static AmpResult LoadState(nint instance, byte* buffer, int size)
    {
        if (instance == 0 || buffer is null || size < 0)
        {
            return AmpResult.Null;
        }

        try
        {
            Stream(instance).Load(new ReadOnlySpan<byte>(buffer, size));
            return AmpResult.Ok;
        }
        catch (Exception problem)
        {
            return ResultOf(problem);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "amp_allocated_bytes")]
    public static long GetAllocatedBytes() => GC.GetAllocatedBytesForCurrentThread();

    [UnmanagedCallersOnly(EntryPoint = "amp_collections")]
    public static int GetCollections() => GC.CollectionCount(0);

    private static AmpStream Stream(nint instance) => GCHandle<AmpStream>.FromIntPtr(instance).Target;

    private static AmpResult ResultOf(Exception problem) => problem switch
    {
        StateFormatException => AmpResult.State,
        OutOfMemoryException => AmpResult.Memory,
        _ => AmpResult.Internal,
    };
}
