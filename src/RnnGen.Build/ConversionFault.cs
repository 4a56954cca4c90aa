namespace RnnGen.Build;

/// <summary>Why a model could not be converted.</summary>
/// <param name="File">The model file.</param>
/// <param name="Code">The error's code.</param>
/// <param name="Text">What is wrong, in one line.</param>
internal sealed record ConversionFault(string File, string Code, string Text);
