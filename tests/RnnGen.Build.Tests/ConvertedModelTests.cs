using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using RnnGen.Formats;
using RnnGen.Generator.Model;
using RnnGen.Generator.Models;
using RnnGen.Import.Tests;
using Xunit;

namespace RnnGen.Build.Tests;

/// <summary>From model files to classes: what the converter writes is what the generator reads, and the weights come out again.</summary>
public class ConvertedModelTests
{
    private static readonly ConvertedModel[] Models =
    [
        .. Directory.GetDirectories(ImportCase.Root).Where(static folder => File.Exists(Path.Combine(folder, "index.json"))).Select(static folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)
            .SelectMany(ImportCase.Of).Where(static item => item.Expect != "refuse")
            .Select(static item => ConvertedModel.TryConvert($"models/{item.Folder}/{item.Name}", item.Path)).OfType<ConvertedModel>(),
    ];

    private static readonly ConvertedModel[] Complete = [.. Models.Where(static model => model.File.Description.IsComplete)];

    /// <summary>A network by <c>Model</c> is the network that a user would declare for the file, whatever the file's format.</summary>
    [Fact]
    public void Layers_of_a_file_are_those_of_its_declaration()
    {
        Assert.True(Complete.Length >= 3, $"{Complete.Length} files are complete.");
        IReadOnlyDictionary<string, NetworkSpec> named = Compiled.Specs(string.Concat(Complete.Select(static (model, index) => $"[Network(Model = \"{model.Name}\")] partial class Model{index};\n")), Complete);
        IReadOnlyDictionary<string, NetworkSpec> declared = Compiled.Specs(string.Concat(Complete.Select(static (model, index) => model.File.Description.Declare($"Model{index}"))), []);
        for (int index = 0; index < Complete.Length; index++)
        {
            string type = $"Model{index}";
            Assert.True(declared.ContainsKey(type), $"{Complete[index].Name} is not a network that can be declared:\n{Complete[index].File.Description.Declare(type)}");
            Assert.True(named.ContainsKey(type), $"{Complete[index].Name}:\n{Complete[index].Description}");
            Assert.Equal(declared[type], named[type] with { Embedded = null });
            Assert.Equal((Complete[index].Name, Complete[index].Resource), (named[type].Embedded!.File, named[type].Embedded!.Resource));
        }
    }

    /// <summary>What a file says to paste fits the file.</summary>
    [Fact]
    public void Declarations_to_paste_fit_their_files()
    {
        ConvertedModel[] pasted = [.. Models.Where(static model => model.File.Description.Layers.Length > 0)];
        string[] declarations = [.. pasted.Select(static (model, index) => model.File.Description.Declare($"Model{index}", $"WeightsFile = \"{model.Name}\""))];
        IReadOnlyDictionary<string, NetworkSpec> specs = Compiled.Specs(string.Concat(declarations), pasted);
        IReadOnlyDictionary<string, NetworkSpec> alone = Compiled.Specs(string.Concat(pasted.Select(static (model, index) => model.File.Description.Declare($"Model{index}"))), []);

        // (Of names and shapes alone not every order of layers is a network.)
        for (int index = 0; index < pasted.Length; index++)
        {
            Assert.True(alone.ContainsKey($"Model{index}") == specs.ContainsKey($"Model{index}"), $"{pasted[index].Name}:\n{declarations[index]}\n{pasted[index].Description}");
        }

        Assert.NotEmpty(alone);
    }

    [Fact]
    public void Descriptions_say_all_of_a_file()
    {
        foreach (ConvertedModel model in Models)
        {
            ModelDescription read = ModelText.Parse("x.rnnmodel", model.Description);
            Assert.Equal((model.Name, model.Resource, ModelState.Read), (read.Name, read.Resource, read.State));
            Assert.Equal(model.File.Description.Unsaid, read.Unsaid);
            Assert.Equal(model.File.Description.Layers.Select(static layer => layer.Declaration.ToString()), read.Layers.Select(static layer => layer.Text));
            Assert.Equal(model.File.Modules?.Select(static module => (module.Prefix, module.Suffix)) ?? [], read.Modules.Select(static module => (module.Prefix, module.Suffix)));
            Assert.Equal(model.File.Names, read.Tensors.Select(static tensor => tensor.Name));
        }
    }

    /// <summary>Without the package's targets there are no weights in the assembly.</summary>
    [Fact]
    public void A_missing_resource_is_said()
    {
        ConvertedModel model = Capture("lstm_1x16_zero");
        Assembly assembly = Compiled.Load($"[Network(Model = \"{model.Name}\")] partial class Amp;", [model with { Name = "other" }], [model]);
        var fault = Assert.Throws<InvalidOperationException>(() => assembly.Create("Amp"));
        Assert.Equal($"Declared has no resource '{model.Resource}', which has the weights of Amp: its project was built without the package RnnGen.Build.", fault.Message);
    }

    [Fact]
    public void Captures_give_the_golden_outputs()
    {
        ImportCase[] cases = [.. ImportCase.Of("nam").Where(static item => item.Expect == "value")];
        ConvertedModel[] models = [.. cases.Select(static item => ConvertedModel.TryConvert($"models/{item.Name}", item.Path)!)];
        Assembly assembly = Compiled.Load(string.Concat(models.Select(static (model, index) => $"[Network(Model = \"{model.Name}\")] partial class Amp{index};\n")), models);
        for (int index = 0; index < cases.Length; index++)
        {
            using SafetensorsFile golden = cases[index].OpenGolden();
            double[] x = golden.ReadDoubles("x"), y = golden.ReadDoubles("y");
            IModel model = assembly.Create($"Amp{index}");
            float[] outputs = new ModelRun { Inputs = x, Steps = x.Length / model.InputSize, Streams = 1 }.Run(model).Outputs;
            Assert.Equal(y.Length, outputs.Length);
            Assert.All(y.Zip(outputs), pair => Assert.InRange(pair.Second - pair.First, -cases[index].Tolerance, cases[index].Tolerance));
        }
    }

    /// <summary>Declared layers take the weights by their own names, by place, and, as a cell, by those of a bare module.</summary>
    [Fact]
    public void Declared_layers_take_the_weights()
    {
        ConvertedModel model = Capture("lstm_1x16_zero");
        Assembly assembly = Compiled.Load(
            $"""
            [Network(Model = "{model.Name}")] partial class Whole;
            [Network(WeightsFile = "{model.Name}"), LstmLayer(input: 1, hidden: 16), DenseLayer(1)] partial class Named;
            [Network(1, WeightsFile = "{model.Name}"), LstmLayer(16, Name = "a"), DenseLayer(1, Name = "b")] partial class Placed;
            [Network(1, WeightsFile = "{model.Name}"), LstmLayer(16)] partial class Part;
            """,
            [model]);
        float[] whole = [.. assembly.Create("Whole").Parameters];
        Assert.NotEmpty(whole);
        Assert.Equal(whole, assembly.Create("Named").Parameters.ToArray());
        Assert.Equal(whole, assembly.Create("Placed").Parameters.ToArray());
        float[] part = [.. assembly.Create("Part").Parameters];
        Assert.Equal(whole[..part.Length], part);
    }

    private static ConvertedModel Capture(string file) => ConvertedModel.TryConvert($"models/{file}.nam", Path.Combine(ImportCase.Root, "nam", file + ".nam"))!;
}
