using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Consumer;

// Prints how it runs, then the bits of what the cells give.
Console.WriteLine(
    $"# Jit={RuntimeFeature.IsDynamicCodeCompiled} Vector512={Vector512.IsHardwareAccelerated} Vector256={Vector256.IsHardwareAccelerated} Fma={Fma.IsSupported}");
Print(CellRun.Lines<Tiny, Tiny.State, Tiny.Workspace>("Tiny"));
Print(CellRun.Lines<Odd.Cell, Odd.Cell.State, Odd.Cell.Workspace>("Odd"));
Print(CellRun.Lines<Middling, Middling.State, Middling.Workspace>("Middling"));
Print(CellRun.Lines<Large, Large.State, Large.Workspace>("Large"));
Print(NetworkRun.Lines());

static void Print(IEnumerable<string> lines)
{
    foreach (string line in lines)
    {
        Console.WriteLine(line);
    }
}
