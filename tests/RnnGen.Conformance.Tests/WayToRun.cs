namespace RnnGen.Conformance.Tests;

/// <summary>The entry points that compute a sequence of several streams.</summary>
public enum WayToRun
{
    /// <summary>Every step of every stream alone.</summary>
    Step,

    /// <summary>Every stream alone, all its steps at once.</summary>
    Run,

    /// <summary>Every step alone, all streams at once.</summary>
    StepStreams,

    /// <summary>All at once.</summary>
    RunStreams,
}
