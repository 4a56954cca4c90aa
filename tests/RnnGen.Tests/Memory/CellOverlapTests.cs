using System;
using Xunit;

namespace RnnGen.Tests.Memory;

/// <summary>Buffers of cells that share memory.</summary>
public sealed class CellOverlapTests
{
    private const int Steps = 5;
    private const int Streams = 3;

    [Fact]
    public void Lstm()
    {
        Check<InPlaceCells.SmallLstm, InPlaceCells.SmallLstm.State, InPlaceCells.SmallLstm.Workspace, InPlaceCells.SmallLstm.Tape, InPlaceCells.SmallLstm.Gradients>();
        Check<InPlaceCells.Lstm, InPlaceCells.Lstm.State, InPlaceCells.Lstm.Workspace, InPlaceCells.Lstm.Tape, InPlaceCells.Lstm.Gradients>();
        Check<InPlaceCells.WideLstm, InPlaceCells.WideLstm.State, InPlaceCells.WideLstm.Workspace, InPlaceCells.WideLstm.Tape, InPlaceCells.WideLstm.Gradients>();
        Check<InPlaceCells.ProjectedLstm, InPlaceCells.ProjectedLstm.State, InPlaceCells.ProjectedLstm.Workspace, InPlaceCells.ProjectedLstm.Tape, InPlaceCells.ProjectedLstm.Gradients>();
        Check<InPlaceCells.NormalizedLstm, InPlaceCells.NormalizedLstm.State, InPlaceCells.NormalizedLstm.Workspace, InPlaceCells.NormalizedLstm.Tape, InPlaceCells.NormalizedLstm.Gradients>();
        Check<InPlaceCells.OtherSizes, InPlaceCells.OtherSizes.State, InPlaceCells.OtherSizes.Workspace, InPlaceCells.OtherSizes.Tape, InPlaceCells.OtherSizes.Gradients>();
    }

    [Fact]
    public void Gru()
    {
        Check<InPlaceCells.Gru, InPlaceCells.Gru.State, InPlaceCells.Gru.Workspace, InPlaceCells.Gru.Tape, InPlaceCells.Gru.Gradients>();
        Check<InPlaceCells.WideGru, InPlaceCells.WideGru.State, InPlaceCells.WideGru.Workspace, InPlaceCells.WideGru.Tape, InPlaceCells.WideGru.Gradients>();
        Check<InPlaceCells.SmallGru, InPlaceCells.SmallGru.State, InPlaceCells.SmallGru.Workspace, InPlaceCells.SmallGru.Tape, InPlaceCells.SmallGru.Gradients>();
    }

    [Fact]
    public void Elman()
    {
        Check<InPlaceCells.Elman, InPlaceCells.Elman.State, InPlaceCells.Elman.Workspace, InPlaceCells.Elman.Tape, InPlaceCells.Elman.Gradients>();
        Check<InPlaceCells.WideElman, InPlaceCells.WideElman.State, InPlaceCells.WideElman.Workspace, InPlaceCells.WideElman.Tape, InPlaceCells.WideElman.Gradients>();
    }

    /// <summary>The gradients of the parameters are written, too.</summary>
    [Fact]
    public void Gradients_of_the_parameters_are_a_buffer_of_the_call()
    {
        var cell = new InPlaceCells.SmallLstm();
        var tape = new InPlaceCells.SmallLstm.Tape(2);
        var gradients = new InPlaceCells.SmallLstm.Gradients();
        float[] buffer = new float[2 * 4];
        cell.Forward(buffer, buffer, new InPlaceCells.SmallLstm.State[1], tape);
        AssertNamed("outputGradients", () => cell.Backward(gradients.Values[..8], tape, gradients));
        AssertNamed("inputGradients", () => cell.Backward(buffer, tape, gradients, gradients.Values[^8..]));
        AssertNamed("stateGradients", () => cell.Backward(
            buffer, tape, gradients, default, System.Runtime.InteropServices.MemoryMarshal.Cast<float, InPlaceCells.SmallLstm.State>(gradients.Values)[..1]));

        static void AssertNamed(string argument, Action call) => Assert.Equal(argument, Assert.Throws<ArgumentException>(call).ParamName);
    }

    private static void Check<TCell, TState, TWorkspace, TTape, TGradients>()
        where TCell : class, ITrainableCell<TCell, TState, TWorkspace, TTape, TGradients>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class
        where TTape : class
        where TGradients : class, ICellGradients
    {
        var cell = new TCell();
        cell.Initialize(1);
        TWorkspace workspace = TCell.CreateWorkspace(Streams);
        TTape tape = TCell.CreateTape(Steps, Streams);
        TGradients gradients = TCell.CreateGradients();
        int input = TCell.InputSize, output = TCell.OutputSize;
        OverlapCheck<TState>.Run("Step", input, 0, 1, mayBeInPlace: true, (inputs, _, states) => cell.Step(inputs, ref states[0]), mayReadStates: true);
        OverlapCheck<TState>.Run("Step of streams", Streams * input, 0, Streams, mayBeInPlace: true, (inputs, _, states) => cell.Step(inputs, states));
        OverlapCheck<TState>.Run(
            "Run", 30 * input, 30 * output, 1, mayBeInPlace: true, (inputs, outputs, states) => cell.Run(inputs, outputs, ref states[0]));
        OverlapCheck<TState>.Run(
            "Run of streams", Steps * Streams * input, Steps * Streams * output, Streams, mayBeInPlace: true,
            (inputs, outputs, states) => cell.Run(inputs, outputs, states, workspace));
        OverlapCheck<TState>.Run(
            "Run of one stream", Steps * input, Steps * output, 1, mayBeInPlace: true,
            (inputs, outputs, states) => cell.Run(inputs, outputs, states, workspace));
        OverlapCheck<TState>.Run(
            "Forward", Steps * Streams * input, Steps * Streams * output, Streams, mayBeInPlace: true,
            (inputs, outputs, states) => cell.Forward(inputs, outputs, states, tape));
        cell.Forward(new float[Steps * Streams * input], new float[Steps * Streams * output], new TState[Streams], tape);
        OverlapCheck<TState>.Run(
            "Backward", Steps * Streams * output, Steps * Streams * input, Streams, mayBeInPlace: false,
            (outputGradients, inputGradients, stateGradients) => cell.Backward(outputGradients, tape, gradients, inputGradients, stateGradients));
    }
}
