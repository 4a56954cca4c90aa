using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using RnnGen.AccuracyWalk;
using RnnGen.Numerics;
using Shared;

// Walks every float (2^32) through the nine rounded functions of RnnGen.Numerics.Activation at every width and holds what it finds against
// RnnGen.Numerics.ActivationError. Takes some minutes; --quick walks the unit tests' sample in a second.
const int Threads = 2;
const ulong AllFloats = 1ul << 32;

if (args is not ([] or ["--quick"]))
{
    Console.Error.WriteLine("usage: RnnGen.Accuracy [--quick]");
    return ExitCode.BadArguments;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var stopwatch = Stopwatch.StartNew();
List<AllActivations> walks = args.Length > 0 ? [WalkSample()] : WalkAll();

bool failed = false;
foreach (var results in walks.SelectMany(walk => walk.Results).GroupBy(result => result.Name))
{
    var findings = new Findings();
    foreach (var result in results)
    {
        findings.Merge(result.Findings);
    }

    var claim = results.First();
    bool broken = findings.Violations > 0 || findings.AbsoluteError > claim.AbsoluteBound || findings.Ulps > claim.UlpsBound;
    failed |= broken;
    Console.Write($"{claim.Name,-15} {findings}; claimed absolute {claim.AbsoluteBound:E2}, ulp {claim.UlpsBound}");
    Console.WriteLine(broken ? "  BROKEN" : "");
}

Console.WriteLine(Claims.HasFusedMultiplyAdd
    ? "Fused multiply-add: yes"
    : $"Fused multiply-add: no; the claims above are {ActivationError.FactorWithoutFusedMultiplyAdd} times those for hardware with it");
Console.WriteLine($"{walks.Sum(walk => walk.Results.First().Findings.Values)} values in {stopwatch.Elapsed.TotalSeconds:F0} s");
return failed ? ExitCode.Failure : ExitCode.Success;

static AllActivations WalkSample()
{
    var walk = new AllActivations();
    walk.Stratified(AllActivations.BlockSize);
    return walk;
}

static List<AllActivations> WalkAll()
{
    // Exponents differ in cost, so the threads take small pieces as they come; maxima and counts do not depend on who took which.
    const ulong Piece = 1 << 20;
    long next = 0;
    List<AllActivations> walks = [.. Enumerable.Range(0, Threads).Select(_ => new AllActivations())];
    List<Thread> threads = [.. walks.Select(walk => new Thread(() =>
    {
        for (ulong piece; (piece = (ulong)(Interlocked.Increment(ref next) - 1) * Piece) < AllFloats;)
        {
            for (ulong first = piece; first < piece + Piece; first += AllActivations.BlockSize)
            {
                walk.Block((uint)first, 1);
            }
        }
    }))];
    threads.ForEach(thread => thread.Start());
    threads.ForEach(thread => thread.Join());
    return walks;
}
