using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads the arguments of one attribute, and reports what is wrong at the argument at fault.</summary>
/// <param name="bound">Its arguments, or null where any does not bind or is not constant.</param>
/// <param name="attribute">The attribute, or null where a model file has it and not the user's code.</param>
/// <param name="report">Takes each problem found; null where only the model is wanted.</param>
/// <param name="cancellation">Stops the work.</param>
internal sealed class AttributeReader(BoundAttribute? bound, AttributeData? attribute, Action<Diagnostic>? report, CancellationToken cancellation)
{
    /// <summary>Reads an attribute of the user's.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="constants">Those that are not there yet.</param>
    /// <param name="report">Takes each problem found; null where only the model is wanted.</param>
    /// <param name="cancellation">Stops the work.</param>
    public AttributeReader(AttributeData attribute, GeneratedConstants constants, Action<Diagnostic>? report, CancellationToken cancellation)
        : this(BoundAttribute.Of(attribute, constants), attribute, report, cancellation)
    {
    }

    /// <summary>Whether nothing was wrong so far.</summary>
    public bool IsValid { get; private set; } = true;

    /// <summary>The parameter of an attribute's constructor that takes a type.</summary>
    public const string TypeParameter = "network";

    /// <summary>The type that the constructor is given, or null.</summary>
    public ITypeSymbol? TypeArgument => bound?.Arguments.OfType<ITypeSymbol>().FirstOrDefault();

    /// <summary>
    /// The integers and enum values of the constructor, by parameter; null where any argument does not bind or is not constant, which is the compiler's
    /// to report.
    /// </summary>
    /// <param name="needed">Parameters without which it is none of ours, but one of another version of the library.</param>
    public IReadOnlyDictionary<string, int>? Constructor(params string[] needed)
    {
        if (bound is null)
        {
            return null;
        }

        var arguments = new Dictionary<string, int>();
        for (int index = 0; index < bound.Arguments.Count; index++)
        {
            if (bound.Arguments[index] is int value)
            {
                arguments.Add(bound.Parameters[index], value);
            }
            else if (bound.Arguments[index] is not double && bound.Parameters[index] != TypeParameter)
            {
                return null;
            }
        }

        return needed.All(arguments.ContainsKey) ? arguments : null;
    }

    /// <summary>A number of the constructor that is no integer; NaN where there is none of that name.</summary>
    public double ConstructorNumber(string name)
    {
        for (int index = 0; bound is not null && index < bound.Arguments.Count; index++)
        {
            if (bound.Parameters[index] == name && bound.Arguments[index] is double value)
            {
                return value;
            }
        }

        return double.NaN;
    }

    /// <summary>Reports an argument of the constructor that is not from one number to another.</summary>
    public void CheckSize(string name, int size, int smallest, int largest)
    {
        if (size < smallest || size > largest)
        {
            FailAt(DiagnosticDescriptors.SizeOutOfRange, name, name, size, smallest, largest);
        }
    }

    /// <summary>The value of a property, or its default where it is not set (or not a property of this attribute).</summary>
    public T Option<T>(string name, T otherwise) => bound is not null && bound.Named.TryGetValue(name, out object? given) && given is T value ? value : otherwise;

    /// <summary>The value of a property of an enum's type.</summary>
    public T EnumOption<T>(string name, T otherwise)
        where T : struct, Enum => EnumValue<T>(name, Option(name, (int)(object)otherwise));

    /// <summary>A member of an enum; what is none is reported.</summary>
    public T EnumValue<T>(string name, int value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(typeof(T), value))
        {
            FailAt(DiagnosticDescriptors.UndefinedValue, name, name, value);
        }

        return (T)(object)value;
    }

    /// <summary>A number that is 0 where it is not set; -0 becomes 0.</summary>
    public float NumberOption(string name, bool nonNegative, string requirement)
    {
        float value = Option(name, 0f);
        if (!IsFinite(value) || (nonNegative && value < 0))
        {
            FailAt(DiagnosticDescriptors.UnusableNumber, name, name, Text(value), requirement);
            return 0;
        }

        return value + 0f;
    }

    /// <summary>An activation with its constants.</summary>
    public ActivationSpec ActivationOption(string prefix, RnnActivationKind otherwise)
    {
        RnnActivationKind function = EnumOption(prefix + "Activation", otherwise);
        ActivationSpec defaults = ActivationSpec.Default(function);

        // Whether an undefined function takes a constant cannot be said.
        return Enum.IsDefined(typeof(RnnActivationKind), function)
            ? new ActivationSpec(
                function,
                Constant(prefix + "Alpha", function, ActivationSpec.TakesAlpha(function), defaults.Alpha, AlphaRequirement(function)),
                Constant(prefix + "Beta", function, ActivationSpec.TakesBeta(function), defaults.Beta, (static _ => true, "finite")))
            : defaults;
    }

    private float Constant(string name, RnnActivationKind function, bool taken, float otherwise, (Func<float, bool> Allows, string Text) requirement)
    {
        float value = Option(name, float.NaN);
        if (float.IsNaN(value))
        {
            return otherwise;
        }

        if (!taken)
        {
            FailAt(DiagnosticDescriptors.ConstantNotTaken, name, Idle, name, function);
            return otherwise;
        }

        if (!IsFinite(value) || !requirement.Allows(value))
        {
            FailAt(DiagnosticDescriptors.ConstantOutOfRange, name, name, Text(value), function, requirement.Text);
            return otherwise;
        }

        return value + 0f;
    }

    /// <summary>For a code fix: the argument changes nothing and can go.</summary>
    public static ImmutableDictionary<string, string?> Idle { get; } = Property(DiagnosticProperties.IsIdle, "");

    /// <summary>For a code fix: nothing.</summary>
    public static ImmutableDictionary<string, string?> NoProperties => ImmutableDictionary<string, string?>.Empty;

    /// <summary>For a code fix: one property.</summary>
    public static ImmutableDictionary<string, string?> Property(string name, string value) => ImmutableDictionary<string, string?>.Empty.Add(name, value);

    /// <summary>Reports a problem at a named argument, or at the whole attribute where that is not written.</summary>
    public void FailAt(DiagnosticDescriptor descriptor, string argument, params object[] arguments) =>
        FailAt(descriptor, argument, NoProperties, arguments);

    /// <summary>The same, with what a code fix wants to know.</summary>
    public void FailAt(DiagnosticDescriptor descriptor, string argument, ImmutableDictionary<string, string?> properties, params object[] arguments)
    {
        IsValid = false;
        report?.Invoke(Diagnostic.Create(descriptor, ArgumentLocation(argument), properties, arguments));
    }

    /// <summary>Reports at an argument what does not keep anything from being emitted.</summary>
    public void WarnAt(DiagnosticDescriptor descriptor, string argument, params object[] arguments) =>
        report?.Invoke(Diagnostic.Create(descriptor, ArgumentLocation(argument), arguments));

    /// <summary>Lets nothing be emitted, for a problem that is reported elsewhere.</summary>
    public void Invalidate() => IsValid = false;

    /// <summary>Reports a problem of the whole attribute.</summary>
    public void FailWhole(DiagnosticDescriptor descriptor, params object[] arguments) => Fail(descriptor, WholeLocation(), arguments);

    /// <summary>The same, with what a code fix wants to know.</summary>
    public void FailWhole(DiagnosticDescriptor descriptor, ImmutableDictionary<string, string?> properties, params object[] arguments)
    {
        IsValid = false;
        report?.Invoke(Diagnostic.Create(descriptor, WholeLocation(), properties, arguments));
    }

    /// <summary>Reports of the whole attribute what does not keep anything from being emitted.</summary>
    public void WarnWhole(DiagnosticDescriptor descriptor, params object[] arguments) =>
        report?.Invoke(Diagnostic.Create(descriptor, WholeLocation(), arguments));

    /// <summary>Reports a problem.</summary>
    public void Fail(DiagnosticDescriptor descriptor, Location location, params object[] arguments)
    {
        IsValid = false;
        report?.Invoke(Diagnostic.Create(descriptor, location, arguments));
    }

    private Location WholeLocation() =>
        (report is null ? null : attribute?.ApplicationSyntaxReference?.GetSyntax(cancellation))?.GetLocation() ?? Location.None;

    // Locations are looked up only for reports, so that the generator's transform touches no more syntax than it must.
    private Location ArgumentLocation(string name)
    {
        var syntax = report is null ? null : attribute?.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax;
        if (syntax?.ArgumentList is null)
        {
            return syntax?.GetLocation() ?? Location.None;
        }

        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = syntax.ArgumentList.Arguments;
        foreach (AttributeArgumentSyntax argument in arguments)
        {
            if ((argument.NameColon?.Name ?? argument.NameEquals?.Name)?.Identifier.ValueText == name)
            {
                return argument.GetLocation();
            }
        }

        int position = -1;
        for (int index = 0; bound is not null && index < bound.Arguments.Count; index++)
        {
            position = bound.Parameters[index] == name ? index : position;
        }

        return position >= 0 && position < arguments.Count ? arguments[position].GetLocation() : syntax.GetLocation();
    }

    /// <summary>The alphas whose function has a derivative that its output determines.</summary>
    private static (Func<float, bool> Allows, string Text) AlphaRequirement(RnnActivationKind function) => function switch
    {
        RnnActivationKind.LeakyRelu or RnnActivationKind.Elu => (static alpha => alpha >= 0, "finite and not negative"),
        RnnActivationKind.ScaledTanh => (static alpha => alpha != 0, "finite and not 0"),
        _ => (static _ => true, "finite"),
    };

    private static bool IsFinite(float value) => !float.IsNaN(value) && !float.IsInfinity(value);

    private static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
