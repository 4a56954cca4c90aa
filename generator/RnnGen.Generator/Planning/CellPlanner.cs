using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>
/// From a spec to the numbers of its emission: a pure function, and the only place where they are decided. What was measured stands in
/// <c>tests/RnnGen.Benchmarks/README.md</c>.
/// </summary>
internal static class CellPlanner
{
    /// <summary>Units of a full block: with the four gates of an LSTM, eight accumulators of 256 bits.</summary>
    public const int BlockLanes = 16;

    /// <summary>Units of a tail block; its recurrent sums are split in two, so that there are eight accumulators again.</summary>
    public const int TailLanes = 8;

    private const int TailSplits = 2;

    /// <summary>Gradients of sums that stay in a second-level cache, together with what they are multiplied with.</summary>
    private const int ChunkFloats = 128 * 1024;

    /// <summary>Rows that make a product of the gradients of weights worth its passes over them.</summary>
    private const int MinChunkRows = 96;

    /// <summary>Beyond this nothing is gained.</summary>
    private const int MaxChunkRows = 256;

    /// <summary>Floats of a cache line.</summary>
    private const int LineFloats = 16;

    /// <summary>Sums in flight that hide the latency of a fused multiply-add, and leave room in sixteen registers.</summary>
    private const int MaxAccumulators = 8;

    /// <summary>Of 512 bits: sums in flight that take all that a second-level cache gives; blocks one by one leave more of the weights in the first-level cache.</summary>
    private const int SecondLevelAccumulators = 4;

    /// <summary>Up to here every step sums its own inputs: a product of many steps ahead would cost more than it saves.</summary>
    private const int MaxInputOfStep = 4;

    /// <summary>Up to here those sums are written out, and stay in registers.</summary>
    private const int MaxUnrolledInput = 2;

    /// <summary>Up to here a straight line is no slower than a loop (the JIT gives up on much longer ones, see kernels.md).</summary>
    private const int MaxUnrolledHidden = 8;

    /// <summary>Up to here a cell's weights stay in the first-level cache, and one stream after the other is as fast as a product.</summary>
    private const int MaxHiddenByStream = 32;

    /// <summary>Weights that outgrow a first-level cache: those walked last are still there for the way back.</summary>
    private const int MinTurningFloats = 8 * 1024;

    /// <summary>Weights that outgrow a second-level cache.</summary>
    private const int MaxSecondLevelFloats = 128 * 1024;

    /// <summary>Gate sums that a call may keep on the stack: 64 KB.</summary>
    private const int MaxStackFloats = 16 * 1024;

    /// <summary>Rows of a tile of the product times two: what projecting many steps at once is worth.</summary>
    private const int PreferredRows = 12;

    public static CellPlan Plan(CellSpec spec)
    {
        int gates = GatesOf(spec);
        bool resetsAfter = ResetsAfter(spec);
        int paddedHidden = RoundUp(spec.Hidden, TailLanes);
        int paddedOutput = RoundUp(spec.OutputSize, TailLanes);
        int firstRecurrentRow = FirstRecurrentRowOf(spec);
        int rows = RowsOf(spec);
        VectorOffset[] extras = [.. Offsets(gates * paddedHidden, ExtrasOf(spec, gates, paddedHidden))];
        int sumFloats = (gates * paddedHidden) + extras.Sum(static extra => extra.Floats);
        return new CellPlan
        {
            Gates = gates,
            PaddedHidden = paddedHidden,
            PaddedOutput = paddedOutput,
            FullBlocks = paddedHidden / BlockLanes,
            TailLanes = paddedHidden % BlockLanes,
            SeparateGate = resetsAfter ? 2 : -1,
            Extras = new EquatableArray<VectorOffset>(extras),
            ParameterVectors = new EquatableArray<VectorOffset>(
                Offsets(WeightFloats(gates, paddedHidden, rows), ParameterVectorsOf(spec, gates, paddedHidden, paddedOutput))),
            FirstRecurrentRow = firstRecurrentRow,
            Rows = rows,
            SumsInputsAhead = spec.Input > MaxInputOfStep,
            UnrollsInput = spec.Input <= MaxUnrolledInput,
            UnrollsRecurrence = spec.OutputSize <= MaxUnrolledHidden,
            TurnsRound = WeightFloats(gates, paddedHidden, rows) >= MinTurningFloats,
            BatchesByProduct = spec.Hidden > MaxHiddenByStream,
            StackRows = Math.Max(1, Math.Min(PreferredRows, MaxStackFloats / sumFloats)),
            WorkspaceRows = 2 * PreferredRows,
            ParameterCount = ParameterCountOf(spec, gates, resetsAfter),
            Products = new EquatableArray<ProductPlan>(PlanProducts(spec, gates, paddedHidden, rows)),
            Training = spec.Training ? PlanTraining(spec, gates, sumFloats, paddedHidden, paddedOutput, firstRecurrentRow) : null,
        };
    }

    /// <summary>Floats of a state with padding.</summary>
    public static int StateFloatsOf(CellSpec spec) => RoundUp(spec.OutputSize, TailLanes) + (spec.Kind == CellKind.Lstm ? RoundUp(spec.Hidden, TailLanes) : 0);

    /// <summary>Floats of the parameters with padding, which may be more than a cell can have.</summary>
    public static long ParameterFloatsOf(CellSpec spec)
    {
        int gates = GatesOf(spec);
        int paddedHidden = RoundUp(spec.Hidden, TailLanes);
        return ((long)RowsOf(spec) * gates * paddedHidden)
            + ParameterVectorsOf(spec, gates, paddedHidden, RoundUp(spec.OutputSize, TailLanes)).Sum(static vector => (long)vector.Floats);
    }

    private static int GatesOf(CellSpec spec) => spec.Kind switch
    {
        CellKind.Lstm => spec.CoupledGates ? 3 : 4,
        CellKind.Gru => 3,
        _ => 1,
    };

    /// <summary>The first row of recurrent weights in a panel: behind the bias, the inputs and the recurrent bias of a candidate that is reset after its product.</summary>
    private static int FirstRecurrentRowOf(CellSpec spec) => 1 + spec.Input + (ResetsAfter(spec) ? 1 : 0);

    /// <summary>Rows of a panel.</summary>
    private static int RowsOf(CellSpec spec) => FirstRecurrentRowOf(spec) + spec.OutputSize;

    /// <summary>Whether the candidate's recurrent sum is reset, with a bias of its own.</summary>
    private static bool ResetsAfter(CellSpec spec) => spec.Kind == CellKind.Gru && spec.Variant == GruVariantKind.ResetAfter;

    /// <summary>Whether the candidate's product waits for the reset gate.</summary>
    private static bool ResetsBefore(CellSpec spec) => spec.Kind == CellKind.Gru && spec.Variant != GruVariantKind.ResetAfter;

    private static int PeepholesOf(CellSpec spec) => !spec.Peephole ? 0 : spec.CoupledGates ? 2 : 3;

    private static int ParameterCountOf(CellSpec spec, int gates, bool resetsAfter)
    {
        int biases = !spec.Bias ? 0 : gates + (resetsAfter ? 1 : 0);
        int vectors = biases + PeepholesOf(spec) + (spec.LayerNorm ? (2 * gates) + 2 : 0);
        return (gates * spec.Hidden * (spec.Input + spec.OutputSize)) + (vectors * spec.Hidden) + (spec.Projection * spec.Hidden);
    }

    /// <summary>What stands behind the gate sums in a row of sums.</summary>
    private static IEnumerable<(string Name, int Floats)> ExtrasOf(CellSpec spec, int gates, int paddedHidden)
    {
        if (spec.Kind == CellKind.Gru)
        {
            // The separate recurrent sum, or the vector that the second product reads.
            yield return ("extra", paddedHidden);
        }

        if (spec.LayerNorm)
        {
            yield return ("normalized", gates * paddedHidden);
            yield return ("cellNorm", paddedHidden);
            yield return ("cellNormalized", paddedHidden);
            yield return ("deviations", LineFloats);
        }

        if (spec.Projection > 0)
        {
            yield return ("cellOutput", paddedHidden);
        }
    }

    /// <summary>What stands behind the panels in the parameters, in the order of the library's <c>PanelLayout</c> (a test compares them).</summary>
    private static IEnumerable<(string Name, int Floats)> ParameterVectorsOf(CellSpec spec, int gates, int paddedHidden, int paddedOutput)
    {
        if (spec.Projection > 0)
        {
            yield return ("projection", spec.Hidden * paddedOutput);
        }

        if (spec.Peephole)
        {
            yield return ("peepholes", PeepholesOf(spec) * paddedHidden);
        }

        if (spec.LayerNorm)
        {
            yield return ("gateGains", gates * paddedHidden);
            yield return ("gateShifts", gates * paddedHidden);
            yield return ("cellGain", paddedHidden);
            yield return ("cellShift", paddedHidden);
        }
    }

    private static IEnumerable<VectorOffset> Offsets(int first, IEnumerable<(string Name, int Floats)> vectors)
    {
        foreach ((string name, int floats) in vectors)
        {
            yield return new VectorOffset(name, first, floats);
            first += floats;
        }
    }

    private static TrainingPlan PlanTraining(CellSpec spec, int gates, int sumFloats, int paddedHidden, int paddedOutput, int firstRecurrentRow)
    {
        int hiddenOperand = RoundUp(firstRecurrentRow, LineFloats);
        int operandFloats = RoundUp(hiddenOperand + paddedOutput, LineFloats);
        int gradientFloats = RoundUp(gates * paddedHidden, LineFloats) + LineFloats;
        return new TrainingPlan
        {
            FirstOperand = hiddenOperand - firstRecurrentRow,
            HiddenOperand = hiddenOperand,
            OperandFloats = operandFloats,
            GradientFloats = gradientFloats,
            ChunkRows = Math.Max(MinChunkRows, Math.Min(MaxChunkRows, ChunkFloats / gradientFloats)),
            Groups = new EquatableArray<GradientGroup>(ResetsBefore(spec)
                ? [new(0, 2, 0, 2 * paddedHidden), new(2, 1, 2 * paddedHidden, paddedHidden)]
                : [new(0, gates, 0, gates * paddedHidden)]),
            PaddedInput = RoundUp(spec.Input, TailLanes),
            FloatsPerRow = Math.Max(Math.Max(operandFloats, gradientFloats), sumFloats),
        };
    }

    private static int WeightFloats(int gates, int paddedHidden, int rows) => rows * gates * paddedHidden;

    private static IEnumerable<ProductPlan> PlanProducts(CellSpec spec, int gates, int paddedHidden, int rows)
    {
        bool inSecondLevel = WeightFloats(gates, paddedHidden, rows) is >= MinTurningFloats and <= MaxSecondLevelFloats;
        if (ResetsBefore(spec))
        {
            // The candidate reads what the reset gate leaves of h, so it must wait for it.
            yield return Product("SumGates", 0, 2);
            yield return Product("SumCandidate", 2, 1);
        }
        else
        {
            yield return Product("Sum", 0, gates);
        }

        ProductPlan Product(string name, int firstGate, int count) => new(firstGate, count, PlanWidths(name, count, paddedHidden, rows, inSecondLevel));
    }

    private static EquatableArray<WidthPlan> PlanWidths(string name, int gates, int paddedHidden, int rows, bool inSecondLevel)
    {
        var widths = new List<WidthPlan>();
        foreach (int bits in new[] { 512, 256, 128 })
        {
            // A tail block is half a vector of 512 bits.
            if (bits < 512 || paddedHidden >= BlockLanes)
            {
                widths.Add(new WidthPlan(bits, new EquatableArray<PassPlan>(PlanPasses(name, gates, bits, paddedHidden, rows, inSecondLevel))));
            }
        }

        return new EquatableArray<WidthPlan>(widths);
    }

    private static IEnumerable<PassPlan> PlanPasses(string name, int gates, int bits, int paddedHidden, int rows, bool inSecondLevel)
    {
        int blocks = paddedHidden / BlockLanes;
        int block = 0;
        int accumulators = bits == 512 && inSecondLevel ? SecondLevelAccumulators : MaxAccumulators;
        int perCall = Math.Min(BlocksPerCall(gates, bits, accumulators), PowerOfTwoUpTo(blocks));
        while (block < blocks)
        {
            int calls = (blocks - block) / perCall;
            if (calls > 0)
            {
                KernelPlan kernel = BlockKernel(name, gates, bits, perCall, BlockLanes, rows, splits: 1);
                yield return new PassPlan(kernel, block, calls, perCall, PartsPerBlock: perCall * BlockLanes / kernel.Units);
                block += calls * perCall;
            }

            // What is left goes by kernels that the path of 256 bits has as well.
            bits = Math.Min(bits, 256);
            perCall /= 2;
        }

        if (paddedHidden % BlockLanes is int tail and > 0)
        {
            KernelPlan kernel = BlockKernel(name, gates, Math.Min(bits, 32 * TailLanes), blocks: 1, tail, rows, TailSplits);
            yield return new PassPlan(kernel, block, Calls: 1, BlocksPerCall: 1, PartsPerBlock: tail / kernel.Units);
        }
    }

    /// <summary>Blocks that give a kernel its accumulators: one, or more where the gates are few.</summary>
    private static int BlocksPerCall(int gates, int bits, int accumulators) =>
        Math.Max(1, PowerOfTwoUpTo(accumulators / gates) / (BlockLanes * 32 / bits));

    /// <summary>Some blocks, or a part of one: as many vectors as give the accumulators.</summary>
    private static KernelPlan BlockKernel(string name, int gates, int bits, int blocks, int lanes, int rows, int splits)
    {
        int floats = bits / 32;
        int perBlock = Math.Min(lanes / floats, PowerOfTwoUpTo(MaxAccumulators / (gates * splits)));
        var vectors = new List<VectorPlan>();
        for (int vector = 0; vector < blocks * perBlock; vector++)
        {
            vectors.Add(new VectorPlan(vector / perBlock, vector % perBlock * floats));
        }

        string units = $"{vectors.Count * floats}UnitsBy{bits}";
        return new KernelPlan(
            name + units + (lanes == TailLanes ? "OfTail" : ""), bits, new EquatableArray<VectorPlan>(vectors), lanes, rows * lanes, splits);
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;

    private static int PowerOfTwoUpTo(int value)
    {
        int power = 1;
        while (power * 2 <= value)
        {
            power *= 2;
        }

        return power;
    }
}
