using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Emission.VectorSyntax;

namespace RnnGen.Generator.Emission;

/// <summary>
/// Methods that go through all hidden units, vector by vector, at every vector width: full blocks and, apart, the tail. (Apart because the JIT's
/// inliner has a budget for each caller, and must not run out before the last activation.)
/// </summary>
/// <param name="writer">Takes the text.</param>
/// <param name="plan">The cell's numbers.</param>
/// <param name="gates">The gates, a letter each.</param>
internal sealed class UnitLoops(SourceWriter writer, CellPlan plan, string gates)
{
    /// <summary>One pass over the units.</summary>
    /// <param name="Comment">The equations.</param>
    /// <param name="Gates">The gates it reads or writes.</param>
    /// <param name="Units">The references it reads or writes that hold one float a unit (h, c, next, extra).</param>
    /// <param name="Body">Writes the statements for one vector at the given lane.</param>
    internal sealed record Pass(string Comment, string Gates, string[] Units, Action<VectorSyntax, string> Body);

    /// <summary>Writes a method of the given passes.</summary>
    /// <param name="name">The method.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="parameters">Its references: <c>sums</c> first, then those that hold one float a unit.</param>
    /// <param name="passes">The passes, in order.</param>
    public void WriteMethod(string name, string summary, string[] parameters, params Pass[] passes)
    {
        bool both = plan.FullBlocks > 0 && plan.TailLanes > 0;
        if (both)
        {
            WriteSplit(name, summary, parameters);
        }

        if (plan.FullBlocks > 0)
        {
            WriteBlocks(both ? name + "OfBlocks" : name, summary, parameters, passes, plan.FullBlocks, CellPlanner.BlockLanes);
        }

        if (plan.TailLanes > 0)
        {
            WriteBlocks(both ? name + "OfTail" : name, summary, parameters, passes, blocks: 1, plan.TailLanes);
        }
    }

    private void WriteSplit(string name, string summary, string[] parameters)
    {
        int blocks = plan.FullBlocks;
        writer.WriteLine($"/// <summary>{summary}</summary>");
        writer.WriteLine(CellFrame.Inline);
        using (writer.WriteBlock($"private static void {name}({Declared(parameters)})"))
        {
            IEnumerable<string> tail = parameters.Select(parameter =>
                "ref " + Element(parameter, parameter == "sums" ? blocks * plan.BlockSums : blocks * CellPlanner.BlockLanes));
            writer.WriteLine($"{name}OfBlocks({Passed(parameters)});");
            writer.WriteLine($"{name}OfTail({string.Join(", ", tail)});");
        }

        writer.WriteLine();
    }

    private void WriteBlocks(string name, string summary, string[] parameters, Pass[] passes, int blocks, int lanes)
    {
        writer.WriteLine($"/// <summary>{summary} {Number(blocks * lanes)} hidden units.</summary>");
        writer.WriteLine(CellFrame.Kernel);
        using (writer.WriteBlock($"private static void {name}({Declared(parameters)})"))
        {
            var declared = new HashSet<char>();
            foreach (Pass pass in passes)
            {
                if (pass != passes[0])
                {
                    writer.WriteLine();
                }

                WritePass(pass, blocks, lanes, declared, isLast: pass == passes[passes.Length - 1]);
            }
        }

        writer.WriteLine();
    }

    private void WritePass(Pass pass, int blocks, int lanes, HashSet<char> declared, bool isLast)
    {
        writer.WriteLine($"// {pass.Comment}");
        using (blocks == 1 ? null : (IDisposable)writer.WriteBlock($"for (int block = 0; block < {Number(blocks)}; block++)"))
        {
            // In one block, without a loop, what a pass before has declared is still in scope.
            foreach (char gate in pass.Gates.Where(gate => blocks > 1 || declared.Add(gate)))
            {
                writer.WriteLine($"ref float {gate} = ref {Element("sums", gates.IndexOf(gate) * lanes)};");
            }

            int[] widths = lanes == CellPlanner.BlockLanes ? [512, 256, 128, 32] : [256, 128, 32];
            WriteByWidth(writer, widths, bits => bits, bits => WriteLanes(bits, lanes, lane => pass.Body(new VectorSyntax(bits), lane)));
            if (blocks > 1)
            {
                writer.WriteLine();
                foreach (string reference in pass.Units.Prepend("sums"))
                {
                    writer.WriteLine($"{reference} = ref {Element(reference, reference == "sums" ? gates.Length * lanes : lanes)};");
                }
            }
        }

        if (blocks > 1 && !isLast)
        {
            foreach (string reference in pass.Units.Prepend("sums"))
            {
                int floats = blocks * (reference == "sums" ? gates.Length * lanes : lanes);
                writer.WriteLine($"{reference} = ref RnnCompiler::Unsafe.Subtract(ref {reference}, {Number(floats)});");
            }
        }
    }

    /// <summary>A loop over the lanes of a block, or, where one vector is the whole block, no loop.</summary>
    private void WriteLanes(int bits, int lanes, Action<string> body)
    {
        int floats = bits / 32;
        string step = floats == 1 ? "lane++" : $"lane += {Number(floats)}";
        using (floats == lanes ? null : (IDisposable)writer.WriteBlock($"for (nuint lane = 0; lane < {Number(lanes)}; {step})"))
        {
            body(floats == lanes ? "0" : "lane");
        }
    }

    /// <summary>The branches on the vector width; the JIT and NativeAOT keep only the one of the hardware.</summary>
    public static void WriteByWidth<T>(SourceWriter writer, IReadOnlyList<T> choices, Func<T, int> bits, Action<T> body)
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

    private static string Declared(string[] parameters) => string.Join(", ", parameters.Select(static parameter => "ref float " + parameter));

    private static string Passed(string[] parameters) => string.Join(", ", parameters.Select(static parameter => "ref " + parameter));
}
