namespace RnnGen.Memory;

/// <summary>
/// Which parameters some numbers were computed from, so that they are computed again only when those have changed. Whoever takes the writable span of the
/// parameters has changed them.
/// </summary>
internal readonly struct DerivedFrom
{
    private readonly AlignedBuffer? _parameters;
    private readonly int _version;

    /// <summary>From these parameters as they are now.</summary>
    /// <param name="parameters">The parameters.</param>
    public DerivedFrom(AlignedBuffer parameters)
    {
        _parameters = parameters;
        _version = parameters.Version;
    }

    /// <summary>Whether the parameters are still those.</summary>
    /// <param name="parameters">The parameters.</param>
    public bool IsCurrent(AlignedBuffer parameters) => ReferenceEquals(_parameters, parameters) && _version == parameters.Version;
}
