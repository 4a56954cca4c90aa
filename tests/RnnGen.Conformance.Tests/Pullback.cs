namespace RnnGen.Conformance.Tests;

/// <summary>The backward pass of one run: from the gradients of what came out to those of what went in.</summary>
/// <param name="outputGradients">Of the outputs, [step, hidden].</param>
/// <param name="inputGradients">[step, input]: those of the inputs are added.</param>
/// <param name="stateGradients">Of the final h (and c), [hidden] each: on return those of the initial ones.</param>
internal delegate void Pullback(double[] outputGradients, double[] inputGradients, double[][] stateGradients);
