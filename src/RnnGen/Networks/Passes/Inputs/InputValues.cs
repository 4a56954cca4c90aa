using System;
using System.Runtime.CompilerServices;
using RnnGen.Cells;

namespace RnnGen.Networks;

/// <summary>Looks for a value that an input cannot take: a token that is not in the vocabulary, and, where data are checked, a float that is not finite.</summary>
/// <typeparam name="TInputs">The inputs of the call.</typeparam>
internal ref struct InputValues<TInputs> : IRunInputVisitor
    where TInputs : struct, INetworkInputs, allows ref struct
{
    public TInputs Inputs;

    /// <summary>Of many streams, which places are no padding; else null, and all are looked at.</summary>
    public SequenceBatch? Batch;

    /// <summary>Places, where there are no streams.</summary>
    public int Places;

    /// <summary>Whether floats must be finite.</summary>
    public bool ChecksFloats;

    /// <summary>What was found first, or null.</summary>
    public InputFault? Fault;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Tokens<TInput>()
        where TInput : struct, ITokenInput => Ids<TInput>(InputFault.Token, TInput.Vocabulary);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Bags<TInput>()
        where TInput : struct, IBagInput => Ids<TInput>(InputFault.Bag, TInput.Vocabulary);

    /// <summary>Also of ids behind those that are read: they are as wrong in a longer or shorter sequence.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Nested<TInput, TNested>()
        where TInput : struct, INestedInput
        where TNested : struct, INetworkArithmetic => Ids<TInput>(InputFault.Sequence, TInput.Vocabulary);

    /// <inheritdoc/>
    public void Floats<TInput>()
        where TInput : struct, IFloatInput
    {
        for (int place = 0; ChecksFloats && Fault is null && place < Places; place++)
        {
            ReadOnlySpan<float> values = Inputs.Floats(TInput.Number, place);
            int feature = ParameterChecks.IndexOfNonFinite(values);
            if (feature >= 0)
            {
                Fault = new InputFault(TInput.Argument, InputFault.Token, place, values[feature], 0, feature);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private void Ids<TInput>(string where, int vocabulary)
        where TInput : struct, IInputLayer
    {
        if (Batch is null)
        {
            for (int place = 0; place < Places; place++)
            {
                Check<TInput>(where, vocabulary, place);
            }

            return;
        }

        for (int rank = 0; rank < Batch.Streams; rank++)
        {
            for (int step = 0; step < Batch.LengthOf(rank); step++)
            {
                Check<TInput>(where, vocabulary, Batch.PlaceOf(step, rank));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private void Check<TInput>(string where, int vocabulary, int place)
        where TInput : struct, IInputLayer
    {
        foreach (int id in Inputs.Ids(TInput.Number, place))
        {
            if ((uint)id >= (uint)vocabulary)
            {
                Report<TInput>(where, vocabulary, place, id);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Report<TInput>(string where, int vocabulary, int place, int id)
        where TInput : struct, IInputLayer => Fault ??= new InputFault(TInput.Argument, where, place, id, vocabulary, 0);
}
