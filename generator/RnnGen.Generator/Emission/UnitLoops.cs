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
    /// <summary>A parameter that holds floats of several gates in every block.</summary>
    /// <param name="Name">The parameter.</param>
    /// <param name="Prefix">What stands before a gate's letter in the reference to its floats: nothing for the gates themselves, <c>d</c> for their gradients.</param>
    /// <param name="Gates">The gates in a block of it, a letter each.</param>
    internal sealed record GateRow(string Name, string Prefix, string Gates)
    {
        /// <summary>The gates of a cell.</summary>
        public static GateRow OfSums(string gates) => new("sums", "", gates);

        /// <summary>The gradients of some gates' sums.</summary>
        public static GateRow OfGradients(string name, string prefix, string gates) => new(name, prefix, gates);

        /// <summary>The reference to one gate's floats in a block.</summary>
        public string Reference(char gate) => Prefix.Length == 0 ? gate.ToString() : Prefix + char.ToUpperInvariant(gate);
    }

    /// <summary>One pass over the units.</summary>
    /// <param name="Comment">The equations.</param>
    /// <param name="Gates">The gates it reads or writes.</param>
    /// <param name="Units">The references it reads or writes that hold one float a unit (h, c, next, extra).</param>
    /// <param name="Body">Writes the statements for one vector at the given lane.</param>
    internal sealed record Pass(string Comment, string Gates, string[] Units, Action<VectorSyntax, string> Body)
    {
        /// <summary>The gates whose gradients it writes.</summary>
        public string Gradients { get; init; } = "";

        public string Uses(GateRow row) => row.Prefix.Length == 0 ? Gates : Gradients;
    }

    /// <summary>Writes a method of the given passes over the gates and references of one float a unit.</summary>
    /// <param name="name">The method.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="units">Its references that hold one float a unit, behind <c>sums</c>.</param>
    /// <param name="passes">The passes, in order.</param>
    public void WriteMethod(string name, string summary, string[] units, params Pass[] passes) =>
        WriteGradientMethod(name, summary, [GateRow.OfSums(gates)], units, [], passes);

    /// <summary>Writes a method of the given passes over gates, their gradients and references of one float a unit.</summary>
    /// <param name="name">The method.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="rows">Its gates and gradients of gates.</param>
    /// <param name="units">Its references that hold one float a unit, behind those.</param>
    /// <param name="constants">Statements at its head.</param>
    /// <param name="passes">The passes, in order.</param>
    public void WriteGradientMethod(string name, string summary, GateRow[] rows, string[] units, string[] constants, params Pass[] passes)
    {
        bool both = plan.FullBlocks > 0 && plan.TailLanes > 0;
        if (both)
        {
            WriteSplit(name, summary, rows, units);
        }

        if (plan.FullBlocks > 0)
        {
            WriteBlocks(both ? name + "OfBlocks" : name, summary, rows, units, constants, passes, plan.FullBlocks, CellPlanner.BlockLanes);
        }

        if (plan.TailLanes > 0)
        {
            WriteBlocks(both ? name + "OfTail" : name, summary, rows, units, constants, passes, blocks: 1, plan.TailLanes);
        }
    }

    private void WriteSplit(string name, string summary, GateRow[] rows, string[] units)
    {
        int lanes = plan.FullBlocks * CellPlanner.BlockLanes;
        writer.WriteLine($"/// <summary>{summary}</summary>");
        writer.WriteLine(CellFrame.Inline);
        using (writer.WriteBlock($"private static void {name}({Declared(rows, units)})"))
        {
            IEnumerable<string> blocks = rows.Select(static row => row.Name).Concat(units).Select(static parameter => "ref " + parameter);
            IEnumerable<string> tail = rows.Select(row => "ref " + Element(row.Name, row.Gates.Length * lanes))
                .Concat(units.Select(unit => "ref " + Element(unit, lanes)));
            writer.WriteLine($"{name}OfBlocks({string.Join(", ", blocks)});");
            writer.WriteLine($"{name}OfTail({string.Join(", ", tail)});");
        }

        writer.WriteLine();
    }

    private void WriteBlocks(
        string name, string summary, GateRow[] rows, string[] units, string[] constants, Pass[] passes, int blocks, int lanes)
    {
        writer.WriteLine($"/// <summary>{summary} {Number(blocks * lanes)} hidden units.</summary>");
        writer.WriteLine(CellFrame.Kernel);
        using (writer.WriteBlock($"private static void {name}({Declared(rows, units)})"))
        {
            foreach (string constant in constants)
            {
                writer.WriteLine(constant);
            }

            var declared = new HashSet<string>();
            foreach (Pass pass in passes)
            {
                if (pass != passes[0])
                {
                    writer.WriteLine();
                }

                WritePass(pass, rows, blocks, lanes, declared, isLast: pass == passes[passes.Length - 1]);
            }
        }

        writer.WriteLine();
    }

    private void WritePass(Pass pass, GateRow[] rows, int blocks, int lanes, HashSet<string> declared, bool isLast)
    {
        writer.WriteLine($"// {pass.Comment}");
        (string Name, int Floats)[] walked =
        [
            .. rows.Where(row => row.Prefix.Length == 0 || pass.Gradients.Length > 0).Select(row => (row.Name, row.Gates.Length * lanes)),
            .. pass.Units.Select(unit => (unit, lanes)),
        ];
        using (blocks == 1 ? null : (IDisposable)writer.WriteBlock($"for (int block = 0; block < {Number(blocks)}; block++)"))
        {
            // In one block, without a loop, what a pass before has declared is still in scope.
            foreach (GateRow row in rows)
            {
                foreach (char gate in pass.Uses(row).Where(gate => row.Gates.IndexOf(gate) >= 0 && (blocks > 1 || declared.Add(row.Reference(gate)))))
                {
                    writer.WriteLine($"ref float {row.Reference(gate)} = ref {Element(row.Name, row.Gates.IndexOf(gate) * lanes)};");
                }
            }

            int[] widths = lanes == CellPlanner.BlockLanes ? [512, 256, 128, 32] : [256, 128, 32];
            WriteByWidth(writer, widths, bits => bits, bits => WriteLanes(bits, lanes, lane => pass.Body(new VectorSyntax(bits), lane)));
            if (blocks > 1)
            {
                writer.WriteLine();
                foreach ((string name, int floats) in walked)
                {
                    writer.WriteLine($"{name} = ref {Element(name, floats)};");
                }
            }
        }

        if (blocks > 1 && !isLast)
        {
            writer.WriteLine();
            foreach ((string name, int floats) in walked)
            {
                writer.WriteLine($"{name} = ref RnnCompiler::Unsafe.Subtract(ref {name}, {Number(blocks * floats)});");
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
            string header = bits(choice) == 32 ? "else" : $"{keyword} ({new VectorSyntax(bits(choice)).IsUsed})";
            using (writer.WriteBlock(header))
            {
                body(choice);
            }

            keyword = "else if";
        }
    }

    private static string Declared(GateRow[] rows, string[] units) =>
        string.Join(", ", rows.Select(static row => row.Name).Concat(units).Select(static parameter => "ref float " + parameter));
}
