using System.Runtime.CompilerServices;

namespace RnnGen.FirstCallProbe;

/// <summary>Methods that do nothing but be compiled when first called, which puts a mark among the runtime's events.</summary>
internal static class Mark
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void First()
    {
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Last()
    {
    }
}
