using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Emission.VectorSyntax;

namespace RnnGen.Generator.Emission;

/// <summary>The private methods of a long short-term memory cell that do the arithmetic.</summary>
internal static class LstmKernels
{
    private const string Gates = "ifgo";

    public static void Write(SourceWriter writer, CellSpec spec, CellPlan plan)
    {
        WriteAdvance(writer, plan);
        if (!plan.FusesInput || plan.BatchesByProduct)
        {
            WriteInputSums(writer, plan);
        }

        if (plan.BatchesByProduct)
        {
            WriteAdvanceStreams(writer, spec, plan);
        }

        WriteAddRecurrentSums(writer, plan);
        foreach (KernelPlan kernel in plan.Widths.SelectMany(width => width.Passes).Select(pass => pass.Kernel).Distinct())
        {
            WriteKernel(writer, spec, plan, kernel);
        }

        WriteApplyGates(writer, spec, plan);
    }

    private static void WriteAdvance(SourceWriter writer, CellPlan plan)
    {
        writer.WriteLine($$"""
            /// <summary>One step{{(plan.FusesInput ? "" : ", given the input sums")}}: from h and c to the new c, in place, and the new h, in next (which may be h).</summary>
            {{CellFrame.Inline}}
            private void Advance({{(plan.FusesInput ? "ref float x, " : "")}}ref float sums, ref float h, ref float c, ref float next)
            {
                AddRecurrentSums({{(plan.FusesInput ? "ref x, " : "")}}ref _parameters.First, ref h, ref sums);
                ApplyGates(ref sums, ref c, ref next);
            }

            """);
    }

    private static void WriteInputSums(SourceWriter writer, CellPlan plan)
    {
        writer.WriteLine("/// <summary>Wx x + b of every gate, for some steps or streams: the bias, then the inputs ascending.</summary>");
        writer.WriteLine(CellFrame.Kernel);
        using (writer.WriteBlock("private void InputSums(ref float x, int count, ref float sums)"))
        {
            WriteProduct(writer, plan, "InputSums", "ref x, InputSize, count, InputSize", firstRow: 0);
        }

        writer.WriteLine();
    }

    private static void WriteAdvanceStreams(SourceWriter writer, CellSpec spec, CellPlan plan)
    {
        writer.WriteLine("/// <summary>One step of some streams, given their input sums: all recurrent sums in one product, then the gates of each.</summary>");
        writer.WriteLine(CellFrame.Kernel);
        using (writer.WriteBlock("private void AdvanceStreams(global::System.Span<State> states, ref float sums)"))
        {
            writer.WriteLine("ref State first = ref RnnMemory::MemoryMarshal.GetReference(states);");
            WriteProduct(
                writer, plan, "AddRecurrentSums", $"ref first.HiddenLanes.First, {Number(2 * plan.PaddedHidden)}, states.Length, HiddenSize", firstRow: 1 + spec.Input);
            using (writer.WriteBlock("for (int stream = 0; stream < states.Length; stream++)"))
            {
                writer.WriteLine($"""
                    ref State state = ref RnnCompiler::Unsafe.Add(ref first, stream);
                    ApplyGates(ref RnnCompiler::Unsafe.Add(ref sums, stream * {Number(plan.SumFloats)}), ref state.CellLanes.First, ref state.HiddenLanes.First);
                    """);
            }
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
                {rows},
                ref {Element("_parameters.First", firstPanel + (firstRow * lanes))}, {Number(panelFloats)}, {Number(panels)}, {Number(lanes)},
                ref {Element("sums", firstSum)}, {Number(plan.SumFloats)});
            """);
    }

    private static void WriteAddRecurrentSums(SourceWriter writer, CellPlan plan)
    {
        writer.WriteLine(plan.FusesInput
            ? "/// <summary>All sums of every gate: (Wx x + b) + Wh h.</summary>"
            : "/// <summary>Adds the recurrent sums Wh h of every gate to the input sums.</summary>");
        writer.WriteLine(CellFrame.Inline);
        string source = plan.FusesInput ? "ref float x, " : "";
        using (writer.WriteBlock($"private static void AddRecurrentSums({source}ref float panels, ref float h, ref float sums)"))
        {
            WriteByWidth(writer, plan.Widths, width => width.Bits, width =>
            {
                foreach (PassPlan pass in width.Passes)
                {
                    if (pass != width.Passes[0])
                    {
                        writer.WriteLine();
                    }

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
        int blockUnits = pass.Kernel.Lanes;
        var loops = new Stack<SourceWriter.Block>();
        string block = Number(pass.FirstBlock);
        if (pass.Calls > 1)
        {
            int last = pass.FirstBlock + (pass.Calls * pass.BlocksPerCall);
            string step = pass.BlocksPerCall == 1 ? "block++" : $"block += {Number(pass.BlocksPerCall)}";
            loops.Push(writer.WriteBlock($"for (int block = {block}; block < {Number(last)}; {step})"));
            block = "block";
        }

        string lane = "0";
        if (pass.PartsPerBlock > 1)
        {
            string step = pass.Kernel.Units == 1 ? "lane++" : $"lane += {Number(pass.Kernel.Units)}";
            loops.Push(writer.WriteBlock($"for (int lane = 0; lane < {Number(blockUnits)}; {step})"));
            lane = "lane";
        }

        string panel = Element("panels", Sum(Offset(plan.BlockFloats), lane));
        string sums = Element("sums", Sum(Offset(plan.Gates * CellPlanner.BlockLanes), lane));
        writer.WriteLine($"{pass.Kernel.Name}({(plan.FusesInput ? "ref x, " : "")}ref {panel}, ref h, ref {sums});");
        while (loops.Count > 0)
        {
            loops.Pop().Dispose();
        }

        string Offset(int stride) => block == "block" ? $"block * {Number(stride)}" : Number(pass.FirstBlock * stride);
    }

    private static void WriteKernel(SourceWriter writer, CellSpec spec, CellPlan plan, KernelPlan kernel)
    {
        var vector = new VectorSyntax(kernel.Bits);
        string what = kernel.Bits == 32 ? "one hidden unit, without vectors"
            : $"{kernel.Units} hidden units, {kernel.Bits} bits at a time: {kernel.Accumulators(plan.Gates)} sums in registers";
        writer.WriteLine($"/// <summary>The gate sums of {what}.</summary>");
        writer.WriteLine(CellFrame.Kernel);
        string source = plan.FusesInput ? "ref float x, " : "";
        using (writer.WriteBlock($"private static void {kernel.Name}({source}ref float panel, ref float h, ref float sums)"))
        {
            writer.WriteLine($"const int gate = {Number(kernel.PanelFloats)}; // from one gate's panel to the next: {Number(plan.Rows)} rows of {kernel.Lanes}");
            if (kernel.Vectors.Any(v => v.Block > 0))
            {
                writer.WriteLine($"const int block = {Number(plan.BlockFloats)}; // from one block to the next");
            }

            writer.WriteLine();
            WriteRecurrentSums(writer, spec, plan, kernel, vector);
            writer.WriteLine();
            WriteSums(writer, spec, plan, kernel, vector);
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
            writer.WriteLine($"var {Name(gate, v, kernel)}{suffix} = {vector.Zero};");
        }

        int firstRow = (1 + spec.Input) * kernel.Lanes;
        if (plan.UnrollsRecurrence)
        {
            for (int k = 0; k < spec.Hidden; k++)
            {
                writer.WriteLine($"var h{Number(k)} = {vector.Broadcast(Element("h", k))};");
                WriteTerms(writer, kernel, vector, "panel", firstRow + (k * kernel.Lanes), "h" + Number(k), k % kernel.Splits == 0 ? "" : "Odd");
            }

            return;
        }

        writer.WriteLine($"ref float weights = ref {Element("panel", firstRow)};");
        string header = kernel.Splits == 1 ? "for (nint k = 0; k < HiddenSize; k++)" : $"for (nint k = 0; k < {Number(spec.Hidden / 2 * 2)}; k += 2)";
        using (writer.WriteBlock(header))
        {
            writer.WriteLine($"var hk = {vector.Broadcast("RnnCompiler::Unsafe.Add(ref h, k)")};");
            WriteTerms(writer, kernel, vector, "weights", 0, "hk", "");
            if (kernel.Splits == 2)
            {
                writer.WriteLine($"var hkOdd = {vector.Broadcast("RnnCompiler::Unsafe.Add(ref h, k + 1)")};");
                WriteTerms(writer, kernel, vector, "weights", kernel.Lanes, "hkOdd", "Odd");
            }

            writer.WriteLine($"weights = ref RnnCompiler::Unsafe.Add(ref weights, {Number(kernel.Splits * kernel.Lanes)});");
        }

        if (kernel.Splits == 2 && spec.Hidden % 2 == 1)
        {
            writer.WriteLine();
            writer.WriteLine($"var last = {vector.Broadcast(Element("h", spec.Hidden - 1))};");
            WriteTerms(writer, kernel, vector, "weights", 0, "last", "");
        }
    }

    /// <summary>One term of every gate's recurrent sum.</summary>
    private static void WriteTerms(
        SourceWriter writer, KernelPlan kernel, VectorSyntax vector, string reference, int offset, string factor, string suffix)
    {
        foreach ((char gate, int v, _) in Accumulators(kernel).Where(accumulator => accumulator.Suffix == suffix))
        {
            string sum = Name(gate, v, kernel) + suffix;
            writer.WriteLine($"{sum} = {vector.MultiplyAdd(factor, vector.Load(reference, WeightOffset(gate, kernel.Vectors[v], offset)), sum)};");
        }
    }

    /// <summary>The input sum (computed here, or read) plus the recurrent sum of every gate.</summary>
    private static void WriteSums(SourceWriter writer, CellSpec spec, CellPlan plan, KernelPlan kernel, VectorSyntax vector)
    {
        writer.WriteLine(plan.FusesInput
            ? "// (Wx x + b) + Wh h: the bias, then the inputs ascending, then the recurrent sum."
            : "// (Wx x + b) + Wh h");
        for (int k = 0; plan.FusesInput && k < spec.Input; k++)
        {
            writer.WriteLine($"var x{Number(k)} = {vector.Broadcast(Element("x", k))};");
        }

        foreach (char gate in Gates)
        {
            for (int v = 0; v < kernel.Vectors.Count; v++)
            {
                VectorPlan plannedVector = kernel.Vectors[v];
                int lane = (plannedVector.Block * plan.Gates * kernel.Lanes) + (Gates.IndexOf(gate) * kernel.Lanes) + plannedVector.Lane;
                string recurrent = Name(gate, v, kernel);
                recurrent = kernel.Splits == 1 ? recurrent : $"({recurrent} + {recurrent}Odd)";
                string input = vector.Load(plan.FusesInput ? "panel" : "sums", plan.FusesInput ? WeightOffset(gate, plannedVector, 0) : Number(lane));
                for (int k = 0; plan.FusesInput && k < spec.Input; k++)
                {
                    input = vector.MultiplyAdd("x" + Number(k), vector.Load("panel", WeightOffset(gate, plannedVector, (1 + k) * kernel.Lanes)), input);
                }

                if (plan.FusesInput)
                {
                    writer.WriteLine($"var x{Name(gate, v, kernel)} = {input};");
                    input = "x" + Name(gate, v, kernel);
                }

                writer.WriteLine(vector.Store($"{input} + {recurrent}", "sums", Number(lane)));
            }
        }
    }

    private static void WriteApplyGates(SourceWriter writer, CellSpec spec, CellPlan plan)
    {
        bool both = plan.FullBlocks > 0 && plan.TailLanes > 0;
        if (both)
        {
            // Two methods, not one: the JIT's inliner has a budget for each caller, and must not run out before the last activation.
            int blocks = plan.FullBlocks;
            writer.WriteLine($$"""
                /// <summary>From the gate sums and c to the new c, in place, and the new h.</summary>
                {{CellFrame.Inline}}
                private static void ApplyGates(ref float sums, ref float c, ref float h)
                {
                    ApplyBlockGates(ref sums, ref c, ref h);
                    ApplyTailGates(
                        ref {{Element("sums", plan.Gates * blocks * CellPlanner.BlockLanes)}},
                        ref {{Element("c", blocks * CellPlanner.BlockLanes)}},
                        ref {{Element("h", blocks * CellPlanner.BlockLanes)}});
                }

                """);
        }

        if (plan.FullBlocks > 0)
        {
            WriteBlockGates(writer, spec, both ? "ApplyBlockGates" : "ApplyGates", plan.FullBlocks, CellPlanner.BlockLanes);
        }

        if (plan.TailLanes > 0)
        {
            WriteBlockGates(writer, spec, both ? "ApplyTailGates" : "ApplyGates", blocks: 1, plan.TailLanes);
        }
    }

    private static void WriteBlockGates(SourceWriter writer, CellSpec spec, string name, int blocks, int lanes)
    {
        writer.WriteLine($"""
            /// <summary>
            /// The gates of {blocks * lanes} hidden units: from their sums and c to the new c, in place, and the new h. All sigmoids first, then the tanhs: the
            /// constants of one of them fit the registers, and many that do not wait for each other are in flight.
            /// </summary>
            """);
        writer.WriteLine(CellFrame.Kernel);
        using (writer.WriteBlock($"private static void {name}(ref float sums, ref float c, ref float h)"))
        {
            writer.WriteLine("// i, f, o = sigmoid(sum)");
            WriteBlocks(["i", "f", "o"], ["sums"], WriteSigmoids);
            if (blocks > 1)
            {
                writer.WriteLine($"sums = ref RnnCompiler::Unsafe.Subtract(ref sums, {Number(blocks * 4 * lanes)});");
            }

            writer.WriteLine();
            writer.WriteLine("// g = tanh(sum); c' = f * c + i * g; h' = o * tanh(c')");
            WriteBlocks(["i", "f", "g", "o"], ["sums", "c", "h"], WriteUpdate);
        }

        writer.WriteLine();

        void WriteBlocks(string[] gates, string[] advancing, Action<SourceWriter, CellSpec, VectorSyntax, string> body)
        {
            using (blocks == 1 ? null : (IDisposable)writer.WriteBlock($"for (int block = 0; block < {Number(blocks)}; block++)"))
            {
                // In one block, without a loop, i, f and o of the first part are still in scope in the second.
                foreach (string gate in blocks == 1 && gates.Contains("g") ? ["g"] : gates)
                {
                    writer.WriteLine($"ref float {gate} = ref {Element("sums", Gates.IndexOf(gate[0]) * lanes)};");
                }

                int[] widths = lanes == CellPlanner.BlockLanes ? [512, 256, 128, 32] : [256, 128, 32];
                WriteByWidth(writer, widths, bits => bits, bits => WriteLanes(writer, bits, lanes, lane => body(writer, spec, new VectorSyntax(bits), lane)));
                if (blocks > 1)
                {
                    writer.WriteLine();
                    foreach (string reference in advancing)
                    {
                        writer.WriteLine($"{reference} = ref {Element(reference, reference == "sums" ? 4 * lanes : lanes)};");
                    }
                }
            }
        }
    }

    /// <summary>A loop over the lanes of a block, or, where one vector is the whole block, no loop.</summary>
    private static void WriteLanes(SourceWriter writer, int bits, int lanes, Action<string> body)
    {
        int floats = bits / 32;
        string step = floats == 1 ? "lane++" : $"lane += {Number(floats)}";
        using (floats == lanes ? null : (IDisposable)writer.WriteBlock($"for (nuint lane = 0; lane < {Number(lanes)}; {step})"))
        {
            body(floats == lanes ? "0" : "lane");
        }
    }

    private static void WriteSigmoids(SourceWriter writer, CellSpec spec, VectorSyntax vector, string lane)
    {
        foreach (string gate in new[] { "i", "f", "o" })
        {
            writer.WriteLine(vector.Store($"{Activation("Sigmoid", spec)}({vector.Load(gate, lane)})", gate, lane));
        }
    }

    private static void WriteUpdate(SourceWriter writer, CellSpec spec, VectorSyntax vector, string lane) => writer.WriteLine($"""
        var candidate = {Activation("Tanh", spec)}({vector.Load("g", lane)});
        var cell = {vector.MultiplyAdd(vector.Load("f", lane), vector.Load("c", lane), $"{vector.Load("i", lane)} * candidate")};
        {vector.Store("cell", "c", lane)}
        {vector.Store($"{vector.Load("o", lane)} * {Activation("Tanh", spec)}(cell)", "h", lane)}
        """);

    private static IEnumerable<(char Gate, int Vector, string Suffix)> Accumulators(KernelPlan kernel) =>
        from suffix in kernel.Splits == 1 ? new[] { "" } : ["", "Odd"]
        from gate in Gates
        from v in Enumerable.Range(0, kernel.Vectors.Count)
        select (gate, v, suffix);

    private static string Activation(string function, CellSpec spec) =>
        $"RnnNumerics::Activation.{function}{(spec.Accuracy == AccuracyKind.Standard ? "" : spec.Accuracy.ToString())}";

    private static string Name(char gate, int v, KernelPlan kernel) => $"{gate}{(kernel.Vectors.Count == 1 ? "" : Number(v))}";

    private static string WeightOffset(char gate, VectorPlan vector, int row) =>
        Sum(Times(Gates.IndexOf(gate), "gate"), Times(vector.Block, "block"), Number(row + vector.Lane));
}
