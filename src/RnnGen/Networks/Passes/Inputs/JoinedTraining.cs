using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Cells;
using RnnGen.Memory;

namespace RnnGen.Networks;

/// <summary>What <see cref="NetworkTraining{TNetwork}"/> is, of a network of several inputs.</summary>
/// <typeparam name="TNetwork">The network.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JoinedTraining<TNetwork>
    where TNetwork : struct, INetworkTraining
{
    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>Many steps of many streams, that leaves on the tape what <c>Backward</c> needs.</summary>
    /// <typeparam name="TInputs">The inputs.</typeparam>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="inputs">A place a step of each stream.</param>
    /// <param name="outputs">[steps, streams, OutputSize], or [streams, steps, OutputSize]; or [streams, OutputSize] where a sequence has one.</param>
    /// <param name="states">[streams], read and replaced.</param>
    /// <param name="tape">What was on it is lost.</param>
    /// <param name="lengths">The steps of every stream, or empty.</param>
    /// <param name="layout">How inputs and outputs lie in memory.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <exception cref="ArgumentException">A buffer or the tape has not the size it needs, or buffers overlap.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length or token is out of range, or offsets are not ascending.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="tape"/> is in use.</exception>
    [MethodImpl(Kernel)]
    public static void Forward<TInputs, TState>(
        scoped TInputs inputs, Span<float> outputs, Span<TState> states, NetworkTape tape, ReadOnlySpan<int> lengths, SequenceLayout layout,
        NetworkParameters parameters)
        where TInputs : struct, INetworkInputs, allows ref struct
        where TState : struct
    {
        ArgumentNullException.ThrowIfNull(tape);
        using ExclusiveUse.Scope use = tape.Use.Begin(nameof(tape));
        SequenceBatch batch = tape.Batch;
        tape.HasFailed = true;
        tape.HasScoreGradients = false;
        JoinedRun<TNetwork>.Arrange(inputs, outputs, states, batch, lengths, layout, isOneStep: false, nameof(tape), tape.Steps);
        batch.MoveNext();
        tape.Dropping.Record();
        NetworkPass pass = NetworkTraining<TNetwork>.Begin(states, tape, parameters);
        Span<int> places = tape.Places.AsSpan(0, batch.Rows);
        batch.CopyPlaces(places);
        Span<float> rows = tape.InputRows.Span[..(batch.Rows * TNetwork.JoinedSize)];
        scoped var kept = new KeptInputs<TInputs>
        {
            Inputs = inputs,
            Places = places,
            Tape = tape,
            NestedNetworks = parameters.Nested,
            Rows = rows,
            Width = TNetwork.JoinedSize,
        };
        TNetwork.EachTrainedInput(ref kept);
        JoinedRun<TNetwork>.Join(new KeptRows<TInputs>(inputs, places, tape.Kept), [], 0, batch.Rows, parameters, tape, rows);
        Drop(tape, rows);
        pass.X = rows;
        NetworkTraining<TNetwork>.Finish(ref pass, outputs, states);
    }

    /// <summary>Backpropagation through time over the whole tape.</summary>
    /// <typeparam name="TGradients">Where the gradients of inputs go that are floats.</typeparam>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="outputGradients">Of the outputs, in their layout.</param>
    /// <param name="tape">What <c>Forward</c> left.</param>
    /// <param name="gradients">Of the parameters: added to.</param>
    /// <param name="inputGradients">Of the inputs that are floats, in their layout: added to.</param>
    /// <param name="stateGradients">[streams], of the final states on entry, of the initial ones on return; or empty.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <exception cref="ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> or <paramref name="gradients"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The last <c>Forward</c> threw, or <paramref name="tape"/> is in use.</exception>
    [MethodImpl(Kernel)]
    public static void Backward<TGradients, TState>(
        ReadOnlySpan<float> outputGradients, NetworkTape tape, NetworkGradients gradients, scoped TGradients inputGradients, Span<TState> stateGradients,
        NetworkParameters parameters)
        where TGradients : struct, IInputGradients, allows ref struct
        where TState : struct
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(gradients);
        using ExclusiveUse.Scope use = tape.Use.Begin(nameof(tape));
        SequenceBatch batch = tape.Batch;
        CellArguments.CheckForward(tape.HasFailed);
        NetworkArguments.CheckGradients(
            batch, outputGradients, TNetwork.OutputSize, TNetwork.HasOutputPerStep, gradients.Values, default, inputSize: 0, stateGradients);
        bool areWanted = AreWanted(inputGradients, outputGradients, tape, gradients, stateGradients);
        Span<float> dRows = NetworkTraining<TNetwork>.GoBack(
            NetworkTraining<TNetwork>.Take(outputGradients, tape), tape, gradients, areWanted, stateGradients, parameters);
        Return(dRows, areWanted, inputGradients, tape, gradients, stateGradients, parameters);
    }

    /// <summary>The same from the gradients of the scores that a network's own <c>Loss</c> has left on the tape.</summary>
    /// <typeparam name="TGradients">Where the gradients of inputs go that are floats.</typeparam>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="tape">What <c>Forward</c> and <c>Loss</c> left.</param>
    /// <param name="gradients">Of the parameters: added to.</param>
    /// <param name="inputGradients">Of the inputs that are floats, in their layout: added to.</param>
    /// <param name="stateGradients">[streams], of the final states on entry, of the initial ones on return; or empty.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <exception cref="ArgumentException">A buffer has not the size it needs, or buffers overlap.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="tape"/> or <paramref name="gradients"/> is null.</exception>
    /// <exception cref="InvalidOperationException"><c>Loss</c> was not the last call with the tape, or <paramref name="tape"/> is in use.</exception>
    [MethodImpl(Kernel)]
    public static void BackwardOfLoss<TGradients, TState>(
        NetworkTape tape, NetworkGradients gradients, scoped TGradients inputGradients, Span<TState> stateGradients, NetworkParameters parameters)
        where TGradients : struct, IInputGradients, allows ref struct
        where TState : struct
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(gradients);
        using ExclusiveUse.Scope use = tape.Use.Begin(nameof(tape));
        NetworkTraining<TNetwork>.CheckLoss(tape);
        NetworkArguments.CheckOtherGradients(tape.Batch, [], gradients.Values, default, inputSize: 0, stateGradients);
        bool areWanted = AreWanted(inputGradients, [], tape, gradients, stateGradients);
        Span<float> dRows = NetworkTraining<TNetwork>.GoBack(
            NetworkTraining<TNetwork>.Left(tape), tape, gradients, areWanted, stateGradients, parameters);
        Return(dRows, areWanted, inputGradients, tape, gradients, stateGradients, parameters);
    }

    /// <summary>Checks the gradients of inputs, and says whether those of the joined rows are needed.</summary>
    private static bool AreWanted<TGradients, TState>(
        scoped TGradients inputGradients, ReadOnlySpan<float> outputGradients, NetworkTape tape, NetworkGradients gradients, Span<TState> stateGradients)
        where TGradients : struct, IInputGradients, allows ref struct
        where TState : struct
    {
        SequenceBatch batch = tape.Batch;
        scoped var sizes = new GradientSizes((long)batch.PaddedSteps * batch.Streams, outputGradients, gradients.Values, MemoryMarshal.AsBytes(stateGradients));
        inputGradients.Measure(ref sizes);
        return TNetwork.HasTables || sizes.AreWanted;
    }

    private static void Return<TGradients, TState>(
        Span<float> dRows, bool areWanted, scoped TGradients inputGradients, NetworkTape tape, NetworkGradients gradients, Span<TState> stateGradients,
        NetworkParameters parameters)
        where TGradients : struct, IInputGradients, allows ref struct
        where TState : struct
    {
        if (areWanted)
        {
            Drop(tape, dRows);
            scoped var backward = new InputBackward<TGradients>
            {
                InputGradients = inputGradients,
                Tape = tape,
                Gradients = gradients,
                NestedNetworks = parameters.Nested,
                DRows = dRows,
                Width = TNetwork.JoinedSize,
            };
            TNetwork.EachTrainedInput(ref backward);
        }

        tape.StateGradients.Return(tape.Batch, stateGradients);
    }

    /// <summary>Drops some of what the inputs give, or of its gradients.</summary>
    private static void Drop(NetworkTape tape, Span<float> rows)
    {
        scoped var dropped = new DroppedInputs { Tape = tape, Rows = rows, Width = TNetwork.JoinedSize };
        TNetwork.EachTrainedInput(ref dropped);
    }
}
