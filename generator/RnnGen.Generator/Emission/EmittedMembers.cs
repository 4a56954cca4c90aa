using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Model;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Emission;

/// <summary>
/// The members that emitted text declares in the user's type, read from the text itself, so that no list of them has to keep up with it. The writer's
/// indentation says where they are; only those that have a name in common with the user's are parsed.
/// </summary>
internal static class EmittedMembers
{
    /// <summary>The user's names that are in the way, by their place in <see cref="TypeSpec.Taken"/>, each with an emitted member that needs it.</summary>
    public static IEnumerable<(int Taken, MemberSpec Emitted)> Conflicts(TypeSpec type, IEnumerable<EmittedFile> files)
    {
        if (type.Taken.Count == 0)
        {
            return [];
        }

        MemberSpec[] members = [.. files.SelectMany(file =>
            Of(file, type, declaration => type.Taken.Any(taken => declaration.IndexOf(taken.Name, StringComparison.Ordinal) >= 0)))];
        return
            from index in Enumerable.Range(0, type.Taken.Count)
            let emitted = Array.Find(members, type.Taken[index].IsInTheWayOf)
            where emitted is not null
            select (index, emitted);
    }

    /// <summary>What a file adds to a type: members, or a nested type.</summary>
    /// <param name="file">The file.</param>
    /// <param name="type">The user's type.</param>
    /// <param name="filter">Which declarations matter.</param>
    public static IEnumerable<MemberSpec> Of(EmittedFile file, TypeSpec type, Func<string, bool> filter)
    {
        if (!file.Type.Equals(type))
        {
            return [new MemberSpec(file.Type.Declaration.Name, MemberKind.Type)];
        }

        string[] lines = file.Text.Split('\n');
        string indentation = new(' ', SourceWriter.SpacesALevel * (type.Containers.Count + (type.Namespace.Length > 0 ? 2 : 1)));
        return Declarations(lines, indentation).Where(filter).SelectMany(declaration => Parse(declaration, lines));
    }

    /// <summary>The declarations at an indentation, without their bodies.</summary>
    private static IEnumerable<string> Declarations(string[] lines, string indentation)
    {
        for (int index = 0; index < lines.Length; index++)
        {
            string line = lines[index];
            if (line.Length > indentation.Length && line.StartsWith(indentation, StringComparison.Ordinal) && char.IsLetter(line[indentation.Length]))
            {
                string declaration = line.Trim();
                while (declaration[declaration.Length - 1] is '(' or ',')
                {
                    declaration += " " + lines[++index].Trim();
                }

                yield return declaration;
            }
        }
    }

    private static IEnumerable<MemberSpec> Parse(string declaration, string[] lines) =>
        SyntaxFactory.ParseMemberDeclaration(declaration.EndsWith(";", StringComparison.Ordinal) ? declaration : declaration + " { }") switch
        {
            MethodDeclarationSyntax { ExplicitInterfaceSpecifier: null } method =>
                [new MemberSpec(method.Identifier.ValueText, MemberKind.Method, Signature(method, lines), method.TypeParameterList?.Parameters.Count ?? 0)],
            PropertyDeclarationSyntax { ExplicitInterfaceSpecifier: null } property => [new MemberSpec(property.Identifier.ValueText, MemberKind.Other)],
            FieldDeclarationSyntax field => field.Declaration.Variables.Select(static variable => new MemberSpec(variable.Identifier.ValueText, MemberKind.Other)),
            TypeDeclarationSyntax type => [new MemberSpec(type.Identifier.ValueText, MemberKind.Type)],
            _ => [],
        };

    /// <summary>The types of the parameters, with the names that the file's aliases stand for.</summary>
    private static string Signature(MethodDeclarationSyntax method, string[] lines)
    {
        string signature = string.Join(", ", method.ParameterList.Parameters.Select(static parameter =>
            (parameter.Modifiers.Any(SyntaxKind.RefKeyword) || parameter.Modifiers.Any(SyntaxKind.InKeyword) || parameter.Modifiers.Any(SyntaxKind.OutKeyword) ? "ref " : "")
            + parameter.Type));
        const string usingDirective = "using ";
        foreach (string line in lines.TakeWhile(static line => !line.StartsWith("namespace", StringComparison.Ordinal)))
        {
            if (line.StartsWith(usingDirective, StringComparison.Ordinal) && line.IndexOf(" = ", StringComparison.Ordinal) is > 0 and int equals)
            {
                signature = signature.Replace(
                    line.Substring(usingDirective.Length, equals - usingDirective.Length) + "::", line.Substring(equals + " = ".Length).TrimEnd(';') + ".");
            }
        }

        return signature;
    }
}
