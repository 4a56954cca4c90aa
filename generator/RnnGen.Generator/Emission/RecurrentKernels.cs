using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Emission.VectorSyntax;

namespace RnnGen.Generator.Emission;

/// <summary>The sums of a step, the same for every kind of cell: input sums, recurrent sums, and the order in which a step goes through them.</summary>
internal sealed class RecurrentKernels(SourceWriter writer, CellSpec spec, CellPlan plan, CellEquations equations)
{
    private readonly string _gates = equations.Gates;
    private readonly StepPart[] _parts = [.. equations.Parts(plan)];

    private string CellParameter => equations.HasCellState ? "ref float c, " : "";

    /// <summary>Writes every private method of a step.</summary>
    public void Write()
    {
        WriteAdvance();
        if (!plan.FusesInput || plan.BatchesByProduct)
        {
            WriteInputSums();
        }

        if (plan.BatchesByProduct)
        {
            WriteAdvanceStreams();
            if (plan.SeparateGate >= 0)
            {
                WriteCopyRecurrentBias();
            }
        }

        foreach (StepPart part in _parts.Where(static part => part.Product is not null))
        {
            WriteSums(part);
        }

        equations.WriteApplications(writer, plan);
    }

    /// <summary>The arguments of <c>Advance</c> before the state, where it is called in <c>Step</c>.</summary>
    public string StepArguments(string sums) => plan.StepTakesInput ? $"ref x, ref {sums}" : $"ref {sums}";

    /// <summary>The same where it is called for one of many steps: their input sums are there, unless the kernel computes them.</summary>
    public string SourceArguments(string sums) =>
        plan.FusesInput ? $"ref x, ref {sums}"
        : plan.InterleavesInput ? $"ref RnnCompiler::Unsafe.NullRef<float>(), ref {sums}"
        : $"ref {sums}";

    private void WriteAdvance()
    {
        string state = equations.HasCellState ? "h and c to the new c, in place, and the new h" : "h to the new h";
        string given = plan.FusesInput ? "" : plan.InterleavesInput ? ", given x or (x is null) the input sums" : ", given the input sums";
        writer.WriteLine($"/// <summary>One step{given}: from {state}, in next (which may be h).</summary>");
        writer.WriteLine(CellFrame.Inline);
        using (writer.WriteBlock($"private void Advance({(plan.StepTakesInput ? "ref float x, " : "")}ref float sums, ref float h, {CellParameter}ref float next)"))
        {
            WriteVectors();
            foreach (StepPart part in _parts)
            {
                if (part == StepPart.Project)
                {
                    WriteProjection("0", "1", "0");
                    continue;
                }

                writer.WriteLine(part.Product is { } product
                    ? $"{part.Method}({SumArguments(product, part.Vector)});"
                    : $"{part.Method}({string.Join(", ", part.Arguments.Select(static argument => "ref " + argument))});");
            }
        }

        writer.WriteLine();
    }

    /// <summary>The vectors behind the sums and behind the panels.</summary>
    private void WriteVectors()
    {
        foreach (VectorOffset extra in plan.Extras)
        {
            writer.WriteLine($"ref float {extra.Name} = ref {Element("sums", extra.Offset)};");
        }

        foreach (VectorOffset vector in plan.ParameterVectors)
        {
            writer.WriteLine($"ref float {vector.Name} = ref {Element("_parameters.First", vector.Offset)};");
        }
    }

    /// <summary>h' = Whr m, for one row or many.</summary>
    private void WriteProjection(string rowStride, string rows, string sumStride)
    {
        int blocks = plan.OutputFullBlocks;
        writer.WriteLine("// h' = Whr (o * tanh(c')): from zero, the terms ascending.".Replace("tanh", equations.CellActivationName));
        if (blocks > 0)
        {
            Write("projection", blocks, CellPlanner.BlockLanes, "next");
        }

        if (plan.OutputTailLanes > 0)
        {
            int lane = blocks * CellPlanner.BlockLanes;
            Write(Element("projection", lane * spec.Hidden), 1, plan.OutputTailLanes, Element("next", lane));
        }

        void Write(string panel, int panels, int lanes, string target) => writer.WriteLine($"""
            RnnNumerics::PanelProduct.Sums(
                ref cellOutput, {rowStride}, {rows}, HiddenSize,
                ref {panel}, {Number(spec.Hidden * lanes)}, {Number(panels)}, {Number(lanes)},
                ref {target}, {sumStride});
            """);
    }

    private string SumArguments(ProductPlan product, string vector) =>
        $"{(plan.TurnsRound ? "RnnNumerics::Traversal.Turn(), " : "")}{(plan.StepTakesInput ? "ref x, " : "")}ref _parameters.First, ref {vector}, ref sums{(IsSeparate(product) ? ", ref extra" : "")}";

    /// <summary>Terms of a recurrent sum, as written.</summary>
    private string RecurrentSize => spec.Projection > 0 ? "OutputSize" : "HiddenSize";

    private string SumParameters(ProductPlan product, string panels) =>
        $"{(panels == "panels" && plan.TurnsRound ? "bool isBackwards, " : "")}{((panels == "panels" ? plan.StepTakesInput : plan.FusesInput) ? "ref float x, " : "")}ref float {panels}, ref float h, ref float sums{(IsSeparate(product) ? ", ref float extra" : "")}";

    private bool IsSeparate(ProductPlan product) => plan.SeparateGate >= product.FirstGate && plan.SeparateGate < product.FirstGate + product.Gates;

    private void WriteInputSums()
    {
        writer.WriteLine($"/// <summary>{equations.InputSum} of every gate, for some steps or streams: the bias, then the inputs ascending.</summary>");
        writer.WriteLine(CellFrame.Kernel);
        using (writer.WriteBlock("private void InputSums(ref float x, int count, ref float sums)"))
        {
            WritePanelProduct("InputSums", "ref x, InputSize, count, InputSize", firstRow: 0, 0, plan.Gates, plan.BlockSums, "sums", 0);
        }

        writer.WriteLine();
    }

    private void WriteAdvanceStreams()
    {
        string stride = Number(plan.PaddedOutput + (equations.HasCellState ? plan.PaddedHidden : 0));
        string cell = equations.HasCellState ? $", ref first.CellLanes.First, {stride}" : "";
        writer.WriteLine($$"""
            /// <summary>One step of some streams, given their input sums.</summary>
            {{CellFrame.Inline}}
            private void AdvanceStreams(global::System.Span<State> states, ref float sums)
            {
                ref State first = ref RnnMemory::MemoryMarshal.GetReference(states);
                AdvanceRows(states.Length, ref sums, ref first.HiddenLanes.First, ref first.HiddenLanes.First, {{stride}}{{cell}});
            }

            /// <summary>One step of some streams, given their input sums: all recurrent sums in products, the rest stream by stream.</summary>
            {{CellFrame.Kernel}}
            """);
        string cellParameters = equations.HasCellState ? ", ref float c, int cellStride" : "";
        using (writer.WriteBlock($"private void AdvanceRows(int streams, ref float sums, ref float h, ref float next, int stride{cellParameters})"))
        {
            WriteVectors();
            foreach (StepPart part in _parts)
            {
                if (part == StepPart.Project)
                {
                    writer.WriteLine();
                    WriteProjection(Number(plan.SumFloats), "streams", "stride");
                }
                else if (part.Product is { } product)
                {
                    WriteStreamProduct(product, part.Vector);
                }
                else
                {
                    WriteStreamApplication(part);
                }
            }
        }

        writer.WriteLine();
    }

    private void WriteStreamProduct(ProductPlan product, string vector)
    {
        string rows = vector == "h" ? $"ref h, stride, streams, {RecurrentSize}" : $"ref extra, {Number(plan.SumFloats)}, streams, HiddenSize";
        int summed = product.Gates - (IsSeparate(product) ? 1 : 0);
        WritePanelProduct("AddRecurrentSums", rows, plan.FirstRecurrentRow, product.FirstGate, summed, plan.BlockSums, "sums", 0);
        if (IsSeparate(product))
        {
            writer.WriteLine();
            writer.WriteLine("// The candidate's recurrent sums stay apart from its input sums, and have a bias of their own.");
            writer.WriteLine("CopyRecurrentBias(ref extra, streams);");
            WritePanelProduct("AddRecurrentSums", rows, plan.FirstRecurrentRow, plan.SeparateGate, 1, CellPlanner.BlockLanes, "extra", plan.SeparateGate);
        }
    }

    private void WriteCopyRecurrentBias()
    {
        writer.WriteLine("/// <summary>The candidate's recurrent bias into the extra sums of some streams.</summary>");
        writer.WriteLine(CellFrame.Kernel);
        using (writer.WriteBlock("private void CopyRecurrentBias(ref float extra, int streams)"))
        using (writer.WriteBlock("for (int stream = 0; stream < streams; stream++)"))
        {
            int bias = plan.FirstRecurrentRow - 1;
            string row = $"ref RnnCompiler::Unsafe.Add(ref extra, stream * {Number(plan.SumFloats)})";
            if (plan.FullBlocks > 0)
            {
                writer.WriteLine($$"""
                    for (int block = 0; block < {{Number(plan.FullBlocks)}}; block++)
                    {
                        ref float bias = ref RnnCompiler::Unsafe.Add(ref _parameters.First, (block * {{Number(plan.BlockFloats)}}) + {{Number((plan.SeparateGate * plan.PanelFloats) + (bias * CellPlanner.BlockLanes))}});
                        ref float sums = ref RnnCompiler::Unsafe.Add({{row}}, block * {{Number(CellPlanner.BlockLanes)}});
                        RnnMemory::MemoryMarshal.CreateSpan(ref bias, {{Number(CellPlanner.BlockLanes)}}).CopyTo(RnnMemory::MemoryMarshal.CreateSpan(ref sums, {{Number(CellPlanner.BlockLanes)}}));
                    }
                    """);
            }

            if (plan.FullBlocks > 0 && plan.TailLanes > 0)
            {
                writer.WriteLine();
            }

            if (plan.TailLanes > 0)
            {
                int place = (plan.FullBlocks * plan.BlockFloats) + (plan.SeparateGate * plan.TailPanelFloats) + (bias * plan.TailLanes);
                writer.WriteLine($$"""
                    ref float tailBias = ref RnnCompiler::Unsafe.Add(ref _parameters.First, {{Number(place)}});
                    ref float tailSums = ref RnnCompiler::Unsafe.Add({{row}}, {{Number(plan.FullBlocks * CellPlanner.BlockLanes)}});
                    RnnMemory::MemoryMarshal.CreateSpan(ref tailBias, {{Number(plan.TailLanes)}}).CopyTo(RnnMemory::MemoryMarshal.CreateSpan(ref tailSums, {{Number(plan.TailLanes)}}));
                    """);
            }
        }

        writer.WriteLine();
    }

    private void WriteStreamApplication(StepPart part)
    {
        writer.WriteLine();
        using (writer.WriteBlock("for (int stream = 0; stream < streams; stream++)"))
        {
            IEnumerable<string> arguments = part.Arguments.Select(argument => argument switch
            {
                "c" => "ref RnnCompiler::Unsafe.Add(ref c, stream * cellStride)",
                "h" or "next" => $"ref RnnCompiler::Unsafe.Add(ref {argument}, stream * stride)",
                _ when plan.ParameterVectors.Any(vector => vector.Name == argument) => "ref " + argument,
                _ => $"ref RnnCompiler::Unsafe.Add(ref {argument}, stream * {Number(plan.SumFloats)})",
            });
            writer.WriteLine($"{part.Method}({string.Join(", ", arguments)});");
        }
    }

    /// <summary>
    /// A product of rows with the panels of neighbouring gates: of all gates in one call, since their panels follow each other from block to block;
    /// of some of them block by block.
    /// </summary>
    private void WritePanelProduct(
        string method, string rows, int firstRow, int firstGate, int gates, int blockSums, string sums, int firstSumGate)
    {
        int blocks = plan.FullBlocks;
        bool isWhole = gates == plan.Gates;
        if (isWhole && blocks > 0)
        {
            Write(Number(firstRow * CellPlanner.BlockLanes), "0", plan.PanelFloats, gates * blocks, CellPlanner.BlockLanes);
        }
        else if (blocks > 0)
        {
            using (blocks == 1 ? null : (IDisposable)writer.WriteBlock($"for (int block = 0; block < {Number(blocks)}; block++)"))
            {
                string panel = Number((firstRow * CellPlanner.BlockLanes) + (firstGate * plan.PanelFloats));
                string sum = Number((firstGate - firstSumGate) * CellPlanner.BlockLanes);
                Write(
                    blocks == 1 ? panel : Sum($"block * {Number(plan.BlockFloats)}", panel),
                    blocks == 1 ? sum : Sum($"block * {Number(blockSums)}", sum),
                    plan.PanelFloats, gates, CellPlanner.BlockLanes);
            }
        }

        if (plan.TailLanes > 0)
        {
            if (!isWhole && blocks > 1)
            {
                writer.WriteLine();
            }

            int lanes = plan.TailLanes;
            Write(
                Number((blocks * plan.BlockFloats) + (firstRow * lanes) + (firstGate * plan.TailPanelFloats)),
                Number((blocks * blockSums) + ((firstGate - firstSumGate) * lanes)),
                plan.TailPanelFloats, gates, lanes);
        }

        void Write(string panel, string sum, int panelFloats, int panels, int lanes) => writer.WriteLine($"""
            RnnNumerics::PanelProduct.{method}(
                {rows},
                ref {Element("_parameters.First", panel)}, {Number(panelFloats)}, {Number(panels)}, {Number(lanes)},
                ref {Element(sums, sum)}, {Number(plan.SumFloats)});
            """);
    }

    private void WriteSums(StepPart part)
    {
        ProductPlan product = part.Product!;
        string gates = product.Gates == plan.Gates ? "every gate" : string.Join(", ", _gates.Substring(product.FirstGate, product.Gates).ToCharArray());
        writer.WriteLine(plan.FusesInput
            ? $"/// <summary>The sums of {gates}: ({equations.InputSum}) + {equations.RecurrentSum}.</summary>"
            : $"/// <summary>Adds the recurrent sums {equations.RecurrentSum} of {gates} to the input sums{(plan.InterleavesInput ? ", which it computes first where there is an x" : "")}.</summary>");
        writer.WriteLine(CellFrame.Inline);
        using (writer.WriteBlock($"private static void {part.Method}({SumParameters(product, "panels")})"))
        {
            UnitLoops.WriteByWidth(writer, product.Widths, width => width.Bits, width =>
            {
                foreach (PassPlan pass in width.Passes)
                {
                    if (pass != width.Passes[0])
                    {
                        writer.WriteLine();
                    }

                    WritePass(product, pass);
                }
            });
        }

        writer.WriteLine();
        foreach (KernelPlan kernel in product.Widths.SelectMany(width => width.Passes).Select(pass => pass.Kernel).Distinct())
        {
            WriteKernel(product, kernel);
        }
    }

    private void WritePass(ProductPlan product, PassPlan pass)
    {
        var loops = new Stack<SourceWriter.Block>();
        string block = Number(pass.FirstBlock);
        if (pass.Calls > 1)
        {
            int last = pass.FirstBlock + (pass.Calls * pass.BlocksPerCall);
            string step = pass.BlocksPerCall == 1 ? "block++" : $"block += {Number(pass.BlocksPerCall)}";
            if (plan.TurnsRound)
            {
                loops.Push(writer.WriteBlock($"for (int call = 0; call < {Number(pass.Calls)}; call++)"));
                writer.WriteLine($"int block = {Sum(Times(pass.BlocksPerCall, $"RnnNumerics::Traversal.Place(call, {Number(pass.Calls)}, isBackwards)"), block)};");
            }
            else
            {
                loops.Push(writer.WriteBlock($"for (int block = {block}; block < {Number(last)}; {step})"));
            }

            block = "block";
        }

        if (plan.InterleavesInput)
        {
            int lanes = pass.Kernel.Lanes;
            using (writer.WriteBlock("if (!RnnCompiler::Unsafe.IsNullRef(ref x))"))
            {
                writer.WriteLine($"""
                    RnnNumerics::PanelProduct.InputSums(
                        ref x, InputSize, 1, InputSize,
                        ref {Element("panels", Offset(plan.BlockFloats))}, {Number(pass.Kernel.PanelFloats)}, {Number(plan.Gates * pass.BlocksPerCall)}, {Number(lanes)},
                        ref {Element("sums", Offset(plan.BlockSums))}, {Number(plan.SumFloats)});
                    """);
            }

            writer.WriteLine();
        }

        string lane = "0";
        if (pass.PartsPerBlock > 1)
        {
            string step = pass.Kernel.Units == 1 ? "lane++" : $"lane += {Number(pass.Kernel.Units)}";
            loops.Push(writer.WriteBlock($"for (int lane = 0; lane < {Number(pass.Kernel.Lanes)}; {step})"));
            lane = "lane";
        }

        string panel = Element("panels", Sum(Offset(plan.BlockFloats), lane));
        string sums = Element("sums", Sum(Offset(plan.BlockSums), lane));
        string extra = IsSeparate(product) ? $", ref {Element("extra", Sum(Offset(CellPlanner.BlockLanes), lane))}" : "";
        writer.WriteLine($"{pass.Kernel.Name}({(plan.FusesInput ? "ref x, " : "")}ref {panel}, ref h, ref {sums}{extra});");
        while (loops.Count > 0)
        {
            loops.Pop().Dispose();
        }

        string Offset(int stride) => block == "block" ? $"block * {Number(stride)}" : Number(pass.FirstBlock * stride);
    }

    private void WriteKernel(ProductPlan product, KernelPlan kernel)
    {
        var vector = new VectorSyntax(kernel.Bits);
        string what = kernel.Bits == 32 ? "one hidden unit, without vectors"
            : $"{kernel.Units} hidden units, {kernel.Bits} bits at a time: {kernel.Accumulators(product.Gates)} sums in registers";
        writer.WriteLine($"/// <summary>The sums of {what}.</summary>");
        writer.WriteLine(CellFrame.Kernel);
        using (writer.WriteBlock($"private static void {kernel.Name}({SumParameters(product, "panel")})"))
        {
            if (plan.Gates > 1)
            {
                writer.WriteLine($"const int gate = {Number(kernel.PanelFloats)}; // from one gate's panel to the next: {Number(plan.Rows)} rows of {kernel.Lanes}");
            }

            if (kernel.Vectors.Any(v => v.Block > 0))
            {
                writer.WriteLine($"const int block = {Number(plan.BlockFloats)}; // from one block to the next");
            }

            writer.WriteLine();
            WriteRecurrentSums(product, kernel, vector);
            writer.WriteLine();
            WriteStores(product, kernel, vector);
        }

        writer.WriteLine();
    }

    /// <summary>The recurrent sum of every gate: its own, from zero, the terms ascending; split into even and odd terms where the plan says so.</summary>
    private void WriteRecurrentSums(ProductPlan product, KernelPlan kernel, VectorSyntax vector)
    {
        writer.WriteLine(kernel.Splits == 1
            ? $"// {equations.RecurrentSum}: from zero, the terms ascending."
            : $"// {equations.RecurrentSum}: even and odd terms apart, each from zero and ascending.");
        foreach ((char gate, int v, string suffix) in Accumulators(product, kernel))
        {
            writer.WriteLine($"var {Name(gate, v, kernel)}{suffix} = {vector.Zero};");
        }

        int firstRow = plan.FirstRecurrentRow * kernel.Lanes;
        if (plan.UnrollsRecurrence)
        {
            for (int k = 0; k < spec.OutputSize; k++)
            {
                writer.WriteLine($"var h{Number(k)} = {vector.Broadcast(Element("h", k))};");
                WriteTerms(product, kernel, vector, "panel", firstRow + (k * kernel.Lanes), "h" + Number(k), k % kernel.Splits == 0 ? "" : "Odd");
            }

            return;
        }

        writer.WriteLine($"ref float weights = ref {Element("panel", firstRow)};");
        string header = kernel.Splits == 1 ? $"for (nint k = 0; k < {RecurrentSize}; k++)" : $"for (nint k = 0; k < {Number(spec.OutputSize / 2 * 2)}; k += 2)";
        using (writer.WriteBlock(header))
        {
            writer.WriteLine($"var hk = {vector.Broadcast("RnnCompiler::Unsafe.Add(ref h, k)")};");
            WriteTerms(product, kernel, vector, "weights", 0, "hk", "");
            if (kernel.Splits == 2)
            {
                writer.WriteLine($"var hkOdd = {vector.Broadcast("RnnCompiler::Unsafe.Add(ref h, k + 1)")};");
                WriteTerms(product, kernel, vector, "weights", kernel.Lanes, "hkOdd", "Odd");
            }

            writer.WriteLine($"weights = ref RnnCompiler::Unsafe.Add(ref weights, {Number(kernel.Splits * kernel.Lanes)});");
        }

        if (kernel.Splits == 2 && spec.OutputSize % 2 == 1)
        {
            writer.WriteLine();
            writer.WriteLine($"var last = {vector.Broadcast(Element("h", spec.OutputSize - 1))};");
            WriteTerms(product, kernel, vector, "weights", 0, "last", "");
        }
    }

    /// <summary>One term of every gate's recurrent sum.</summary>
    private void WriteTerms(ProductPlan product, KernelPlan kernel, VectorSyntax vector, string reference, int offset, string factor, string suffix)
    {
        foreach ((char gate, int v, _) in Accumulators(product, kernel).Where(accumulator => accumulator.Suffix == suffix))
        {
            string sum = Name(gate, v, kernel) + suffix;
            writer.WriteLine($"{sum} = {vector.MultiplyAdd(factor, vector.Load(reference, WeightOffset(gate, kernel.Vectors[v], offset)), sum)};");
        }
    }

    /// <summary>The input sum (computed here, or read) plus the recurrent sum of every gate.</summary>
    private void WriteStores(ProductPlan product, KernelPlan kernel, VectorSyntax vector)
    {
        writer.WriteLine(plan.FusesInput
            ? $"// ({equations.InputSum}) + {equations.RecurrentSum}: the bias, then the inputs ascending, then the recurrent sum."
            : $"// ({equations.InputSum}) + {equations.RecurrentSum}");
        for (int k = 0; plan.FusesInput && k < spec.Input; k++)
        {
            writer.WriteLine($"var x{Number(k)} = {vector.Broadcast(Element("x", k))};");
        }

        foreach (char gate in _gates.Substring(product.FirstGate, product.Gates))
        {
            for (int v = 0; v < kernel.Vectors.Count; v++)
            {
                WriteStore(kernel, vector, gate, v);
            }
        }
    }

    private void WriteStore(KernelPlan kernel, VectorSyntax vector, char gate, int v)
    {
        VectorPlan place = kernel.Vectors[v];
        int index = _gates.IndexOf(gate);
        string lane = Number((place.Block * plan.Gates * kernel.Lanes) + (index * kernel.Lanes) + place.Lane);
        string name = Name(gate, v, kernel);
        string recurrent = kernel.Splits == 1 ? name : $"({name} + {name}Odd)";
        string input = vector.Load(plan.FusesInput ? "panel" : "sums", plan.FusesInput ? WeightOffset(gate, place, 0) : lane);
        for (int k = 0; plan.FusesInput && k < spec.Input; k++)
        {
            input = vector.MultiplyAdd("x" + Number(k), vector.Load("panel", WeightOffset(gate, place, (1 + k) * kernel.Lanes)), input);
        }

        if (plan.FusesInput)
        {
            writer.WriteLine($"var x{name} = {input};");
            input = "x" + name;
        }

        if (index != plan.SeparateGate)
        {
            writer.WriteLine(vector.Store($"{input} + {recurrent}", "sums", lane));
            return;
        }

        // The candidate's two sums stay apart; the recurrent one has a bias of its own.
        if (plan.FusesInput)
        {
            writer.WriteLine(vector.Store(input, "sums", lane));
        }

        string bias = vector.Load("panel", WeightOffset(gate, place, (plan.FirstRecurrentRow - 1) * kernel.Lanes));
        writer.WriteLine(vector.Store($"{bias} + {recurrent}", "extra", Number((place.Block * kernel.Lanes) + place.Lane)));
    }

    private IEnumerable<(char Gate, int Vector, string Suffix)> Accumulators(ProductPlan product, KernelPlan kernel) =>
        from suffix in kernel.Splits == 1 ? new[] { "" } : ["", "Odd"]
        from gate in _gates.Substring(product.FirstGate, product.Gates)
        from v in Enumerable.Range(0, kernel.Vectors.Count)
        select (gate, v, suffix);

    private static string Name(char gate, int v, KernelPlan kernel) => $"{gate}{(kernel.Vectors.Count == 1 ? "" : Number(v))}";

    private string WeightOffset(char gate, VectorPlan vector, int row) =>
        Sum(Times(_gates.IndexOf(gate), "gate"), Times(vector.Block, "block"), Number(row + vector.Lane));
}
