using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Emission.VectorSyntax;

namespace RnnGen.Generator.Emission;

/// <summary>
/// Methods that go through all hidden units, vector by vector, at every vector width. Where there are full blocks and a tail, one method does both.
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
        if (plan.FullBlocks > 0 && plan.TailLanes > 0)
        {
            WriteSplit(name, summary, rows, units);
            WriteBlocks(name + "OfBlocks", $"{summary} Some blocks of equal width.", rows, units, constants, passes, Extent.Given);
        }
        else
        {
            Extent extent = plan.FullBlocks > 0 ? new(plan.FullBlocks, CellPlanner.BlockLanes) : new(1, plan.TailLanes);
            WriteBlocks(name, $"{summary} {Number(plan.PaddedHidden)} hidden units.", rows, units, constants, passes, extent);
        }
    }

    private void WriteSplit(string name, string summary, GateRow[] rows, string[] units)
    {
        int lanes = plan.FullBlocks * CellPlanner.BlockLanes;
        writer.WriteLine($"/// <summary>{summary} {Number(plan.PaddedHidden)} hidden units.</summary>");
        writer.WriteLine(CellFrame.Inline);
        using (writer.WriteBlock($"private static void {name}({Declared(rows, units)})"))
        {
            IEnumerable<string> blocks = rows.Select(static row => row.Name).Concat(units).Select(static parameter => "ref " + parameter);
            IEnumerable<string> tail = rows.Select(row => "ref " + Element(row.Name, row.Gates.Length * lanes))
                .Concat(units.Select(unit => "ref " + Element(unit, lanes)));
            writer.WriteLine($"{name}OfBlocks({string.Join(", ", blocks)}, blocks: {Number(plan.FullBlocks)}, lanes: {Number(CellPlanner.BlockLanes)});");
            writer.WriteLine($"{name}OfBlocks({string.Join(", ", tail)}, blocks: 1, lanes: {Number(plan.TailLanes)});");
        }

        writer.WriteLine();
    }

    private void WriteBlocks(string name, string summary, GateRow[] rows, string[] units, string[] constants, Pass[] passes, Extent extent)
    {
        writer.WriteLine($"/// <summary>{summary}</summary>");
        writer.WriteLine(CellFrame.Kernel);
        string sizes = extent.IsVariable ? ", uint blocks, uint lanes" : "";
        using (writer.WriteBlock($"private static void {name}({Declared(rows, units)}{sizes})"))
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

                WritePass(pass, rows, extent, declared, isLast: pass == passes[passes.Length - 1]);
            }
        }

        writer.WriteLine();
    }

    private void WritePass(Pass pass, GateRow[] rows, Extent extent, HashSet<string> declared, bool isLast)
    {
        writer.WriteLine($"// {pass.Comment}");
        (string Name, int Gates)[] walked =
        [
            .. rows.Where(row => row.Prefix.Length == 0 || pass.Gradients.Length > 0).Select(row => (row.Name, row.Gates.Length)),
            .. pass.Units.Select(static unit => (unit, 1)),
        ];
        using (extent.IsOneBlock ? null : (IDisposable)writer.WriteBlock($"for ({(extent.IsVariable ? "uint" : "int")} block = 0; block < {extent.BlockCount}; block++)"))
        {
            // In one block, without a loop, what a pass before has declared is still in scope.
            foreach (GateRow row in rows)
            {
                foreach (char gate in pass.Uses(row).Where(gate => row.Gates.IndexOf(gate) >= 0 && (!extent.IsOneBlock || declared.Add(row.Reference(gate)))))
                {
                    writer.WriteLine($"ref float {row.Reference(gate)} = ref {Element(row.Name, extent.Floats(row.Gates.IndexOf(gate)))};");
                }
            }

            WriteByWidth(
                writer, extent.Widths, static bits => bits, bits => WriteLanes(bits, extent, lane => pass.Body(new VectorSyntax(bits), lane)),
                bits => extent.IsVariable && bits == 512 ? $" && lanes == {Number(CellPlanner.BlockLanes)}" : "");
            if (!extent.IsOneBlock)
            {
                writer.WriteLine();
                foreach ((string name, int gates) in walked)
                {
                    writer.WriteLine($"{name} = ref {Element(name, extent.Floats(gates))};");
                }
            }
        }

        if (!extent.IsOneBlock && !isLast)
        {
            writer.WriteLine();
            foreach ((string name, int gates) in walked)
            {
                writer.WriteLine($"{name} = ref RnnUnsafe.Subtract(ref {name}, {extent.FloatsOfBlocks(gates)});");
            }
        }
    }

    /// <summary>A loop over the lanes of a block, or, where one vector is the whole block, no loop.</summary>
    private void WriteLanes(int bits, Extent extent, Action<string> body)
    {
        int floats = bits / 32;
        bool isWhole = floats == CellPlanner.BlockLanes || floats == extent.Lanes;
        string step = floats == 1 ? "lane++" : $"lane += {Number(floats)}";
        using (isWhole ? null : (IDisposable)writer.WriteBlock($"for (uint lane = 0; lane < {extent.LaneCount}; {step})"))
        {
            body(isWhole ? "0" : "lane");
        }
    }

    /// <summary>The branches on the vector width, the last where there is no wider one; the JIT and NativeAOT keep only that of the hardware.</summary>
    public static void WriteByWidth<T>(
        SourceWriter writer, IReadOnlyList<T> choices, Func<T, int> bits, Action<T> body, Func<T, string>? condition = null)
    {
        for (int index = 0; index < choices.Count; index++)
        {
            T choice = choices[index];
            string test = $"if ({new VectorSyntax(bits(choice)).IsUsed}{condition?.Invoke(choice)})";
            using (writer.WriteBlock(index == 0 ? test : index == choices.Count - 1 ? "else" : "else " + test))
            {
                body(choice);
            }
        }
    }

    /// <summary>The blocks that a method goes through: numbers, or zeros, where it is called for full blocks and for the tail and is given both.</summary>
    private sealed record Extent(int Blocks, int Lanes)
    {
        public static Extent Given { get; } = new(0, 0);

        public bool IsVariable => Lanes == 0;

        public bool IsOneBlock => Blocks == 1;

        /// <summary>Blocks, as written.</summary>
        public string BlockCount => IsVariable ? "blocks" : Number(Blocks);

        /// <summary>Lanes of a block, as written.</summary>
        public string LaneCount => Floats(1);

        public int[] Widths => Lanes == CellPlanner.TailLanes ? [256, 128, 32] : [512, 256, 128, 32];

        /// <summary>Floats of so many gates in a block.</summary>
        public string Floats(int gates) => IsVariable ? Times(gates, "lanes") : Number(gates * Lanes);

        /// <summary>Floats of so many gates in all blocks.</summary>
        public string FloatsOfBlocks(int gates) => IsVariable ? $"blocks * {Floats(gates)}" : Number(gates * Lanes * Blocks);
    }

    private static string Declared(GateRow[] rows, string[] units) =>
        string.Join(", ", rows.Select(static row => row.Name).Concat(units).Select(static parameter => "ref float " + parameter));
}
