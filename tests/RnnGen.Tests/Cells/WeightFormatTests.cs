using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Cells;
using RnnGen.Numerics;
using RnnGen.Weights;
using Xunit;

namespace RnnGen.Tests.Cells;

/// <summary>
/// The kernels of a step do not know how weights are stored: a second format, of two weights of 16 bits in an element, gives the bits that floats of the same values
/// give. NaN stands behind the operands: no factor behind the last term is read.
/// </summary>
public sealed class WeightFormatTests
{
    [Fact]
    public void One_input() => AssertSameBits<Of1, Of8>();

    [Fact]
    public void One_input_and_a_tail() => AssertSameBits<Of1, Of24>();

    [Fact]
    public void Even_inputs() => AssertSameBits<Of2, Of32>();

    [Fact]
    public void Odd_inputs() => AssertSameBits<Of7, Of16>();

    [Fact]
    public void Odd_inputs_and_odd_units() => AssertSameBits<Of7, Of13>();

    [Fact]
    public void Many_units() => AssertSameBits<Of7, Of136>();

    [Fact]
    public void Many_odd_units() => AssertSameBits<Of2, Of39>();

    private static void AssertSameBits<TInputs, THidden>()
        where TInputs : struct, INumber
        where THidden : struct, INumber
    {
        AssertSameBits<TInputs, THidden, Of1>();
        AssertSameBits<TInputs, THidden, Of2>();
        AssertSameBits<TInputs, THidden, Of3>();
        AssertSameBits<TInputs, THidden, Of4>();
    }

    private static void AssertSameBits<TInputs, THidden, TGates>()
        where TInputs : struct, INumber
        where THidden : struct, INumber
        where TGates : struct, INumber
    {
        var random = new Random(1);
        int padded = Cell<TInputs, THidden, TGates, FloatWeight>.PaddedHidden;
        var weights = new Dictionary<(int Unit, int Gate, int Term), float>();
        float[] floats = Panels<TInputs, THidden, TGates, FloatWeight>(WeightOf, static (panel, element, part, value) => panel[element] = value);
        float[] pairs = Panels<TInputs, THidden, TGates, PairOfBFloat16>(
            WeightOf, static (panel, element, part, value) => MemoryMarshal.Cast<float, ushort>(panel.AsSpan())[(2 * element) + part] = (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16));

        float[] x = Draw(TInputs.Value, TInputs.Value + 1), h = Draw(THidden.Value, padded + 1);
        float[] expected = Step<TInputs, THidden, TGates, FloatWeight>(x, h, floats);
        float[] actual = Step<TInputs, THidden, TGates, PairOfBFloat16>(x, h, pairs);

        Assert.Equal(MemoryMarshal.Cast<float, uint>(expected).ToArray(), MemoryMarshal.Cast<float, uint>(actual).ToArray());

        float[] Draw(int count, int length)
        {
            float[] values = new float[length];
            values.AsSpan(count).Fill(float.NaN);
            foreach (ref float value in values.AsSpan(0, count))
            {
                value = (2 * random.NextSingle()) - 1;
            }

            return values;
        }

        // Values of 16 bits, the same for both formats. Term -1 is the bias, the inputs are first, then the hidden units.
        float WeightOf(int unit, int gate, int term)
        {
            if (!weights.TryGetValue((unit, gate, term), out float value))
            {
                value = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits((2 * random.NextSingle()) - 1) & 0xFFFF0000);
                weights.Add((unit, gate, term), value);
            }

            return value;
        }
    }

    private static float[] Step<TInputs, THidden, TGates, W>(float[] x, float[] h, float[] parameters)
        where TInputs : struct, INumber
        where THidden : struct, INumber
        where TGates : struct, INumber
        where W : unmanaged, IWeights<W>
    {
        float[] hNew = new float[h.Length];
        float[] row = new float[Cell<TInputs, THidden, TGates, W>.RowFloats];
        UnitKernels.Step<Cell<TInputs, THidden, TGates, W>, SumOfGates<TGates>, Off, W>(
            ref x[0], ref parameters[0], ref h[0], ref h[0], ref h[0], ref hNew[0], ref row[0]);
        return hNew;
    }

    /// <summary>Panels of a format: for each block and gate the bias, the elements of the input weights, those of the recurrent weights.</summary>
    private static float[] Panels<TInputs, THidden, TGates, W>(Func<int, int, int, float> weightOf, Action<float[], int, int, float> write)
        where TInputs : struct, INumber
        where THidden : struct, INumber
        where TGates : struct, INumber
        where W : unmanaged, IWeights<W>
    {
        int padded = Cell<TInputs, THidden, TGates, W>.PaddedHidden, rows = Cell<TInputs, THidden, TGates, W>.PanelRows;
        float[] panels = new float[padded * rows * TGates.Value];
        int start = 0;
        for (int block = 0; block < padded; block += PanelProduct.Lanes)
        {
            int lanes = Math.Min(PanelProduct.Lanes, padded - block);
            for (int gate = 0; gate < TGates.Value; gate++)
            {
                for (int lane = 0; lane < lanes && block + lane < THidden.Value; lane++)
                {
                    panels[start + lane] = weightOf(block + lane, gate, -1);
                    for (int term = 0; term < TInputs.Value + THidden.Value; term++)
                    {
                        bool isInput = term < TInputs.Value;
                        int place = isInput ? term : term - TInputs.Value;
                        int row = (isInput ? 1 : Cell<TInputs, THidden, TGates, W>.FirstRecurrentRow) + (place / W.Parts);
                        write(panels, start + (row * lanes) + lane, place % W.Parts, weightOf(block + lane, gate, term));
                    }
                }

                start += rows * lanes;
            }
        }

        return panels;
    }

    private interface INumber
    {
        static abstract int Value { get; }
    }

    private readonly struct Of1 : INumber
    {
        public static int Value => 1;
    }

    private readonly struct Of2 : INumber
    {
        public static int Value => 2;
    }

    private readonly struct Of3 : INumber
    {
        public static int Value => 3;
    }

    private readonly struct Of4 : INumber
    {
        public static int Value => 4;
    }

    private readonly struct Of7 : INumber
    {
        public static int Value => 7;
    }

    private readonly struct Of8 : INumber
    {
        public static int Value => 8;
    }

    private readonly struct Of13 : INumber
    {
        public static int Value => 13;
    }

    private readonly struct Of16 : INumber
    {
        public static int Value => 16;
    }

    private readonly struct Of24 : INumber
    {
        public static int Value => 24;
    }

    private readonly struct Of32 : INumber
    {
        public static int Value => 32;
    }

    private readonly struct Of39 : INumber
    {
        public static int Value => 39;
    }

    private readonly struct Of136 : INumber
    {
        public static int Value => 136;
    }

    /// <summary>Two weights of 16 bits: the upper halves of floats.</summary>
    [StructLayout(LayoutKind.Sequential, Size = sizeof(uint))]
    private readonly struct PairOfBFloat16 : IWeights<PairOfBFloat16>
    {
        public static int Parts => 2;

        public static int Elements(int terms) => (terms + 1) / 2;

        public static V Factor<V>(ref float operand, int terms, int element, int part)
            where V : struct, IVector<V>
        {
            int term = (2 * element) + part;
            return term < terms ? V.Create(Unsafe.Add(ref operand, term)) : default;
        }

        public static V AddProduct<V>(V sum, V factor, ref PairOfBFloat16 weights, nint offset, int part)
            where V : struct, IVector<V>
        {
            // A lane's upper half is its second weight. Two bytes earlier it is its first one. (There is always a bias before.)
            ref float lanes = ref Unsafe.As<PairOfBFloat16, float>(ref Unsafe.Add(ref weights, offset));
            V halves = V.Load(ref Unsafe.AddByteOffset(ref lanes, part == 0 ? -2 : 0));
            return V.MultiplyAdd(factor, halves & V.Create(BitConverter.UInt32BitsToSingle(0xFFFF0000)), sum);
        }
    }

    /// <summary>h' = the sum of all gates' sums.</summary>
    private readonly struct SumOfGates<TGates> : IUnitPass
        where TGates : struct, INumber
    {
        public static int Gates => TGates.Value;

        public static void Apply<V, TTape>(
            V sum0, V sum1, V sum2, V sum3, ref float h, ref float c, ref float hNew, ref float parameters, ref float row, int unit, int place, int lanes)
            where V : struct, IVector<V>
            where TTape : struct, ISwitch
        {
            V sum = sum0;
            sum = Gates > 1 ? sum + sum1 : sum;
            sum = Gates > 2 ? sum + sum2 : sum;
            V.Store(Gates > 3 ? sum + sum3 : sum, ref hNew, unit);
        }
    }

    private readonly struct Cell<TInputs, THidden, TGates, W> : ICellArithmetic
        where TInputs : struct, INumber
        where THidden : struct, INumber
        where TGates : struct, INumber
        where W : unmanaged, IWeights<W>
    {
        public static int InputSize => TInputs.Value;

        public static int HiddenSize => THidden.Value;

        public static int OutputSize => THidden.Value;

        public static int PaddedHidden => (THidden.Value + 7) / 8 * 8;

        public static int PaddedOutput => PaddedHidden;

        public static int Gates => TGates.Value;

        public static int PanelRows => FirstRecurrentRow + W.Elements(RecurrentTerms);

        public static int FirstRecurrentRow => 1 + W.Elements(InputSize);

        public static int RecurrentTerms => THidden.Value;

        public static bool HasCellState => false;

        public static int RowFloats => Gates * PaddedHidden;

        public static bool SumsInputsAhead => false;

        public static bool TurnsRound => false;

        public static bool BatchesByProduct => false;

        public static int StackRows => 1;

        public static int WorkspaceRows => 0;

        public static void Step<TTape>(ref float x, ref float parameters, ref float h, ref float c, ref float hNew, ref float row)
            where TTape : struct, ISwitch => throw new NotSupportedException();

        public static void StepRows<TTape>(int streams, ref float x, ref float parameters, StateRows states, ref float rows)
            where TTape : struct, ISwitch => throw new NotSupportedException();
    }
}
