using System;
using Microsoft.CodeAnalysis;

namespace RnnGen.Generator.Diagnostics;

/// <summary>A fault of RnnGen's own, as a diagnostic of the declaration that met it.</summary>
internal static class InternalError
{
    /// <param name="type">The name of the user's type.</param>
    /// <param name="fault">What was thrown.</param>
    /// <param name="location">The declaration.</param>
    public static Diagnostic Of(string type, Exception fault, Location location) =>
        Diagnostic.Create(DiagnosticDescriptors.InternalError, location, type, $"{fault.GetType().Name}: {OneLine(fault.Message)}");

    private static string OneLine(string message) => message.Replace("\r", "").Replace('\n', ' ');
}
