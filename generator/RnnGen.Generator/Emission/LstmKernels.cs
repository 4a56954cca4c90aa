using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Emission;

/// <summary>The private methods of a long short-term memory cell that do the arithmetic.</summary>
internal static class LstmKernels
{
    private const string Gates = "ifgo";

    public static void Write(SourceWriter writer, CellSpec spec, CellPlan plan)
    {
        if (!plan.FusesInput || plan.BatchesByProduct)
        {
            WriteInputSums(writer, spec, plan);
        }

        WriteAdvance(writer, plan);
        foreach (KernelPlan kernel in plan.Widths.SelectMany(width => width.Passes).Select(pass => pass.Kernel).Distinct())
        {
            WriteKernel(writer, spec, plan, kernel);
        }

        if (plan.BatchesByProduct)
        {
            WriteAdvanceStreams(writer, spec, plan);
            WriteApplyGates(writer, spec, plan);
        }
    }

    private static void WriteInputSums(SourceWriter writer, CellSpec spec, CellPlan plan)
    {
        writer.WriteLine("/// <summary>Wx x + b of every gate for some steps or streams: the bias, then the inputs ascending.</summary>");
        writer.WriteLine(CellFrame.Kernel);
        using (writer.WriteBlock("private void InputSums(ref float x, int count, ref float sums)"))
        {
            WriteProduct(writer, plan, "InputSums", "ref x, InputSize, count, InputSize", firstRow: 0);
        }

        writer.WriteLine();
    }

    /// <summary>A product with the full panels and one with the tail panels, where there are any.</summary>
    private static void WriteProduct(SourceWriter writer, CellPlan plan, string method, string rows, int firstRow)
    {
        if (plan.FullBlocks > 0)
        {
            Write(plan.PanelFloats, plan.Gates * plan.FullBlocks, CellPlanner.BlockLanes, firstPanel: 0, firstSum: 0);
        }

        if (plan.TailLanes > 0)
        {
            int blocks = plan.FullBlocks;
            Write(plan.TailPanelFloats, plan.Gates, plan.TailLanes, blocks * plan.BlockFloats, plan.Gates * blocks * CellPlanner.BlockLanes);
        }

        void Write(int panelFloats, int panels, int lanes, int firstPanel, int firstSum) => writer.WriteLine($"""
            RnnNumerics::PanelProduct.{method}(
                {rows}, ref {At("_parameters.First", firstPanel + (firstRow * lanes))}, {panelFloats}, {panels}, {lanes}, ref {At("sums", firstSum)}, {plan.SumFloats});
            """);
    }

    private static void WriteAdvance(SourceWriter writer, CellPlan plan)
    {
        string source = SourceName(plan);
        writer.WriteLine($"""
            /// <summary>One step: from {(plan.FusesInput ? "x" : "the input sums")}, h and c to the new c, in place, and the new h, in next.</summary>
            {CellFrame.Inline}
            """);
        using (writer.WriteBlock($"private static void Advance(ref float {source}, ref float panels, ref float h, ref float c, ref float next)"))
        {
            WriteByWidth(writer, plan.Widths, width => width.Bits, width =>
            {
                foreach (PassPlan pass in width.Passes)
                {
                    WritePass(writer, plan, pass);
                }
            });
        }

        writer.WriteLine();
    }

    /// <summary>The branches on the vector width; the JIT and NativeAOT keep only the one of the hardware.</summary>
    private static void WriteByWidth<T>(SourceWriter writer, IReadOnlyList<T> choices, Func<T, int> bits, Action<T> body)
    {
        string keyword = "if";
        foreach (T choice in choices)
        {
            string header = bits(choice) == 32 ? "else" : $"{keyword} ({new VectorSyntax(bits(choice)).IsAccelerated})";
            using (writer.WriteBlock(header))
            {
                body(choice);
            }

            keyword = "else if";
        }
    }

    private static void WritePass(SourceWriter writer, CellPlan plan, PassPlan pass)
    {
        bool isTail = pass.Kernel.Lanes == CellPlanner.TailLanes;
        int blockUnits = isTail ? CellPlanner.TailLanes : CellPlanner.BlockLanes;
        int firstUnit = pass.FirstBlock * CellPlanner.BlockLanes;
        var loops = new Stack<SourceWriter.Block>();
        string block = "", part = "";
        if (pass.Calls > 1)
        {
            int last = pass.FirstBlock + (pass.Calls * pass.BlocksPerCall);
            string step = pass.BlocksPerCall == 1 ? "block++" : $"block += {pass.BlocksPerCall}";
            loops.Push(writer.WriteBlock($"for (int block = {pass.FirstBlock}; block < {last}; {step})"));
            block = "block";
        }

        if (pass.PartsPerBlock > 1)
        {
            loops.Push(writer.WriteBlock($"for (int lane = 0; lane < {blockUnits}; lane += {pass.Kernel.Units})"));
            part = "lane";
        }

        string panel = Place("panels", plan.BlockFloats, pass.FirstBlock * plan.BlockFloats);
        string source = plan.FusesInput ? "x" : Place("sums", plan.Gates * CellPlanner.BlockLanes, plan.Gates * firstUnit);
        string cell = Place("c", CellPlanner.BlockLanes, firstUnit);
        string next = Place("next", CellPlanner.BlockLanes, firstUnit);
        writer.WriteLine($"{pass.Kernel.Name}(ref {source}, ref {panel}, ref h, ref {cell}, ref {next});");
        while (loops.Count > 0)
        {
            loops.Pop().Dispose();
        }

        string Place(string reference, int blockStride, int constant)
        {
            string[] terms = block.Length > 0 && part.Length > 0 ? [$"(block * {blockStride})", part]
                : block.Length > 0 ? [$"block * {blockStride}"]
                : part.Length > 0 && constant > 0 ? [Number(constant), part]
                : part.Length > 0 ? [part]
                : [];
            return terms.Length == 0 ? At(reference, constant) : $"RnnCompiler::Unsafe.Add(ref {reference}, {string.Join(" + ", terms)})";
        }
    }

    private static void WriteKernel(SourceWriter writer, CellSpec spec, CellPlan plan, KernelPlan kernel)
    {
        var vector = new VectorSyntax(kernel.Bits);
        string what = kernel.Bits == 32 ? "One hidden unit, without vectors"
            : $"{kernel.Units} hidden units, {kernel.Bits} bits at a time: {kernel.Accumulators(plan.Gates)} recurrent sums in registers";
        writer.WriteLine($"/// <summary>{what}.</summary>");
        writer.WriteLine(CellFrame.Kernel);
        using (writer.WriteBlock(
            $"private static void {kernel.Name}(ref float {SourceName(plan)}, ref float panel, ref float h, ref float c, ref float next)"))
        {
            WriteRecurrentSums(writer, spec, plan, kernel, vector);
            if (plan.FusesInput)
            {
                WriteFusedInputSums(writer, spec, kernel, vector);
            }

            writer.WriteLine();
            string InputSum(char gate, int v) => plan.FusesInput
                ? Name('x', gate, v, kernel)
                : vector.Load("sums", GateSum(gate, kernel) + kernel.Vectors[v].Sum);
            string Sum(char gate, int v) => kernel.Splits == 1
                ? $"{InputSum(gate, v)} + {Name('r', gate, v, kernel)}"
                : $"{InputSum(gate, v)} + ({Name('r', gate, v, kernel)} + {Name('r', gate, v, kernel)}Odd)";
            WriteGates(writer, spec, kernel.Vectors, vector, Sum, "next");
        }

        writer.WriteLine();
    }

    /// <summary>Wh h of every gate: its own sum, from zero, the terms ascending; split into even and odd terms where the plan says so.</summary>
    private static void WriteRecurrentSums(SourceWriter writer, CellSpec spec, CellPlan plan, KernelPlan kernel, VectorSyntax vector)
    {
        writer.WriteLine(kernel.Splits == 1
            ? "// Wh h of every gate: from zero, the terms ascending."
            : "// Wh h of every gate: even and odd terms apart, each from zero and ascending.");
        foreach ((char gate, int v, string suffix) in Accumulators(kernel))
        {
            writer.WriteLine($"var {Name('r', gate, v, kernel)}{suffix} = {vector.Zero};");
        }

        int firstRow = (1 + spec.Input) * kernel.Lanes;
        if (plan.UnrollsRecurrence)
        {
            for (int k = 0; k < spec.Hidden; k++)
            {
                writer.WriteLine($"var h{Number(k)} = {vector.Broadcast(VectorSyntax.Element("h", k))};");
                WriteTerms(writer, kernel, vector, "panel", firstRow + (k * kernel.Lanes), "h" + Number(k), k % kernel.Splits == 0 ? "" : "Odd");
            }

            return;
        }

        writer.WriteLine($"ref float weights = ref {At("panel", firstRow)};");
        string header = kernel.Splits == 1 ? "for (nint k = 0; k < HiddenSize; k++)" : $"for (nint k = 0; k < {spec.Hidden / 2 * 2}; k += 2)";
        using (writer.WriteBlock(header))
        {
            writer.WriteLine($"var hk = {vector.Broadcast("RnnCompiler::Unsafe.Add(ref h, k)")};");
            WriteTerms(writer, kernel, vector, "weights", 0, "hk", "");
            if (kernel.Splits == 2)
            {
                writer.WriteLine($"var hkOdd = {vector.Broadcast("RnnCompiler::Unsafe.Add(ref h, k + 1)")};");
                WriteTerms(writer, kernel, vector, "weights", kernel.Lanes, "hkOdd", "Odd");
            }

            writer.WriteLine($"weights = ref RnnCompiler::Unsafe.Add(ref weights, {kernel.Splits * kernel.Lanes});");
        }

        if (kernel.Splits == 2 && spec.Hidden % 2 == 1)
        {
            writer.WriteLine();
            writer.WriteLine($"var last = {vector.Broadcast(VectorSyntax.Element("h", spec.Hidden - 1))};");
            WriteTerms(writer, kernel, vector, "weights", 0, "last", "");
        }
    }

    /// <summary>One term of every gate's recurrent sum.</summary>
    private static void WriteTerms(
        SourceWriter writer, KernelPlan kernel, VectorSyntax vector, string reference, int offset, string factor, string suffix)
    {
        foreach ((char gate, int v, _) in Accumulators(kernel).Where(accumulator => accumulator.Suffix == suffix))
        {
            string sum = Name('r', gate, v, kernel) + suffix;
            string weights = vector.Load(reference, offset + GatePanel(gate, kernel) + kernel.Vectors[v].Weight);
            writer.WriteLine($"{sum} = {vector.MultiplyAdd(factor, weights, sum)};");
        }
    }

    /// <summary>Wx x + b of every gate inside the kernel: the bias, then the inputs ascending.</summary>
    private static void WriteFusedInputSums(SourceWriter writer, CellSpec spec, KernelPlan kernel, VectorSyntax vector)
    {
        writer.WriteLine();
        writer.WriteLine("// Wx x + b of every gate: the bias, then the inputs ascending.");
        for (int k = 0; k < spec.Input; k++)
        {
            writer.WriteLine($"var x{Number(k)} = {vector.Broadcast(VectorSyntax.Element("x", k))};");
        }

        foreach (char gate in Gates)
        {
            for (int v = 0; v < kernel.Vectors.Count; v++)
            {
                int offset = GatePanel(gate, kernel) + kernel.Vectors[v].Weight;
                string sum = vector.Load("panel", offset);
                for (int k = 0; k < spec.Input; k++)
                {
                    sum = vector.MultiplyAdd("x" + Number(k), vector.Load("panel", offset + ((1 + k) * kernel.Lanes)), sum);
                }

                writer.WriteLine($"var {Name('x', gate, v, kernel)} = {sum};");
            }
        }
    }

    /// <summary>The equations after the sums, for vectors of every gate.</summary>
    private static void WriteGates(
        SourceWriter writer, CellSpec spec, IReadOnlyList<VectorPlan> vectors, VectorSyntax vector, Func<char, int, string> sum, string next)
    {
        string Index(int v) => vectors.Count == 1 ? "" : Number(v);
        writer.WriteLine("// i, f, o = sigmoid(Wx x + b + Wh h); g = tanh(Wx x + b + Wh h)");
        foreach (char gate in Gates)
        {
            for (int v = 0; v < vectors.Count; v++)
            {
                string function = gate == 'g' ? "Tanh" : "Sigmoid";
                writer.WriteLine($"var {gate}{Index(v)} = {Activation(function, spec.Accuracy)}({sum(gate, v)});");
            }
        }

        writer.WriteLine();
        writer.WriteLine("// c' = f * c + i * g; h' = o * tanh(c')");
        for (int v = 0; v < vectors.Count; v++)
        {
            writer.WriteLine($"var cell{Index(v)} = {vector.MultiplyAdd("f" + Index(v), vector.Load("c", vectors[v].Unit), $"i{Index(v)} * g{Index(v)}")};");
        }

        for (int v = 0; v < vectors.Count; v++)
        {
            writer.WriteLine(vector.Store("cell" + Index(v), "c", vectors[v].Unit));
            writer.WriteLine(vector.Store($"o{Index(v)} * {Activation("Tanh", spec.Accuracy)}(cell{Index(v)})", next, vectors[v].Unit));
        }
    }

    private static void WriteAdvanceStreams(SourceWriter writer, CellSpec spec, CellPlan plan)
    {
        writer.WriteLine("/// <summary>One step of some streams, given their input sums: all recurrent sums in one product, then the gates of each.</summary>");
        writer.WriteLine(CellFrame.Kernel);
        using (writer.WriteBlock("private void AdvanceStreams(global::System.Span<State> states, ref float sums)"))
        {
            writer.WriteLine("ref State first = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(states);");
            WriteProduct(
                writer, plan, "AddRecurrentSums", $"ref first.HiddenLanes.First, {2 * plan.PaddedHidden}, states.Length, HiddenSize", firstRow: 1 + spec.Input);
            using (writer.WriteBlock("for (int stream = 0; stream < states.Length; stream++)"))
            {
                writer.WriteLine($"""
                    ref State state = ref RnnCompiler::Unsafe.Add(ref first, stream);
                    ApplyGates(ref RnnCompiler::Unsafe.Add(ref sums, stream * {plan.SumFloats}), ref state.CellLanes.First, ref state.HiddenLanes.First);
                    """);
            }
        }

        writer.WriteLine();
    }

    private static void WriteApplyGates(SourceWriter writer, CellSpec spec, CellPlan plan)
    {
        writer.WriteLine("/// <summary>From complete gate sums and c to the new c and h, in place.</summary>");
        writer.WriteLine(CellFrame.Kernel);
        using (writer.WriteBlock("private static void ApplyGates(ref float sums, ref float c, ref float h)"))
        {
            WriteByWidth(writer, [256, 128, 32], bits => bits, bits =>
            {
                if (plan.FullBlocks > 0)
                {
                    string header = $"for (int block = 0; block < {plan.FullBlocks}; block++)";
                    using (writer.WriteBlock(header))
                    {
                        WriteBlockGates(writer, spec, plan, bits, CellPlanner.BlockLanes);
                        writer.WriteLine($"sums = ref RnnCompiler::Unsafe.Add(ref sums, {plan.Gates * CellPlanner.BlockLanes});");
                    }
                }

                if (plan.TailLanes > 0)
                {
                    if (plan.FullBlocks > 0)
                    {
                        writer.WriteLine();
                    }

                    WriteBlockGates(writer, spec, plan, bits, plan.TailLanes);
                }
            });
        }

        writer.WriteLine();
    }

    private static void WriteBlockGates(SourceWriter writer, CellSpec spec, CellPlan plan, int bits, int lanes)
    {
        var vector = new VectorSyntax(bits);
        int floats = bits / 32;
        using (writer.WriteBlock($"for (int lane = 0; lane < {lanes}; lane += {floats})"))
        {
            writer.WriteLine("ref float sum = ref RnnCompiler::Unsafe.Add(ref sums, lane);");
            WriteGates(
                writer, spec, [new VectorPlan(0, 0, 0)], vector, (gate, _) => vector.Load("sum", Gates.IndexOf(gate) * lanes), "h");
            writer.WriteLine($"""
                c = ref RnnCompiler::Unsafe.Add(ref c, {floats});
                h = ref RnnCompiler::Unsafe.Add(ref h, {floats});
                """);
        }
    }

    private static IEnumerable<(char Gate, int Vector, string Suffix)> Accumulators(KernelPlan kernel) =>
        from suffix in kernel.Splits == 1 ? new[] { "" } : ["", "Odd"]
        from gate in Gates
        from v in Enumerable.Range(0, kernel.Vectors.Count)
        select (gate, v, suffix);

    private static string Activation(string function, AccuracyKind accuracy) =>
        $"RnnNumerics::Activation.{function}{(accuracy == AccuracyKind.Standard ? "" : accuracy.ToString())}";

    private static string Name(char kind, char gate, int v, KernelPlan kernel) => $"{kind}{gate}{(kernel.Vectors.Count == 1 ? "" : Number(v))}";

    private static int GatePanel(char gate, KernelPlan kernel) => Gates.IndexOf(gate) * kernel.PanelFloats;

    private static int GateSum(char gate, KernelPlan kernel) => Gates.IndexOf(gate) * kernel.Lanes;

    private static string SourceName(CellPlan plan) => plan.FusesInput ? "x" : "sums";

    private static string At(string reference, int offset) => VectorSyntax.At(reference, offset);

    private static string Number(int value) => VectorSyntax.Number(value);
}
