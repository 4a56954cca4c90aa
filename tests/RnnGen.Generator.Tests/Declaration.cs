namespace RnnGen.Generator.Tests;

/// <summary>A declaration to test, and the seed of its parameters and inputs.</summary>
public sealed record Declaration(int Input, int Hidden, Accuracy Accuracy, int Seed);
