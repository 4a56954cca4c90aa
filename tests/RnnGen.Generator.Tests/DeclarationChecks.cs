using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>Compares emitted cells with the reference: many declarations in one compilation.</summary>
internal static class DeclarationChecks
{
    /// <param name="declarations">What is declared.</param>
    /// <param name="load">Emits, compiles and loads a source.</param>
    /// <returns>How many had their gradients compared.</returns>
    public static int CheckAll(IReadOnlyList<Declaration> declarations, Func<string, Assembly> load)
    {
        IEnumerable<string> lines = declarations.Select(static (declaration, index) => string.Create(
            CultureInfo.InvariantCulture,
            $"[{declaration.Attribute}] sealed partial class Cell{index};"));
        Assembly assembly = load(string.Join('\n', lines));
        int trained = 0;
        for (int index = 0; index < declarations.Count; index++)
        {
            Type cell = assembly.GetType("Cell" + index.ToString(CultureInfo.InvariantCulture), throwOnError: true)!;
            MethodInfo check = typeof(CellAgainstReference).GetMethod(nameof(CellAgainstReference.Check))!
                .MakeGenericMethod(cell, cell.GetNestedType("State")!, cell.GetNestedType("Workspace")!);
            check.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [declarations[index]], CultureInfo.InvariantCulture);
            Assert.Equal(declarations[index].Training, cell.GetNestedType("Tape") is not null);
            if (cell.GetNestedType("Tape") is { } tape)
            {
                MethodInfo train = typeof(CellAgainstReference).GetMethod(nameof(CellAgainstReference.CheckTraining), BindingFlags.Public | BindingFlags.Static)!
                    .MakeGenericMethod(cell, cell.GetNestedType("State")!, cell.GetNestedType("Workspace")!, tape, cell.GetNestedType("Gradients")!);
                trained += (bool)train.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [declarations[index]], CultureInfo.InvariantCulture)! ? 1 : 0;
            }
        }

        return trained;
    }
}
