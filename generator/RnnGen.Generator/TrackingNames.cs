namespace RnnGen.Generator;

/// <summary>Names of the pipeline's steps, so that tests can watch them.</summary>
internal static class TrackingNames
{
    /// <summary>Declarations, parsed to models.</summary>
    public const string Spec = nameof(Spec);

    /// <summary>Models, planned.</summary>
    public const string Plan = nameof(Plan);
}
