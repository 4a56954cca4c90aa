namespace RnnGen.Training;

/// <summary>One sequence and what is wanted of it.</summary>
/// <typeparam name="TInput">What the network takes.</typeparam>
/// <typeparam name="TTarget">What is wanted: <see cref="int"/> for labels, <see cref="float"/> for numbers.</typeparam>
/// <param name="Inputs">[step, input]</param>
/// <param name="Targets">
/// A label a row of outputs (<see cref="Loss.Ignored"/> for none), or as many numbers as outputs (NaN for none); where time is pooled there is one row.
/// </param>
public sealed record Example<TInput, TTarget>(TInput[] Inputs, TTarget[] Targets);
