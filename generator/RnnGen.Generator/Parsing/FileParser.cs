using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads which model file a declaration names.</summary>
internal static class FileParser
{
    /// <summary>The file, or null where none is named.</summary>
    /// <param name="type">The user's type, which then has a method that creates it.</param>
    /// <param name="reader">Its attribute.</param>
    public static FileSpec? Read(INamedTypeSymbol type, AttributeReader reader)
    {
        string? model = reader.Option<string?>(FileSpec.Model, null);
        string? weights = reader.Option<string?>(FileSpec.Weights, null);
        if (model is not null && weights is not null)
        {
            reader.FailAt(
                DiagnosticDescriptors.OptionsConflict, FileSpec.Weights, AttributeReader.Idle,
                FileSpec.Weights, FileSpec.Model, "the model's own weights are taken");
        }

        FileSpec? file = model is not null ? new FileSpec(FileSpec.Model, model) : weights is not null ? new FileSpec(FileSpec.Weights, weights) : null;
        if (file is not null && ObstacleOf(type) is { } obstacle)
        {
            reader.FailAt(DiagnosticDescriptors.NoConstructor, file.Argument, type.Name, obstacle);
        }

        return file;
    }

    /// <summary>Why <c>new T()</c> does not compile within a type, or null.</summary>
    private static string? ObstacleOf(INamedTypeSymbol type)
    {
        if (type.IsAbstract)
        {
            return "it is abstract";
        }

        if (!type.InstanceConstructors.Any(static constructor => constructor.Parameters.All(static parameter => parameter.IsOptional || parameter.IsParams)))
        {
            return "all of its constructors have parameters";
        }

        for (INamedTypeSymbol? part = type; part is not null; part = part.BaseType)
        {
            ISymbol? required = part.GetMembers().FirstOrDefault(static member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true });
            if (required is not null)
            {
                return $"'{required.Name}' is required";
            }
        }

        return null;
    }
}
