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

    /// <summary>Up to here inputs are read inside the kernel: a separate pass over them would cost more than it saves.</summary>
    private const int MaxFusedInput = 4;

    /// <summary>Up to here a straight line is no slower than a loop (the JIT gives up on much longer ones, see kernels.md).</summary>
    private const int MaxUnrolledHidden = 8;

    /// <summary>Up to here a cell's weights stay in the first-level cache, and one stream after the other is as fast as a product.</summary>
    private const int MaxHiddenByStream = 32;

    /// <summary>Weights that outgrow a second-level cache: the library's <c>Traversal.MinFloats</c>.</summary>
    private const int MinTurningFloats = 128 * 1024;

    /// <summary>Gate sums that a call may keep on the stack: 64 KB.</summary>
    private const int MaxStackFloats = 16 * 1024;

    /// <summary>Rows of a tile of the product times two: what projecting many steps at once is worth.</summary>
    private const int PreferredRows = 12;

    public static CellPlan Plan(CellSpec spec)
    {
        int gates = GatesOf(spec);
        bool resetsAfter = spec.Kind == CellKind.Gru && spec.Variant == GruVariantKind.ResetAfter;
        int paddedHidden = RoundUp(spec.Hidden, TailLanes);
        int paddedOutput = RoundUp(spec.OutputSize, TailLanes);
        int firstRecurrentRow = 1 + spec.Input + (resetsAfter ? 1 : 0);
        int rows = firstRecurrentRow + spec.OutputSize;
        VectorOffset[] extras = [.. Offsets(gates * paddedHidden, ExtrasOf(spec, gates, paddedHidden))];
        int sumFloats = (gates * paddedHidden) + extras.Sum(static extra => extra.Floats);
        bool turnsRound = rows * gates * paddedHidden >= MinTurningFloats;
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
                Offsets(rows * gates * paddedHidden, ParameterVectorsOf(spec, gates, paddedHidden, paddedOutput))),
            FirstRecurrentRow = firstRecurrentRow,
            Rows = rows,
            FusesInput = spec.Input <= MaxFusedInput,
            UnrollsRecurrence = spec.OutputSize <= MaxUnrolledHidden,
            TurnsRound = turnsRound,
            InterleavesInput = turnsRound && spec.Input > MaxFusedInput && !ResetsBefore(spec),
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
        return ((2L + spec.Input + spec.OutputSize) * gates * paddedHidden)
            + ParameterVectorsOf(spec, gates, paddedHidden, RoundUp(spec.OutputSize, TailLanes)).Sum(static vector => (long)vector.Floats);
    }

    private static int GatesOf(CellSpec spec) => spec.Kind switch
    {
        CellKind.Lstm => spec.CoupledGates ? 3 : 4,
        CellKind.Gru => 3,
        _ => 1,
    };

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

    private static IEnumerable<ProductPlan> PlanProducts(CellSpec spec, int gates, int paddedHidden, int rows)
    {
        if (ResetsBefore(spec))
        {
            // The candidate reads what the reset gate leaves of h, so it must wait for it.
            yield return new ProductPlan(FirstGate: 0, Gates: 2, PlanWidths("SumGates", 2, paddedHidden, rows));
            yield return new ProductPlan(FirstGate: 2, Gates: 1, PlanWidths("SumCandidate", 1, paddedHidden, rows));
        }
        else
        {
            yield return new ProductPlan(FirstGate: 0, gates, PlanWidths("Sum", gates, paddedHidden, rows));
        }
    }

    private static EquatableArray<WidthPlan> PlanWidths(string name, int gates, int paddedHidden, int rows)
    {
        var widths = new List<WidthPlan>();
        foreach (int bits in new[] { 512, 256, 128, 32 })
        {
            // 512 bits pay only for as many blocks at a time as give enough accumulators.
            if (bits < 512 || paddedHidden / BlockLanes >= BlocksPerCall(gates, bits))
            {
                widths.Add(new WidthPlan(bits, new EquatableArray<PassPlan>(PlanPasses(name, gates, bits, paddedHidden, rows))));
            }
        }

        return new EquatableArray<WidthPlan>(widths);
    }

    private static IEnumerable<PassPlan> PlanPasses(string name, int gates, int bits, int paddedHidden, int rows)
    {
        int blocks = paddedHidden / BlockLanes;
        int block = 0;
        for (int perCall = BlocksPerCall(gates, bits); perCall >= 1; perCall /= 2)
        {
            int calls = (blocks - block) / perCall;
            if (calls > 0)
            {
                KernelPlan kernel = BlockKernel(name, gates, bits, perCall, BlockLanes, rows, splits: 1);
                yield return new PassPlan(kernel, block, calls, perCall, PartsPerBlock: perCall * BlockLanes / kernel.Units);
                block += calls * perCall;
            }

            if (bits == 512)
            {
                // What is left goes by 256 bits: twice the accumulators.
                bits = 256;
                perCall = 2 * BlocksPerCall(gates, bits);
            }
        }

        if (paddedHidden % BlockLanes is int tail and > 0)
        {
            KernelPlan kernel = BlockKernel(name, gates, bits, blocks: 1, tail, rows, TailSplits);
            yield return new PassPlan(kernel, block, Calls: 1, BlocksPerCall: 1, PartsPerBlock: tail / kernel.Units);
        }
    }

    /// <summary>Blocks that give a kernel its accumulators: one, or more where the gates are few.</summary>
    private static int BlocksPerCall(int gates, int bits) =>
        bits == 32 ? 1 : Math.Max(1, PowerOfTwoUpTo(MaxAccumulators / gates) / (BlockLanes * 32 / bits));

    /// <summary>Some blocks, or a part of one: as many vectors as give the accumulators.</summary>
    private static KernelPlan BlockKernel(string name, int gates, int bits, int blocks, int lanes, int rows, int splits)
    {
        int floats = bits / 32;
        int perBlock = bits == 32 ? 1 : Math.Min(lanes / floats, PowerOfTwoUpTo(MaxAccumulators / (gates * splits)));
        var vectors = new List<VectorPlan>();
        for (int vector = 0; vector < blocks * perBlock; vector++)
        {
            vectors.Add(new VectorPlan(vector / perBlock, vector % perBlock * floats));
        }

        string units = bits == 32 ? "OneUnit" : $"{vectors.Count * floats}UnitsBy{bits}";
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
