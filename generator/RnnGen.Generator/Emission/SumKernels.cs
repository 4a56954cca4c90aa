using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Emission.VectorSyntax;

namespace RnnGen.Generator.Emission;

/// <summary>The sums of a step of one stream, input sums and recurrent sums, by a kernel for each vector width and number of units.</summary>
internal sealed class SumKernels(SourceWriter writer, CellSpec spec, CellPlan plan, CellEquations equations)
{
    private readonly string _gates = equations.Gates;

    /// <summary>Writes a product of a step: what calls the kernels of each vector width, and those.</summary>
    public void Write(StepPart part)
    {
        ProductPlan product = part.Product!;
        string gates = product.Gates == plan.Gates ? "every gate" : string.Join(", ", _gates.Substring(product.FirstGate, product.Gates).ToCharArray());
        string given = plan.SumsInputsAhead ? " Where x is null, the input sums are there already." : "";
        writer.WriteLine($"/// <summary>The sums of {gates}: ({equations.InputSum}) + {equations.RecurrentSum}.{given}</summary>");
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

        string lane = "0";
        if (pass.PartsPerBlock > 1)
        {
            loops.Push(writer.WriteBlock($"for (int lane = 0; lane < {Number(pass.Kernel.Lanes)}; lane += {Number(pass.Kernel.Units)})"));
            lane = "lane";
        }

        // Those of the product's first gate.
        string panel = Element("panels", Sum(Offset(plan.BlockFloats, product.FirstGate * pass.Kernel.PanelFloats), lane));
        string sums = Element("sums", Sum(Offset(plan.BlockSums, product.FirstGate * pass.Kernel.Lanes), lane));
        string extra = plan.IsSeparate(product) ? $", ref {Element("extra", Sum(Offset(CellPlanner.BlockLanes, 0), lane))}" : "";
        writer.WriteLine($"{pass.Kernel.Name}(ref x, ref {panel}, ref h, ref {sums}{extra});");
        while (loops.Count > 0)
        {
            loops.Pop().Dispose();
        }

        string Offset(int stride, int gate) =>
            block == "block" ? Sum($"block * {Number(stride)}", Number(gate)) : Number((pass.FirstBlock * stride) + gate);
    }

    private void WriteKernel(ProductPlan product, KernelPlan kernel)
    {
        var vector = new VectorSyntax(kernel.Bits);
        writer.WriteLine($"/// <summary>The sums of {kernel.Units} hidden units, {kernel.Bits} bits at a time: {kernel.Accumulators(product.Gates)} sums in registers.</summary>");
        writer.WriteLine(CellFrame.Kernel);
        using (writer.WriteBlock($"private static void {kernel.Name}({SumParameters(product, "panel")})"))
        {
            bool hasBlocks = kernel.Vectors.Any(static vector => vector.Block > 0);
            if (product.Gates > 1)
            {
                writer.WriteLine($"const int gate = {Number(kernel.PanelFloats)}; // from one gate's panel to the next: {Number(plan.Rows)} rows of {kernel.Lanes}");
            }

            if (hasBlocks)
            {
                writer.WriteLine($"const int block = {Number(plan.BlockFloats)}; // from one block to the next");
            }

            if (product.Gates > 1 || hasBlocks)
            {
                writer.WriteLine();
            }

            if (!plan.UnrollsInput)
            {
                WriteInputSums(product, kernel, vector);
                writer.WriteLine();
            }

            WriteRecurrentSums(product, kernel, vector);
            writer.WriteLine();
            WriteStores(product, kernel, vector);
        }

        writer.WriteLine();
    }

    /// <summary>The input sum of every gate into its place, so that the registers are free for the recurrent sums.</summary>
    private void WriteInputSums(ProductPlan product, KernelPlan kernel, VectorSyntax vector)
    {
        using (plan.SumsInputsAhead ? (IDisposable)writer.WriteBlock("if (!RnnUnsafe.IsNullRef(ref x))") : null)
        {
            (char Gate, int Vector, string Suffix)[] sums = [.. Accumulators(product, kernel).Where(static accumulator => accumulator.Suffix == "")];
            writer.WriteLine($"// {equations.InputSum}: the bias, then the inputs ascending.");
            foreach ((char gate, int v, _) in sums)
            {
                writer.WriteLine($"var x{Name(gate, v, kernel)} = {vector.Load("panel", WeightOffset(product, gate, kernel.Vectors[v], 0))};");
            }

            writer.WriteLine($"ref float inputWeights = ref {Element("panel", kernel.Lanes)};");
            using (writer.WriteBlock("for (int k = 0; k < InputSize; k++)"))
            {
                writer.WriteLine($"var xk = {vector.Broadcast("RnnUnsafe.Add(ref x, k)")};");
                WriteTerms(product, kernel, vector, "inputWeights", 0, "xk", "", "x");
                writer.WriteLine($"inputWeights = ref RnnUnsafe.Add(ref inputWeights, {Number(kernel.Lanes)});");
            }

            writer.WriteLine();
            foreach ((char gate, int v, _) in sums)
            {
                writer.WriteLine(vector.Store("x" + Name(gate, v, kernel), "sums", SumOffset(product, gate, kernel.Vectors[v], kernel)));
            }
        }
    }

    /// <summary>The recurrent sum of every gate: its own, from zero, the terms ascending; split into even and odd terms where the plan says so.</summary>
    private void WriteRecurrentSums(ProductPlan product, KernelPlan kernel, VectorSyntax vector)
    {
        writer.WriteLine(kernel.Splits == 1
            ? $"// {equations.RecurrentSum}: from zero, the terms ascending."
            : $"// {equations.RecurrentSum}: even and odd terms apart, each from zero and ascending.");
        foreach (var sums in Accumulators(product, kernel).GroupBy(static accumulator => accumulator.Suffix))
        {
            writer.WriteLine($"{vector.Type} {string.Join(", ", sums.Select(sum => $"{Name(sum.Gate, sum.Vector, kernel)}{sum.Suffix} = default"))};");
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
        string header = kernel.Splits == 1 ? $"for (int k = 0; k < {CellFrame.RecurrentSize(spec)}; k++)" : $"for (int k = 0; k < {Number(spec.OutputSize / 2 * 2)}; k += 2)";
        using (writer.WriteBlock(header))
        {
            writer.WriteLine($"var hk = {vector.Broadcast("RnnUnsafe.Add(ref h, k)")};");
            WriteTerms(product, kernel, vector, "weights", 0, "hk", "");
            if (kernel.Splits == 2)
            {
                writer.WriteLine($"var hkOdd = {vector.Broadcast("RnnUnsafe.Add(ref h, k + 1)")};");
                WriteTerms(product, kernel, vector, "weights", kernel.Lanes, "hkOdd", "Odd");
            }

            writer.WriteLine($"weights = ref RnnUnsafe.Add(ref weights, {Number(kernel.Splits * kernel.Lanes)});");
        }

        if (kernel.Splits == 2 && spec.OutputSize % 2 == 1)
        {
            writer.WriteLine();
            writer.WriteLine($"var last = {vector.Broadcast(Element("h", spec.OutputSize - 1))};");
            WriteTerms(product, kernel, vector, "weights", 0, "last", "");
        }
    }

    /// <summary>One term of every gate's sum.</summary>
    private void WriteTerms(
        ProductPlan product, KernelPlan kernel, VectorSyntax vector, string reference, int offset, string factor, string suffix, string prefix = "")
    {
        foreach ((char gate, int v, _) in Accumulators(product, kernel).Where(accumulator => accumulator.Suffix == suffix))
        {
            string sum = prefix + Name(gate, v, kernel) + suffix;
            writer.WriteLine($"{sum} = {vector.MultiplyAdd(factor, vector.Load(reference, WeightOffset(product, gate, kernel.Vectors[v], offset)), sum)};");
        }
    }

    /// <summary>The input sum (computed here, where inputs are few) plus the recurrent sum of every gate.</summary>
    private void WriteStores(ProductPlan product, KernelPlan kernel, VectorSyntax vector)
    {
        writer.WriteLine(plan.UnrollsInput
            ? $"// ({equations.InputSum}) + {equations.RecurrentSum}: the bias, then the inputs ascending, then the recurrent sum."
            : $"// ({equations.InputSum}) + {equations.RecurrentSum}");
        for (int k = 0; plan.UnrollsInput && k < spec.Input; k++)
        {
            writer.WriteLine($"var x{Number(k)} = {vector.Broadcast(Element("x", k))};");
        }

        foreach (char gate in _gates.Substring(product.FirstGate, product.Gates))
        {
            for (int v = 0; v < kernel.Vectors.Count; v++)
            {
                WriteStore(product, kernel, vector, gate, v);
            }
        }
    }

    private void WriteStore(ProductPlan product, KernelPlan kernel, VectorSyntax vector, char gate, int v)
    {
        VectorPlan place = kernel.Vectors[v];
        string sum = SumOffset(product, gate, place, kernel);
        string name = Name(gate, v, kernel);
        string recurrent = kernel.Splits == 1 ? name : $"({name} + {name}Odd)";
        string input = vector.Load("sums", sum);
        if (plan.UnrollsInput)
        {
            input = vector.Load("panel", WeightOffset(product, gate, place, 0));
            for (int k = 0; k < spec.Input; k++)
            {
                input = vector.MultiplyAdd("x" + Number(k), vector.Load("panel", WeightOffset(product, gate, place, (1 + k) * kernel.Lanes)), input);
            }

            writer.WriteLine($"var x{name} = {input};");
            input = "x" + name;
        }

        if (_gates.IndexOf(gate) != plan.SeparateGate)
        {
            writer.WriteLine(vector.Store($"{input} + {recurrent}", "sums", sum));
            return;
        }

        // The candidate's two sums stay apart; the recurrent one has a bias of its own.
        if (plan.UnrollsInput)
        {
            writer.WriteLine(vector.Store(input, "sums", sum));
        }

        string bias = vector.Load("panel", WeightOffset(product, gate, place, (plan.FirstRecurrentRow - 1) * kernel.Lanes));
        writer.WriteLine(vector.Store($"{bias} + {recurrent}", "extra", Number((place.Block * kernel.Lanes) + place.Lane)));
    }

    /// <summary>Where a vector of a gate's sums is, from the first that the kernel writes.</summary>
    private string SumOffset(ProductPlan product, char gate, VectorPlan place, KernelPlan kernel) =>
        Number((place.Block * plan.Gates * kernel.Lanes) + (Index(product, gate) * kernel.Lanes) + place.Lane);

    /// <summary>Which of a product's gates it is.</summary>
    private int Index(ProductPlan product, char gate) => _gates.IndexOf(gate) - product.FirstGate;

    private IEnumerable<(char Gate, int Vector, string Suffix)> Accumulators(ProductPlan product, KernelPlan kernel) =>
        from suffix in kernel.Splits == 1 ? new[] { "" } : ["", "Odd"]
        from gate in _gates.Substring(product.FirstGate, product.Gates)
        from v in Enumerable.Range(0, kernel.Vectors.Count)
        select (gate, v, suffix);

    private static string Name(char gate, int v, KernelPlan kernel) => $"{gate}{(kernel.Vectors.Count == 1 ? "" : Number(v))}";

    private string WeightOffset(ProductPlan product, char gate, VectorPlan vector, int row) =>
        Sum(Times(Index(product, gate), "gate"), Times(vector.Block, "block"), Number(row + vector.Lane));

    private string SumParameters(ProductPlan product, string panels) =>
        $"{(panels == "panels" && plan.TurnsRound ? "bool isBackwards, " : "")}ref float x, ref float {panels}, ref float h, ref float sums{(plan.IsSeparate(product) ? ", ref float extra" : "")}";
}
