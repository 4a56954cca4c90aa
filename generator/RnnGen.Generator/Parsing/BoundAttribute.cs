using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RnnGen.Generator.Parsing;

/// <summary>An attribute with the values of all of its arguments.</summary>
/// <param name="Constructor">Its constructor.</param>
/// <param name="Arguments">The constructor's arguments, by parameter; null for those that are arrays.</param>
/// <param name="Named">The properties that are set.</param>
internal sealed record BoundAttribute(IMethodSymbol Constructor, IReadOnlyList<object?> Arguments, IReadOnlyDictionary<string, object?> Named)
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

        return new BoundAttribute(constructor, [.. attribute.ConstructorArguments.Select(Value)], named);

        static object? Value(TypedConstant constant) => constant.Kind == TypedConstantKind.Array ? null : constant.Value;
    }
}
