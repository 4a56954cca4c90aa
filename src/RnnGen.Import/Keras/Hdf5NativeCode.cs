using System;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace RnnGen.Import.Keras;

/// <summary>
/// PureHDF 2.2.0 makes the two methods that copy a dataset's bytes by reflection, at run time. NativeAOT has code only for what a program names, so here they are named: without
/// that, reading a dataset throws there. With a JIT this does nothing.
/// </summary>
internal static class Hdf5NativeCode
{
    /// <summary>Names the methods.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The type is named by a constant.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The methods and their type arguments are constants, which is what makes the compiler generate them.")]
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "The methods' type parameters have no requirements.")]
    public static void Keep()
    {
        typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.IsReferenceOrContainsReferences))?.MakeGenericMethod(typeof(byte));
        Type.GetType("PureHDF.VOL.Native.DatatypeMessage, PureHDF")
            ?.GetMethod("GetDecodeInfoForUnmanagedMemory", BindingFlags.NonPublic | BindingFlags.Static)?.MakeGenericMethod(typeof(byte));
    }
}
