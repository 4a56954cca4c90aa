using System;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads the arguments of one attribute, and reports what is wrong at the argument at fault.</summary>
/// <param name="attribute">The attribute.</param>
/// <param name="report">Takes each problem found; null where only the model is wanted.</param>
/// <param name="cancellation">Stops the work.</param>
internal sealed class DeclarationReader(AttributeData attribute, Action<Diagnostic>? report, CancellationToken cancellation)
{
    /// <summary>Whether nothing was reported.</summary>
    public bool IsValid { get; private set; } = true;

    /// <summary>A named property of type bool.</summary>
    public bool Bool(string name, bool @default = false) => Named(name) is bool value ? value : @default;

    /// <summary>A named property of type int.</summary>
    public int Int(string name) => Named(name) is int value ? value : 0;

    /// <summary>A named property of type float, null where it is not set; NaN and infinities are faults.</summary>
    public float? Float(string name)
    {
        if (Named(name) is not float value)
        {
            return null;
        }

        if (float.IsNaN(value) || float.IsInfinity(value))
        {
            FailNamed(DiagnosticDescriptors.UnusableNumber, name, name, value, "must be a finite number");
            return null;
        }

        return value;
    }

    /// <summary>A named property of an enum type.</summary>
    public T Enum<T>(string name, T @default = default)
        where T : struct, System.Enum
    {
        if (Named(name) is not int value)
        {
            return @default;
        }

        if (!System.Enum.IsDefined(typeof(T), value))
        {
            FailNamed(DiagnosticDescriptors.UndefinedValue, name, name, value);
        }

        return (T)(object)value;
    }

    /// <summary>Reports at the attribute as a whole.</summary>
    public void FailWhole(DiagnosticDescriptor descriptor, params object[] arguments) => Fail(descriptor, Syntax?.GetLocation(), arguments);

    /// <summary>Reports at a named property, or at the attribute, where it is not set.</summary>
    public void FailNamed(DiagnosticDescriptor descriptor, string name, params object[] arguments) => FailArgument(descriptor, name, -1, arguments);

    /// <summary>Reports at a constructor argument.</summary>
    public void FailArgument(DiagnosticDescriptor descriptor, string name, int position, params object[] arguments) =>
        Fail(descriptor, ArgumentLocation(name, position), arguments);

    /// <summary>Reports at a place that is looked up only if there is anybody to report to.</summary>
    public void FailAt(DiagnosticDescriptor descriptor, Func<Location> location, params object[] arguments) =>
        Fail(descriptor, report is null ? null : location(), arguments);

    /// <summary>Makes the declaration invalid without a report: what is at fault is reported elsewhere.</summary>
    public void Reject() => IsValid = false;

    // Syntax is looked up only for reports, so that the generator's transform touches no more of it than it must.
    private AttributeSyntax? Syntax => report is null ? null : attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax;

    private object? Named(string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
            {
                return argument.Value.Value;
            }
        }

        return null;
    }

    private void Fail(DiagnosticDescriptor descriptor, Location? location, object[] arguments)
    {
        IsValid = false;
        report?.Invoke(Diagnostic.Create(descriptor, location ?? Location.None, arguments));
    }

    private Location? ArgumentLocation(string name, int position)
    {
        if (Syntax is not { ArgumentList.Arguments: var arguments } syntax)
        {
            return Syntax?.GetLocation();
        }

        foreach (AttributeArgumentSyntax argument in arguments)
        {
            if ((argument.NameColon?.Name ?? argument.NameEquals?.Name)?.Identifier.ValueText == name)
            {
                return argument.GetLocation();
            }
        }

        return position >= 0 && position < arguments.Count ? arguments[position].GetLocation() : syntax.GetLocation();
    }
}
