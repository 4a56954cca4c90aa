using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Networks;
using RnnGen.Numerics;

namespace RnnGen.Training;

/// <summary>Applies an optimiser's rule to all parameters. A parameter has the same bits wherever it stands.</summary>
internal static class UpdateLoop
{
    /// <summary>Makes one step.</summary>
    /// <typeparam name="TRule">The rule.</typeparam>
    /// <param name="rule">With the numbers of this step.</param>
    /// <param name="parameters">Read and replaced.</param>
    /// <param name="gradients">As many.</param>
    /// <param name="ranges">The parts of all that are looked at.</param>
    /// <param name="first">The optimiser's first moment: as many, or empty.</param>
    /// <param name="second">The second: as many, or empty.</param>
    /// <param name="third">The third: as many, or empty.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRule>(
        TRule rule, Span<float> parameters, ReadOnlySpan<float> gradients, GradientRanges ranges, Span<float> first, Span<float> second, Span<float> third)
        where TRule : struct, IUpdateRule
    {
        foreach (GradientRange range in ranges)
        {
            Run(rule, range.Of(parameters), range.Of(gradients), Part(range, first), Part(range, second), Part(range, third));
        }
    }

    private static Span<float> Part(GradientRange range, Span<float> moment) => moment.IsEmpty ? moment : range.Of(moment);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TRule>(TRule rule, Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, Span<float> third)
        where TRule : struct, IUpdateRule
    {
        var step = new Step<TRule>
        {
            Rule = rule,
            Parameters = ref MemoryMarshal.GetReference(parameters),
            Gradients = ref MemoryMarshal.GetReference(gradients),
            First = ref MemoryMarshal.GetReference(first),
            Second = ref MemoryMarshal.GetReference(second),
            Third = ref MemoryMarshal.GetReference(third),
            HasFirst = !first.IsEmpty,
            HasSecond = !second.IsEmpty,
            HasThird = !third.IsEmpty,
        };
        VectorWidth.RunForEach(step, parameters.Length);
    }

    private ref struct Step<TRule> : IElementAction
        where TRule : struct, IUpdateRule
    {
        public TRule Rule;
        public ref float Parameters;
        public ref float Gradients;
        public ref float First;
        public ref float Second;
        public ref float Third;
        public bool HasFirst;
        public bool HasSecond;
        public bool HasThird;

        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public readonly void RunAt<V>(nint index)
            where V : struct, IVector<V>
        {
            V parameter = V.Load(ref Parameters, index);
            V first = HasFirst ? V.Load(ref First, index) : default;
            V second = HasSecond ? V.Load(ref Second, index) : default;
            V third = HasThird ? V.Load(ref Third, index) : default;
            Rule.Apply(ref parameter, V.Load(ref Gradients, index), ref first, ref second, ref third);
            V.Store(parameter, ref Parameters, index);
            if (HasFirst)
            {
                V.Store(first, ref First, index);
            }

            if (HasSecond)
            {
                V.Store(second, ref Second, index);
            }

            if (HasThird)
            {
                V.Store(third, ref Third, index);
            }
        }
    }
}
