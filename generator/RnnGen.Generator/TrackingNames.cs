namespace RnnGen.Generator;

/// <summary>Names of the pipeline's steps, so that tests can watch them.</summary>
internal static class TrackingNames
{
    /// <summary>Declarations, parsed to models.</summary>
    public const string Spec = nameof(Spec);

    /// <summary>Descriptions of model files, each by itself.</summary>
    public const string Description = nameof(Description);

    /// <summary>Models with what the model files give that they name.</summary>
    public const string Bound = nameof(Bound);

    /// <summary>Models, planned.</summary>
    public const string Plan = nameof(Plan);
}
