using System;
using System.Runtime.CompilerServices;

namespace RnnGen.Networks;

/// <summary>Computes the joined rows of some places: what every input gives, side by side.</summary>
/// <typeparam name="TInputs">The inputs of the call, which were checked.</typeparam>
internal ref struct JoinedRows<TInputs> : IRunInputVisitor
    where TInputs : struct, INetworkInputs, allows ref struct
{
    public TInputs Inputs;

    /// <summary>The place of each row; or empty, where they are neighbours from <see cref="First"/> on.</summary>
    public ReadOnlySpan<int> Places;

    /// <summary>The place of the first row.</summary>
    public int First;

    /// <summary>Rows.</summary>
    public int Count;

    /// <summary>The network's parameters.</summary>
    public ReadOnlySpan<float> Parameters;

    /// <summary>The networks that read sequences.</summary>
    public NestedParameters?[] NestedNetworks;

    /// <summary>Of many streams, the workspace or tape; of one, null.</summary>
    public NetworkMemory? Memory;

    /// <summary>[rows, width]: all written.</summary>
    public Span<float> Rows;

    /// <summary>Floats of a joined row.</summary>
    public int Width;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Tokens<TInput>()
        where TInput : struct, ITokenInput
    {
        for (int row = 0; row < Count; row++)
        {
            ReadOnlySpan<int> id = Inputs.Ids(TInput.Number, PlaceOf(row));
            if (TInput.TiedTo is not null)
            {
                new TiedTable(TInput.Outputs, TInput.Vocabulary).Copy(Parameters[TInput.Parameters..], id, PartOf<TInput>(row));
            }
            else
            {
                TableRow<TInput>(id[0]).CopyTo(PartOf<TInput>(row));
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Bags<TInput>()
        where TInput : struct, IBagInput
    {
        for (int row = 0; row < Count; row++)
        {
            Span<float> sum = PartOf<TInput>(row);
            sum.Clear();
            int count = 0;
            foreach (int id in Inputs.Ids(TInput.Number, PlaceOf(row)))
            {
                if (id != TInput.PaddingIndex)
                {
                    RowMath.Add(TableRow<TInput>(id), sum);
                    count++;
                }
            }

            if (TInput.Mode == BagMode.Mean && count > 1)
            {
                RowMath.Divide(count, sum);
            }
        }
    }

    /// <summary>Of training, <see cref="KeptInputs{TInputs}"/> does it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Nested<TInput, TNested>()
        where TInput : struct, INestedInput
        where TNested : struct, INetworkArithmetic
    {
        if (Memory is NetworkTape)
        {
            return;
        }

        NestedParameters network = NestedNetworks[TInput.Number]!;
        NestedMemory memory = Memory?.Nested[TInput.Number] ?? network.TakeMemory();
        for (int first = 0; first < Count; first += memory.Words.MaxRows)
        {
            int count = Math.Min(memory.Words.MaxRows, Count - first);
            memory.Words.Clear(count);
            for (int row = 0; row < count; row++)
            {
                memory.Words.Add(Inputs.Ids(TInput.Number, PlaceOf(first + row)));
            }

            NestedRun<TNested>.Run(memory, network.Parameters);
            for (int row = 0; row < count; row++)
            {
                memory.ResultOf(row).CopyTo(PartOf<TInput>(first + row));
            }
        }

        if (Memory is null)
        {
            network.ReturnMemory(memory);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Floats<TInput>()
        where TInput : struct, IFloatInput
    {
        for (int row = 0; row < Count; row++)
        {
            Inputs.Floats(TInput.Number, PlaceOf(row)).CopyTo(PartOf<TInput>(row));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly int PlaceOf(int row) => Places.IsEmpty ? First + row : Places[row];

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly Span<float> PartOf<TInput>(int row)
        where TInput : struct, IInputLayer => Rows.Slice((row * Width) + TInput.Column, TInput.Outputs);

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly ReadOnlySpan<float> TableRow<TInput>(int id)
        where TInput : struct, ITableInput => Parameters.Slice(TInput.Parameters + (id * TInput.Outputs), TInput.Outputs);
}
