using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RnnGen.Generator.Parsing;

/// <summary>An attribute with the values of all of its arguments: one of the user's, or one that the description of a model file has.</summary>
/// <param name="Parameters">The names of its constructor's parameters.</param>
/// <param name="Arguments">The constructor's arguments, by parameter; null for those that are arrays.</param>
/// <param name="Named">The properties that are set.</param>
internal sealed record BoundAttribute(IReadOnlyList<string> Parameters, IReadOnlyList<object?> Arguments, IReadOnlyDictionary<string, object?> Named)
{
    /// <summary>Reads an attribute, or returns null where any argument does not bind or is not constant.</summary>
    public static BoundAttribute? Of(AttributeData attribute, GeneratedConstants constants)
    {
        IEnumerable<TypedConstant> values = attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(static argument => argument.Value));
        if (attribute.AttributeConstructor is not { } constructor || attribute.ConstructorArguments.Length != constructor.Parameters.Length
            || values.Any(static value => value.Kind == TypedConstantKind.Error))
        {
            return constants.Bind(attribute);
        }

        var named = new Dictionary<string, object?>();
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            named[argument.Key] = Value(argument.Value);
        }

        return new BoundAttribute(ParametersOf(constructor), [.. attribute.ConstructorArguments.Select(Value)], named);

        static object? Value(TypedConstant constant) => constant.Kind == TypedConstantKind.Array ? null : constant.Value;
    }

    /// <summary>The names of a constructor's parameters.</summary>
    public static IReadOnlyList<string> ParametersOf(IMethodSymbol constructor) => [.. constructor.Parameters.Select(static parameter => parameter.Name)];
}
