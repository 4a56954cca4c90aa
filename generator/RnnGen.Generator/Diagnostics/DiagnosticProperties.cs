namespace RnnGen.Generator.Diagnostics;

/// <summary>What a diagnostic tells a code fix besides its location: names of properties.</summary>
internal static class DiagnosticProperties
{
    /// <summary>The one size that an argument can have.</summary>
    public const string Size = nameof(Size);

    /// <summary>Set where an argument changes nothing and can go.</summary>
    public const string IsIdle = nameof(IsIdle);

    /// <summary>Set where [Network] is all that is missing.</summary>
    public const string NeedsNetwork = nameof(NeedsNetwork);
}
