using System;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;

namespace RnnGen.Benchmarks.Peers.Onnx;

/// <summary>
/// Single steps with the state carried on without copying it: two bindings in turn, one from the first set of states to the second and
/// one back.
/// </summary>
internal sealed class OnnxRuntimeStep : IContestant
{
    private readonly float[] _input;
    private readonly float[][][] _states;
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtValue _boundInput;
    private readonly OrtValue[][] _boundStates;
    private readonly OrtIoBinding[] _bindings;
    private int _current;

    /// <summary>Builds the session and binds its tensors.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="threads">Threads of the session.</param>
    public OnnxRuntimeStep(CaseShape shape, CellWeights weights, int threads)
    {
        string[] initial = OnnxRecurrentModel.InitialStates(shape.Cell);
        string[] final = OnnxRecurrentModel.FinalStates(shape.Cell);
        _session = OnnxRuntimePeer.CreateSession(OnnxRecurrentModel.OfSteps(shape, weights), threads);
        _input = new float[shape.Batch * shape.Input];
        _boundInput = OrtValue.CreateTensorValueFromMemory(_input, [1, shape.Batch, shape.Input]);
        _states = [NewStates(), NewStates()];
        _boundStates = [.. _states.Select(set => set.Select(
            state => OrtValue.CreateTensorValueFromMemory(state, [1, shape.Batch, shape.Hidden])).ToArray())];
        _bindings = [Bind(from: 0, to: 1), Bind(from: 1, to: 0)];

        float[][] NewStates() => [.. initial.Select(_ => new float[shape.Batch * shape.Hidden])];

        OrtIoBinding Bind(int from, int to)
        {
            OrtIoBinding binding = _session.CreateIoBinding();
            binding.BindInput(OnnxRecurrentModel.Inputs, _boundInput);
            for (int i = 0; i < initial.Length; i++)
            {
                binding.BindInput(initial[i], _boundStates[from][i]);
                binding.BindOutput(final[i], _boundStates[to][i]);
            }

            return binding;
        }
    }

    /// <inheritdoc/>
    public void Compute(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        foreach (float[] state in _states[_current])
        {
            Array.Clear(state);
        }

        while (!inputs.IsEmpty)
        {
            inputs[.._input.Length].CopyTo(_input);
            Repeat(1);
            float[] hidden = _states[_current][0];
            hidden.CopyTo(outputs);
            inputs = inputs[_input.Length..];
            outputs = outputs[hidden.Length..];
        }
    }

    /// <inheritdoc/>
    public void Repeat(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            _session.RunWithBinding(_options, _bindings[_current]);
            _current ^= 1;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (OrtIoBinding binding in _bindings)
        {
            binding.Dispose();
        }

        foreach (OrtValue state in _boundStates.SelectMany(static set => set))
        {
            state.Dispose();
        }

        _boundInput.Dispose();
        _options.Dispose();
        _session.Dispose();
    }
}
