namespace RnnGen.FirstCallProbe;

/// <summary>How a method was compiled, in the numbers of the runtime's events.</summary>
internal enum JitTier
{
    Unknown,
    MinOptJitted,

    /// <summary>Fully optimised and final: what AggressiveOptimization asks for.</summary>
    Optimized,

    /// <summary>Tier 0: hardly optimised, to be replaced when it has run often.</summary>
    QuickJitted,
    OptimizedTier1,
    OptimizedTier1Osr,
    InstrumentedTier,
    InstrumentedTierOptimized,
}
