using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.InteropServices;
using RnnGen.Cells;

namespace RnnGen.Training;

/// <summary>Checks all data before the first update: a message names the argument, the example, and what is wrong with it.</summary>
/// <typeparam name="TInput">What the network takes.</typeparam>
/// <typeparam name="TTarget">What is wanted.</typeparam>
/// <param name="network">The network.</param>
/// <param name="shape">Its shape.</param>
/// <param name="loss">The loss.</param>
/// <param name="shard">A shard of it: says what its own loss cannot take.</param>
internal sealed class DataChecks<TInput, TTarget>(
    ITrainable<TInput> network, NetworkShape shape, SequenceLoss<TTarget> loss, TrainingShard<TInput> shard)
    where TInput : struct
    where TTarget : unmanaged
{
    /// <summary>Checks examples.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="argument">Their name.</param>
    /// <returns>Their size.</returns>
    /// <exception cref="ArgumentException">One of them is not what it must be, or there are none.</exception>
    public DataSize CheckExamples(IReadOnlyList<Example<TInput, TTarget>> examples, string argument)
    {
        if (examples.Count == 0)
        {
            throw new ArgumentException($"'{argument}' has no examples.", argument);
        }

        int targetsOfRow = loss.TargetsOfRow(shape.OutputSize), longest = 0, longestIndex = 0;
        double weight = 0;
        for (int index = 0; index < examples.Count; index++)
        {
            // A nullable reference type is no promise at run time.
            Example<TInput, TTarget>? example = examples[index];
            if (example?.Inputs is not { } inputs || example.Targets is not { } targets)
            {
                string what = example is null ? "Example" : example.Inputs is null ? "The inputs of example" : "The targets of example";
                throw new ArgumentException($"{what} {index} {(example is null ? "is" : "are")} null.", argument);
            }

            (int steps, int rest) = Math.DivRem(inputs.Length, shape.InputSize);
            if (steps == 0 || rest != 0)
            {
                throw new ArgumentException(
                    $"The inputs of example {index} have size {inputs.Length}; they need {shape.InputSize} for each step, and at least one step.", argument);
            }

            long wanted = (long)targetsOfRow * shape.RowsOf(steps);
            if (targetsOfRow > 0 && targets.Length != wanted)
            {
                throw new ArgumentException($"The targets of example {index} have size {targets.Length}; they need {wanted}.", argument);
            }

            CheckValues(inputs, targets, argument, index);
            weight += loss.WeightOf(targets);
            if (steps > longest)
            {
                (longest, longestIndex) = (steps, index);
            }
        }

        return new DataSize(examples.Count, longest, $"example {longestIndex} of '{argument}'", weight);
    }

    /// <summary>Checks one long sequence that is cut into streams.</summary>
    /// <param name="inputs">[step, input]</param>
    /// <param name="targets">Of every step.</param>
    /// <param name="streams">Streams.</param>
    /// <exception cref="ArgumentException">The sequence is not what it must be.</exception>
    /// <exception cref="InvalidOperationException">The network has no outputs at every step, or the loss needs whole sequences.</exception>
    public void CheckStream(TInput[] inputs, TTarget[] targets, int streams)
    {
        (int steps, int rest) = Math.DivRem(inputs.Length, shape.InputSize);
        if (rest != 0)
        {
            throw new ArgumentException($"'{nameof(inputs)}' has size {inputs.Length}; it needs {shape.InputSize} for each step.", nameof(inputs));
        }

        if (steps < streams)
        {
            throw new ArgumentException($"'{nameof(inputs)}' has {steps} steps; it needs one for each of {streams} streams.", nameof(inputs));
        }

        if (!shape.HasOutputPerStep)
        {
            throw new InvalidOperationException("This network has one row of outputs for a whole sequence; a stream needs outputs at every step.");
        }

        if (loss.IsOfNetwork)
        {
            throw new InvalidOperationException("A conditional random field needs whole sequences, with their beginning and end, and a stream is cut into windows: use Fit.");
        }

        if ((long)streams * shape.StateByteCount > Array.MaxLength)
        {
            throw TrainerOptions.OutOfRange(nameof(TrainerOptions.BatchSize), streams, "makes streams whose states are more than fits.");
        }

        int targetsOfRow = loss.TargetsOfRow(shape.OutputSize);
        long wanted = (long)steps * (targetsOfRow > 0 ? targetsOfRow : targets.Length / steps);
        if (targets.Length != wanted)
        {
            throw new ArgumentException($"'{nameof(targets)}' has size {targets.Length}; it needs {wanted}.", nameof(targets));
        }

        CheckValues(inputs, targets, null, 0);
    }

    // The sizes are right. Of examples it is their argument that is named, of a stream its two.
    private void CheckValues(TInput[] inputs, TTarget[] targets, string? examples, int index)
    {
        string of = examples is null ? "" : $" of example {index}";
        if (typeof(TInput) == typeof(float))
        {
            ReadOnlySpan<float> values = MemoryMarshal.Cast<TInput, float>(inputs);
            int place = ParameterChecks.IndexOfNonFinite(values);
            if (place >= 0)
            {
                (int step, int feature) = Math.DivRem(place, shape.InputSize);
                throw new ArgumentOutOfRangeException(
                    examples ?? nameof(inputs), values[place],
                    string.Create(CultureInfo.InvariantCulture, $"The inputs{of} have {values[place]} at step {step}, feature {feature}; they must be finite."));
            }
        }
        else if (typeof(TInput) == typeof(int) && shape.VocabularySize > 0)
        {
            ReadOnlySpan<int> tokens = MemoryMarshal.Cast<TInput, int>(inputs);
            for (int step = 0; step < tokens.Length; step++)
            {
                if ((uint)tokens[step] >= (uint)shape.VocabularySize)
                {
                    throw new ArgumentOutOfRangeException(
                        examples ?? nameof(inputs), tokens[step],
                        $"The inputs{of} have token {tokens[step]} at step {step}; it must be from 0 to {shape.VocabularySize - 1}: the vocabulary has {shape.VocabularySize} tokens.");
                }
            }
        }
        else if (network.FindFault(inputs) is { } inputFault)
        {
            throw new ArgumentOutOfRangeException(examples ?? nameof(inputs), $"The inputs{of} {inputFault}.");
        }

        string? fault = loss.FindFault(targets, shape.OutputSize) ?? (loss.IsOfNetwork ? shard.FindFault(MemoryMarshal.Cast<TTarget, int>(targets)) : null);
        if (fault is not null)
        {
            throw new ArgumentOutOfRangeException(examples ?? nameof(targets), $"The targets{of} {fault}.");
        }
    }
}
