using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace RnnGen.Import.Tests;

/// <summary>Compiles the declarations of model files, as users do who paste them, and loads the files into what comes out.</summary>
internal static class DeclaredModels
{
    /// <summary>Compiles one declaration for each file, and loads the files.</summary>
    /// <param name="files">Files by names of any kind.</param>
    /// <returns>The models by the same names.</returns>
    public static IReadOnlyDictionary<string, IModel> Load(IReadOnlyDictionary<string, ModelFile> files)
    {
        IReadOnlyDictionary<string, IModel> models = Create(files.ToDictionary(static file => file.Key, static file => file.Value.Description.Declare("Model", "Training = false")));
        foreach ((string name, ModelFile file) in files)
        {
            models[name].Load(file, mode: LoadMode.WholeFile);
        }

        return models;
    }

    /// <summary>Compiles declarations of a class <c>Model</c>, and creates one of each.</summary>
    /// <param name="declarations">Declarations by names of any kind.</param>
    /// <returns>The models by the same names.</returns>
    public static IReadOnlyDictionary<string, IModel> Create(IReadOnlyDictionary<string, string> declarations)
    {
        string[] names = [.. declarations.Keys];
        Assembly assembly = DeclaredAssembly.Compile(
            [.. names.Select((name, index) => ($"{index}.cs", $"using RnnGen;\nnamespace Case{index};\n{declarations[name]}"))], OutputKind.DynamicallyLinkedLibrary);
        return names.Select((name, index) => (Name: name, Model: assembly.CreateInstance($"Case{index}.Model") as IModel
            ?? throw new InvalidOperationException($"{name}: nothing was emitted for\n{declarations[name]}"))).ToDictionary(static model => model.Name, static model => model.Model);
    }
}
