using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Parsing;

/// <summary>
/// Constants that RnnGen emits, where a declaration uses them: <c>[Network(input: Front.HiddenSize)]</c>. While the generator runs they do not exist, so the
/// compiler cannot bind such an argument. Here it is written again, with each of them as a number (that the declaration of the other type gives, which goes
/// through the same parser), and the compiler binds that. So every expression means what it means to the compiler.
/// </summary>
/// <param name="compilation">The user's compilation.</param>
/// <param name="cancellation">Stops the work.</param>
internal sealed class GeneratedConstants(Compilation compilation, CancellationToken cancellation)
{
    private static readonly ImmutableDictionary<string, int> None = ImmutableDictionary<string, int>.Empty;

    // What is being looked up: a type whose sizes depend on themselves has none.
    private readonly HashSet<ISymbol> _open = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, DeclarationSpec?> _known = new(SymbolEqualityComparer.Default);

    /// <summary>The user's compilation.</summary>
    public Compilation Compilation => compilation;

    /// <summary>Whether a declaration is being parsed now: what another one asks for that is inside it.</summary>
    public bool IsBeingParsed(INamedTypeSymbol type) => _open.Contains(type);

    /// <summary>Parses a declaration; while that is done, it has no constants itself.</summary>
    public DeclarationSpec? Parse(INamedTypeSymbol type, AttributeData attribute, Action<Diagnostic>? report)
    {
        if (!_open.Add(type))
        {
            return null;
        }

        try
        {
            return WellKnownNames.CellOf(attribute.AttributeClass) is { } kind
                ? CellParser.Parse(type, kind, attribute, this, report, cancellation)
                : NetworkParser.Parse(type, attribute, this, report, cancellation);
        }
        finally
        {
            _open.Remove(type);
        }
    }

    /// <summary>Binds an attribute of which the compiler could not bind every argument.</summary>
    /// <returns>Its arguments, or null if a constant is missing that no declaration gives.</returns>
    public BoundAttribute? Bind(AttributeData attribute)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax { ArgumentList: not null } syntax
            || Speculate(syntax) is not var (substituted, model) || model.GetSymbolInfo(substituted, cancellation).Symbol is not IMethodSymbol constructor)
        {
            return null;
        }

        var arguments = constructor.Parameters.ToDictionary(
            static parameter => parameter.Name, static parameter => parameter.HasExplicitDefaultValue ? parameter.ExplicitDefaultValue : null);
        var named = new Dictionary<string, object?>();
        int position = 0;
        foreach (AttributeArgumentSyntax argument in substituted.ArgumentList!.Arguments)
        {
            string? name = (argument.NameEquals?.Name ?? argument.NameColon?.Name)?.Identifier.ValueText;
            ITypeSymbol? type = argument.NameEquals is not null ? TypeOf(attribute.AttributeClass, name!)
                : name is not null ? constructor.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Type
                : position < constructor.Parameters.Length ? constructor.Parameters[position].Type
                : null;
            if (type is null || !TryConvert(model, argument.Expression, type, out object? value))
            {
                return null;
            }

            if (argument.NameEquals is not null)
            {
                named[name!] = value;
            }
            else
            {
                arguments[name ?? constructor.Parameters[position++].Name] = value;
            }
        }

        return new BoundAttribute(BoundAttribute.ParametersOf(constructor), [.. constructor.Parameters.Select(parameter => arguments[parameter.Name])], named);
    }

    /// <summary>The arguments of an attribute that have no value, whatever RnnGen emits.</summary>
    public IEnumerable<AttributeArgumentSyntax> Missing(INamedTypeSymbol type, AttributeData attribute)
    {
        _open.Add(type);
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax { ArgumentList: { } list } syntax || BoundAttribute.Of(attribute, this) is not null)
        {
            return [];
        }

        var (substituted, model) = Speculate(syntax) ?? (syntax, compilation.GetSemanticModel(syntax.SyntaxTree));
        return list.Arguments.Where((argument, index) => argument.Expression is not TypeOfExpressionSyntax && !model.GetConstantValue(substituted.ArgumentList!.Arguments[index].Expression, cancellation).HasValue);
    }

    /// <summary>The attribute with numbers for constants that RnnGen emits, and what the compiler makes of that; null where there are none.</summary>
    private (AttributeSyntax Substituted, SemanticModel Model)? Speculate(AttributeSyntax syntax)
    {
        SemanticModel model = compilation.GetSemanticModel(syntax.SyntaxTree);
        AttributeSyntax substituted = Substitute(syntax, syntax.ArgumentList!, model);
        return substituted != syntax && model.TryGetSpeculativeSemanticModel(syntax.SpanStart, substituted, out SemanticModel? speculative) ? (substituted, speculative) : null;
    }

    private T Substitute<T>(T node, SyntaxNode expressions, SemanticModel model)
        where T : SyntaxNode
    {
        var values = new Dictionary<SyntaxNode, ExpressionSyntax>();
        Collect(expressions);
        return values.Count == 0 ? node : node.ReplaceNodes(values.Keys, (name, _) => values[name].WithTriviaFrom(name));

        void Collect(SyntaxNode part)
        {
            switch (part)
            {
                case MemberAccessExpressionSyntax or IdentifierNameSyntax:
                    if (Literal((ExpressionSyntax)part, model) is { } literal)
                    {
                        values.Add(part, literal);
                    }

                    break;
                case TypeSyntax or NameEqualsSyntax or NameColonSyntax or InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } }:
                    break;
                default:
                    foreach (SyntaxNode child in part.ChildNodes())
                    {
                        Collect(child);
                    }

                    break;
            }
        }
    }

    /// <summary>The value of a name, if it is or depends on a constant that RnnGen emits.</summary>
    private ExpressionSyntax? Literal(ExpressionSyntax name, SemanticModel model) => model.GetSymbolInfo(name, cancellation).Symbol switch
    {
        null => ValueOf(name, model) is int value ? Literal("int", value) : null,
        IFieldSymbol { IsConst: true, HasConstantValue: false } field when ValueOf(field) is { } value => Literal(field.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), value),
        _ => null,
    };

    private static ExpressionSyntax? Literal(string type, object value) => value is double.NaN or float.NaN || value is double.PositiveInfinity or double.NegativeInfinity or float.PositiveInfinity or float.NegativeInfinity
        ? null
        : SyntaxFactory.ParseExpression($"(({type})({SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)}))");

    /// <summary>A constant of the user's whose initialiser has constants that RnnGen emits.</summary>
    private object? ValueOf(IFieldSymbol field)
    {
        var initializer = field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) switch
        {
            VariableDeclaratorSyntax variable => variable.Initializer,
            EnumMemberDeclarationSyntax member => member.EqualsValue,
            _ => null,
        };
        if (initializer is null || !_open.Add(field))
        {
            return null;
        }

        try
        {
            SemanticModel model = compilation.GetSemanticModel(initializer.SyntaxTree);
            EqualsValueClauseSyntax substituted = Substitute(initializer, initializer.Value, model);
            ITypeSymbol type = field.ContainingType is { EnumUnderlyingType: { } underlying } ? underlying : field.Type;
            return substituted != initializer && model.TryGetSpeculativeSemanticModel(initializer.SpanStart, substituted, out SemanticModel? speculative)
                && TryConvert(speculative, substituted.Value, type, out object? value) ? value : null;
        }
        finally
        {
            _open.Remove(field);
        }
    }

    private int? ValueOf(ExpressionSyntax name, SemanticModel model) => name switch
    {
        MemberAccessExpressionSyntax { Name: IdentifierNameSyntax { Identifier.ValueText: var member } } access => Find(Owner(access.Expression, model), member),
        IdentifierNameSyntax { Identifier.ValueText: var member } => Around(name, member, model).Select(type => Find(ConstantsOf(type), member)).FirstOrDefault(static value => value is not null),
        _ => null,
    };

    private static int? Find(ImmutableDictionary<string, int> constants, string name) => constants.TryGetValue(name, out int value) ? value : null;

    /// <summary>The constants of a type that is named: one of the user's, or a cell that is nested in a network.</summary>
    private ImmutableDictionary<string, int> Owner(ExpressionSyntax name, SemanticModel model)
    {
        if (model.GetSymbolInfo(name, cancellation).Symbol is { } symbol)
        {
            return symbol is INamedTypeSymbol type ? ConstantsOf(type) : None;
        }

        return name switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: var cell } access when model.GetSymbolInfo(access.Expression, cancellation).Symbol is INamedTypeSymbol network => Nested(network, cell),
            IdentifierNameSyntax { Identifier.ValueText: var cell } => Around(name, cell, model).Select(network => Nested(network, cell)).FirstOrDefault(static constants => !constants.IsEmpty) ?? None,
            _ => None,
        };
    }

    private ImmutableDictionary<string, int> Nested(INamedTypeSymbol network, string name)
    {
        foreach (DeclarationSpec declaration in DeclarationsOf(network))
        {
            if (declaration is NetworkSpec { Layers: var layers }
                && layers.Select(static layer => layer.Nested()).FirstOrDefault(cell => cell?.Type.Declaration.Name == name) is { } cell)
            {
                return EmittedConstants.Of(cell);
            }
        }

        return None;
    }

    private ImmutableDictionary<string, int> ConstantsOf(INamedTypeSymbol type) =>
        DeclarationsOf(type).Select(EmittedConstants.Of).FirstOrDefault() ?? None;

    /// <summary>What is emitted for a type and what it inherits.</summary>
    private IEnumerable<DeclarationSpec> DeclarationsOf(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? declared = type.OriginalDefinition; declared is not null; declared = declared.BaseType?.OriginalDefinition)
        {
            if (DeclarationOf(declared) is { } declaration)
            {
                yield return declaration;
            }
        }
    }

    private DeclarationSpec? DeclarationOf(INamedTypeSymbol type)
    {
        if (_known.TryGetValue(type, out DeclarationSpec? known))
        {
            return known;
        }

        // (What is not found because it is being looked up already may be found later.)
        bool isOpen = _open.Contains(type);
        AttributeData? attribute = type.GetAttributes().FirstOrDefault(static candidate => WellKnownNames.IsWholeType(candidate.AttributeClass));

        // (The sizes of a model file are not known here: they would be part of every declaration that names the type. RNN0025 says so.)
        DeclarationSpec? declaration = attribute is null || Parse(type, attribute, report: null) is not { } parsed || parsed is ModelNetworkSpec ? null : parsed;
        if (!isOpen)
        {
            _known[type] = declaration;
        }

        return declaration;
    }

    /// <summary>The types whose members can be named without them at a place: those around it, from the inside, and those of <c>using static</c>.</summary>
    private IEnumerable<INamedTypeSymbol> Around(SyntaxNode place, string member, SemanticModel model)
    {
        foreach (TypeDeclarationSyntax declaration in place.Ancestors().OfType<TypeDeclarationSyntax>())
        {
            if (model.GetDeclaredSymbol(declaration, cancellation) is { } type)
            {
                // The constants of the type itself hide all others, and depend on themselves.
                if (!_open.Contains(type))
                {
                    yield return type;
                }
                else if (EmittedConstants.Has(type, member))
                {
                    yield break;
                }
            }
        }

        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            foreach (UsingDirectiveSyntax directive in UsingsOf(tree.GetRoot(cancellation)).Where(directive => !directive.StaticKeyword.IsKind(SyntaxKind.None)))
            {
                if ((tree == place.SyntaxTree || !directive.GlobalKeyword.IsKind(SyntaxKind.None)) && directive.Name is { } name
                    && compilation.GetSemanticModel(tree).GetSymbolInfo(name, cancellation).Symbol is INamedTypeSymbol type)
                {
                    yield return type;
                }
            }
        }
    }

    private static IEnumerable<UsingDirectiveSyntax> UsingsOf(SyntaxNode node) => node.ChildNodes().SelectMany(static child => child switch
    {
        UsingDirectiveSyntax directive => [directive],
        BaseNamespaceDeclarationSyntax @namespace => UsingsOf(@namespace),
        _ => [],
    });

    private static ITypeSymbol? TypeOf(INamedTypeSymbol? attribute, string property)
    {
        for (; attribute is not null; attribute = attribute.BaseType)
        {
            if (attribute.GetMembers(property).FirstOrDefault() is { } member)
            {
                return (member as IPropertySymbol)?.Type ?? (member as IFieldSymbol)?.Type;
            }
        }

        return null;
    }

    /// <summary>The value of an expression as the compiler would convert it to a type.</summary>
    private bool TryConvert(SemanticModel model, ExpressionSyntax expression, ITypeSymbol type, out object? value)
    {
        if (expression is TypeOfExpressionSyntax { Type: var named })
        {
            value = model.GetTypeInfo(named, cancellation).Type;
            return value is not null;
        }

        Optional<object?> constant = model.GetConstantValue(expression, cancellation);
        value = constant.Value;
        if (!constant.HasValue || model.GetTypeInfo(expression, cancellation).Type is not { } from)
        {
            // A null has no type.
            return constant.HasValue && value is null && type.IsReferenceType;
        }

        if (!compilation.ClassifyCommonConversion(from, type).IsImplicit && value is not 0)
        {
            return false;
        }

        value = (value, type.SpecialType) switch
        {
            (IConvertible number, SpecialType.System_Single) => number.ToSingle(CultureInfo.InvariantCulture),
            (IConvertible number, SpecialType.System_Double) => number.ToDouble(CultureInfo.InvariantCulture),
            (char or sbyte or byte or short or ushort, SpecialType.System_Int32) => ((IConvertible)value!).ToInt32(CultureInfo.InvariantCulture),
            (IConvertible number, SpecialType.System_Int64) => number.ToInt64(CultureInfo.InvariantCulture),
            _ => value,
        };
        return true;
    }
}
