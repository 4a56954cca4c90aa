using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using RnnGen.Cells;
using RnnGen.Memory;

namespace RnnGen.Networks;

/// <summary>The two passes that train a network, checked, the same for every one. Compiled for every network's sizes.</summary>
/// <typeparam name="TNetwork">The network.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NetworkTraining<TNetwork>
    where TNetwork : struct, INetworkTraining
{
    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>Many steps of many streams, that leaves on the tape what <c>Backward</c> needs.</summary>
    /// <typeparam name="TInput">Floats, or token ids.</typeparam>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="inputs">[steps, streams, InputSize], or [streams, steps, InputSize]</param>
    /// <param name="outputs">The same of OutputSize, or [streams, OutputSize] where a sequence has one; may be exactly the inputs of a causal network.</param>
    /// <param name="states">[streams], read and replaced.</param>
    /// <param name="tape">What was on it is lost.</param>
    /// <param name="lengths">The steps of every stream, or empty.</param>
    /// <param name="layout">How inputs and outputs lie in memory.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <exception cref="ArgumentException">A buffer or the tape has not the size it needs, or buffers overlap.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length or token is out of range.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="tape"/> is in use.</exception>
    [MethodImpl(Kernel)]
    public static void Forward<TInput, TState>(
        ReadOnlySpan<TInput> inputs, Span<float> outputs, Span<TState> states, NetworkTape tape, ReadOnlySpan<int> lengths, SequenceLayout layout,
        NetworkParameters parameters)
        where TInput : struct
        where TState : struct
    {
        ArgumentNullException.ThrowIfNull(tape);
        using ExclusiveUse.Scope use = tape.Use.Begin(nameof(tape));
        SequenceBatch batch = tape.Batch;
        tape.HasFailed = true;
        tape.HasScoreGradients = false;
        batch.Arrange(
            inputs.Length, TNetwork.InputSize, outputs.Length, TNetwork.OutputSize, TNetwork.HasOutputPerStep, states.Length, lengths, layout, nameof(tape),
            tape.Steps);
        NetworkRun<TNetwork>.CheckInputs(inputs, outputs, states, batch);
        batch.MoveNext();
        tape.Dropping.Record();
        NetworkPass pass = Begin(states, tape, parameters);
        if (TNetwork.VocabularySize > 0)
        {
            Span<int> tokens = tape.Tokens.AsSpan(0, batch.Rows);
            batch.Copy(NetworkRun<TNetwork>.TokensOf(inputs), TNetwork.InputSize, tokens);
            tape.Words.Drop(0, tape.Dropping, batch, tokens);
            pass.Tokens = tokens;
        }
        else
        {
            Span<float> x = tape.InputRows.Span[..(batch.Rows * TNetwork.InputSize)];
            batch.Copy(NetworkRun<TNetwork>.FloatsOf(inputs), TNetwork.InputSize, x);
            pass.X = x;
        }

        Finish(ref pass, outputs, states);
    }

    /// <summary>Sequences of tokens, each from a state of zeros that nobody wants back.</summary>
    /// <param name="tokens">[streams, steps], which were checked.</param>
    /// <param name="outputs">[streams, OutputSize]</param>
    /// <param name="tape">Of at least as many streams and steps.</param>
    /// <param name="lengths">The steps of every stream.</param>
    /// <param name="parameters">The network's parameters.</param>
    [MethodImpl(Kernel)]
    internal static void ForwardFresh(ReadOnlySpan<int> tokens, Span<float> outputs, NetworkTape tape, ReadOnlySpan<int> lengths, NetworkParameters parameters)
    {
        SequenceBatch batch = tape.Batch;
        batch.Arrange(
            tokens.Length, TNetwork.InputSize, outputs.Length, TNetwork.OutputSize, TNetwork.HasOutputPerStep, lengths.Length, lengths, SequenceLayout.BatchFirst,
            nameof(tape), tape.Steps);
        batch.MoveNext();
        tape.States.Clear();
        NetworkPass pass = Begin<float>([], tape, parameters);
        Span<int> packed = tape.Tokens.AsSpan(0, batch.Rows);
        batch.Copy(tokens, TNetwork.InputSize, packed);
        pass.Tokens = packed;
        Finish<float>(ref pass, outputs, []);
    }

    /// <summary>Takes over what a forward pass starts from, behind all checks.</summary>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="states">[streams]</param>
    /// <param name="tape">Its batch is arranged, and has gone on to its only piece.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <returns>The pass, which lacks its inputs.</returns>
    internal static NetworkPass Begin<TState>(Span<TState> states, NetworkTape tape, NetworkParameters parameters)
        where TState : struct
    {
        tape.States.Take(tape.Batch, states);
        return new NetworkPass { Memory = tape, Tape = tape, Parameters = parameters, Rows = tape.Batch.Rows };
    }

    /// <summary>A forward pass through all layers.</summary>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="pass">With its inputs.</param>
    /// <param name="outputs">Written.</param>
    /// <param name="states">[streams], written.</param>
    internal static void Finish<TState>(ref NetworkPass pass, Span<float> outputs, Span<TState> states)
        where TState : struct
    {
        NetworkTape tape = pass.Tape!;
        SequenceBatch batch = tape.Batch;
        TNetwork.EachTrainedStep<ForwardPass>(ref pass);
        if (TNetwork.HasOutputPerStep)
        {
            batch.Scatter(pass.X, TNetwork.OutputSize, outputs);
            batch.ClearPadding(outputs, TNetwork.OutputSize);
        }
        else
        {
            pass.Rows = batch.Streams;
            TNetwork.EachSequence<ForwardPass>(ref pass);
            batch.ScatterStreams(pass.X, TNetwork.OutputSize, outputs);
        }

        tape.States.Return(batch, states);
        tape.HasFailed = false;
    }

    /// <summary>Backpropagation through time over the whole tape.</summary>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="outputGradients">Of the outputs, in their layout.</param>
    /// <param name="tape">What <c>Forward</c> left.</param>
    /// <param name="gradients">Of the parameters: added to.</param>
    /// <param name="inputGradients">Of the inputs, in their layout, added to; or empty.</param>
    /// <param name="stateGradients">[streams], of the final states on entry, of the initial ones on return; or empty.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <exception cref="ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> or <paramref name="gradients"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The last <c>Forward</c> threw, or <paramref name="tape"/> is in use.</exception>
    [MethodImpl(Kernel)]
    public static void Backward<TState>(
        ReadOnlySpan<float> outputGradients, NetworkTape tape, NetworkGradients gradients, Span<float> inputGradients, Span<TState> stateGradients,
        NetworkParameters parameters)
        where TState : struct
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(gradients);
        using ExclusiveUse.Scope use = tape.Use.Begin(nameof(tape));
        SequenceBatch batch = tape.Batch;
        CellArguments.CheckForward(tape.HasFailed);
        NetworkArguments.CheckGradients(
            batch, outputGradients, TNetwork.OutputSize, TNetwork.HasOutputPerStep, gradients.Values, inputGradients,
            TNetwork.VocabularySize > 0 ? 0 : TNetwork.InputSize, stateGradients);
        Span<float> dInputs = GoBack(Take(outputGradients, tape), tape, gradients, !inputGradients.IsEmpty, stateGradients, parameters);
        Return(dInputs, tape, inputGradients, stateGradients);
    }

    /// <summary>The same from the gradients of the scores that a network's own <c>Loss</c> has left on the tape.</summary>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="tape">What <c>Forward</c> and <c>Loss</c> left.</param>
    /// <param name="gradients">Of the parameters: added to.</param>
    /// <param name="inputGradients">Of the inputs, in their layout, added to; or empty.</param>
    /// <param name="stateGradients">[streams], of the final states on entry, of the initial ones on return; or empty.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <exception cref="ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> or <paramref name="gradients"/> is null.</exception>
    /// <exception cref="InvalidOperationException"><c>Loss</c> was not the last call with the tape, or <paramref name="tape"/> is in use.</exception>
    [MethodImpl(Kernel)]
    public static void BackwardOfLoss<TState>(
        NetworkTape tape, NetworkGradients gradients, Span<float> inputGradients, Span<TState> stateGradients, NetworkParameters parameters)
        where TState : struct
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(gradients);
        using ExclusiveUse.Scope use = tape.Use.Begin(nameof(tape));
        CheckLoss(tape);
        NetworkArguments.CheckOtherGradients(
            tape.Batch, [], gradients.Values, inputGradients, TNetwork.VocabularySize > 0 ? 0 : TNetwork.InputSize, stateGradients);
        Span<float> dInputs = GoBack(Left(tape), tape, gradients, !inputGradients.IsEmpty, stateGradients, parameters);
        Return(dInputs, tape, inputGradients, stateGradients);
    }

    /// <summary>Checks that a network's own loss was the last call with a tape.</summary>
    /// <param name="tape">The tape.</param>
    /// <exception cref="InvalidOperationException">It was not, or the last <c>Forward</c> threw.</exception>
    internal static void CheckLoss(NetworkTape tape)
    {
        CellArguments.CheckForward(tape.HasFailed);
        if (!tape.HasScoreGradients)
        {
            throw new InvalidOperationException("There are no gradients of scores on this tape: call Loss before each Backward without outputGradients.");
        }
    }

    /// <summary>The gradients of the scores that a network's own loss left on a tape.</summary>
    /// <param name="tape">The tape.</param>
    internal static Span<float> Left(NetworkTape tape) => tape.GradientRows.Span[..(tape.Batch.Rows * TNetwork.OutputSize)];

    /// <summary>Takes over the gradients of the outputs.</summary>
    /// <param name="outputGradients">In the layout of the outputs.</param>
    /// <param name="tape">The tape.</param>
    /// <returns>Rows in the order of the batch, on the tape.</returns>
    internal static Span<float> Take(ReadOnlySpan<float> outputGradients, NetworkTape tape)
    {
        SequenceBatch batch = tape.Batch;
        Span<float> dOutputs = tape.GradientRows.Span[..((TNetwork.HasOutputPerStep ? batch.Rows : batch.Streams) * TNetwork.OutputSize)];
        if (TNetwork.HasOutputPerStep)
        {
            batch.Copy(outputGradients, TNetwork.OutputSize, dOutputs);
        }
        else
        {
            batch.CopyStreams(outputGradients, TNetwork.OutputSize, dOutputs);
        }

        return dOutputs;
    }

    /// <summary>From the last layer to the first: the gradients of what it gave become those of what it took.</summary>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="dOutputs">Of the outputs, on the tape.</param>
    /// <param name="tape">What <c>Forward</c> left.</param>
    /// <param name="gradients">Of the parameters: added to.</param>
    /// <param name="wantsInputGradients">Whether those of the rows are wanted that the first layer took.</param>
    /// <param name="stateGradients">Of the final states, or empty.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <returns>The gradients of these rows; what they are where they are not wanted is open.</returns>
    internal static Span<float> GoBack<TState>(
        Span<float> dOutputs, NetworkTape tape, NetworkGradients gradients, bool wantsInputGradients, Span<TState> stateGradients, NetworkParameters parameters)
        where TState : struct
    {
        SequenceBatch batch = tape.Batch;
        tape.HasScoreGradients = false;
        tape.StateGradients.Clear();
        tape.StateGradients.Take(batch, stateGradients);
        var pass = new NetworkPass
        {
            Memory = tape,
            Tape = tape,
            Parameters = parameters,
            Gradients = gradients,
            Rows = batch.Rows,
            DOutputs = dOutputs,
            WantsInputGradients = wantsInputGradients,
        };
        TNetwork.Backward(ref pass);
        return pass.DOutputs;
    }

    private static void Return<TState>(ReadOnlySpan<float> dInputs, NetworkTape tape, Span<float> inputGradients, Span<TState> stateGradients)
        where TState : struct
    {
        if (!inputGradients.IsEmpty)
        {
            tape.Batch.AddTo(dInputs, TNetwork.InputSize, inputGradients);
        }

        tape.StateGradients.Return(tape.Batch, stateGradients);
    }
}
