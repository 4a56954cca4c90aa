namespace RnnGen.Generator.Model;

/// <summary>Where a dense layer gives outputs: the values of the library's <c>DenseSteps</c>.</summary>
internal enum DenseStepsKind
{
    PerStep,
    LastStep,
}
