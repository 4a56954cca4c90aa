using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Layers;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Parsing;

/// <summary>The declaration of a network: symbols in, a model or problems out, for the generator and the analyzer alike.</summary>
internal static class NetworkParser
{
    /// <summary>How what says which floats the first layer takes begins, in messages: no layer's attribute does.</summary>
    public const string NetworkText = "[Network";

    /// <summary>Parses one declaration.</summary>
    /// <param name="type">The user's type.</param>
    /// <param name="attribute">The network attribute on it.</param>
    /// <param name="constants">Those of other declarations.</param>
    /// <param name="report">Takes each problem found; null where only the model is wanted.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The model, or null if anything is wrong.</returns>
    public static DeclarationSpec? Parse(
        INamedTypeSymbol type, AttributeData attribute, GeneratedConstants constants, Action<Diagnostic>? report, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var network = new AttributeReader(attribute, constants, report, cancellation);
        if (!TypeParser.Check(type, attribute, network, cancellation))
        {
            return null;
        }

        if (network.Constructor() is not { } sizes)
        {
            return null;
        }

        var stack = new LayerStack(TypeParser.Parse(type, attribute, constants.Compilation), network.Option("Training", true), constants);
        if (sizes.TryGetValue("input", out int input))
        {
            network.CheckSize("input", input, CellSpec.MinSize, CellSpec.MaxLayerSize);
            stack.Below(InputText(input), input);
        }

        FileSpec? file = FileParser.Read(type, network);
        if (file?.Argument == FileSpec.Model)
        {
            if (type.GetAttributes().Any(static layer => WellKnownNames.LayerOf(layer.AttributeClass) is not null))
            {
                network.FailAt(DiagnosticDescriptors.ModelWithLayers, FileSpec.Model, type.Name, file.Name);
            }

            return network.IsValid ? new ModelNetworkSpec(stack.Type, input, stack.IsTrained) { File = file } : null;
        }

        bool isValid = true;
        var attributes = new List<int>();
        int count = 0;
        foreach (AttributeData layer in type.GetAttributes())
        {
            if (WellKnownNames.LayerOf(layer.AttributeClass) is { } kind)
            {
                var reader = new AttributeReader(layer, constants, report, cancellation);
                if (PartOf(layer, cancellation) != PartOf(attribute, cancellation))
                {
                    reader.FailWhole(DiagnosticDescriptors.LayersInParts, type.Name);
                }

                // Behind a layer that is the compiler's to report, no size is known.
                if (reader.Constructor(kind.Needed) is not { } arguments)
                {
                    return null;
                }

                stack.Parse(kind, reader, arguments);
                isValid &= reader.IsValid;
                attributes.AddRange(Enumerable.Repeat(count, stack.PartCount - attributes.Count));
                count++;
            }
        }

        if (count == 0)
        {
            network.FailWhole(DiagnosticDescriptors.NoLayers, type.Name);
        }

        return isValid && network.IsValid && Finish(stack, network, type.Name) is { } spec
            ? file is null ? spec : spec with { File = file, Attributes = new EquatableArray<int>(attributes) }
            : null;
    }

    /// <summary>What says which floats the first layer takes, in messages.</summary>
    public static string InputText(int input) => string.Format(CultureInfo.InvariantCulture, NetworkText + "(input: {0})]", input);

    /// <summary>A network of layers that have been read, if it is not too large as a whole.</summary>
    /// <param name="stack">The layers.</param>
    /// <param name="network">Takes problems.</param>
    /// <param name="typeName">The name of the user's type.</param>
    public static NetworkSpec? Finish(LayerStack stack, AttributeReader network, string typeName)
    {
        stack.EndInputs();
        if (!stack.IsValid)
        {
            return null;
        }

        if (!stack.CheckDropout())
        {
            return null;
        }

        if (stack.Layers.All(static layer => layer is DropoutLayerSpec) && stack.Inputs.Count == 0)
        {
            network.FailWhole(DiagnosticDescriptors.NoLayers, typeName);
            return null;
        }

        var spec = new NetworkSpec(stack.Type, new EquatableArray<LayerSpec>(stack.Layers), stack.IsTrained) { Inputs = new EquatableArray<InputSpec>(stack.Inputs) };
        if (NetworkPlanner.ParameterFloatsOf(spec) > CellSpec.MaxBufferFloats)
        {
            network.FailWhole(
                DiagnosticDescriptors.UnusableNumber, "the number of parameters", NetworkPlanner.ParameterFloatsOf(spec), $"at most {CellSpec.MaxBufferFloats}");
            return null;
        }

        if (NetworkPlanner.StateFloatsOf(spec) is > CellSpec.MaxStateFloatsInArray and long floats)
        {
            network.WarnWhole(DiagnosticDescriptors.LargeState, typeName, sizeof(float) * floats, ushort.MaxValue);
        }

        return spec;
    }

    /// <summary>Reports layers on a type that is no network.</summary>
    /// <param name="type">The user's type.</param>
    /// <param name="layer">The first layer attribute on it.</param>
    /// <param name="constants">Those of other declarations.</param>
    /// <param name="report">Takes the problem.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static void ReportMissingNetwork(
        INamedTypeSymbol type, AttributeData layer, GeneratedConstants constants, Action<Diagnostic> report, CancellationToken cancellation)
    {
        var reader = new AttributeReader(layer, constants, report, cancellation);
        if (type.GetAttributes().Any(static attribute => WellKnownNames.IsWholeType(attribute.AttributeClass)))
        {
            reader.FailWhole(DiagnosticDescriptors.LayerWithoutNetwork, type.Name, "remove its layers, or declare a network instead of a cell");
            return;
        }

        bool isInputKnown = WellKnownNames.LayerOf(layer.AttributeClass) is { KnowsInput: true }
            || reader.Constructor() is { } arguments && (arguments.ContainsKey("input") || arguments.ContainsKey("inputs"));
        reader.FailWhole(
            DiagnosticDescriptors.LayerWithoutNetwork,
            isInputKnown ? AttributeReader.Property(DiagnosticProperties.NeedsNetwork, "") : ImmutableDictionary<string, string?>.Empty,
            type.Name, "add it, or declare a cell instead");
    }

    /// <summary>Where the declaration starts that an attribute stands on.</summary>
    private static (SyntaxTree?, int) PartOf(AttributeData attribute, CancellationToken cancellation) =>
        attribute.ApplicationSyntaxReference is { } reference
            ? (reference.SyntaxTree, reference.GetSyntax(cancellation).Ancestors().OfType<BaseTypeDeclarationSyntax>().FirstOrDefault()?.SpanStart ?? 0)
            : (null, 0);
}
