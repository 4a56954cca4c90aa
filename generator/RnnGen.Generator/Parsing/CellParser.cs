using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Parsing;

/// <summary>
/// Symbols in, a model or problems out. The generator and the analyzer both come through here, so that what is emitted and what is reported
/// cannot disagree.
/// </summary>
internal static class CellParser
{
    /// <summary>Parses one declaration.</summary>
    /// <param name="type">The user's type.</param>
    /// <param name="kind">Which cell the attribute declares.</param>
    /// <param name="attribute">The cell attribute on it.</param>
    /// <param name="constants">Those of other declarations.</param>
    /// <param name="report">Takes each problem found; null where only the model is wanted.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The model, or null if anything is wrong.</returns>
    public static CellSpec? Parse(
        INamedTypeSymbol type, CellKind kind, AttributeData attribute, GeneratedConstants constants, Action<Diagnostic>? report, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var reader = new AttributeReader(attribute, constants, report, cancellation);
        if (!TypeParser.Check(type, attribute, reader, cancellation))
        {
            return null;
        }

        if (type.GetAttributes().Any(static other => WellKnownNames.LayerOf(other.AttributeClass) is not null))
        {
            // Reported at the first of them, as a layer without a network.
            reader.Invalidate();
        }

        if (reader.Constructor("hidden") is not { } sizes)
        {
            return null;
        }

        int hidden = sizes["hidden"];
        foreach (KeyValuePair<string, int> size in sizes)
        {
            reader.CheckSize(size.Key, size.Value, CellSpec.MinSize, CellSpec.MaxSize);
        }

        var sized = new CellSpec(
            TypeParser.Parse(type, attribute, constants.Compilation), kind, sizes.TryGetValue("input", out int input) ? input : hidden, hidden);
        CellSpec spec = CellOptions.Read(reader, sized) with { Training = reader.Option("Training", true) };
        FileSpec? file = FileParser.Read(type, reader);
        if (!reader.IsValid)
        {
            return null;
        }

        if (CellPlanner.ParameterFloatsOf(spec) > CellSpec.MaxParameterFloats)
        {
            reader.FailWhole(
                DiagnosticDescriptors.UnusableNumber, "the number of parameters", CellPlanner.ParameterFloatsOf(spec), $"at most {CellSpec.MaxParameterFloats}");
            return null;
        }

        if (CellPlanner.StateFloatsOf(spec) > CellSpec.MaxStateFloatsInArray)
        {
            reader.WarnAt(
                DiagnosticDescriptors.LargeState, "hidden", type.Name, sizeof(float) * CellPlanner.StateFloatsOf(spec), ushort.MaxValue);
        }

        return spec with { File = file };
    }
}
