using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Layers;
using RnnGen.Generator.Model;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator.Models;

/// <summary>
/// Brings a declaration together with the model file that it names: takes the file's layers, or checks that its weights fit those that are declared. For the
/// generator and the analyzer alike.
/// </summary>
internal static class ModelBinder
{
    // What a network has while its file has not been converted: every member that users can name, whatever the layers turn out to be.
    private static readonly DescribedLayer Placeholder = new("LstmLayer", "", new EquatableArray<DescribedArgument>(
        [new("input", false, 1), new("hidden", false, 1), new("Name", true, "lstm")]));

    /// <summary>Binds a declaration.</summary>
    /// <param name="declaration">What was declared.</param>
    /// <param name="models">The model files of the project.</param>
    /// <param name="report">Takes each problem found; null where only the result is wanted.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The declaration itself where it names no file; null where anything is wrong.</returns>
    public static DeclarationSpec? Bind(DeclarationSpec declaration, ModelSet models, IFileReport? report, CancellationToken cancellation)
    {
        if (declaration.File is not { } file)
        {
            return declaration;
        }

        IReadOnlyList<ModelDescription> named = models.Named(file.Name);
        if (named.Count != 1)
        {
            string names = string.Join(", ", (named.Count == 0 ? models.Models : named).Select(static model => $"'{model.Name}'"));
            if (named.Count == 0)
            {
                report?.AtFile(DiagnosticDescriptors.NoSuchModel, file.Name, names.Length == 0 ? "none" : names);
            }
            else
            {
                report?.AtFile(DiagnosticDescriptors.SeveralModels, file.Name, names);
            }

            return null;
        }

        ModelDescription model = named[0];
        if (model.State == ModelState.OfAnotherVersion)
        {
            report?.AtFile(DiagnosticDescriptors.DescriptionOfAnotherVersion, model.Name);
            return null;
        }

        return declaration switch
        {
            ModelNetworkSpec network => WithLayers(network, model, report, cancellation),
            _ when model.State == ModelState.Read && !Fits(declaration, model, report) => null,
            _ => declaration with { File = null, Embedded = Embedded(model, isWhole: false) },
        };
    }

    private static EmbeddedSpec Embedded(ModelDescription model, bool isWhole) => new(model.Name, model.Resource, isWhole, model.State == ModelState.Pending);

    /// <summary>A network of the layers that a file has: they are read as if their attributes stood on the type.</summary>
    private static NetworkSpec? WithLayers(ModelNetworkSpec network, ModelDescription model, IFileReport? report, CancellationToken cancellation)
    {
        string typeName = network.Type.Declaration.Name;
        if (model.Unsaid.Count > 0)
        {
            report?.AtFile(
                DiagnosticDescriptors.IncompleteModel, model.Name, string.Join("; ", model.Unsaid),
                $"[Network(WeightsFile = \"{model.Name}\")] {string.Concat(model.Layers.Select(static layer => layer.Text + " "))}partial class {typeName}");
            return null;
        }

        bool isPending = model.State == ModelState.Pending;
        Action<Diagnostic>? take = report is null ? null : diagnostic =>
        {
            // What a file says is no mistake of the user's that a hint could mend.
            if (diagnostic.Severity == DiagnosticSeverity.Error)
            {
                report.AtFile(DiagnosticDescriptors.UnusableModel, model.Name, diagnostic.GetMessage(CultureInfo.InvariantCulture));
            }
        };
        var stack = new LayerStack(network.Type, network.Training, constants: null);
        if (network.Input > 0 && !isPending)
        {
            stack.Below(NetworkParser.InputText(network.Input), network.Input);
        }

        bool isValid = true;
        IEnumerable<DescribedLayer> layers = isPending ? [Placeholder] : model.Layers;
        foreach (DescribedLayer layer in layers)
        {
            var reader = new AttributeReader(layer.Bind(), attribute: null, take, cancellation);
            if (LayerCatalogue.Named(layer.Attribute + "Attribute") is not { } kind || reader.Constructor(kind.Needed) is not { } arguments)
            {
                report?.AtFile(DiagnosticDescriptors.DescriptionOfAnotherVersion, model.Name);
                return null;
            }

            stack.Parse(kind, reader, arguments);
            isValid &= reader.IsValid;
        }

        var whole = new AttributeReader(bound: null, attribute: null, take, cancellation);
        return isValid && NetworkParser.Finish(stack, whole, typeName) is { } spec ? spec with { Embedded = Embedded(model, isWhole: true) } : null;
    }

    /// <summary>Whether the weights of a file are those of the declared layers.</summary>
    private static bool Fits(DeclarationSpec declaration, ModelDescription model, IFileReport? report)
    {
        DeclaredModule[] modules = [.. ModulesOf(declaration)];
        IReadOnlyList<WeightsFault> faults = modules.Length == 0 ? [] : new WeightsCheck(model).FaultsOf(modules);
        foreach (WeightsFault fault in faults)
        {
            report?.AtLayer(fault.Attribute, fault.Descriptor, fault.Arguments);
        }

        return faults.Count == 0;
    }

    /// <summary>All that has tensors, in the order in which data goes through it.</summary>
    public static IEnumerable<DeclaredModule> ModulesOf(DeclarationSpec declaration)
    {
        if (declaration is CellSpec cell)
        {
            return [new DeclaredModule(-1, "", cell.Declared, cell.Module)];
        }

        var network = (NetworkSpec)declaration;
        return network.Parts().SelectMany((layer, index) => layer.NamedModules.Select(part =>
            new DeclaredModule(network.Attributes.ElementAtOrDefault(index), part.Layer, part.Declared, part.Module)));
    }
}
