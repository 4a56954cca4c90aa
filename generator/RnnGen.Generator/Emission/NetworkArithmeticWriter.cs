using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Layers;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Text.CodeText;

namespace RnnGen.Generator.Emission;

/// <summary>The arithmetic of a network, in the namespace of its own: the cells', its sizes, its layers, and what a step is put together from.</summary>
internal sealed class NetworkArithmeticWriter(SourceWriter writer, NetworkPlan plan)
{
    // Whether it is inside another network: it has no state of its own, and no step.
    private readonly bool _isNested;

    private NetworkArithmeticWriter(SourceWriter writer, NestedInput nested)
        : this(writer, nested.Network) => _isNested = true;

    private const string Network = "INetworkArithmetic";

    private static readonly string[] UsingsWithoutCells = ["System.Runtime.CompilerServices", "RnnGen", "RnnGen.Formats", "RnnGen.Networks"];

    /// <summary>The namespaces of what the text names: one too many is a warning.</summary>
    public static IEnumerable<string> UsingsOf(NetworkPlan plan) =>
    [
        .. plan.IsJoined ? (string[])["System"] : [],
        .. plan.CellTypes.Count + plan.NestedCellTypes.Count == 0 ? UsingsWithoutCells : UsingsWithoutCells.Union(ArithmeticWriter.Usings),
    ];

    /// <summary>Writes it.</summary>
    public void Write()
    {
        writer.WriteLine("/// <summary>The sizes of the network, its layers, and what a step is put together from.</summary>");
        using (writer.WriteBlock("file static class Arithmetic"))
        {
            WriteConstants();
            foreach (InputPlan input in plan.Inputs)
            {
                input.WriteConstants(writer);
            }

            foreach (LayerPlan layer in plan.Layers)
            {
                layer.WriteConstants(writer, layer == plan.Last);
            }

            if (plan.IsJoined)
            {
                WriteInputs();
            }

            WriteNetwork();
        }

        foreach (NestedInput nested in plan.Inputs.OfType<NestedInput>())
        {
            new NetworkArithmeticWriter(writer, nested).WriteNested(nested);
        }

        foreach (CellDeclarationPlan cell in plan.CellTypes.Concat(plan.NestedCellTypes))
        {
            writer.WriteLine();
            new ArithmeticWriter(writer, cell.Spec, cell.Plan, CellCatalogue.Of(cell.Spec)).Write();
        }
    }

    /// <summary>Writes a network that is inside another.</summary>
    private void WriteNested(NestedInput nested)
    {
        writer.WriteLine();
        writer.WriteLine($"/// <summary>The layers of the network that reads <c>{UserText.Documentation(nested.Name)}</c>.</summary>");
        using (writer.WriteBlock($"file static class {nested.Arithmetic}"))
        {
            WriteSizes();
            writer.WriteLine(ArithmeticWriter.MethodOptions);
            writer.WriteLine();
            foreach (LayerPlan layer in plan.Layers)
            {
                layer.WriteConstants(writer, layer == plan.Last);
            }

            WriteNetwork();
        }
    }

    /// <summary>The plan's numbers, each with its name and what it is: the library asks for all of them.</summary>
    private IEnumerable<(string Name, int Value, string Summary)> Sizes =>
    [
        .. plan.Vocabulary > 0 ? ((string, int, string)[])[("VocabularySize", plan.Vocabulary, "Tokens.")] : [],
        ("InputSize", plan.InputSize, plan.IsJoined ? "Elements that a step takes." : plan.Vocabulary > 0 ? "Token ids that a step takes." : "Floats that a step takes."),
        .. plan.IsJoined ? ((string, int, string)[])[("JoinedSize", plan.JoinedSize, "Floats of the row to which what the inputs give of a step is joined.")] : [],
        ("OutputSize", plan.OutputSize, $"Floats that a {(plan.IsPooled ? "sequence" : "step")} gives."),
        ("ParameterFloats", plan.ParameterFloats, "Floats of the parameters."),
        .. plan.IsCausal && !_isNested
            ? ((string, int, string)[])
            [
                ("StackSteps", plan.StackSteps, "Steps of one stream that go through all layers before the next, so that what is between them stays in the cache."),
                ("StackFloats", plan.StackFloats, "Floats of these steps' rows between the layers."),
            ]
            : [],
    ];

    private void WriteSizes()
    {
        foreach ((string name, int value, string summary) in Sizes)
        {
            writer.WriteLine($"/// <summary>{summary}</summary>");
            writer.WriteLine($"public const int {name} = {Number(value)};");
        }
    }

    private void WriteConstants()
    {
        WriteSizes();

        writer.WriteLine($$"""
            private const uint StateFingerprint = 0x{{plan.Fingerprint.ToString("X8", CultureInfo.InvariantCulture)}};

            {{ArithmeticWriter.MethodOptions}}

            /// <summary>The recurrent layers of a state.</summary>
            public static readonly StateLayer[] StateLayers = Map.Describe({{string.Join(", ", plan.StateRows.Select(static row => UserText.Literal(row.Name)))}});

            /// <summary>Where a state has its numbers: layer after layer, h of each cell, and c behind it.</summary>
            public static StateMap Map => new(
                StateFingerprint,
                [
            """);
        foreach (StateRow row in plan.StateRows)
        {
            string cell = row.CellType;
            writer.WriteLine(
                $"        {row.Top}.Depth + 1, {Number(row.Directions)}, {cell}.OutputSize, {(row.Cell > 0 ? $"{cell}.HiddenSize" : "0")},\n"
                + $"        {row.Member}.State * sizeof(float), {cell}.PaddedOutput * sizeof(float), {cell}.StateFloats * sizeof(float),");
        }

        writer.WriteLine($"    ]{(plan.Pooled is { } pooled ? $",\n    {pooled.Member}.State * sizeof(float), {pooled.Member}.Width, sizeof({pooled.ElementType})" : "")});");
        writer.WriteLine();
    }

    /// <summary>What the library's drivers are compiled for.</summary>
    private void WriteNetwork()
    {
        writer.WriteLine("/// <summary>The network, as the library's drivers see it.</summary>");
        using (writer.WriteBlock($"public readonly struct Network : {(plan.Training ? "INetworkTraining" : Network)}"))
        {
            foreach ((string name, int _, string _) in Sizes)
            {
                writer.WriteLine($"static int {Network}.{name} => {name};");
            }

            if (plan.Vocabulary > 0)
            {
                writer.WriteLine($"static int {Network}.TokenFloats => {plan.Layers[0].Member}.Outputs;");
            }

            if (plan.TiedTable is not null)
            {
                writer.WriteLine($"static int {Network}.TiedTable => {plan.Layers[0].Member}.Parameters;");
            }

            if (plan.Inputs.Any(static input => !input.TakesFloats))
            {
                writer.WriteLine($"static bool {Network}.HasTables => true;");
            }

            if (plan.IsPooled)
            {
                writer.WriteLine($"static bool {Network}.HasOutputPerStep => false;");
            }

            if (!plan.IsCausal)
            {
                writer.WriteLine($"static bool {Network}.IsCausal => false;");
            }

            writer.WriteLine();
            if (plan.IsJoined)
            {
                WriteEachInput("The inputs, in their order.", "EachInput", "IRunInputVisitor");
            }

            if (plan.IsCausal && !_isNested)
            {
                WriteStep();
            }

            string[] steps = [.. plan.PerStep.Select(static layer => layer.Call), .. plan.Pooling is { } pooling ? (string[])[pooling.TakeCall] : []];
            WriteCalls("The layers that give a row a step.", "EachStep<TPass>", "IRunPass", steps);
            if (plan.IsPooled)
            {
                WriteCalls("Pooling, and the layers behind it, which give a row a sequence.", "EachSequence<TPass>", "ILayerPass", plan.PerSequence.Select(static layer => layer.Call));
            }

            if (plan.Training)
            {
                if (plan.IsJoined)
                {
                    WriteEachInput("The inputs, with what their backward passes need.", "EachTrainedInput", "ITrainingInputVisitor");
                }

                WriteCalls("The layers that give a row a step, with the backward passes of their cells.", "EachTrainedStep<TPass>", "ITrainingPass", steps);
                WriteCalls(
                    "The backward pass, from the last layer to the first.", "Backward", "",
                    plan.Layers.Reverse().Where(static layer => layer.GoesBack).Select(static layer => layer is PoolingLayer pooling ? pooling.TakeCall : layer.Call));
            }
        }
    }

    /// <summary>The inputs of a call, and the gradients of those that are floats, as the library's drivers see them.</summary>
    private void WriteInputs()
    {
        InputSpan[] spans = [.. plan.Inputs.SelectMany(static input => input.Spans)];
        writer.WriteLine("/// <summary>The inputs of a call, a span each.</summary>");
        using (writer.WriteBlock($"public readonly ref struct Inputs({string.Join(", ", spans.Select(static span => $"ReadOnlySpan<{span.Type}> {span.Field.Substring(1)}"))}) : INetworkInputs"))
        {
            foreach (InputSpan span in spans)
            {
                writer.WriteLine($"private readonly ReadOnlySpan<{span.Type}> {span.Field} = {span.Field.Substring(1)};");
            }

            writer.WriteLine();
            writer.WriteLine("static bool INetworkInputs.IsOfSteps => false;");
            writer.WriteLine();
            writer.WriteLine("[MethodImpl(Inlined)]");
            using (writer.WriteBlock("void INetworkInputs.Measure(ref InputSizes sizes)"))
            {
                foreach (InputPlan input in plan.Inputs)
                {
                    writer.WriteLine($"sizes.{input.Measured};");
                }
            }

            WriteAtPlace("ReadOnlySpan<int>", "INetworkInputs.Ids(int input, int place)", plan.Inputs.Where(static input => !input.TakesFloats));
            WriteAtPlace("ReadOnlySpan<float>", "INetworkInputs.Floats(int input, int place)", plan.Inputs.Where(static input => input.TakesFloats));
        }

        writer.WriteLine();
        FloatInput[] floats = [.. plan.Inputs.OfType<FloatInput>()];
        if (!plan.Training || floats.Length == 0)
        {
            return;
        }

        writer.WriteLine("/// <summary>The gradients of the inputs that are floats, a span each.</summary>");
        using (writer.WriteBlock($"public readonly ref struct InputGradients({string.Join(", ", floats.Select(static input => $"Span<float> {input.Field.Substring(1)}"))}) : IInputGradients"))
        {
            foreach (FloatInput input in floats)
            {
                writer.WriteLine($"private readonly Span<float> {input.Field} = {input.Field.Substring(1)};");
            }

            writer.WriteLine();
            writer.WriteLine("[MethodImpl(Inlined)]");
            using (writer.WriteBlock("void IInputGradients.Measure(ref GradientSizes sizes)"))
            {
                foreach (FloatInput input in floats)
                {
                    writer.WriteLine($"sizes.Floats({input.Field}, {input.Member}.Outputs, \"{input.Gradients}\");");
                }
            }

            writer.WriteLine();
            writer.WriteLine("[MethodImpl(Inlined)]");
            using (writer.WriteBlock("Span<float> IInputGradients.Of(int input, int column, int size, int place)"))
            {
                writer.WriteLine("Span<float> gradients = input switch");
                writer.WriteLine("{");
                foreach (FloatInput input in floats)
                {
                    writer.WriteLine($"    {input.Member}.Number => {input.Field},");
                }

                writer.WriteLine("    _ => default,");
                writer.WriteLine("};");
                writer.WriteLine("return gradients.IsEmpty ? default : gradients.Slice(place * size, size);");
            }
        }

        writer.WriteLine();
    }

    private void WriteAtPlace(string type, string member, IEnumerable<InputPlan> inputs)
    {
        writer.WriteLine();
        writer.WriteLine("[MethodImpl(Inlined)]");
        writer.WriteLine($"{type} {member} => input switch");
        writer.WriteLine("{");
        foreach (InputPlan input in inputs)
        {
            writer.WriteLine($"    {input.Member}.Number => {input.AtPlace},");
        }

        writer.WriteLine("    _ => default,");
        writer.WriteLine("};");
    }

    private void WriteEachInput(string summary, string method, string visitor)
    {
        writer.WriteLine($"/// <summary>{summary}</summary>");
        writer.WriteLine("[MethodImpl(Optimized)]");
        writer.WriteLine($"public static void {method}<TVisitor>(ref TVisitor visitor)");
        writer.WriteLine($"    where TVisitor : struct, {visitor}, allows ref struct");
        using (writer.WriteBlock())
        {
            foreach (InputPlan input in plan.Inputs)
            {
                writer.WriteLine($"visitor.{input.Call}();");
            }
        }

        writer.WriteLine();
    }

    private void WriteStep()
    {
        writer.WriteLine("/// <summary>One step of one stream: from layer to layer.</summary>");
        writer.WriteLine("[MethodImpl(Inlined)]");
        using (writer.WriteBlock("public static void Step(ref float x, ref float y, ref float state, ref float parameters)"))
        {
            string row = "x";
            foreach (LayerPlan layer in plan.Layers)
            {
                row = layer.WriteStep(writer, row, isLast: layer == plan.Last);
            }

            if (row != "y")
            {
                writer.WriteLine($"StepRow.Copy(ref {row}, ref y, OutputSize);");
            }
        }

        writer.WriteLine();
    }

    private void WriteCalls(string summary, string method, string constraint, IEnumerable<string> calls)
    {
        writer.WriteLine($"/// <summary>{summary}</summary>");
        writer.WriteLine("[MethodImpl(Optimized)]");
        writer.WriteLine($"public static void {method}(ref NetworkPass pass)");
        if (constraint.Length > 0)
        {
            writer.WriteLine($"    where TPass : struct, {constraint}");
        }

        using (writer.WriteBlock())
        {
            foreach (string call in calls)
            {
                writer.WriteLine($"{(constraint.Length > 0 ? "TPass" : "BackwardPass")}.{call}(ref pass);");
            }
        }

        writer.WriteLine();
    }
}
