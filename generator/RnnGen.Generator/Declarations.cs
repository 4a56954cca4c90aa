using System;
using System.Threading;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Model;
using RnnGen.Generator.Models;
using RnnGen.Generator.Parsing;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator;

/// <summary>
/// From a declaration to its model, with the model file that it names, from that to its plan, and from that to its text. The generator and the analyzer both go this
/// way, so that the one emits what the other finds nothing wrong with. Tests put faults into it.
/// </summary>
internal class Declarations
{
    /// <summary>Parses one declaration.</summary>
    /// <param name="type">The user's type.</param>
    /// <param name="attribute">The attribute on it that makes it a cell or a network.</param>
    /// <param name="compilation">The user's compilation.</param>
    /// <param name="report">Takes each problem found; null where only the model is wanted.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The model, or null if anything is wrong.</returns>
    public virtual DeclarationSpec? Parse(
        INamedTypeSymbol type, AttributeData attribute, Compilation compilation, Action<Diagnostic>? report, CancellationToken cancellation) =>
        new GeneratedConstants(compilation, cancellation).Parse(type, attribute, report);

    /// <summary>Brings a declaration together with the model file that it names, if it names one.</summary>
    /// <param name="declaration">What was declared.</param>
    /// <param name="models">The model files of the project.</param>
    /// <param name="report">Takes each problem found; null where only the result is wanted.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The declaration with its layers and weights, or null if anything is wrong.</returns>
    public virtual DeclarationSpec? Bind(DeclarationSpec declaration, ModelSet models, IFileReport? report, CancellationToken cancellation) =>
        ModelBinder.Bind(declaration, models, report, cancellation);

    /// <summary>Decides everything that is emitted for a declaration.</summary>
    public virtual DeclarationPlan Plan(DeclarationSpec declaration) => DeclarationPlan.Of(declaration);

    /// <summary>The text that is emitted for a plan.</summary>
    public virtual string Emit(DeclarationPlan plan) => EmittedFile.TextOf(plan);
}
