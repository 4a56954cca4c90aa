using System;
using System.Runtime.CompilerServices;

namespace RnnGen.Networks;

/// <summary>From the gradients of joined rows to those of the tables, of networks that read sequences, and of the inputs that are floats.</summary>
/// <typeparam name="TGradients">Where the latter go.</typeparam>
internal ref struct InputBackward<TGradients> : ITrainingInputVisitor
    where TGradients : struct, IInputGradients, allows ref struct
{
    public TGradients InputGradients;

    /// <summary>What <c>Forward</c> left.</summary>
    public NetworkTape Tape;

    /// <summary>Of the parameters: added to.</summary>
    public NetworkGradients Gradients;

    /// <summary>The networks that read sequences.</summary>
    public NestedParameters?[] NestedNetworks;

    /// <summary>[rows, width]</summary>
    public ReadOnlySpan<float> DRows;

    /// <summary>Floats of a joined row.</summary>
    public int Width;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Tokens<TInput>()
        where TInput : struct, ITokenInput
    {
        if (TInput.TiedTo is null)
        {
            Ids<TInput>(isMean: false);
            return;
        }

        var table = new TiedTable(TInput.Outputs, TInput.Vocabulary);
        KeptInput kept = Tape.Kept[TInput.Number]!;
        for (int row = 0; row < Tape.Batch.Rows; row++)
        {
            table.AddGradients(Gradients.Buffer.Span[TInput.Parameters..], kept.RowOf(row), PartOf<TInput>(row), TInput.PaddingIndex);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Bags<TInput>()
        where TInput : struct, IBagInput => Ids<TInput>(TInput.Mode == BagMode.Mean);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Nested<TInput, TNested>()
        where TInput : struct, INestedInput
        where TNested : struct, INetworkTraining
    {
        NestedMemory memory = Tape.Nested[TInput.Number]!;
        memory.ClearGradients();
        for (int row = 0; row < Tape.Batch.Rows; row++)
        {
            RowMath.Add(PartOf<TInput>(row), memory.GradientOf(row));
        }

        NestedTraining<TNested>.Backward(memory, NestedNetworks[TInput.Number]!.Parameters, Gradients.Nested[TInput.Number]!);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Floats<TInput>()
        where TInput : struct, IFloatInput
    {
        for (int row = 0; row < Tape.Batch.Rows; row++)
        {
            Span<float> gradients = InputGradients.Of(TInput.Number, TInput.FloatColumn, TInput.Outputs, Tape.Places[row]);
            if (!gradients.IsEmpty)
            {
                RowMath.Add(PartOf<TInput>(row), gradients);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void Ids<TInput>(bool isMean)
        where TInput : struct, ITableInput
    {
        Span<float> table = Gradients.Buffer.Span.Slice(TInput.Parameters, TInput.Vocabulary * TInput.Outputs);
        TouchedRows? touched = TInput.HasSparseRows ? Gradients.TouchedRowsOf(TInput.Parameters) : null;
        KeptInput kept = Tape.Kept[TInput.Number]!;
        for (int row = 0; row < Tape.Batch.Rows; row++)
        {
            ReadOnlySpan<int> ids = kept.RowOf(row);
            ReadOnlySpan<float> dRow = PartOf<TInput>(row);
            int count = isMean ? ids.Length - ids.Count(TInput.PaddingIndex) : 1;
            foreach (int id in ids)
            {
                if (id == TInput.PaddingIndex)
                {
                    continue;
                }

                touched?.Add(id);
                Span<float> gradients = table.Slice(id * TInput.Outputs, TInput.Outputs);
                if (count > 1)
                {
                    RowMath.AddQuotient(count, dRow, gradients);
                }
                else
                {
                    RowMath.Add(dRow, gradients);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly ReadOnlySpan<float> PartOf<TInput>(int row)
        where TInput : struct, IInputLayer => DRows.Slice((row * Width) + TInput.Column, TInput.Outputs);
}
