using System;
using System.Runtime.CompilerServices;

namespace RnnGen.Networks;

/// <summary>The ids of one of several inputs that a tape keeps for the backward pass, row by row.</summary>
internal sealed class KeptInput
{
    private int[] _ids;

    /// <summary>Creates memory.</summary>
    /// <param name="rows">The most rows.</param>
    /// <param name="idsOfRow">Ids of a row for which there is room from the start: with more it grows.</param>
    public KeptInput(int rows, int idsOfRow)
    {
        _ids = new int[Math.Min((long)rows * idsOfRow, Array.MaxLength)];
        Ends = new int[rows];
    }

    /// <summary>Of bags, where each row's ids end.</summary>
    public int[] Ends { get; }

    /// <summary>The ids of a row.</summary>
    /// <param name="row">Which row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<int> RowOf(int row)
    {
        int first = row == 0 ? 0 : Ends[row - 1];
        return _ids.AsSpan(first, Ends[row] - first);
    }

    /// <summary>Of tokens, those of the first rows.</summary>
    /// <param name="rows">How many.</param>
    public Span<int> Tokens(int rows) => _ids.AsSpan(0, rows);

    /// <summary>Keeps the ids of the next row.</summary>
    /// <param name="row">Which row.</param>
    /// <param name="ids">Its ids.</param>
    public void Keep(int row, scoped ReadOnlySpan<int> ids)
    {
        int first = row == 0 ? 0 : Ends[row - 1], end = checked(first + ids.Length);
        if (end > _ids.Length)
        {
            Array.Resize(ref _ids, (int)Math.Min(Math.Max(end, 2L * _ids.Length), Array.MaxLength));
        }

        ids.CopyTo(_ids.AsSpan(first));
        Ends[row] = end;
    }
}

/// <summary>The inputs of a call, row by row, with the ids that a tape has kept of them.</summary>
/// <typeparam name="TInputs">The inputs of the call.</typeparam>
/// <param name="inputs">Its floats.</param>
/// <param name="places">The place of each row.</param>
/// <param name="kept">Of each input that takes ids.</param>
internal readonly ref struct KeptRows<TInputs>(TInputs inputs, ReadOnlySpan<int> places, KeptInput?[] kept) : INetworkInputs
    where TInputs : struct, INetworkInputs, allows ref struct
{
    private readonly TInputs _inputs = inputs;
    private readonly ReadOnlySpan<int> _places = places;

    /// <inheritdoc/>
    public static bool IsOfSteps => TInputs.IsOfSteps;

    /// <inheritdoc/>
    public void Measure(ref InputSizes sizes) => _inputs.Measure(ref sizes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<int> Ids(int input, int place) => kept[input]!.RowOf(place);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<float> Floats(int input, int place) => _inputs.Floats(input, _places[place]);
}

/// <summary>Keeps the ids of all inputs on a tape, those of words that are dropped as unknown ones, and lets networks that read sequences do so.</summary>
/// <typeparam name="TInputs">The inputs of the call, which were checked.</typeparam>
internal ref struct KeptInputs<TInputs> : ITrainingInputVisitor
    where TInputs : struct, INetworkInputs, allows ref struct
{
    public TInputs Inputs;

    /// <summary>The place of each row.</summary>
    public ReadOnlySpan<int> Places;

    /// <summary>Where they are kept.</summary>
    public NetworkTape Tape;

    /// <summary>The networks that read sequences.</summary>
    public NestedParameters?[] NestedNetworks;

    /// <summary>[rows, width], of which what those give is written.</summary>
    public Span<float> Rows;

    /// <summary>Floats of a joined row.</summary>
    public int Width;

    /// <inheritdoc/>
    public readonly void Tokens<TInput>()
        where TInput : struct, ITokenInput
    {
        Keep(TInput.Number);
        Tape.Words.Drop(TInput.Number, Tape.Dropping, Tape.Batch, Tape.Kept[TInput.Number]!.Tokens(Places.Length));
    }

    /// <inheritdoc/>
    public readonly void Bags<TInput>()
        where TInput : struct, IBagInput => Keep(TInput.Number);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Nested<TInput, TNested>()
        where TInput : struct, INestedInput
        where TNested : struct, INetworkTraining
    {
        NestedMemory memory = Tape.Nested[TInput.Number]!;
        memory.Words.Clear(Places.Length);
        foreach (int place in Places)
        {
            memory.Words.Add(Inputs.Ids(TInput.Number, place));
        }

        NestedTraining<TNested>.Forward(memory, NestedNetworks[TInput.Number]!.Parameters);
        for (int row = 0; row < Places.Length; row++)
        {
            memory.ResultOf(row).CopyTo(Rows.Slice((row * Width) + TInput.Column, TInput.Outputs));
        }
    }

    /// <inheritdoc/>
    public readonly void Floats<TInput>()
        where TInput : struct, IFloatInput
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Keep(int input)
    {
        for (int row = 0; row < Places.Length; row++)
        {
            Tape.Kept[input]!.Keep(row, Inputs.Ids(input, Places[row]));
        }
    }
}
