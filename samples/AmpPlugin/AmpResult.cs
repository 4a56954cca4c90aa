namespace AmpPlugin;

/// <summary>What the functions return: the enumeration of <c>amp.h</c>.</summary>
internal enum AmpResult
{
    /// <summary>All well.</summary>
    Ok = 0,

    /// <summary>All well, but at this sample rate the amplifier is not stable.</summary>
    Unstable = 1,

    /// <summary>A pointer is null, or a count is negative.</summary>
    Null = -1,

    /// <summary>The sample rate is out of range.</summary>
    Rate = -2,

    /// <summary>A sample is not a finite number.</summary>
    NotFinite = -3,

    /// <summary>The bytes are no state of this instance, or there is no room for one.</summary>
    State = -4,

    /// <summary>No memory is left.</summary>
    Memory = -5,

    /// <summary>A fault of the library.</summary>
    Internal = -6,
}
