using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Memory;
using RnnGen.Networks;
using RnnGen.Rates;

namespace RnnGen;

/// <summary>
/// One stream of a model that runs at another rate than its own (<see cref="RateCorrection"/>): the model with as many of its last states as the correction
/// reads. One thread at a time; after its creation nothing allocates.
/// </summary>
/// <typeparam name="TState">What the model carries from step to step.</typeparam>
[SuppressMessage("Naming", "CA1711", Justification = "A stream is one sequence of steps here, as everywhere in the library: it is no stream of bytes.")]
public sealed class RateCorrectedStream<TState> : IModelStream
    where TState : struct
{
    private readonly ICausalModel<float, TState> _model;
    private readonly StateDelay _delay;
    private readonly RecurrentFloats _floats;

    // The last states, and one place more: a step that fails has changed nothing.
    private readonly AlignedBuffer _ring;
    private readonly int _places;
    private readonly int _stride;
    private readonly int _inputSize;
    private readonly int _outputSize;
    private readonly bool _hasOutputPerStep;

    // The state is read one step back, as ever: what the model itself does fastest.
    private readonly bool _isOwnRate;
    private int _newest;

    internal RateCorrectedStream(ICausalModel<float, TState> model, RateCorrection correction)
    {
        _floats = CorrectableModel.RecurrentFloatsOf(model);
        _model = model;
        _delay = correction.Delay;
        _places = _delay.Last + 1;
        _stride = (Unsafe.SizeOf<TState>() + AlignedBuffer.Alignment - 1) / AlignedBuffer.Alignment * (AlignedBuffer.Alignment / sizeof(float));
        _ring = new AlignedBuffer(checked((_delay.Last * _stride) + ((Unsafe.SizeOf<TState>() + sizeof(float) - 1) / sizeof(float))));
        _inputSize = model.InputSize;
        _outputSize = model.OutputSize;
        _hasOutputPerStep = model.HasOutputPerStep;
        _isOwnRate = _delay.Last == 1;
        Correction = correction;
        Reset();
    }

    /// <summary>The rates.</summary>
    public RateCorrection Correction { get; }

    /// <inheritdoc/>
    public IModel Model => _model;

    /// <summary>
    /// The state after the last step. Where it is set, it becomes the whole past, as if the stream had been in that state for long: a state at which the model
    /// has settled, at any rate, goes on without a click.
    /// </summary>
    public TState State
    {
        get => At(_newest);
        set => Fill(value);
    }

    /// <inheritdoc/>
    public void Reset() => Fill(_model.RestState);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(ReadOnlySpan<float> input, Span<float> output)
    {
        if (_isOwnRate)
        {
            _model.Step(input, output, ref At(_newest));
            return;
        }

        int next = _newest + 1 == _places ? 0 : _newest + 1;
        ref TState state = ref At(next);
        if (_floats.HasOther)
        {
            state = At(_newest);
        }

        ReadDelayed(next);
        _model.Step(input, output, ref state);
        _newest = next;
    }

    /// <summary>Many steps, with the bits of <see cref="Step(ReadOnlySpan{float}, Span{float})"/> called for each.</summary>
    /// <param name="inputs">[step, input]</param>
    /// <param name="outputs">[step, output], or exactly <paramref name="inputs"/>, in place; where time is pooled [output]</param>
    /// <exception cref="ArgumentException">A span has not the size it needs, or they overlap; the state stays as it was.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        if (_isOwnRate)
        {
            _model.Run(inputs, outputs, ref At(_newest));
            return;
        }

        int steps = NetworkArguments.CheckSequence(inputs.Length, _inputSize, outputs.Length, _outputSize, _hasOutputPerStep);
        if (!_hasOutputPerStep)
        {
            RunPooled(inputs, outputs, steps);
            return;
        }

        BufferOverlap.CheckInPlace(inputs, outputs, nameof(outputs), nameof(inputs));
        for (int step = 0; step < steps; step++)
        {
            Step(inputs.Slice(step * _inputSize, _inputSize), outputs.Slice(step * _outputSize, _outputSize));
        }
    }

    /// <summary>Throws: a model with a sample rate takes floats.</summary>
    /// <param name="input">The token's id.</param>
    /// <param name="output">[<see cref="IModel.OutputSize"/>]</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    void IModelStream.Step(ReadOnlySpan<int> input, Span<float> output) => throw InputKind.Mismatch(_model, typeof(float), typeof(int));

    /// <summary>Throws: a model with a sample rate takes floats.</summary>
    /// <param name="inputs">Token ids.</param>
    /// <param name="outputs">[step, <see cref="IModel.OutputSize"/>]</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    void IModelStream.Run(ReadOnlySpan<int> inputs, Span<float> outputs) => throw InputKind.Mismatch(_model, typeof(float), typeof(int));

    private void RunPooled(ReadOnlySpan<float> inputs, Span<float> outputs, int steps)
    {
        BufferOverlap.Check(outputs, inputs, nameof(outputs), nameof(inputs));
        if (steps == 0)
        {
            // Of all steps so far.
            _model.Run(inputs, outputs, ref At(_newest));
        }

        for (int step = 0; step < steps; step++)
        {
            Step(inputs.Slice(step * _inputSize, _inputSize), outputs);
        }
    }

    /// <summary>Writes what the recurrent layers read in a step.</summary>
    /// <param name="next">The place of the step's state.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ReadDelayed(int next)
    {
        int count = _floats.Extent;
        ReadOnlySpan<float> weights = _delay.Weights;
        ref float first = ref MemoryMarshal.GetReference(weights);
        ref float newest = ref Tap(next, 0);
        ref float destination = ref FloatsAt(next);
        switch (weights.Length)
        {
            case 1:
                MemoryMarshal.CreateSpan(ref newest, count).CopyTo(MemoryMarshal.CreateSpan(ref destination, count));
                break;
            case 2:
                WeightedStates.OfTwo(ref first, ref newest, ref Tap(next, 1), ref destination, count);
                break;
            default:
                WeightedStates.OfFour(ref first, ref newest, ref Tap(next, 1), ref Tap(next, 2), ref Tap(next, 3), ref destination, count);
                break;
        }
    }

    /// <summary>The recurrent floats of a state of the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref float Tap(int next, int tap)
    {
        int place = next - _delay.First - tap;
        return ref FloatsAt(place < 0 ? place + _places : place);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref float FloatsAt(int place) => ref Unsafe.Add(ref _ring.First, (place * _stride) + _floats.Start);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref TState At(int place) => ref Unsafe.As<float, TState>(ref Unsafe.Add(ref _ring.First, place * _stride));

    private void Fill(TState state)
    {
        for (int place = 0; place < _places; place++)
        {
            At(place) = state;
        }
    }
}
