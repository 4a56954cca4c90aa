namespace RnnGen.Import;

/// <summary>What a reader of a format makes of a file.</summary>
/// <param name="Format">The format.</param>
/// <param name="Description">What the file holds.</param>
/// <param name="Tensors">Its tensors, under our names and in our order of gates.</param>
internal sealed record ImportedModel(ModelFormat Format, ModelDescription Description, ImportedTensors Tensors);
