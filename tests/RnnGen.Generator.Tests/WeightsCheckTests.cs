using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using RnnGen.Cells;
using RnnGen.Formats;
using RnnGen.Generator.Model;
using RnnGen.Generator.Models;
using RnnGen.Generator.Tests.Infrastructure;
using Xunit;
using DeclaredModule = RnnGen.Generator.Models.DeclaredModule;

namespace RnnGen.Generator.Tests;

/// <summary>The compiler checks weights of files by the rules by which they are loaded: of every kind of declaration and every fault the two say the same.</summary>
public class WeightsCheckTests
{
    private static readonly (GeneratorDriverRunResult Result, Compilation Output) Emitted = GeneratorRun.Generate(new ProjectSettings(), AllDeclarations.Some);

    private static readonly Assembly Compiled = GeneratorRun.Load(AllDeclarations.Some);

    [Fact]
    public void WhatAModelSavesFitsItAndAllOfItIsRead()
    {
        Assert.All(Declarations(), static declaration =>
        {
            Assert.Empty(Faults(declaration.Spec, declaration.Saved));
            string[] known = [.. ModelBinder.ModulesOf(declaration.Spec).SelectMany(static module => module.Module.Tensors.Select(tensor => (module.Layer.Length == 0 ? "" : module.Layer + ".") + tensor.Name))];
            Assert.All(declaration.Saved.Names, name => Assert.Contains(name, known));
        });
    }

    /// <summary>Each tensor in turn is missing, or of another shape, or there twice with a name that nothing reads.</summary>
    [Fact]
    public void WhatIsRefusedAtRunTimeIsRefusedByTheCompilerAndNothingElse()
    {
        int refused = 0, taken = 0;
        foreach ((DeclarationSpec spec, IModel model, TensorStore saved) in Declarations())
        {
            foreach (string name in saved.Names)
            {
                foreach (TensorStore changed in Changed(saved, name))
                {
                    bool loads = Loads(model, changed);
                    WeightsFault[] faults = [.. Faults(spec, changed)];
                    Assert.True(loads == (faults.Length == 0), $"{spec}\n{name}: loads: {loads}; {string.Join('\n', faults.Select(Text))}");
                    refused += loads ? 0 : 1;
                    taken += loads ? 1 : 0;
                }
            }
        }

        Assert.True(refused > 300 && taken > 5, $"{refused} refused, {taken} taken");
    }

    [Theory]
    [InlineData("weight_hr_l0")]
    [InlineData("weight_peephole_l0")]
    [InlineData("layer_norm_gates_weight_l0")]
    [InlineData("weight_ih_l0_reverse")]
    [InlineData("bias_hh_l1_reverse")]
    [InlineData("weight_hh_l1")]
    [InlineData("bias_ih_l0")]
    [InlineData("weight_ih_l0")]
    [InlineData("weight")]
    [InlineData("bias")]
    [InlineData("x_l1")]
    [InlineData("weight_l")]
    public void ReasonsAreThoseOfTheLibrary(string name) => Assert.Equal(StateDictNames.WhyUnread(name), WeightsCheck.WhyUnread(name));

    /// <summary>Messages name the tensor, the file, what is there, what is declared, and what that needs.</summary>
    [Theory]
    [InlineData("[RnnGen.Network(3, WeightsFile = \"tagger.pt\"), RnnGen.LstmLayer(6), RnnGen.DenseLayer(2, Name = \"x\")] partial class Net { }", "lstm.weight_hh_l0 in tagger.pt is [20, 5]; LstmLayer(hidden: 6) needs [24, 6]")]
    [InlineData("[RnnGen.Network(4, WeightsFile = \"tagger.pt\"), RnnGen.LstmLayer(5), RnnGen.DenseLayer(2)] partial class Net { }", "lstm.weight_ih_l0 in tagger.pt is [20, 3]; LstmLayer(hidden: 5) needs [20, 4]")]
    [InlineData("[RnnGen.LstmCell(3, 6, WeightsFile = \"deep.safetensors\")] partial class Cell { }", "weight_hh_l0 in deep.safetensors is [20, 5]; LstmCell(input: 3, hidden: 6) needs [24, 6]; weight_ih_l1 is there: the declaration has fewer layers; weight_hr_l0 is there: the declaration lacks a projection")]
    [InlineData("[RnnGen.Network(3, WeightsFile = \"tagger.pt\"), RnnGen.GruLayer(5)] partial class Net { }", "gru.weight_ih_l0 is not in tagger.pt; GruLayer(hidden: 5) needs it, of shape [15, 3]; the file has lstm.weight_ih_l0, lstm.weight_hh_l0, lstm.bias_ih_l0, lstm.bias_hh_l0, linear.weight, linear.bias, other.weight")]
    [InlineData("[RnnGen.Network(1, WeightsFile = \"amp.nam\"), RnnGen.LstmLayer(8, Name = \"a\")] partial class Net { }", "a.weight_ih_l0 is not in amp.nam; LstmLayer(hidden: 8) needs it, of shape [32, 1]; the file has lstm.weight_ih_l0, lstm.weight_hh_l0, lstm.bias_ih_l0, lstm.bias_hh_l0, linear.weight, linear.bias; it has 2 cells and layers with tensors, and 1 are declared")]
    [InlineData("[RnnGen.Network(3, WeightsFile = \"tagger.pt\"), RnnGen.LstmLayer(5, Bias = false), RnnGen.DenseLayer(2)] partial class Net { }", "lstm.bias_ih_l0, lstm.bias_hh_l0 in tagger.pt would not be read by LstmLayer(hidden: 5): the declaration has no biases")]
    [InlineData("[RnnGen.Network(Model = \"x.nam\")] partial class Net { }", "No model file of the project is named 'x.nam'; it has 'models/amp.nam', 'old/same.nam', 'new/same.nam', 'odd #;1.nam', 'tagger.pt', 'cell.safetensors', 'deep.safetensors', 'misfit.onnx', 'later.nam', 'broken.nam', 'unknown.nam', 'empty.safetensors', 'audio/pending.nam': add <RnnModel Include=\"path\" /> to the project file, which references the package RnnGen.Build")]
    [InlineData("[RnnGen.Network(Model = \"same.nam\")] partial class Net { }", "'same.nam' names 'old/same.nam', 'new/same.nam': write more of the path")]
    [InlineData("[RnnGen.Network(Model = \"tagger.pt\")] partial class Net { }", "'tagger.pt' does not say all that a network needs (the order of the layers; activations): declare the layers, as in [Network(WeightsFile = \"tagger.pt\")] [LstmLayer(input: 3, hidden: 5, Name = \"lstm\")] [DenseLayer(inputs: 5, outputs: 2, Name = \"linear\")] partial class Net")]
    [InlineData("[RnnGen.Network(Model = \"misfit.onnx\")] partial class Net { }", "The layers of 'misfit.onnx' cannot be declared: 'inputs' is 7, but [LstmLayer] gives 5: make them equal, or leave 'inputs' out")]
    public async Task MessagesNameWhatIsThereAndWhatIsNeeded(string source, string message)
    {
        DiagnosticRun run = await DiagnosticRun.Of(source, new Dictionary<string, string> { [DiagnosticRun.Models] = "" }, compiles: false);
        Assert.Equal(message, run.Own.First().GetMessage(CultureInfo.InvariantCulture));
    }

    private static IEnumerable<(DeclarationSpec Spec, IModel Model, TensorStore Saved)> Declarations()
    {
        foreach (DeclarationSpec spec in Emitted.Result.Results.Single().TrackedSteps[TrackingNames.Spec].SelectMany(static run => run.Outputs).Select(static output => (DeclarationSpec)output.Value))
        {
            var model = (IModel)Activator.CreateInstance(Compiled.GetType($"Declarations.{spec.Type.Declaration.Name}")!)!;
            model.Initialize(1);
            var saved = new TensorStore();
            model.Save(saved);
            yield return (spec, model, saved);
        }
    }

    private static IEnumerable<TensorStore> Changed(TensorStore saved, string name)
    {
        foreach (int change in Enumerable.Range(0, 3))
        {
            var changed = new TensorStore();
            foreach (string other in saved.Names)
            {
                int[] shape = [.. saved.Shape(other)];
                float[] values = [.. saved.Values(other)];
                if (other != name || change == 2)
                {
                    changed.Write(other, shape, values);
                }
                else if (change == 1)
                {
                    changed.Write(other, [.. shape, 1], values);
                }
            }

            if (change == 2)
            {
                changed.Write(name + "_extra", [1], [1]);
            }

            yield return changed;
        }
    }

    private static IReadOnlyList<WeightsFault> Faults(DeclarationSpec spec, TensorStore tensors)
    {
        Models.DeclaredModule[] modules = [.. ModelBinder.ModulesOf(spec)];
        var model = new ModelDescription("file", "", ModelState.Read)
        {
            Tensors = new EquatableArray<DescribedTensor>(tensors.Names.Select(name => new DescribedTensor(name, $"[{string.Join(", ", tensors.Shape(name).ToArray())}]"))),
        };
        return modules.Length == 0 ? [] : new WeightsCheck(model).FaultsOf(modules);
    }

    private static bool Loads(IModel model, TensorStore tensors)
    {
        try
        {
            model.Load(tensors);
            return true;
        }
        catch (TensorFormatException)
        {
            return false;
        }
    }

    private static string Text(WeightsFault fault) => string.Format(CultureInfo.InvariantCulture, fault.Descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture), fault.Arguments);
}
