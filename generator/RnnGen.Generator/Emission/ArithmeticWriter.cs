using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Emission;

/// <summary>The arithmetic of a cell, in the namespace of its own: constants, its passes over vectors of any width, and what a step is put together from.</summary>
internal sealed class ArithmeticWriter(SourceWriter writer, CellSpec spec, CellPlan plan, CellDefinition cell)
{
    // Only its file sees it, so that every file may use one name.
    private const string Class = "Arithmetic";

    private const string Inline = "[MethodImpl(Inlined)]";
    private const string StepArguments = "ref float x, ref float parameters, ref float h, ref float c, ref float hNew, ref float row";
    private const string PassReferences = "ref float h, ref float c, ref float hNew, ref float parameters, ref float row, int unit, int place, int lanes";

    /// <summary>The class of a cell or network, as the file's other part names it.</summary>
    public const string Name = Prefix + Class;

    private const string Prefix = "global::" + WellKnownNames.Generated + ".";

    /// <summary>The namespaces of what it names.</summary>
    public static string[] Usings { get; } = ["System.Runtime.CompilerServices", "RnnGen.Cells", "RnnGen.Formats", "RnnGen.Numerics", "RnnGen.Weights"];

    /// <summary>The class of a cell, as the file's other part names it: a network's file has one for each of its cells.</summary>
    public static string NameOf(CellSpec cell) => Prefix + ClassOf(cell);

    /// <summary>Full optimisation, as constants of an emitted class.</summary>
    public const string MethodOptions = """
        /// <summary>Full optimisation at the first call, so that a real-time thread never runs tier-0 code.</summary>
        public const MethodImplOptions Optimized = MethodImplOptions.AggressiveOptimization;
        public const MethodImplOptions Inlined = MethodImplOptions.AggressiveInlining | Optimized;
        """;

    /// <summary>Writes it.</summary>
    public void Write()
    {
        writer.WriteLine($"/// <summary>The arithmetic of the {cell.Title}. V is a vector of any width: the library calls each method for that of the hardware.</summary>");
        using (writer.WriteBlock($"file static class {ClassOf(spec)}"))
        {
            WriteConstants();
            WriteCell();
            foreach (UnitPass pass in cell.Passes)
            {
                Write(pass);
            }

            if (spec.Training)
            {
                foreach (GradientPass pass in cell.GradientPasses)
                {
                    Write(pass);
                }
            }
        }
    }

    /// <summary>The plan's numbers, each with its name, what it is, and in which interface the library asks for it (null: in none).</summary>
    private IEnumerable<(string Name, int Value, string Summary, string? Interface)> Sizes
    {
        get
        {
            const string cellInterface = "ICellArithmetic";
            const string trainingInterface = "ICellTraining";
            yield return ("InputSize", spec.Input, "Floats that a step takes.", cellInterface);
            yield return ("HiddenSize", spec.Hidden, "Hidden units.", cellInterface);
            yield return ("OutputSize", spec.OutputSize, "Floats that a step gives.", cellInterface);
            yield return ("PaddedHidden", plan.PaddedHidden, "Hidden units with padding.", cellInterface);
            yield return ("PaddedOutput", plan.PaddedOutput, "Outputs with padding.", cellInterface);
            yield return ("Gates", plan.Gates, $"Gates: {string.Join(", ", cell.Gates.ToCharArray())}.", cellInterface);
            yield return ("PanelRows", plan.Rows, "Rows of a panel: a gate's weights of a block.", cellInterface);
            yield return ("FirstRecurrentRow", plan.FirstRecurrentRow, "The first row of recurrent weights in a panel.", cellInterface);
            yield return ("RecurrentTerms", cell.RecurrentTerms, "Terms of a recurrent sum.", cellInterface);
            yield return ("RowFloats", plan.SumFloats, "Floats of a row of sums.", cellInterface);
            yield return ("StackRows", plan.StackRows, "Rows of sums that a call keeps on the stack.", cellInterface);
            yield return ("WorkspaceRows", plan.WorkspaceRows, "Rows of sums that a workspace has at least.", cellInterface);
            yield return ("StateFloats", plan.StateFloats, "Floats of a state.", null);
            yield return ("ParameterFloats", plan.ParameterFloats, "Floats of the parameters.", null);
            foreach (VectorOffset vector in plan.Extras)
            {
                yield return (Names.Constant(vector.Name), vector.Offset, "Where it stands in a row of sums.", null);
            }

            foreach (VectorOffset vector in plan.ParameterVectors)
            {
                yield return (Names.Constant(vector.Name), vector.Offset, "Where it stands in the parameters.", null);
            }

            yield return ("FirstGates", cell.FirstGates, "Gates that are multiplied with h.", spec.Training ? trainingInterface : null);
            if (plan.Training is { } training)
            {
                yield return ("HiddenOperand", training.HiddenOperand, "Where h stands in a row of operands.", trainingInterface);
                yield return ("OperandFloats", training.OperandFloats, "Floats of a row of operands.", trainingInterface);
                yield return ("GradientFloats", training.GradientFloats, "Floats of a row of gradients of the sums.", trainingInterface);
                yield return ("ChunkRows", training.ChunkRows, "Rows of gradients that are computed before they are multiplied.", trainingInterface);
            }
        }
    }

    private IEnumerable<(string Name, string Value, string Interface)> Facts
    {
        get
        {
            yield return ("HasCellState", Bool(cell.HasCellState), "ICellArithmetic");
            if (cell.HasRecurrentBias)
            {
                yield return ("HasRecurrentBias", "true", "ICellArithmetic");
            }

            if (NeedsRow)
            {
                yield return ("NeedsRow", "true", "ICellArithmetic");
            }

            yield return ("SumsInputsAhead", Bool(plan.SumsInputsAhead), "ICellArithmetic");
            if (!plan.TurnsRound)
            {
                yield return ("TurnsRound", "false", "ICellArithmetic");
            }

            if (plan.SharesSteps)
            {
                yield return ("SharesSteps", "true", "ICellArithmetic");
            }

            if (!plan.BatchesByProduct)
            {
                yield return ("BatchesByProduct", "false", "ICellArithmetic");
            }

            if (spec.Training)
            {
                if (!spec.Bias)
                {
                    yield return ("HasBias", "false", "ICellTraining");
                }

                if (cell.HasCellState && cell.NormalizedVector is not null)
                {
                    yield return ("NormalizesCell", "true", "ICellTraining");
                }

                if (cell.PeepholeGates.Length > 0 || spec.LayerNorm || spec.IsElementwise)
                {
                    yield return ("SumsGradientsOfStreams", "true", "ICellTraining");
                }

                if (Has(Vectors.Reset))
                {
                    yield return ("ResetOffset", "Reset", "ICellTraining");
                }

                if (spec.Projection > 0)
                {
                    yield return ("CellOutputOffset", "CellOutput", "ICellTraining");
                    yield return ("ProjectionOffset", "Projection", "ICellTraining");
                }
            }
        }
    }

    /// <summary>Whether a step works in a row even where no tape keeps it.</summary>
    private bool NeedsRow => cell.Step.Any(part => part is not SumPart { Pass: { Output: "" } pass } || pass.Gates.Length < cell.Gates.Length);

    private bool Has(string vector) => plan.Extras.Any(extra => extra.Name == vector);

    private void WriteConstants()
    {
        foreach ((string name, int value, string summary, _) in Sizes)
        {
            writer.WriteLine($"/// <summary>{summary}</summary>");
            writer.WriteLine($"public const int {name} = {Number(value)};");
        }

        foreach ((string name, float value) in cell.Constants)
        {
            writer.WriteLine($"private const float {name} = {Number(value)}f;");
        }

        foreach ((string name, ActivationSpec activation) in cell.OtherActivations)
        {
            writer.WriteLine($"private static readonly ModelActivation {name}Activation = new({string.Join(", ",
            [
                $"RnnActivation.{activation.Kind}",
                .. ActivationSpec.TakesAlpha(activation.Kind) ? (string[])[name + "Alpha"] : [],
                .. ActivationSpec.TakesBeta(activation.Kind) ? (string[])[name + "Beta"] : [],
            ])});");
        }

        if (spec.ForgetBias is { } bias)
        {
            writer.WriteLine($"private const float ForgetBias = {Number(bias)}f;");
        }

        writer.WriteLine($"private const uint StateFingerprint = 0x{plan.StateFingerprint.ToString("X8", CultureInfo.InvariantCulture)};");
        writer.WriteLine($$"""

            {{MethodOptions}}

            /// <summary>Where each parameter is, and the way to and from PyTorch's tensors.</summary>
            public static PanelLayout Layout => new(Gates, InputSize, HiddenSize{{(cell.HasRecurrentBias ? ", recurrentBiasGate: Gates - 1" : "")}})
            {
                {{string.Join(",\n    ", LayoutOptions)}},
            };

            /// <summary>Where a state has its numbers: one layer in one direction, h, and c behind it.</summary>
            public static StateMap Map => new(
                StateFingerprint, [1, 1, OutputSize, {{(cell.HasCellState ? "HiddenSize" : "0")}}, 0, PaddedOutput * sizeof(float), StateFloats * sizeof(float)]);

            """);
    }

    private IEnumerable<string> LayoutOptions =>
    [
        $"Form = CellForm.{cell.Form}",
        .. spec.Clip == 0 ? (string[])[] : ["Clip = ClipLimit"],
        .. cell.OtherActivations.Select(static activation => $"{activation.Name}Activation = {activation.Name}Activation"),
        .. spec.Bias ? (string[])[] : ["HasBias = false"],
        .. spec.Projection > 0 ? (string[])["OutputSize = OutputSize"] : [],
        .. spec.IsElementwise ? (string[])["IsElementwise = true"] : [],
        .. cell.PeepholeGates.Length > 0 ? (string[])[$"PeepholeGates = {cell.PeepholeGates.Length}"] : [],
        .. spec.LayerNorm ? (string[])["HasLayerNorm = true"] : [],
        .. cell.NormalizedVector is { } vector ? (string[])[$"NormalizedVector = \"{vector.Of}\""] : [],
        .. spec.ForgetBias is not null ? (string[])["ForgetGate = 1", "ForgetBias = ForgetBias"] : [],
    ];

    /// <summary>What the library's kernels and drivers are compiled for.</summary>
    private void WriteCell()
    {
        writer.WriteLine("/// <summary>The cell, as the library's kernels and drivers see it.</summary>");
        using (writer.WriteBlock($"public readonly struct Cell : {(spec.Training ? "ICellTraining" : "ICellArithmetic")}"))
        {
            foreach ((string name, _, _, string? of) in Sizes.Where(static size => size.Interface is not null))
            {
                writer.WriteLine($"static int {of}.{name} => {name};");
            }

            foreach ((string name, string value, string of) in Facts)
            {
                writer.WriteLine($"static {(value is "true" or "false" ? "bool" : "int")} {of}.{name} => {value};");
            }

            writer.WriteLine();
            WriteStep();
            if (plan.SharesSteps)
            {
                WriteStepShare();
            }

            if (plan.StepsStreams)
            {
                WriteStepStreams();
            }

            WriteStepRows();
            if (spec.Training)
            {
                WriteStepGradients();
            }
        }

        writer.WriteLine();
    }

    /// <summary>The step, where it is sums and their pass and nothing else.</summary>
    private SumPart? OnlySum => cell.Step.Count() == 1 ? cell.Step.First() as SumPart : null;

    private void WriteStep()
    {
        writer.WriteLine("/// <summary>One step of one stream.</summary>");
        writer.WriteLine(Inline);
        writer.WriteLine($"public static void Step<TTape>({StepArguments})");
        if (OnlySum is { } only)
        {
            writer.WriteLine($"    where TTape : struct, ISwitch =>\n    {Sums(only)}\n");
            return;
        }

        writer.WriteLine("    where TTape : struct, ISwitch");
        using (writer.WriteBlock())
        {
            foreach (StepPart part in cell.Step)
            {
                writer.WriteLine(part switch
                {
                    SumPart sum => Sums(sum),
                    PassPart { Pass: { } pass } => $"RowPasses.Apply<Cell, {pass.Name}, TTape>(ref h, ref c, {Target(pass)}, ref parameters, ref row);",
                    ProjectPart => $"CellProducts.Project<Cell>({Row(Vectors.CellOutput)}, RowFloats, 1, {Parameter(Vectors.Projection)}, ref hNew, PaddedOutput);",
                    _ => Normalize(part, "row"),
                });
            }
        }

        writer.WriteLine();
    }

    /// <summary>The same parts: those that go unit by unit each thread does of its share, the others the first thread.</summary>
    private void WriteStepShare()
    {
        writer.WriteLine("/// <summary>A share of one step of one stream: what all units are needed for, one thread computes.</summary>");
        writer.WriteLine("[MethodImpl(Optimized)]");
        StepPart[] parts = [.. cell.Step];
        if (OnlySum is { } only)
        {
            writer.WriteLine($"public static void StepShare(SharedStep step) => {Shared(only)}\n");
            return;
        }

        using (writer.WriteBlock("public static void StepShare(SharedStep step)"))
        {
            for (int index = 0; index < parts.Length; index++)
            {
                switch (parts[index])
                {
                    case SumPart sum:
                        writer.WriteLine(Shared(sum));
                        break;
                    case ProjectPart:
                        writer.WriteLine($"step.Project<Cell>({Row(Vectors.CellOutput, "step.Row")}, {Parameter(Vectors.Projection, "step.Parameters")});");
                        break;
                    default:
                        using (writer.WriteBlock("if (step.IsFirst)"))
                        {
                            WriteUnshared(parts, ref index);
                        }

                        writer.WriteLine();
                        writer.WriteLine("step.Meet();");
                        break;
                }
            }
        }

        writer.WriteLine();
    }

    private static string Shared(SumPart sum)
    {
        string operand = sum.Operand.Length == 0 ? "ref step.H" : Row(sum.Operand, "step.Row");
        string target = sum.IsKept ? "ref step.Row" : sum.Pass.Output.Length == 0 ? "ref step.HNew" : Row(sum.Pass.Output, "step.Row");
        string arguments = sum is { Operand: "", IsKept: false, Pass.Output: "" } ? "" : $"{operand}, {target}";
        return $"step.Apply<Cell, {SumPass(sum)}, {CellPlan.Weights}>({arguments});";
    }

    private void WriteUnshared(StepPart[] parts, ref int index)
    {
        writer.WriteLine("ref float row = ref step.Row;");
        writer.WriteLine("ref float parameters = ref step.Parameters;");
        for (; ; index++)
        {
            writer.WriteLine(parts[index] is PassPart { Pass: { } pass }
                ? $"RowPasses.Apply<Cell, {pass.Name}, Off>(ref step.H, ref step.C, {(pass.Output.Length == 0 ? "ref step.HNew" : Row(pass.Output))}, ref parameters, ref row);"
                : Normalize(parts[index], "row"));
            if (index + 1 == parts.Length || parts[index + 1] is SumPart or ProjectPart)
            {
                return;
            }
        }
    }

    private void WriteStepStreams() => writer.WriteLine($"""
        /// <summary>One step of many streams, a few at a time.</summary>
        [MethodImpl(Inlined)]
        public static int StepStreams(int streams, ref float x, ref float y, ref float parameters, ref float states) =>
            StreamKernels.Step<Cell, {cell.Passes.Single().Name}>(streams, ref x, ref y, ref parameters, ref states);

        """);

    private void WriteStepRows()
    {
        writer.WriteLine("/// <summary>One step of many streams: all sums in products, the rest stream by stream.</summary>");
        writer.WriteLine("[MethodImpl(Optimized)]");
        writer.WriteLine("public static void StepRows<TTape>(int streams, ref float x, ref float parameters, StateRows states, ref float rows)");
        writer.WriteLine("    where TTape : struct, ISwitch");
        using (writer.WriteBlock())
        {
            if (cell.FirstGates == cell.Gates.Length)
            {
                writer.WriteLine("CellProducts.StepSums<Cell>(streams, ref x, ref parameters, states, ref rows);");
            }
            else
            {
                writer.WriteLine("CellProducts.StepSums<Cell>(0, FirstGates, streams, ref x, ref parameters, states, ref rows);");
            }

            foreach (StepPart part in cell.Step)
            {
                if (part is SumPart { Operand: { Length: > 0 } operand })
                {
                    writer.WriteLine($"CellProducts.AddRecurrentSums<Cell>(\n    FirstGates, Gates - FirstGates, streams, {Row(operand, "rows")}, RowFloats, ref parameters, ref rows);");
                }

                switch (part)
                {
                    case SumPart { IsKept: false, Pass: { } sumPass }:
                        WriteRowsPass(sumPass);
                        break;
                    case PassPart { Pass: { } pass }:
                        WriteRowsPass(pass);
                        break;
                    case ProjectPart:
                        writer.WriteLine(
                            $"CellProducts.Project<Cell>(\n    {Row(Vectors.CellOutput, "rows")}, RowFloats, streams, {Parameter(Vectors.Projection)}, ref states.HNew(0), states.Stride);");
                        break;
                    case NormalizePart or NormalizeVectorPart:
                        using (writer.WriteBlock("for (int stream = 0; stream < streams; stream++)"))
                        {
                            writer.WriteLine("ref float row = ref Unsafe.Add(ref rows, stream * RowFloats);");
                            writer.WriteLine(Normalize(part, "row"));
                        }

                        writer.WriteLine();
                        break;
                }
            }
        }

        writer.WriteLine();
    }

    private void WriteRowsPass(UnitPass pass) => writer.WriteLine(pass.Output.Length == 0
        ? $"CellProducts.Apply<Cell, {pass.Name}, TTape>(streams, states, ref parameters, ref rows);"
        : $"CellProducts.ApplyInRows<Cell, {pass.Name}, TTape>(streams, states, {Names.Constant(pass.Output)}, ref parameters, ref rows);");

    private static string Sums(SumPart sum) =>
        $"UnitKernels.Step<Cell, {SumPass(sum)}, TTape, {CellPlan.Weights}>(ref x, ref parameters, {(sum.Operand.Length == 0 ? "ref h" : Row(sum.Operand))}, ref h, ref c, {(sum.IsKept ? "ref row" : Target(sum.Pass))}, ref row);";

    private static string SumPass(SumPart sum) => sum.IsKept ? $"KeepSums<Cell, {sum.Pass.Name}>" : sum.Pass.Name;

    private static string Normalize(StepPart part, string row) => part is NormalizePart gates
        ? $"""
            CellNorms.Normalize<Cell>(
                {Number(gates.FirstGate)}, {Number(gates.Gates)}, ref {row}, {Parameter(Vectors.GateGains)}, {Row(Vectors.Normalized, row)}, {Row(Vectors.Deviations, row)});
            """
        : Normalize(((NormalizeVectorPart)part).Vector, row);

    private static string Normalize(NormalizedVector vector, string row) => $"""
        CellNorms.Normalize<Cell>(
            {Row(vector.Vector, row)}, {Parameter(vector.Gain)}, {Row(vector.Normalized, row)}, ref Unsafe.Add(ref {row}, Deviations + Gates));
        """;

    private void WriteStepGradients()
    {
        writer.WriteLine("/// <summary>The backward pass of one step of all streams.</summary>");
        writer.WriteLine("[MethodImpl(Optimized)]");
        using (writer.WriteBlock("public static void StepGradients(BackwardStep step)"))
        {
            foreach (GradientPart part in cell.StepGradients)
            {
                switch (part)
                {
                    case GradientPassPart { Pass: { } pass }:
                        writer.WriteLine($"step.Apply<Cell, {pass.Name}>();");
                        break;
                    case HiddenProductPart:
                        writer.WriteLine("step.AddHiddenGradients<Cell>();");
                        break;
                    case ResetProductPart:
                        writer.WriteLine("step.AddResetGradients<Cell>();");
                        break;
                    case ProjectGradientPart:
                        writer.WriteLine("step.Project<Cell>();");
                        break;
                    default:
                        using (writer.WriteBlock("for (int stream = 0; stream < step.Streams; stream++)"))
                        {
                            writer.WriteLine("GradientPlaces at = step.PlacesOf<Cell>(stream);");
                            writer.WriteLine(NormalizeGradients(part));
                        }

                        writer.WriteLine();
                        break;
                }
            }
        }
    }

    private string NormalizeGradients(GradientPart part)
    {
        if (part is not NormalizeGradientPart gates)
        {
            (string of, NormalizedVector vector) = part switch
            {
                NormalizeCellGradientPart { Vector: { } c } => ("ref at.DNormalized", c),
                _ => ("Gates - 1, ref at.DSums", ((NormalizeApartGradientPart)part).Vector),
            };
            return $"""
                CellNorms.Backward<Cell>(
                    {of}, {Parameter(vector.Gain, "at.Parameters")}, {Row(vector.Normalized, "at.Row")},
                    Unsafe.Add(ref at.Row, Deviations + Gates), {Parameter(vector.Gain, "at.DParameters")});
                """;
        }

        // Where a recurrent sum stays apart, the gates' own are the input sums.
        string row = gates.FirstGate >= cell.FirstGates ? "ref at.DResetSums, Gates - FirstGates, FirstGates"
            : cell.HasRecurrentBias ? "ref at.DInputSums, Gates, 0"
            : "ref at.DSums, FirstGates, 0";
        return $"""
            CellNorms.Backward<Cell>(
                {Number(gates.FirstGate)}, {Number(gates.Gates)}, {row}, {Parameter(Vectors.GateGains, "at.Parameters")},
                {Row(Vectors.Normalized, "at.Row")}, {Row(Vectors.Deviations, "at.Row")}, {Parameter(Vectors.GateGains, "at.DParameters")});
            """;
    }

    private void Write(UnitPass pass)
    {
        writer.WriteLine($"/// <summary>{pass.Summary}</summary>");
        using (writer.WriteBlock($"public readonly struct {pass.Name} : IUnitPass"))
        {
            if (pass.FirstGate > 0)
            {
                writer.WriteLine($"static int IUnitPass.FirstGate => {Number(pass.FirstGate)};");
                writer.WriteLine();
            }

            writer.WriteLine($"static int IUnitPass.Gates => {Number(pass.Gates.Length)};");
            writer.WriteLine();
            writer.WriteLine(Inline);
            writer.WriteLine($"public static void Apply<V, TTape>(\n    {string.Join(", ", pass.Arguments.Select(static argument => "V " + argument))}, {PassReferences})");
            writer.WriteLine("    where V : struct, IVector<V>");
            writer.WriteLine("    where TTape : struct, ISwitch");
            using (writer.WriteBlock())
            {
                foreach (Statement statement in pass.Statements.Where(static statement => !statement.IsOfTape))
                {
                    writer.WriteLine(statement.ToString());
                }

                Statement[] kept = [.. pass.Statements.Where(static statement => statement.IsOfTape)];
                if (spec.Training && kept.Length > 0)
                {
                    using (writer.WriteBlock("if (TTape.IsOn)"))
                    {
                        foreach (Statement statement in kept)
                        {
                            writer.WriteLine(statement.ToString());
                        }
                    }
                }
            }
        }

        writer.WriteLine();
    }

    private void Write(GradientPass pass)
    {
        writer.WriteLine($"/// <summary>{pass.Summary}</summary>");
        using (writer.WriteBlock($"public readonly struct {pass.Name} : IGradientPass"))
        {
            writer.WriteLine(Inline);
            writer.WriteLine("public static void Apply<V>(ref GradientPlaces at, int unit, int lanes)");
            writer.WriteLine("    where V : struct, IVector<V>");
            using (writer.WriteBlock())
            {
                if (pass.UsesGates)
                {
                    writer.WriteLine("int place = Units.Place(unit, Gates);");
                }

                if (pass.UsesSums)
                {
                    writer.WriteLine("int sums = Units.Place(unit, FirstGates);");
                }

                foreach (Statement statement in pass.Statements)
                {
                    writer.WriteLine(statement.ToString());
                }
            }
        }

        writer.WriteLine();
    }

    private static string ClassOf(CellSpec cell) => cell.IsLayer ? cell.Type.Declaration.Name : Class;

    private static string Target(UnitPass pass) => pass.Output.Length == 0 ? "ref hNew" : Row(pass.Output);

    private static string Row(string vector, string row = "row") => $"ref Unsafe.Add(ref {row}, {Names.Constant(vector)})";

    private static string Parameter(string vector, string parameters = "parameters") => $"ref Unsafe.Add(ref {parameters}, {Names.Constant(vector)})";

    private static string Bool(bool value) => value ? "true" : "false";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
