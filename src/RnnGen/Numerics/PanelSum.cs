namespace RnnGen.Numerics;

/// <summary>How a product over panels starts, splits and ends its sums: four kinds, each a type so that the JIT compiles each apart.</summary>
internal interface IPanelSum
{
    /// <summary>Whether a sum starts at the bias (the row before the panel's first); else it starts at zero.</summary>
    static abstract bool FromBias { get; }

    /// <summary>Whether a sum replaces the destination; else it is added to it.</summary>
    static abstract bool Replaces { get; }

    /// <summary>Whether even and odd terms are summed apart, and those two sums added at the end.</summary>
    static abstract bool Split { get; }
}

/// <summary>destination = bias + x W, the terms ascending: the input sum.</summary>
internal readonly struct InputSum : IPanelSum
{
    public static bool FromBias => true;

    public static bool Replaces => true;

    public static bool Split => false;
}

/// <summary>destination = h W, the terms ascending: a projection.</summary>
internal readonly struct PlainSum : IPanelSum
{
    public static bool FromBias => false;

    public static bool Replaces => true;

    public static bool Split => false;
}

/// <summary>destination += h W, the terms ascending: the recurrent sum.</summary>
internal readonly struct RecurrentSum : IPanelSum
{
    public static bool FromBias => false;

    public static bool Replaces => false;

    public static bool Split => false;
}

/// <summary>destination += (even terms of h W) + (odd terms of h W): the recurrent sum of eight units, too few to hide the latency of one sum.</summary>
internal readonly struct SplitRecurrentSum : IPanelSum
{
    public static bool FromBias => false;

    public static bool Replaces => false;

    public static bool Split => true;
}
