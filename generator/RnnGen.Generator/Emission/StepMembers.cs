using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Emission.VectorSyntax;

namespace RnnGen.Generator.Emission;

/// <summary>What a step is made of, the same for every kind of cell: the order of its parts, for one stream by kernels, and for many by products.</summary>
internal sealed class StepMembers(SourceWriter writer, CellSpec spec, CellPlan plan, CellEquations equations)
{
    private readonly string _gates = equations.Gates;
    private readonly StepPart[] _parts = [.. equations.Parts(plan)];

    private string CellParameter => equations.HasCellState ? "ref float c, " : "";

    /// <summary>Writes every private method of a step.</summary>
    public void Write()
    {
        WriteAdvance();
        if (plan.SumsInputsAhead || plan.BatchesByProduct || !plan.WalksOnce)
        {
            WriteInputSums();
        }

        if (plan.BatchesByProduct)
        {
            WriteAdvanceStreams();
        }

        WriteAdvanceRows();
        if (plan.SeparateGate >= 0)
        {
            WriteCopyRecurrentBias();
        }

        var kernels = new SumKernels(writer, spec, plan, equations);
        foreach (StepPart part in _parts.Where(static part => part.Product is not null))
        {
            kernels.Write(part);
        }

        equations.WriteApplications(writer, plan);
    }

    /// <summary>The arguments of <c>Advance</c> before the state, where it is called for one of many steps: their input sums are there, unless inputs are few.</summary>
    public static string SourceArguments(CellPlan plan, string sums) => $"ref {(plan.SumsInputsAhead ? "RnnUnsafe.NullRef<float>()" : "x")}, ref {sums}";

    private void WriteAdvance()
    {
        string state = equations.HasCellState ? "h and c to the new c, in place, and the new h" : "h to the new h";
        string given = plan.SumsInputsAhead ? ", given x or (x is null) the input sums" : "";
        writer.WriteLine($"/// <summary>One step{given}: from {state}, in next (which may be h).</summary>");
        writer.WriteLine(CellFrame.Inline);
        using (writer.WriteBlock($"private void Advance(ref float x, ref float sums, ref float h, {CellParameter}ref float next)"))
        {
            writer.WriteLine("// Without vectors: by the products that many streams share.");
            using (writer.WriteBlock($"if (!{new VectorSyntax(128).IsUsed})"))
            {
                writer.WriteLine($"AdvanceRows(1, ref x, ref sums, ref h, ref next, 0{(equations.HasCellState ? ", ref c, 0" : "")});");
                writer.WriteLine("return;");
            }

            writer.WriteLine();
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
            {CellFrame.Product}.Sums(
                ref cellOutput, {rowStride}, {rows}, HiddenSize,
                ref {panel}, {Number(spec.Hidden * lanes)}, {Number(panels)}, {Number(lanes)},
                ref {target}, {sumStride});
            """);
    }

    private string SumArguments(ProductPlan product, string vector) =>
        $"{(plan.TurnsRound ? "RnnNumerics::Traversal.Turn(), " : "")}ref x, ref _parameters.First, ref {vector}, ref sums{(plan.IsSeparate(product) ? ", ref extra" : "")}";

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
            /// <summary>One step of some streams, given x or (x is null) their input sums.</summary>
            {{CellFrame.Inline}}
            private void AdvanceStreams(global::System.Span<State> states, ref float x, ref float sums)
            {
                ref State first = ref RnnMemory::MemoryMarshal.GetReference(states);
                AdvanceRows(states.Length, ref x, ref sums, ref first.HiddenLanes.First, ref first.HiddenLanes.First, {{stride}}{{cell}});
            }

            """);
    }

    private void WriteAdvanceRows()
    {
        writer.WriteLine("/// <summary>One step of some streams, given x or (x is null) their input sums: all sums in products, the rest stream by stream.</summary>");
        writer.WriteLine(CellFrame.Kernel);
        string cellParameters = equations.HasCellState ? ", ref float c, int cellStride" : "";
        using (writer.WriteBlock($"private void AdvanceRows(int streams, ref float x, ref float sums, ref float h, ref float next, int stride{cellParameters})"))
        {
            WriteVectors();
            if (!plan.WalksOnce)
            {
                using (writer.WriteBlock("if (!RnnUnsafe.IsNullRef(ref x))"))
                {
                    writer.WriteLine("InputSums(ref x, streams, ref sums);");
                }

                writer.WriteLine();
            }

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
        if (plan.WalksOnce)
        {
            WritePanelProduct(
                "StepSums", $"ref x, InputSize, ref h, stride, streams, {CellFrame.RecurrentSize(spec)}", firstRow: 0, 0, plan.Gates, plan.BlockSums, "sums", 0);
            return;
        }

        string rows = vector == "h" ? $"ref h, stride, streams, {CellFrame.RecurrentSize(spec)}" : $"ref extra, {Number(plan.SumFloats)}, streams, HiddenSize";
        int summed = product.Gates - (plan.IsSeparate(product) ? 1 : 0);
        WritePanelProduct("AddRecurrentSums", rows, plan.FirstRecurrentRow, product.FirstGate, summed, plan.BlockSums, "sums", 0);
        if (plan.IsSeparate(product))
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
            string row = $"ref RnnUnsafe.Add(ref extra, stream * {Number(plan.SumFloats)})";
            if (plan.FullBlocks > 0)
            {
                writer.WriteLine($$"""
                    for (int block = 0; block < {{Number(plan.FullBlocks)}}; block++)
                    {
                        ref float bias = ref RnnUnsafe.Add(ref _parameters.First, (block * {{Number(plan.BlockFloats)}}) + {{Number((plan.SeparateGate * plan.PanelFloats) + (bias * CellPlanner.BlockLanes))}});
                        ref float sums = ref RnnUnsafe.Add({{row}}, block * {{Number(CellPlanner.BlockLanes)}});
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
                    ref float tailBias = ref RnnUnsafe.Add(ref _parameters.First, {{Number(place)}});
                    ref float tailSums = ref RnnUnsafe.Add({{row}}, {{Number(plan.FullBlocks * CellPlanner.BlockLanes)}});
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
                "c" => "ref RnnUnsafe.Add(ref c, stream * cellStride)",
                "h" or "next" => $"ref RnnUnsafe.Add(ref {argument}, stream * stride)",
                _ when plan.ParameterVectors.Any(vector => vector.Name == argument) => "ref " + argument,
                _ => $"ref RnnUnsafe.Add(ref {argument}, stream * {Number(plan.SumFloats)})",
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
            {CellFrame.Product}.{method}(
                {rows},
                ref {Element("_parameters.First", panel)}, {Number(panelFloats)}, {Number(panels)}, {Number(lanes)},
                ref {Element(sums, sum)}, {Number(plan.SumFloats)});
            """);
    }
}
