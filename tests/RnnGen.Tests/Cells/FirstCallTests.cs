using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Tests.Cells;

/// <summary>
/// A real-time thread may call a cell without having called it before: it meets no tier-0 code, and nothing is allocated for it.
/// </summary>
public sealed class FirstCallTests(ITestOutputHelper log)
{
    private const MethodImplAttributes NeverTierZero =
        MethodImplAttributes.AggressiveOptimization | MethodImplAttributes.AggressiveInlining;

    /// <summary>The tier that the runtime reports for AggressiveOptimization: fully optimised, and final.</summary>
    private const string Optimized = "Optimized";

    /// <summary>
    /// Processes to try. While methods are compiled there are now and then 6192 bytes allocated on the calling thread (seen in one of about
    /// six processes, at different calls of the same cell); what a call itself allocates it allocates in every process.
    /// </summary>
    private const int Processes = 6;

    /// <summary>The probe as first run, for both tests.</summary>
    private static readonly Lazy<FirstCallRun> FirstRun = new(FirstCallRun.Start);

    [Fact]
    public void Everything_compiled_for_a_first_call_is_fully_optimised()
    {
        IReadOnlyList<(string Tier, string Method)> compiled = FirstRun.Value.Compiled;
        foreach ((string tier, string method) in compiled)
        {
            log.WriteLine($"{tier} {method}");
        }

        // It watched the calls: of every cell both steps and both runs.
        foreach (IGrouping<string, string> calls in FirstRun.Value.AllocatedBytes.Keys.GroupBy(key => key.Split('.')[0]))
        {
            Assert.Equal(2, compiled.Count(entry => entry.Method.EndsWith($"+{calls.Key}::Step", StringComparison.Ordinal)));
            Assert.Equal(2, compiled.Count(entry => entry.Method.EndsWith($"+{calls.Key}::Run", StringComparison.Ordinal)));
        }

        // Of the base class library's own methods (a few, on hardware without vectors) only those matter that emitted code chose to call.
        Assert.DoesNotContain(compiled, entry => entry.Tier != Optimized && entry.Method.StartsWith("RnnGen.", StringComparison.Ordinal));
    }

    [Fact]
    public void First_calls_allocate_nothing()
    {
        Dictionary<string, long> least = new(FirstRun.Value.AllocatedBytes);
        for (int process = 1; process < Processes && least.Values.Any(bytes => bytes != 0); process++)
        {
            log.WriteLine(string.Join(", ", least.Where(call => call.Value != 0)));
            foreach ((string call, long bytes) in FirstCallRun.Start().AllocatedBytes)
            {
                least[call] = Math.Min(least[call], bytes);
            }
        }

        Assert.NotEmpty(least);
        Assert.All(least, call => Assert.Equal(0, call.Value));
    }

    /// <summary>Every method that runs in a call, of whatever vector width: the probe above sees only those of this machine's.</summary>
    [Theory]
    [InlineData(typeof(TestCells.Lstm1x8))]
    [InlineData(typeof(TestCells.Lstm3x19))]
    [InlineData(typeof(TestCells.Lstm1x40))]
    [InlineData(typeof(TestCells.Lstm100x256))]
    [InlineData(typeof(TestCells.Gru1x8))]
    [InlineData(typeof(TestCells.Gru3x19ResetBefore))]
    [InlineData(typeof(TestCells.Gru16x64))]
    [InlineData(typeof(TestCells.Gru9x48ComplementReset))]
    [InlineData(typeof(TestCells.Gru5x37DiagonalBefore))]
    [InlineData(typeof(TestCells.Rnn5x19Normalized))]
    [InlineData(typeof(TestCells.Rnn3x19))]
    [InlineData(typeof(TestCells.Rnn16x64Relu))]
    public void No_emitted_method_is_ever_compiled_at_tier_zero(Type cell)
    {
        string[] slow =
        [
            .. new[] { cell }.Concat(cell.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic))
                .SelectMany(type => type.GetMethods(
                    BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
                .Where(method => !IsForSetUp(method) && (method.GetMethodImplementationFlags() & NeverTierZero) == 0)
                .Select(method => $"{method.DeclaringType!.Name}.{method.Name}"),
        ];

        Assert.Empty(slow);
    }

    [Theory]
    [InlineData(typeof(RnnGen.Cells.CellArguments))]
    [InlineData(typeof(RnnGen.Numerics.PanelProduct))]
    [InlineData(typeof(RnnGen.Numerics.Activation))]
    [InlineData(typeof(RnnGen.Numerics.ActivationSlope))]
    [InlineData(typeof(RnnGen.Numerics.LayerNorm))]
    [InlineData(typeof(RnnGen.Cells.StridedRows))]
    public void No_library_method_under_them_is_ever_compiled_at_tier_zero(Type type)
    {
        string[] slow =
        [
            .. type.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                .Where(method => (method.GetMethodImplementationFlags() & NeverTierZero) == 0)
                .Where(method => !method.Name.StartsWith("Throw", StringComparison.Ordinal))
                .Select(method => method.Name),
        ];

        Assert.Empty(slow);
    }

    /// <summary>
    /// What nobody calls from a real-time thread: parameters, constants behind the interface, the construction of workspaces, tapes and gradients, states as bytes
    /// and their comparison.
    /// </summary>
    private static bool IsForSetUp(MethodInfo method) =>
        method.Name is "Initialize" or "Load" or "Save" or "get_Layout" or "get_Parameters" or "get_HasNonFiniteParameters"
        || method.Name is "Write" or "Read" or "Equals" or "GetHashCode" or "op_Equality" or "op_Inequality" or "get_Map"
        || method.Name.Contains("RnnGen.IState<", StringComparison.Ordinal)
        || method.Name.Contains("RnnGen.IRecurrentCell<", StringComparison.Ordinal)
        || method.Name.Contains("RnnGen.ITrainableCell<", StringComparison.Ordinal)
        || method.GetCustomAttribute<CompilerGeneratedAttribute>() is not null;
}
