namespace RnnGen.Conformance.Tests;

/// <summary>One layer's parameters in one direction, or their gradients, as PyTorch lays them out.</summary>
/// <typeparam name="T"><see cref="float"/> as PyTorch stored them, <see cref="double"/> as the reference computes them.</typeparam>
/// <param name="WeightIh">[gate x hidden, input]</param>
/// <param name="WeightHh">[gate x hidden, hidden]</param>
/// <param name="BiasIh">[gate x hidden], or null in a module without biases.</param>
/// <param name="BiasHh">[gate x hidden], or null in a module without biases.</param>
internal sealed record TorchParameters<T>(T[] WeightIh, T[] WeightHh, T[]? BiasIh, T[]? BiasHh);
